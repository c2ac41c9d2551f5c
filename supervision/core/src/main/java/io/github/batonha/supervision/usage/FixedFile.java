package io.github.batonha.supervision.usage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.zip.CRC32C;

/** A file of a fixed size that begins with a head, and is written in place. */
final class FixedFile {

    private FixedFile() {}

    /** To read and to write. Makes it where there is none; one of something else is copied aside. */
    static FileChannel open(Path path, int size, ByteBuffer head) throws IOException {
        var channel =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            if (isOurs(channel, size, head)) {
                return channel;
            }
            if (channel.size() > 0) {
                Files.copy(
                        path,
                        path.resolveSibling(path.getFileName() + ".unreadable"),
                        StandardCopyOption.REPLACE_EXISTING);
            }
            channel.truncate(0);
            write(channel, ByteBuffer.allocate(1), size - 1);
            write(channel, head.duplicate(), 0);
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** Some bytes of it; empty where there is no file, or it is none of ours. */
    static Optional<ByteBuffer> read(Path path, int size, ByteBuffer head, int position, int length)
            throws IOException {
        try (var channel = FileChannel.open(path, StandardOpenOption.READ)) {
            return isOurs(channel, size, head) ? Optional.of(read(channel, position, length)) : Optional.empty();
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
    }

    private static boolean isOurs(FileChannel channel, int size, ByteBuffer head) throws IOException {
        return channel.size() == size && read(channel, 0, head.remaining()).equals(head);
    }

    static void write(FileChannel channel, ByteBuffer bytes, long position) throws IOException {
        var at = position;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
    }

    static ByteBuffer read(FileChannel channel, int position, int length) throws IOException {
        var bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining() && channel.read(bytes, position + bytes.position()) > 0) {
            // a regular file gives all that it has
        }
        return bytes.clear();
    }

    /** Of so many bytes from a place on. */
    static int sum(ByteBuffer bytes, int at, int length) {
        var sum = new CRC32C();
        sum.update(bytes.duplicate().clear().position(at).limit(at + length));
        return (int) sum.getValue();
    }
}
