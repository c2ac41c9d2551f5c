package io.github.batonha.supervision.logs;

import io.github.batonha.supervision.os.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How long a log was at which time, in {@code archive/PROCESS/PROCESS.log.times}: what makes a log searchable by time whether
 * its lines have a time or not. As exact as it is written often. All methods block.
 */
final class TimeIndex {

    private static final long TRIM_AT = 512 * 1024;

    private final Path folder;
    private final Path file;

    TimeIndex(LogFolder log) {
        this.folder = log.folder();
        this.file = log.folder().resolve(log.log() + ".times");
    }

    /** At that time everything before the place had been written. */
    record Mark(Instant at, LogReader.Place place) {
        private String line() {
            return "%d %d %d\n".formatted(at.toEpochMilli(), place.generation(), place.offset());
        }

        private static Optional<Mark> parse(String line) {
            var words = line.split(" ", -1);
            try {
                return words.length != 3
                        ? Optional.empty()
                        : Optional.of(new Mark(
                                Instant.ofEpochMilli(Long.parseLong(words[0])),
                                new LogReader.Place(Long.parseLong(words[1]), Long.parseLong(words[2]))));
            } catch (NumberFormatException halfWritten) {
                return Optional.empty();
            }
        }
    }

    void add(Mark mark) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(file, mark.line(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    List<Mark> read() throws IOException {
        var marks = new ArrayList<Mark>();
        try {
            for (var line : Files.readAllLines(file)) {
                Mark.parse(line).ifPresent(marks::add);
            }
        } catch (NoSuchFileException none) {
            return List.of();
        }
        return marks;
    }

    /** Forgets what no archive holds any more, once in a while. */
    void trim(LogReader.Place oldest) throws IOException {
        if (!Files.exists(file) || Files.size(file) < TRIM_AT) {
            return;
        }
        var kept = new StringBuilder();
        for (var mark : read()) {
            if (mark.place().compareTo(oldest) >= 0) {
                kept.append(mark.line());
            }
        }
        AtomicFile.write(file, kept.toString(), AtomicFile.Durability.PROCESS_CRASH);
    }
}
