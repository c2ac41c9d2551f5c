package io.github.batonha.actors.usage;

import io.github.batonha.supervision.usage.NumbersFile;
import io.github.batonha.supervision.usage.UsageFile;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code run/NODE/usage}: a file for each process that has run, and one more for what it told of itself. */
final class UsageFolder {

    private static final String USAGE = ".usage";
    private static final String NUMBERS = ".numbers";

    private UsageFolder() {}

    static UsageFile file(Path folder, String process) {
        return new UsageFile(folder.resolve(name(process) + USAGE));
    }

    static NumbersFile numbers(Path folder, String process) {
        return new NumbersFile(folder.resolve(name(process) + NUMBERS));
    }

    private static String name(String process) {
        return URLEncoder.encode(process, StandardCharsets.UTF_8);
    }

    /**
     * Removes the files of processes that are not defined any more, when nothing in them is young enough to be told.
     *
     * @param defined names of the processes of the node
     */
    static void tidy(Path folder, Collection<String> defined, Instant now) throws IOException {
        Set<String> kept = defined.stream()
                .flatMap(process -> Stream.of(name(process) + USAGE, name(process) + NUMBERS))
                .collect(Collectors.toSet());
        var oldest = now.minus(UsageFile.reach());
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*{.usage,.numbers,.unreadable}")) {
            for (var file : files) {
                if (!kept.contains(file.getFileName().toString())
                        && Files.getLastModifiedTime(file).toInstant().isBefore(oldest)) {
                    Files.delete(file);
                }
            }
        } catch (NoSuchFileException | NotDirectoryException nothingIsKept) {
            // and so there is nothing to remove
        }
    }
}
