package io.github.batonha.actors.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/** Names of the files of an audit: {@code audit.jsonl}, and {@code audit-NUMBER.jsonl} for each that is full, by its first line. */
public final class AuditFiles {

    static final String CURRENT = "audit.jsonl";

    private static final Pattern FULL = Pattern.compile("audit-(\\d{1,18})\\.jsonl");

    private AuditFiles() {}

    static String full(long first) {
        return "audit-%d.jsonl".formatted(first);
    }

    /** All that are there, the oldest first. Blocks. {@code folder} is {@code logs/NODE}. */
    public static List<Path> inOrder(Path folder) throws IOException {
        var files = new ArrayList<>(full(folder));
        var current = folder.resolve(CURRENT);
        if (Files.exists(current, LinkOption.NOFOLLOW_LINKS)) {
            files.add(current);
        }
        return List.copyOf(files);
    }

    static List<Path> full(Path folder) throws IOException {
        try (var all = Files.list(folder)) {
            return all.filter(file -> first(file) > 0)
                    .sorted(Comparator.comparingLong(AuditFiles::first))
                    .toList();
        }
    }

    /** 0 for other files. */
    private static long first(Path file) {
        var name = FULL.matcher(String.valueOf(file.getFileName()));
        return name.matches() ? Long.parseLong(name.group(1)) : 0;
    }
}
