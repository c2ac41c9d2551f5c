package baton.actors.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.util.ByteString;

/**
 * A log that others write, truncate and replace while it is read. Keeps no file open between calls, so a reader that goes
 * away leaves nothing behind. All methods block.
 */
final class LogFile {
    private static final int BLOCK = 64 * 1024;

    private final Path path;

    /**
     * Where a reader stands.
     *
     * @param file identity of the file that it read, empty where there was none yet
     * @param offset in bytes
     */
    record Place(Optional<String> file, long offset) {}

    /** What was read, and where the next read goes on; nothing where there is no more. */
    record Chunk(ByteString bytes, Place next) {}

    LogFile(Path path) {
        this.path = path;
    }

    /** The place where the last lines begin; reads only these, backwards. A file that is not there is an empty one. */
    Place lastLines(int lines) throws IOException {
        try (var channel = open()) {
            return new Place(identity(), startOf(channel, lines));
        } catch (NoSuchFileException e) {
            return new Place(Optional.empty(), 0);
        }
    }

    /** Size in bytes, 0 where there is no file. */
    long size() throws IOException {
        try {
            return Files.size(path);
        } catch (NoSuchFileException e) {
            return 0;
        }
    }

    /** Reads on from a place, from the beginning where the file was replaced or has become shorter. */
    Chunk read(Place place, int atMost) throws IOException {
        try (var channel = open()) {
            var file = identity();
            var isSame = place.file().equals(file) && channel.size() >= place.offset();
            var from = isSame ? place.offset() : 0;
            var buffer = ByteBuffer.allocate(Math.clamp(channel.size() - from, 0, Math.min(atMost, BLOCK)));
            fill(channel, from, buffer);
            buffer.flip();
            return new Chunk(ByteString.fromByteBuffer(buffer), new Place(file, from + buffer.limit()));
        } catch (NoSuchFileException e) {
            return new Chunk(ByteString.emptyByteString(), new Place(Optional.empty(), 0));
        }
    }

    /** A link in place of the file is not followed: it could lead out of the folder. */
    private SeekableByteChannel open() throws IOException {
        return Files.newByteChannel(path, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
    }

    private Optional<String> identity() throws IOException {
        return Optional.ofNullable(
                        Files.readAttributes(path, BasicFileAttributes.class).fileKey())
                .map(Object::toString);
    }

    private static long startOf(SeekableByteChannel channel, int lines) throws IOException {
        if (lines <= 0) {
            return channel.size();
        }
        var end = channel.size();
        var wanted = lines;
        var block = ByteBuffer.allocate(BLOCK);
        for (var blockEnd = end; blockEnd > 0; blockEnd -= Math.min(BLOCK, blockEnd)) {
            var blockStart = Math.max(0, blockEnd - BLOCK);
            block.clear().limit((int) (blockEnd - blockStart));
            fill(channel, blockStart, block);
            for (var i = block.position() - 1; i >= 0; i--) {
                var at = blockStart + i;
                // The newline that ends the last line begins no other.
                if (block.get(i) == '\n' && at != end - 1 && --wanted == 0) {
                    return at + 1;
                }
            }
        }
        return 0;
    }

    /** Fills as much as there is: the file may have become shorter meanwhile. */
    private static void fill(SeekableByteChannel channel, long from, ByteBuffer buffer) throws IOException {
        channel.position(from);
        var read = 0;
        while (buffer.hasRemaining() && read >= 0) {
            read = channel.read(buffer);
        }
    }
}
