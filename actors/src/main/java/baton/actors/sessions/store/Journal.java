package baton.actors.sessions.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was written, appended to a file in the node's folder: it is in the kernel's hands when a write is answered, so it outlives
 * the agent, a kill -9 included. Against the loss of the machine it helps only as far as it was forced: see {@link #force}.
 *
 * <p>One thread of its own writes; what queued up meanwhile goes in one call. Entries merge, so their order does not matter, and
 * a compaction needs no pause: it begins a new file, writes all entries into a snapshot beside it, and deletes what is older.
 */
public final class Journal implements Records, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Journal.class);
    private static final int MOST_AT_ONCE = 1024 * 1024;

    private record Item(
            Kind kind,
            @SuppressWarnings("ArrayRecordComponent") byte[] body,
            CompletableFuture<Void> done) {}

    /** Of records; {@code ordinal} + 1 is in the file. The last two are never written. */
    enum Kind {
        ENTRIES,
        MARKS,
        DISCARDED,
        NEXT_FILE,
        END
    }

    private final JournalFiles files;
    private final BlockingQueue<Item> queue = new LinkedBlockingQueue<>();
    private final Thread writer;
    private volatile FileChannel channel;
    private volatile long size;
    /** A record may be missing or cut: only a snapshot makes the journal whole again. */
    private volatile boolean isBroken;

    private Journal(JournalFiles files) throws IOException {
        this.files = files;
        this.channel = create(files.journal(files.next()));
        this.writer = Thread.ofPlatform().daemon().name("sessions-journal").unstarted(this::write);
    }

    /** Begins a new file after those that are there. Reading them is {@link JournalReader}'s. */
    public static Journal open(Path folder) throws IOException {
        var journal = new Journal(JournalFiles.in(folder));
        journal.writer.start();
        return journal;
    }

    private static FileChannel create(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.APPEND);
    }

    @Override
    public CompletableFuture<Void> entries(byte[] encoded) {
        return append(Kind.ENTRIES, encoded);
    }

    @Override
    public CompletableFuture<Void> marks(byte[] encoded) {
        return append(Kind.MARKS, encoded);
    }

    @Override
    public CompletableFuture<Void> discarded(long createdUpTo) {
        return append(
                Kind.DISCARDED,
                ByteBuffer.allocate(Long.BYTES).putLong(createdUpTo).array());
    }

    private CompletableFuture<Void> append(Kind kind, byte[] body) {
        var item = new Item(kind, body, new CompletableFuture<>());
        queue.add(item);
        return item.done();
    }

    /** Bytes in the newest file. */
    public long size() {
        return size;
    }

    public boolean isBroken() {
        return isBroken;
    }

    /** Makes what was written so far survive the loss of power. Blocks for as long as the disk takes. */
    public void force() throws IOException {
        channel.force(false);
    }

    /**
     * Writes all there is into a snapshot and deletes older files. Blocks the caller, not the writers.
     *
     * @param entries gives each entry, whole, at least as new as it was when this was called
     * @param marks as of the call or older
     */
    public void compact(Consumer<Consumer<byte[]>> entries, byte[] marks) throws IOException {
        append(Kind.NEXT_FILE, marks).join();
        var number = files.newest();
        var temporary = files.unfinishedSnapshot(number);
        try (var out = FileChannel.open(
                temporary, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            var snapshot = new Snapshot(out);
            snapshot.add(Kind.MARKS, marks);
            entries.accept(entry -> snapshot.add(Kind.ENTRIES, entry));
            snapshot.finish();
            out.force(true);
        }
        files.finishSnapshot(number);
    }

    private void write() {
        var items = new ArrayList<Item>();
        while (true) {
            items.clear();
            try {
                items.add(queue.take());
            } catch (InterruptedException nobodyDoesThat) {
                return;
            }
            queue.drainTo(items, 1024);
            if (!writeAll(items)) {
                return;
            }
        }
    }

    /** Returns false at the end. */
    private boolean writeAll(List<Item> items) {
        var group = new ArrayList<Item>();
        for (var item : items) {
            switch (item.kind()) {
                case ENTRIES, MARKS, DISCARDED -> group.add(item);
                case NEXT_FILE -> {
                    append(group);
                    nextFile(item);
                }
                case END -> {
                    append(group);
                    item.done().complete(null);
                    return false;
                }
            }
        }
        append(group);
        return true;
    }

    private void append(List<Item> group) {
        var from = 0;
        while (from < group.size()) {
            var to = from;
            var bytes = 0;
            while (to < group.size() && (to == from || bytes < MOST_AT_ONCE)) {
                bytes += Frame.sizeOf(group.get(to++).body());
            }
            append(group.subList(from, to), bytes);
            from = to;
        }
        group.clear();
    }

    private void append(List<Item> group, int bytes) {
        var buffer = ByteBuffer.allocate(bytes);
        group.forEach(item -> Frame.put(buffer, item.kind(), item.body()));
        buffer.flip();
        try {
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            size += bytes;
            group.forEach(item -> item.done().complete(null));
        } catch (IOException e) {
            if (!isBroken) {
                log.error(
                        "Could not append to the journal of sessions in {}: sessions stay in memory and on the other nodes, and would"
                                + " be lost with them; make room on the disk",
                        files.folder(),
                        e);
            }
            isBroken = true;
            group.forEach(item -> item.done().completeExceptionally(e));
        }
    }

    private void nextFile(Item item) {
        try {
            var next = create(files.journal(files.next()));
            channel.close();
            channel = next;
            size = 0;
            isBroken = false;
            item.done().complete(null);
        } catch (IOException e) {
            isBroken = true;
            item.done().completeExceptionally(e);
        }
    }

    /** Writes what is queued. */
    @Override
    public void close() throws IOException {
        append(Kind.END, new byte[0]).join();
        channel.close();
    }

    /** A record: length, checksum, kind, body. */
    static final class Frame {

        static final int HEAD = 2 * Integer.BYTES;

        private Frame() {}

        static int sizeOf(byte[] body) {
            return HEAD + 1 + body.length;
        }

        static void put(ByteBuffer buffer, Kind kind, byte[] body) {
            buffer.putInt(1 + body.length).putInt(checksum(kind, body));
            buffer.put((byte) (kind.ordinal() + 1)).put(body);
        }

        static int checksum(Kind kind, byte[] body) {
            var crc = new CRC32C();
            crc.update(kind.ordinal() + 1);
            crc.update(body);
            return (int) crc.getValue();
        }
    }

    /** Gathers records into large writes. */
    private static final class Snapshot {

        private final FileChannel out;
        private final ByteBuffer buffer = ByteBuffer.allocate(4 * MOST_AT_ONCE);

        Snapshot(FileChannel out) {
            this.out = out;
        }

        void add(Kind kind, byte[] body) {
            if (buffer.remaining() < Frame.sizeOf(body)) {
                flush();
            }
            Frame.put(buffer, kind, body);
        }

        private void flush() {
            try {
                buffer.flip();
                while (buffer.hasRemaining()) {
                    out.write(buffer);
                }
                buffer.clear();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void finish() throws IOException {
            try {
                flush();
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        }
    }
}
