package baton.supervision.logs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.OptionalLong;

/** Counts lines back from the end of a log, part after part. */
final class LineCounter {

    private static final int BLOCK = 64 * 1024;

    private int wanted;

    LineCounter(int wanted) {
        this.wanted = wanted;
    }

    boolean isDone() {
        return wanted <= 0;
    }

    /** Where the last of the wanted lines begins; empty, and that many fewer wanted, where there are not enough. */
    OptionalLong inCurrent(LogFolder log, long from, long to) throws IOException {
        if (isDone()) {
            return OptionalLong.of(to);
        }
        try (var channel = log.open()) {
            var block = ByteBuffer.allocate(BLOCK);
            for (var end = to; end > from; end -= Math.min(BLOCK, end - from)) {
                var start = Math.max(from, end - BLOCK);
                block.clear().limit((int) (end - start));
                LogFolder.fill(channel, start, block);
                for (var i = block.position() - 1; i >= 0; i--) {
                    // The newline that ends the last line begins no other.
                    if (block.get(i) == '\n' && start + i != to - 1 && --wanted == 0) {
                        return OptionalLong.of(start + i + 1);
                    }
                }
            }
        } catch (NoSuchFileException replaced) {
            return OptionalLong.empty();
        }
        return firstLine(from);
    }

    private OptionalLong firstLine(long at) {
        wanted--;
        return wanted == 0 ? OptionalLong.of(at) : OptionalLong.empty();
    }

    /** The same in an archive, which can only be read forwards. */
    OptionalLong in(Archive archive) throws IOException {
        if (archive.start() == archive.end()) {
            return OptionalLong.empty();
        }
        var starts = new long[wanted];
        var lines = 0L;
        var at = archive.start();
        var isStart = true;
        try (var stream = archive.open(at)) {
            var block = new byte[BLOCK];
            for (var read = stream.read(block); read > 0; read = stream.read(block)) {
                for (var i = 0; i < read; i++) {
                    if (isStart) {
                        starts[(int) (lines++ % wanted)] = at + i;
                    }
                    isStart = block[i] == '\n';
                }
                at += read;
            }
        } catch (NoSuchFileException removed) {
            return OptionalLong.empty();
        }
        if (lines >= wanted) {
            return OptionalLong.of(starts[(int) (lines % wanted)]);
        }
        wanted -= (int) lines;
        return OptionalLong.empty();
    }
}
