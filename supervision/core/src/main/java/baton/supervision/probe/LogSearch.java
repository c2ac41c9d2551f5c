package baton.supervision.probe;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Looks for a line in a log that grows, from where a run began. What a rotation has taken away meanwhile reads as zeros; where the log
 * was put away, the new one is read from its beginning. One thread at a time.
 */
public final class LogSearch {

    /** In one look; more is left to the next one. */
    private static final int MOST_BYTES = 4 << 20;

    private static final int CHUNK = 64 << 10;
    private static final int LONGEST_LINE = 8 << 10;

    private final Path file;
    private final Pattern pattern;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private LogMark mark;

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

    /** Whether what was written since the last look has such a line; one that is not ended yet counts when it is. Blocks. */
    public boolean finds() {
        try (var channel = FileChannel.open(file)) {
            var inode = (long) Files.getAttribute(file, "unix:ino");
            if (inode != mark.inode() || channel.size() < mark.size()) {
                mark = new LogMark(inode, 0);
                line.reset();
            }
            var buffer = ByteBuffer.allocate(CHUNK);
            for (var read = 0; read < MOST_BYTES; ) {
                buffer.clear();
                var count = channel.read(buffer, mark.size());
                if (count <= 0) {
                    return false;
                }
                mark = new LogMark(inode, mark.size() + count);
                read += count;
                if (matchesIn(buffer.flip())) {
                    return true;
                }
            }
            return false;
        } catch (IOException notThereYet) {
            return false;
        }
    }

    private boolean matchesIn(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            var next = bytes.get();
            if (next != '\n') {
                if (next != 0 && line.size() < LONGEST_LINE) {
                    line.write(next);
                }
                continue;
            }
            var text = line.toString(StandardCharsets.UTF_8);
            line.reset();
            if (pattern.matcher(text).find()) {
                return true;
            }
        }
        return false;
    }
}
