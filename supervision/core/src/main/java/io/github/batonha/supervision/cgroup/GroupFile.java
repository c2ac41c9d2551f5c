package io.github.batonha.supervision.cgroup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/** One file of a control group. The kernel answers a write that it refuses with an error. */
final class GroupFile {

    private GroupFile() {}

    /** One write each: the kernel takes a write as one order. */
    static void write(Path file, String text) throws IOException {
        Files.write(
                file,
                text.getBytes(StandardCharsets.US_ASCII),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING);
    }

    static List<String> words(Path file) throws IOException {
        return Arrays.stream(Files.readString(file).split("\\s+", -1))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    /** The only number of a file; empty where there is none, such as {@code max}, or no such file. */
    static OptionalLong number(Path file) {
        try {
            return number(Files.readString(file).strip());
        } catch (IOException notThere) {
            return OptionalLong.empty();
        }
    }

    /** The number behind a word, 0 where it is not there. */
    static long number(Path file, String word) {
        try (var lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(word + " "))
                    .mapToLong(line ->
                            number(line.substring(word.length()).strip()).orElse(0))
                    .findFirst()
                    .orElse(0);
        } catch (IOException notThere) {
            return 0;
        }
    }

    private static OptionalLong number(String text) {
        try {
            return OptionalLong.of(Long.parseLong(text));
        } catch (NumberFormatException none) {
            return OptionalLong.empty();
        }
    }

    /** Whether the folder went; false where something is in it. */
    static boolean removeFolder(Path folder) {
        try {
            Files.delete(folder);
            return true;
        } catch (NoSuchFileException gone) {
            return true;
        } catch (IOException inUse) {
            return false;
        }
    }
}
