package io.github.batonha.actors.audit;

import io.github.batonha.supervision.os.AtomicFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends to {@code audit.jsonl} and forces it to the disk. What fails leaves nothing behind, and the next call opens the file anew. One
 * thread at a time; blocks.
 */
final class AuditWriter implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AuditWriter.class);
    private static final String OWNER_ONLY = "rw-------";
    private static final int TAIL_BYTES = 1 << 20;
    private static final Set<OpenOption> OPEN = Set.of(
            StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);

    private final Path logs;
    private final Path run;
    private final Path file;
    private final long mostBytes;
    private @Nullable FileChannel channel;
    private @Nullable Object key;
    private long size;
    private ChainEnd end = ChainEnd.NONE;

    AuditWriter(Path logs, Path run, long mostBytes) {
        this.logs = logs;
        this.run = run;
        this.file = logs.resolve(AuditFiles.CURRENT);
        this.mostBytes = mostBytes;
    }

    /** Answers the numbers that the records got, all of them or none. */
    List<Long> append(List<AuditRecord> records, Instant now) throws IOException {
        try {
            var all = new ArrayList<AuditRecord>(records);
            var torn = open();
            torn.ifPresent(detail -> all.addFirst(record(detail, now)));
            var before = end;
            var last = write(all);
            var first = before.number() + 1 + (torn.isPresent() ? 1 : 0);
            end = last;
            keepEnd();
            return LongStream.range(first, first + records.size()).boxed().toList();
        } catch (IOException e) {
            giveUp();
            throw e;
        }
    }

    private static AuditRecord record(String detail, Instant now) {
        return new AuditRecord(
                0,
                now,
                AuditRecord.Kind.TORN,
                new Act("baton", "", "", "recover " + AuditFiles.CURRENT, detail, ""),
                0,
                "");
    }

    private ChainEnd write(List<AuditRecord> records) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var last = end;
        for (var record : records) {
            var line = new AuditLine(record.numbered(last.number() + 1), last.hash());
            last = ChainEnd.of(line, line.bytes());
            bytes.writeBytes(line.bytes());
            bytes.write('\n');
        }
        if (size > 0 && size + bytes.size() > mostBytes) {
            rotate();
        }
        var open = opened();
        var buffer = ByteBuffer.wrap(bytes.toByteArray());
        for (var at = size; buffer.hasRemaining(); ) {
            at += open.write(buffer, at);
        }
        open.force(false);
        size += bytes.size();
        return last;
    }

    private FileChannel opened() throws IOException {
        if (channel == null) {
            throw new IOException("%s is not open".formatted(file));
        }
        return channel;
    }

    /** The line is on record already, so this fails nothing. */
    private void keepEnd() {
        try {
            end.write(run);
        } catch (IOException e) {
            LOG.warn("Could not write where the audit ends to {}: a cut end would not be missed", run, e);
        }
    }

    private void rotate() throws IOException {
        var first = firstNumber();
        close();
        var full = logs.resolve(AuditFiles.full(first));
        if (Files.exists(full, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException("%s exists already: move it away".formatted(full));
        }
        Files.move(file, full);
        openFile();
        AtomicFile.force(logs);
        size = 0;
    }

    /** Of the current file. A first line that was changed must not stop orders. */
    private long firstNumber() throws IOException {
        try (var lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            return Optional.ofNullable(lines.readLine())
                    .flatMap(AuditLine::read)
                    .map(line -> line.record().number())
                    .filter(number -> number > 0)
                    .orElse(end.number());
        }
    }

    /** Answers what was cut off, where the file ended with half a line. */
    private Optional<String> open() throws IOException {
        if (channel != null && isSame()) {
            return Optional.empty();
        }
        close();
        var isNew = !Files.exists(file, LinkOption.NOFOLLOW_LINKS);
        openFile();
        if (isNew) {
            AtomicFile.force(logs);
        }
        var torn = cutTornLine();
        end = lastKnown();
        return torn;
    }

    private void openFile() throws IOException {
        var opened = FileChannel.open(
                file, OPEN, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY)));
        channel = opened;
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(OWNER_ONLY));
        key = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
        size = opened.size();
    }

    /** Somebody may have moved the file away, or changed it: what is written to a file without a name is lost. */
    private boolean isSame() throws IOException {
        try {
            var now = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return now.size() == size && now.fileKey() != null && now.fileKey().equals(key);
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private Optional<String> cutTornLine() throws IOException {
        var tail = tail(opened());
        var unfinished = tail.length;
        while (unfinished > 0 && tail[unfinished - 1] != '\n') {
            unfinished--;
        }
        var bytes = tail.length - unfinished;
        if (bytes == 0) {
            return Optional.empty();
        }
        size -= bytes;
        opened().truncate(size);
        LOG.warn("Cut {} bytes of an unfinished line off {}", bytes, file);
        return Optional.of(
                "cut off %d bytes of an unfinished line: the agent was killed or the disk was full".formatted(bytes));
    }

    /** Where memory or the file of the end knows of more than the lines say, the gap stays to be found. */
    private ChainEnd lastKnown() throws IOException {
        var found = lastOf(opened());
        if (found.isEmpty()) {
            for (var full : AuditFiles.full(logs).reversed()) {
                try (var older = FileChannel.open(full, StandardOpenOption.READ)) {
                    found = lastOf(older);
                }
                if (found.isPresent()) {
                    break;
                }
            }
        }
        var known = end.number() > 0 ? end : ChainEnd.read(run).orElse(ChainEnd.NONE);
        var inFile = found.orElse(ChainEnd.NONE);
        if (known.number() > inFile.number()
                || (known.number() == inFile.number() && !known.hash().equals(inFile.hash()))) {
            LOG.error(
                    "The audit in {} was changed: it ends with line {}, but line {} was written; see 'baton audit verify'",
                    logs,
                    inFile.number(),
                    known.number());
            return known;
        }
        return inFile;
    }

    private static Optional<ChainEnd> lastOf(FileChannel channel) throws IOException {
        var tail = tail(channel);
        var to = tail.length - 1;
        if (to < 0 || tail[to] != '\n') {
            return Optional.empty();
        }
        var from = to;
        while (from > 0 && tail[from - 1] != '\n') {
            from--;
        }
        var bytes = Arrays.copyOfRange(tail, from, to);
        return AuditLine.read(new String(bytes, StandardCharsets.UTF_8)).map(line -> ChainEnd.of(line, bytes));
    }

    private static byte[] tail(FileChannel channel) throws IOException {
        var from = Math.max(0, channel.size() - TAIL_BYTES);
        var buffer = ByteBuffer.allocate((int) (channel.size() - from));
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, from + buffer.position()) < 0) {
                throw new IOException("the file became shorter while it was read");
            }
        }
        return buffer.array();
    }

    /** Nothing of a record that was not written whole may look like one. */
    private void giveUp() {
        try {
            if (channel != null && isSameFile()) {
                channel.truncate(size);
            }
        } catch (IOException e) {
            LOG.debug("Could not cut an unfinished line off", e);
        }
        close();
    }

    private boolean isSameFile() throws IOException {
        var now = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
        return now != null && now.equals(key);
    }

    @Override
    public void close() {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            LOG.debug("Could not close the audit", e);
        }
        channel = null;
    }
}
