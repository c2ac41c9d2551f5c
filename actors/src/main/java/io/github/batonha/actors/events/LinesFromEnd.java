package io.github.batonha.actors.events;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The lines of a file, the last one first, read no further than they are asked for. Blocks. What is appended meanwhile is not seen. */
final class LinesFromEnd implements Closeable {

    private static final int BLOCK = 64 << 10;

    private final RandomAccessFile file;
    /** Where {@link #block} begins in the file. */
    private long begin;

    private byte[] block = {};
    /** What of the block was not handed out yet. */
    private int left;

    private boolean isOver;

    LinesFromEnd(Path path) throws IOException {
        this.file = new RandomAccessFile(path.toFile(), "r");
        this.begin = file.length();
        skipLastEnd();
    }

    private void skipLastEnd() throws IOException {
        readBlock();
        isOver = left == 0;
        if (left > 0 && block[left - 1] == '\n') {
            left--;
        }
    }

    private void readBlock() throws IOException {
        var length = (int) Math.min(BLOCK, begin);
        begin -= length;
        block = new byte[length];
        left = length;
        file.seek(begin);
        file.readFully(block);
    }

    /** Without its end; null where there are no more. */
    @Nullable
    String next() throws IOException {
        if (isOver) {
            return null;
        }
        var behind = new ByteArrayOutputStream(); // what was read of it already, its bytes in reverse
        while (true) {
            while (left > 0 && block[left - 1] != '\n') {
                behind.write(block[--left]);
            }
            if (left > 0) {
                left--;
                return text(behind);
            }
            if (begin == 0) {
                isOver = true;
                return text(behind);
            }
            readBlock();
        }
    }

    private static String text(ByteArrayOutputStream reversed) {
        var bytes = reversed.toByteArray();
        for (var i = 0; i < bytes.length / 2; i++) {
            var other = bytes[bytes.length - 1 - i];
            bytes[bytes.length - 1 - i] = bytes[i];
            bytes[i] = other;
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
