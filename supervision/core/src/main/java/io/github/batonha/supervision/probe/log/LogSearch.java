package io.github.batonha.supervision.probe.log;

import io.github.batonha.supervision.probe.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * Looks for a line in a log that grows, from where a run began. What a rotation has taken away meanwhile reads as zeros; where the log
 * was put away, the new one is read from its beginning. A line that the regular expression is not done with in time is tried once more
 * by the next look, for the thread may have been held up, and then passed over. One thread at a time.
 */
public final class LogSearch {

    /** The answer of a search without trouble. */
    public static final Answer NOT_YET = new Answer.Failed("no such line in its log yet");

    /** In one look; more is left to the next one. */
    private static final int MOST_BYTES = 4 << 20;

    private static final int CHUNK = 64 << 10;
    private static final int LONGEST_LINE = 8 << 10;
    private static final int MOST_TRIES = 2;

    private final Path file;
    private final Pattern pattern;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private LogMark mark;
    private int tries;
    private Answer notFound = NOT_YET;

    /**
     * Looks at nothing yet.
     *
     * @param from the end of the log when the run began
     */
    public LogSearch(Path file, Pattern pattern, LogMark from) {
        this.file = file;
        this.pattern = pattern;
        this.mark = from;
    }

    /**
     * Whether what was written since the last look has such a line; one that is not ended yet counts when it is. Keeps a processor busy:
     * on a thread of its own.
     *
     * @param within for all of it, and once more for the last line
     */
    public Answer look(Duration within) {
        notFound = NOT_YET;
        var isFound = search(within, System.nanoTime() + within.toNanos());
        return isFound ? new Answer.Passed() : notFound;
    }

    private boolean search(Duration within, long until) {
        try (var channel = FileChannel.open(file)) {
            var inode = (long) Files.getAttribute(file, "unix:ino");
            if (inode != mark.inode() || channel.size() < mark.size()) {
                mark = new LogMark(inode, 0);
                line.reset();
                tries = 0;
            }
            var buffer = ByteBuffer.allocate(CHUNK);
            for (var read = 0; read < MOST_BYTES && System.nanoTime() - until < 0; ) {
                buffer.clear();
                var count = channel.read(buffer, mark.size());
                if (count <= 0) {
                    return false;
                }
                read += count;
                var isFound = matchesIn(buffer.flip(), within, until);
                mark = new LogMark(inode, mark.size() + buffer.position());
                if (isFound) {
                    return true;
                }
            }
            return false;
        } catch (IOException notThereYet) {
            return false;
        }
    }

    /** Leaves to the next look what there is no time for. */
    private boolean matchesIn(ByteBuffer bytes, Duration within, long until) {
        while (bytes.hasRemaining()) {
            var next = bytes.get();
            // What draws a progress bar ends its lines by a carriage return alone.
            if (next != '\n' && next != '\r') {
                if (next != 0 && line.size() < LONGEST_LINE) {
                    line.write(next);
                }
                continue;
            }
            var match = System.nanoTime() - until >= 0 ? Match.LATER : match(within);
            switch (match) {
                case FOUND -> {
                    return true;
                }
                case LATER -> {
                    bytes.position(bytes.position() - 1);
                    return false;
                }
                case NONE -> {
                    line.reset();
                    tries = 0;
                }
            }
        }
        return false;
    }

    private enum Match {
        FOUND,
        NONE,
        LATER
    }

    private Match match(Duration within) {
        var text = new TimedText(line.toString(StandardCharsets.UTF_8), System.nanoTime() + within.toNanos());
        try {
            return pattern.matcher(text).find() ? Match.FOUND : Match.NONE;
        } catch (TooLong e) {
            notFound = new Answer.Failed("its regular expression takes longer than %d ms for a line: make it simpler"
                    .formatted(within.toMillis()));
            return ++tries < MOST_TRIES ? Match.LATER : Match.NONE;
        } catch (StackOverflowError tooDeep) {
            notFound = new Answer.Failed("its regular expression goes too deep for a line: make it simpler");
            return Match.NONE;
        }
    }

    /** Ends a search that tracks back without end: an expression reads its text all the time, and knows no other way to be stopped. */
    private record TimedText(String text, long until) implements CharSequence {
        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            if (System.nanoTime() - until >= 0) {
                throw new TooLong();
            }
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.substring(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    private static final class TooLong extends RuntimeException {
        private static final long serialVersionUID = 1;

        TooLong() {
            super("too long", null, false, false);
        }
    }
}
