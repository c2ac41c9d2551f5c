package io.github.batonha.actors.primary;

import io.github.batonha.actors.api.HistoryEntry;
import io.github.batonha.supervision.os.AtomicFile;
import io.github.batonha.supervision.os.FileMode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A {@link HistoryBook} on disk: a line of JSON for each thing learned, of which the book is put together again. For people: nothing
 * is decided by it, and a full disk or an unreadable line only costs what could not be kept. Used by one thread at a time.
 */
final class HistoryFile {

    private static final Logger log = LoggerFactory.getLogger(HistoryFile.class);

    /** Written anew with what is kept when it has grown beyond; the book itself is a fraction of that. */
    static final long MOST_BYTES = 1 << 20;

    private final Path file;
    private final HistoryBook book = new HistoryBook();
    private boolean endsTorn;

    private HistoryFile(Path file) {
        this.file = file;
    }

    /** Blocks on the disk. */
    static HistoryFile open(Path file) {
        var history = new HistoryFile(file);
        try {
            if (Files.exists(file)) {
                history.read(Files.readAllBytes(file));
            }
        } catch (IOException e) {
            log.warn("Could not read the history file={}: it begins anew in memory", file, e);
        }
        return history;
    }

    private void read(byte[] content) {
        var left = 0;
        // Bytes that are no UTF-8 become signs that are no JSON, and cost their line alone.
        for (var line : new String(content, StandardCharsets.UTF_8).split("\n", -1)) {
            var entry = HistoryJson.read(line);
            entry.ifPresent(book::add);
            left += entry.isEmpty() && !line.isBlank() ? 1 : 0;
        }
        endsTorn = content.length > 0 && content[content.length - 1] != '\n';
        if (left > 0) {
            log.warn("Left out lines={} of the history file={} that can't be read", left, file);
        }
    }

    /** The entry as it stands, with all that is known of it, if this was news. Blocks on the disk. */
    Optional<HistoryEntry> add(HistoryEntry entry) {
        var learned = book.add(entry);
        learned.ifPresent(this::append);
        return learned;
    }

    private void append(HistoryEntry entry) {
        try {
            if (Files.exists(file) && Files.size(file) > MOST_BYTES) {
                rewrite();
                return;
            }
            var line = (endsTorn ? "\n" : "") + HistoryJson.write(entry) + "\n";
            endsTorn = true;
            FileMode.GROUP.make(file);
            Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            endsTorn = false;
        } catch (IOException e) {
            log.warn("Could not add epoch={} to the history file={}", entry.epoch(), file, e);
        }
    }

    private void rewrite() throws IOException {
        var lines = entries().stream().map(HistoryJson::write).collect(Collectors.joining("\n", "", "\n"));
        AtomicFile.write(file, lines, AtomicFile.Durability.PROCESS_CRASH);
        endsTorn = false;
    }

    long digest() {
        return book.digest();
    }

    /** Oldest first. */
    List<HistoryEntry> entries() {
        return book.entries();
    }
}
