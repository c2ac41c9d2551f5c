package io.github.batonha.supervision.logs;

import io.github.batonha.supervision.os.AtomicFile;
import io.github.batonha.supervision.os.SparseFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;

/**
 * A log that was removed or moved while its process goes on writing there, where nobody finds it. What is written is carried to the file
 * that stands at the log's path, so that it is read, rotated and bounded as ever, and given back where it was. How far that went stands
 * in {@code archive/PROCESS/PROCESS.log.stray}, for a next agent. All methods block; one thread at a time.
 */
final class StrayLog implements AutoCloseable {

    private static final int BLOCK = 64 * 1024;
    private static final String DELETED = " (deleted)";

    private final LogFolder log;
    private final Path descriptor;
    private final FileChannel from;
    private final FileIdentity file;
    /** What stood there before was somebody's to move: it is left there. */
    private final long keptUntil;

    private final String where;
    private long carried;

    private StrayLog(
            LogFolder log,
            Path descriptor,
            FileChannel from,
            FileIdentity file,
            long keptUntil,
            String where,
            long carried) {
        this.log = log;
        this.descriptor = descriptor;
        this.from = from;
        this.file = file;
        this.keptUntil = keptUntil;
        this.where = where;
        this.carried = carried;
    }

    /** How far of a stray log was carried by an earlier agent. */
    private record Carried(long inode, long keptUntil, long until) {

        static Optional<Carried> read(LogFolder log) {
            try {
                var words = Files.readString(record(log)).strip().split(" ", -1);
                return words.length != 3
                        ? Optional.empty()
                        : Optional.of(new Carried(
                                Long.parseLong(words[0]), Long.parseLong(words[1]), Long.parseLong(words[2])));
            } catch (IOException | NumberFormatException none) {
                return Optional.empty();
            }
        }
    }

    private static Path record(LogFolder log) {
        return log.folder().resolve(log.log() + ".stray");
    }

    /**
     * Finds out whether a process writes another file than the one at its log's path; not one that it chose itself.
     *
     * @param pid of the process
     * @param known the file that stood at the path when it was last looked at
     * @param size of that file at that time
     * @param archived what of it is in archives
     */
    static Optional<StrayLog> find(LogFolder log, long pid, FileIdentity known, long size, long archived)
            throws IOException {
        var descriptor = Path.of("/proc", Long.toString(pid), "fd", log.log().endsWith(".err") ? "2" : "1");
        var written = FileIdentity.of(descriptor);
        if (!written.isFile() || written.isSame(FileIdentity.at(log.file()))) {
            return Optional.empty();
        }
        var earlier = Carried.read(log).filter(carried -> carried.inode() == written.inode());
        var where = Files.readSymbolicLink(descriptor).toString();
        var isRemoved = where.equals(log.file().toAbsolutePath() + DELETED) || where.equals(real(log) + DELETED);
        if (earlier.isEmpty() && !written.isSame(known) && !isRemoved) {
            return Optional.empty();
        }
        var from = FileChannel.open(descriptor, StandardOpenOption.READ);
        var begin =
                written.isSame(known) ? archived : LogFolder.skipZeros(from, SparseFile.firstDataBehind(descriptor));
        var keptUntil = written.links() == 0 ? 0 : written.isSame(known) ? size : begin;
        var stray = new StrayLog(
                log,
                descriptor,
                from,
                written,
                earlier.map(Carried::keptUntil).orElse(keptUntil),
                where.endsWith(DELETED) ? "was removed" : "was moved to " + where,
                earlier.map(Carried::until).orElse(begin));
        return Optional.of(stray);
    }

    private static String real(LogFolder log) throws IOException {
        var folder = log.file().toAbsolutePath().getParent();
        return folder == null ? "" : folder.toRealPath().resolve(log.log()).toString();
    }

    /** Whether its process writes there still; asked before {@link #carry()}, which then leaves nothing behind. */
    boolean isWritten() {
        return file.isSame(FileIdentity.of(descriptor));
    }

    /** Appends what was written since to the log, and gives it back. */
    void carry() throws IOException {
        var end = from.size();
        if (end <= carried) {
            carried = Math.min(end, carried); // truncated by its writer
            return;
        }
        try (var to = open()) {
            var block = ByteBuffer.allocate(BLOCK);
            while (carried < end) {
                block.clear().limit((int) Math.min(BLOCK, end - carried));
                LogFolder.fill(from, carried, block);
                if (block.flip().remaining() == 0) {
                    break;
                }
                carried += block.remaining();
                while (block.hasRemaining()) {
                    to.write(block);
                }
            }
        }
        remember();
        if (carried > keptUntil && isWritten()) {
            SparseFile.punchBehind(descriptor, keptUntil, carried);
        }
    }

    private FileChannel open() throws IOException {
        var options = Set.of(StandardOpenOption.WRITE, StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS);
        try {
            return FileChannel.open(log.file(), options);
        } catch (NoSuchFileException none) {
            file.makeLike(log.file());
            return FileChannel.open(log.file(), options);
        }
    }

    private void remember() throws IOException {
        Files.createDirectories(log.folder());
        AtomicFile.write(
                record(log),
                "%d %d %d\n".formatted(file.inode(), keptUntil, carried),
                AtomicFile.Durability.PROCESS_CRASH);
    }

    /** For people, what became of it. */
    String where() {
        return where;
    }

    /** Its process writes there no more. */
    void end() throws IOException {
        Files.deleteIfExists(record(log));
        close();
    }

    @Override
    public void close() throws IOException {
        from.close();
    }
}
