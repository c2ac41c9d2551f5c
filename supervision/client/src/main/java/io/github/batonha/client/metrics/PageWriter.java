package io.github.batonha.client.metrics;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Takes slots of a page. Other JVMs may do so at the same time, such as children that have inherited the environment. */
final class PageWriter {

    private final ByteBuffer page;

    /** Not a channel: an interrupt of the thread that takes a slot would close it. */
    private final @Nullable RandomAccessFile file;

    private PageWriter(ByteBuffer page, @Nullable RandomAccessFile file) {
        this.page = page;
        this.file = file;
    }

    static PageWriter inMemory() {
        var page = ByteBuffer.allocateDirect(PageLayout.FILE_BYTES);
        PageLayout.WORDS.set(page, PageLayout.MAGIC_AT, PageLayout.MAGIC);
        return new PageWriter(page, null);
    }

    static PageWriter open(Path path) throws IOException {
        var file = new RandomAccessFile(path.toFile(), "rw");
        try {
            if (file.length() != PageLayout.FILE_BYTES) {
                throw new IOException(
                        "it has %d bytes but must have %d".formatted(file.length(), PageLayout.FILE_BYTES));
            }
            var page = file.getChannel().map(MapMode.READ_WRITE, 0, PageLayout.FILE_BYTES);
            if (Words.get(page, PageLayout.MAGIC_AT) != PageLayout.MAGIC) {
                throw new IOException("it is of another version of baton, or damaged");
            }
            return new PageWriter(page, file);
        } catch (IOException | RuntimeException | Error e) {
            file.close();
            throw e;
        }
    }

    ByteBuffer page() {
        return page;
    }

    void refused() {
        Words.add(page, PageLayout.REFUSED_AT, 1);
    }

    /**
     * The slot of the series, which is taken if there is none yet.
     *
     * @return where it begins; -1 where the page is full
     * @throws IOException if the disk is full
     */
    int slot(int kind, byte[] text) throws IOException {
        long mark = PageLayout.mark(text);
        int known = known(kind, mark, text);
        if (known >= 0) {
            return known;
        }
        if (Words.get(page, PageLayout.NEXT_AT) >= PageLayout.SLOTS) {
            return -1;
        }
        long index = (long) PageLayout.WORDS.getAndAdd(page, PageLayout.NEXT_AT, 1L);
        if (index < 0 || index >= PageLayout.SLOTS) {
            return -1;
        }
        int slot = PageLayout.slot((int) index);
        write(slot, mark, text);
        Words.set(page, slot + PageLayout.KIND_AT, kind);
        return slot;
    }

    private int known(int kind, long mark, byte[] text) {
        long used = Math.min(Words.get(page, PageLayout.NEXT_AT), PageLayout.SLOTS);
        for (int index = 0; index < used; index++) {
            int slot = PageLayout.slot(index);
            if (Words.get(page, slot + PageLayout.KIND_AT) == kind
                    && Words.get(page, slot + PageLayout.MARK_AT) == mark
                    && page.duplicate()
                            .position(slot + PageLayout.TEXT_AT)
                            .limit(slot + PageLayout.TEXT_AT + text.length)
                            .equals(ByteBuffer.wrap(text))) {
                return slot;
            }
        }
        return -1;
    }

    /** By a call of the system and not by the mapping: a disk that is full is an error here, and a signal there. */
    private void write(int slot, long mark, byte[] text) throws IOException {
        var bytes = ByteBuffer.allocate(PageLayout.SLOT_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(PageLayout.MARK_AT, mark);
        bytes.position(PageLayout.TEXT_AT);
        bytes.put(text);
        if (file == null) {
            page.duplicate().position(slot).put(bytes.array());
        } else {
            file.seek(slot);
            file.write(bytes.array());
        }
    }
}
