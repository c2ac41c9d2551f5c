package io.github.batonha.supervision.logs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.OptionalLong;

/**
 * Counts lines back from the end of a log, part after part. A line that is longer than a reader of a few lines expects counts as
 * several, so that what never ends a line is not shown as a whole.
 */
final class LineCounter {

    private static final int BLOCK = 64 * 1024;
    private static final int LONGEST_LINE = 16 * 1024;

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
            var lineEnd = to;
            for (var end = to; end > from; end -= Math.min(BLOCK, end - from)) {
                var start = Math.max(from, end - BLOCK);
                block.clear().limit((int) (end - start));
                LogFolder.fill(channel, start, block);
                for (var i = block.position() - 1; i >= 0; i--) {
                    var at = start + i;
                    // The newline that ends the last line begins no other.
                    var isEnd = block.get(i) == '\n' && at != to - 1;
                    if (isEnd || isLongest(lineEnd - at, block.get(i))) {
                        lineEnd = isEnd ? at + 1 : at;
                        if (--wanted == 0) {
                            return OptionalLong.of(lineEnd);
                        }
                    }
                }
            }
        } catch (NoSuchFileException replaced) {
            return OptionalLong.empty();
        }
        return firstLine(from);
    }

    /** Whether a line is as long as one may be and can be cut before this byte: not within a character, unless all is one. */
    private static boolean isLongest(long length, byte next) {
        return length >= LONGEST_LINE
                && (!LogFolder.isWithinCharacter(next) || length >= LONGEST_LINE + LogFolder.LONGEST_CHARACTER);
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
        var start = at;
        var isStart = true;
        try (var stream = archive.open(at)) {
            var block = new byte[BLOCK];
            for (var read = stream.read(block); read > 0; read = stream.read(block)) {
                for (var i = 0; i < read; i++) {
                    isStart |= isLongest(at + i - start, block[i]);
                    if (isStart) {
                        start = at + i;
                        starts[(int) (lines++ % wanted)] = start;
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
