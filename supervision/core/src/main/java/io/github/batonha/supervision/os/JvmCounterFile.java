package io.github.batonha.supervision.os;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The file that HotSpot keeps its counters in. Where they stand is found at the first reading; a later one takes up a few numbers. Everybody may
 * write to /tmp: a file counts only if the user of the process owns it. One thread at a time.
 */
public final class JvmCounterFile {

    private static final int MOST_BYTES = 1 << 20;

    private final Path file;
    private @Nullable JvmCounterLayout layout;

    private JvmCounterFile(Path file) {
        this.file = file;
    }

    /** Empty where it is no JVM, or one with {@code -XX:-UsePerfData} or a /tmp of its own. */
    public static Optional<JvmCounterFile> of(long pid) {
        return of(pid, folders(Path.of("/tmp")));
    }

    /** As {@link #of(long)}, for many processes, with the folders listed once. */
    public static Optional<JvmCounterFile> of(long pid, List<Path> folders) {
        for (var folder : folders) {
            var file = folder.resolve(Long.toString(pid));
            if (Files.isRegularFile(file, NOFOLLOW_LINKS) && isOfOneUser(file, pid)) {
                return Optional.of(new JvmCounterFile(file));
            }
        }
        return Optional.empty();
    }

    /** Where JVMs keep such files, one folder for each user. */
    public static List<Path> folders() {
        return folders(Path.of("/tmp"));
    }

    static List<Path> folders(Path temporary) {
        var found = new ArrayList<Path>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(temporary, "hsperfdata_*")) {
            folders.forEach(found::add);
        } catch (IOException | RuntimeException unreadable) {
            return List.of();
        }
        return found;
    }

    private static boolean isOfOneUser(Path file, long pid) {
        try {
            return Files.getAttribute(file, "unix:uid", NOFOLLOW_LINKS)
                    .equals(Files.getAttribute(Path.of("/proc", Long.toString(pid)), "unix:uid"));
        } catch (IOException gone) {
            return false;
        }
    }

    /** Empty where the file is gone, or not filled in yet. Blocks on a small file. */
    public Optional<JvmCounters> read() {
        try {
            var known = layout;
            if (known != null) {
                var counters = bytes(known.reach()).flatMap(known::read);
                if (counters.isPresent()) {
                    return counters;
                }
            }
            return readAnew();
        } catch (IOException | RuntimeException goneOrHalfWritten) {
            layout = null;
            return Optional.empty();
        }
    }

    private Optional<JvmCounters> readAnew() throws IOException {
        var content = bytes(MOST_BYTES + 1).filter(bytes -> bytes.remaining() <= MOST_BYTES);
        var found = content.flatMap(JvmCounterLayout::of);
        layout = found.orElse(null);
        return found.flatMap(where -> where.read(content.get()));
    }

    /** Empty where it is another kind of file by now: a pipe would be waited for. */
    private Optional<ByteBuffer> bytes(int most) throws IOException {
        if (!Files.isRegularFile(file, NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        try (var channel = FileChannel.open(file, StandardOpenOption.READ, NOFOLLOW_LINKS)) {
            var bytes = ByteBuffer.allocate((int) Math.min(most, channel.size()));
            while (bytes.hasRemaining() && channel.read(bytes) > 0) {
                // a regular file gives all that it has
            }
            return Optional.of(bytes.flip());
        }
    }
}
