package io.github.batonha.supervision.os;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * Files that are replaced as a whole: a reader, and whoever looks after a crash, sees the old content or the new one. The new content is written to
 * {@code NAME.new} beside the file, which then takes its place by a rename. Methods block; one thread writes a file at a time.
 */
public final class AtomicFile {

    /** How much an answered write survives. */
    public enum Durability {
        /** The death of this process, {@code kill -9} included; not the loss of power. */
        PROCESS_CRASH,
        /** The loss of power, too: file and folder are forced to the disk. Costs an fsync of each. */
        POWER_LOSS
    }

    private static final Set<StandardOpenOption> CREATED =
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

    private AtomicFile() {}

    /**
     * Replaces a file by this text in UTF-8. Others than owner and group may not read it.
     *
     * @throws IOException if the old content is still there, for want of room or of permission
     */
    public static void write(Path file, String text, Durability durability) throws IOException {
        write(file, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), durability);
    }

    /**
     * Replaces a file by what remains in a buffer. Others than owner and group may not read it.
     *
     * @throws IOException if the old content is still there, for want of room or of permission
     */
    public static void write(Path file, ByteBuffer bytes, Durability durability) throws IOException {
        replace(file, bytes, durability, FileMode.GROUP);
    }

    /**
     * Replaces a file by a text that everybody may read.
     *
     * @throws IOException if the old content is still there, for want of room or of permission
     */
    public static void writeForEverybody(Path file, String text, Durability durability) throws IOException {
        replace(file, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), durability, FileMode.EVERYBODY);
    }

    /**
     * Replaces a file by a text that only its owner may read, of mode 0600 from its first byte on.
     *
     * @throws IOException if the old content is still there, for want of room or of permission
     */
    public static void writeForOwner(Path file, String text, Durability durability) throws IOException {
        replace(file, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), durability, FileMode.OWNER);
    }

    /** Makes a folder's entries durable: which files it has, and under which names. */
    public static void force(Path folder) throws IOException {
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static void replace(Path file, ByteBuffer bytes, Durability durability, FileMode mode) throws IOException {
        var whole = file.toAbsolutePath();
        var next = whole.resolveSibling(whole.getFileName() + ".new");
        Files.deleteIfExists(next);
        try (var channel = FileChannel.open(next, CREATED, mode.attribute())) {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            if (durability == Durability.POWER_LOSS) {
                channel.force(true);
            }
        }
        Files.move(next, whole, StandardCopyOption.ATOMIC_MOVE);
        var folder = whole.getParent();
        if (durability == Durability.POWER_LOSS && folder != null) {
            force(folder);
        }
    }
}
