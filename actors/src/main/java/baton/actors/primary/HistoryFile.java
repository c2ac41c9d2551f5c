package baton.actors.primary;

import baton.actors.api.HistoryEntry;
import baton.supervision.primary.Assignment;
import baton.supervision.primary.Effect;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Assignments that this node has learned of, one JSON line each. For people: nothing is decided by it, and a full disk or an
 * unreadable line only costs what could not be kept. Used by one thread at a time.
 */
final class HistoryFile {

    private static final Logger log = LoggerFactory.getLogger(HistoryFile.class);
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    private final Path file;
    private final TreeMap<Long, HistoryEntry> entries = new TreeMap<>();

    private HistoryFile(Path file) {
        this.file = file;
    }

    /** Blocks on the disk. */
    static HistoryFile open(Path file) {
        var history = new HistoryFile(file);
        if (Files.exists(file)) {
            try (var lines = Files.lines(file)) {
                lines.filter(line -> !line.isBlank()).forEach(history::read);
            } catch (IOException | java.io.UncheckedIOException e) {
                log.warn("Could not read the history file={}: it is shown as far as it was read", file, e);
            }
        }
        return history;
    }

    private void read(String line) {
        try {
            var entry = MAPPER.readValue(line, HistoryEntry.class);
            entries.put(entry.epoch(), entry);
        } catch (JsonProcessingException e) {
            log.warn("Left out a line of the history file={} that can't be read: {}", file, e.getOriginalMessage());
        }
    }

    /** Blocks on the disk. */
    void append(Assignment assignment) {
        append(entry(assignment));
    }

    /** A store that was written anew changes no primary: it is told as a change from the primary to itself. */
    void append(Effect.AppendRepair repair, String node, Instant at) {
        var why = "repaired the store of %s".formatted(node);
        append(new HistoryEntry(
                repair.promise().number(),
                repair.primary(),
                repair.primary(),
                repair.by(),
                repair.reason().isEmpty() ? why : why + ": " + repair.reason(),
                at,
                List.of()));
    }

    private void append(HistoryEntry entry) {
        if (entries.putIfAbsent(entry.epoch(), entry) != null) {
            return;
        }
        try {
            Files.writeString(
                    file,
                    MAPPER.writeValueAsString(entry) + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            log.warn("Could not add epoch={} to the history file={}", entry.epoch(), file, e);
        }
    }

    private static HistoryEntry entry(Assignment assignment) {
        return new HistoryEntry(
                assignment.epoch().number(),
                assignment.from().isEmpty() ? null : assignment.from(),
                assignment.primary(),
                assignment.by(),
                assignment.reason(),
                assignment.at(),
                List.copyOf(assignment.confirmedDown()),
                List.copyOf(assignment.fenced()));
    }

    /** Oldest first. */
    List<HistoryEntry> entries() {
        return new ArrayList<>(entries.values());
    }
}
