package io.github.batonha.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Links of Markdown pages to files that are not there. */
final class DeadLinks {
    private static final Pattern LINK = Pattern.compile("]\\((?![a-z]+:)([^)#\\s]+)");

    private DeadLinks() {}

    /** Each with the page that has it, in that folder and below it. */
    static List<String> in(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .flatMap(DeadLinks::of)
                    .sorted()
                    .toList();
        }
    }

    private static Stream<String> of(Path page) {
        try {
            return LINK.matcher(Files.readString(page))
                    .results()
                    .map(found -> found.group(1))
                    .filter(link -> !Files.exists(page.resolveSibling(link)))
                    .map(link -> page + " -> " + link);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
