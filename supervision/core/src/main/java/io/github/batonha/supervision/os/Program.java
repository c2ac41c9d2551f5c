package io.github.batonha.supervision.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is executed, and what may be wrong with it: the kernel answers a spawn with one error number that does not tell the program from
 * its directory or its log. Whoever looks after the kernel refused may find what has changed since; then its number has to do.
 */
final class Program {

    sealed interface Found {
        record Executable(Path path) implements Found {}

        record Missing(String reason) implements Found {}
    }

    private static final String TOOLS = "/usr/bin:/bin:/usr/sbin:/sbin";

    private Program() {}

    /** Where a program stands that is named by a path, whether it is there or not; one that is named without is looked for. */
    static Found find(SpawnRequest request) {
        var name = request.argv().getFirst();
        return name.contains("/")
                ? new Found.Executable(request.directory().resolve(name))
                : inPath(name, request.environment());
    }

    /** Why it can't be started; empty where it can, as far as files tell. */
    static Optional<String> trouble(Path program, SpawnRequest request) {
        var directory = request.directory();
        if (!Files.isDirectory(directory)) {
            return Optional.of("its working directory '%s' %s: make it, or correct <directory>"
                    .formatted(directory, Files.exists(directory) ? "is not a directory" : "does not exist"));
        }
        return troubleWithLog(request.output())
                .or(() -> troubleWithLog(request.errors()))
                .or(() -> troubleWithProgram(program));
    }

    /** What is executed, and its arguments: of a wrapped program the wrapper, which gets the program's path. */
    record CommandLine(Path program, List<String> argv) {}

    /** Empty where the wrapper's program is not there. */
    static Optional<CommandLine> commandLine(Path program, SpawnRequest request) {
        if (request.wrapper().isEmpty()) {
            return Optional.of(new CommandLine(program, request.argv()));
        }
        var argv = new ArrayList<>(request.wrapper());
        argv.add(program.toString());
        argv.addAll(request.argv().subList(1, request.argv().size()));
        return inPath(argv.getFirst(), Map.of("PATH", TOOLS)) instanceof Found.Executable(var wrapper)
                ? Optional.of(new CommandLine(wrapper, argv))
                : Optional.empty();
    }

    private static Optional<String> troubleWithProgram(Path program) {
        if (!Files.exists(program)) {
            return Optional.of("its program '%s' does not exist: correct the path, or install it".formatted(program));
        }
        return isProgram(program)
                ? Optional.empty()
                : Optional.of("its program '%s' may not be executed by this user: try chmod +x".formatted(program));
    }

    private static Found inPath(String name, Map<String, String> environment) {
        var path = environment.getOrDefault("PATH", System.getenv().getOrDefault("PATH", "/usr/bin:/bin"));
        return Arrays.stream(path.split(":"))
                .filter(entry -> !entry.isEmpty())
                .map(entry -> Path.of(entry, name).toAbsolutePath())
                .filter(Program::isProgram)
                .findFirst()
                .<Found>map(Found.Executable::new)
                .orElseGet(() -> new Found.Missing(
                        "its program '%s' is in no directory of PATH (%s): name it by its full path, or install it"
                                .formatted(name, path)));
    }

    private static boolean isProgram(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }

    private static Optional<String> troubleWithLog(Path log) {
        if (Files.isWritable(log) && Files.isRegularFile(log)) {
            return Optional.empty();
        }
        try {
            FileMode.GROUP.make(log);
            Files.newByteChannel(log, StandardOpenOption.APPEND).close();
            return Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.of("its log '%s' can't be written, there is no such directory: make it".formatted(log));
        } catch (IOException e) {
            return Optional.of("its log '%s' can't be written (%s): let this user write there".formatted(log, e));
        }
    }
}
