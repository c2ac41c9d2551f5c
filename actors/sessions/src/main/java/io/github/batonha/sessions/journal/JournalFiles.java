package io.github.batonha.sessions.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The files of a journal: {@code journal-N} and {@code snapshot-N}, which holds all that stood in journals below N. The folder is
 * its owner's alone: what is in it lets anybody pose as a user.
 */
final class JournalFiles {

    private static final Pattern NAME = Pattern.compile("(journal|snapshot)-(\\d{1,18})");

    private final Path folder;
    private volatile long newest;

    private JournalFiles(Path folder, long newest) {
        this.folder = folder;
        this.newest = newest;
    }

    static JournalFiles in(Path folder) throws IOException {
        Files.createDirectories(folder.toAbsolutePath().getParent());
        if (!Files.isDirectory(folder)) {
            Files.createDirectory(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        return new JournalFiles(
                folder, numbers(folder, "").stream().max(Long::compare).orElse(0L));
    }

    /** What has to be read, in order. */
    static List<Path> toRead(Path folder) throws IOException {
        var snapshot = numbers(folder, "snapshot").stream().max(Long::compare);
        var files = new ArrayList<Path>();
        snapshot.ifPresent(number -> files.add(folder.resolve("snapshot-" + number)));
        numbers(folder, "journal").stream()
                .filter(number -> number >= snapshot.orElse(0L))
                .sorted()
                .forEach(number -> files.add(folder.resolve("journal-" + number)));
        return files;
    }

    private static List<Long> numbers(Path folder, String kind) throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> NAME.matcher(file.getFileName().toString()))
                    .filter(name -> name.matches() && name.group(1).startsWith(kind))
                    .map(name -> Long.parseLong(name.group(2)))
                    .toList();
        }
    }

    Path folder() {
        return folder;
    }

    long newest() {
        return newest;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // only the writer's thread, or before it starts
    long next() {
        newest = newest + 1;
        return newest;
    }

    Path journal(long number) {
        return folder.resolve("journal-" + number);
    }

    Path unfinishedSnapshot(long number) {
        return folder.resolve("snapshot-" + number + ".unfinished");
    }

    void finishSnapshot(long number) throws IOException {
        Files.move(unfinishedSnapshot(number), folder.resolve("snapshot-" + number), StandardCopyOption.ATOMIC_MOVE);
        for (var kind : List.of("journal", "snapshot")) {
            for (var older : numbers(folder, kind)) {
                if (older < number) {
                    Files.deleteIfExists(folder.resolve(kind + "-" + older));
                }
            }
        }
        deleteUnfinished(number);
    }

    private void deleteUnfinished(long number) throws IOException {
        try (var files = Files.list(folder)) {
            for (var file : files.toList()) {
                var name = file.getFileName().toString();
                if (name.endsWith(".unfinished")
                        && !name.equals(unfinishedSnapshot(number).getFileName().toString())) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }
}
