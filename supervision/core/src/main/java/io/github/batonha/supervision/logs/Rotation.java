package io.github.batonha.supervision.logs;

import io.github.batonha.supervision.os.FileMode;
import io.github.batonha.supervision.os.SparseFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * The steps by which a log is put away, each of which may be the last one before a crash. A part counts as archived from the
 * moment its archive has its name; what stands in the current file before that offset is no more read from there, and given back
 * by the same or a later agent. All methods block; one thread at a time for one log.
 */
final class Rotation {

    private final LogFolder log;

    Rotation(LogFolder log) {
        this.log = log;
    }

    /** Ends what a crash interrupted: removes half a copy, and gives back what is archived. */
    void recover() throws IOException {
        for (var part : parts()) {
            Files.deleteIfExists(part);
        }
        var layout = log.layout();
        for (var archive : log.archives()) {
            if (!layout.archives().contains(archive)) {
                Files.deleteIfExists(archive.file()); // there is a compressed one
            }
        }
        if (log.size() < layout.archived()) {
            endGeneration(layout, layout.archived(), Instant.EPOCH);
        } else if (layout.archived() > 0 && SparseFile.firstData(log.file()) < layout.archived()) {
            SparseFile.punch(log.file(), layout.archived());
        }
    }

    private List<Path> parts() throws IOException {
        if (!Files.isDirectory(log.folder())) {
            return List.of();
        }
        try (var files = Files.list(log.folder())) {
            return files.filter(file -> file.getFileName().toString().startsWith(log.log() + ".")
                            && file.toString().endsWith(Archive.PART))
                    .toList();
        }
    }

    /** Copies all whole lines that are not archived yet, then gives them back; nothing where no line has ended since. */
    Optional<Archive> rotate(Instant now) throws IOException {
        var layout = log.layout();
        var size = log.size();
        if (size < layout.archived()) {
            // Somebody truncated it: what is written from now on stands at offsets that had been others'.
            endGeneration(layout, layout.archived(), now);
            return Optional.empty();
        }
        Files.createDirectories(log.folder());
        Archive archive;
        try (var from = log.open()) {
            var cut = LogFolder.lineEnd(from, layout.archived(), size);
            if (cut <= layout.archived()) {
                return Optional.empty();
            }
            archive = archive(layout, now, cut, false);
            copy(from, archive);
        }
        Files.move(archive.part(), archive.file(), StandardCopyOption.ATOMIC_MOVE);
        SparseFile.punch(log.file(), archive.end());
        return Optional.of(archive);
    }

    /** Puts the current file itself away; nobody may be writing it. Cheap: it is renamed. */
    Optional<Archive> putAway(Instant now) throws IOException {
        var layout = log.layout();
        var size = log.size();
        if (size < layout.archived()) {
            endGeneration(layout, layout.archived(), now);
            return Optional.empty();
        }
        if (size == layout.archived()) {
            return Optional.empty();
        }
        Files.createDirectories(log.folder());
        var archive = archive(layout, now, size, true);
        Files.move(log.file(), archive.file(), StandardCopyOption.ATOMIC_MOVE);
        return Optional.of(archive);
    }

    /** Another file stands at the path: what is archived is not of that one. */
    void replaced(Instant now) throws IOException {
        var layout = log.layout();
        if (layout.archived() > 0) {
            endGeneration(layout, layout.archived(), now);
        }
    }

    /** Says that the offsets begin anew, by an archive of nothing. */
    private void endGeneration(LogFolder.Layout layout, long end, Instant now) throws IOException {
        Files.createDirectories(log.folder());
        var mark = new Archive(log.folder(), log.log(), now, layout.generation(), end, end, true, false);
        FileMode.GROUP.make(mark.file());
    }

    private Archive archive(LogFolder.Layout layout, Instant now, long end, boolean isLast) {
        return new Archive(log.folder(), log.log(), now, layout.generation(), layout.archived(), end, isLast, false);
    }

    private static void copy(FileChannel from, Archive archive) throws IOException {
        FileMode.GROUP.make(archive.part());
        try (var to = FileChannel.open(
                archive.part(),
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
            to.position(archive.start());
            for (var at = archive.start(); at < archive.end(); ) {
                at += from.transferTo(at, archive.end() - at, to);
            }
            to.force(true);
        }
    }

    /** Puts a compressed archive in the place of a plain one. */
    void compress(Archive plain) throws IOException {
        var end = plain.isLast() ? Math.max(plain.end(), Files.size(plain.file())) : plain.end();
        var compressed = plain.compressed(end);
        FileMode.GROUP.make(compressed.part());
        try (var from = plain.open(plain.start());
                var file = FileChannel.open(
                        compressed.part(),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            var to = new FastGzip(Channels.newOutputStream(file));
            from.transferTo(to);
            to.finish();
            file.force(true);
        }
        Files.move(compressed.part(), compressed.file(), StandardCopyOption.ATOMIC_MOVE);
        Files.delete(plain.file());
    }

    /** Logs shrink to about a tenth at any level: a low one leaves the processor to the processes. */
    private static final class FastGzip extends GZIPOutputStream {
        FastGzip(OutputStream to) throws IOException {
            super(to, 64 * 1024);
            def.setLevel(Deflater.BEST_SPEED + 1);
        }
    }
}
