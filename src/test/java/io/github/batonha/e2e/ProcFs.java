package io.github.batonha.e2e;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Looks at the machine's processes without the product's own code. */
public final class ProcFs {
    private ProcFs() {}

    /** Pids of all processes that have this variable with exactly this value in the environment they were started with. */
    public static List<Long> withVariable(String name, String value) {
        String wanted = name + "=" + value;
        try (Stream<Path> entries = Files.list(Path.of("/proc"))) {
            return entries.filter(
                            entry -> entry.getFileName().toString().chars().allMatch(Character::isDigit))
                    .filter(entry ->
                            Arrays.asList(environment(entry).split("\0")).contains(wanted))
                    .filter(entry -> !isZombie(entry))
                    .map(entry -> Long.parseLong(entry.getFileName().toString()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The value of a variable in the environment that a process was started with. */
    public static Optional<String> variable(long pid, String name) {
        return Arrays.stream(environment(Path.of("/proc", Long.toString(pid))).split("\0"))
                .filter(entry -> entry.startsWith(name + "="))
                .map(entry -> entry.substring(name.length() + 1))
                .findFirst();
    }

    public static boolean isAlive(long pid) {
        Path entry = Path.of("/proc", Long.toString(pid));
        return Files.exists(entry) && !isZombie(entry);
    }

    private static boolean isZombie(Path entry) {
        try {
            String stat = Files.readString(entry.resolve("stat"), StandardCharsets.ISO_8859_1);
            return stat.startsWith("Z", stat.lastIndexOf(')') + 2);
        } catch (IOException e) {
            return true; // gone meanwhile
        }
    }

    private static String environment(Path entry) {
        try {
            return Files.readString(entry.resolve("environ"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return ""; // gone meanwhile, or a kernel thread
        }
    }
}
