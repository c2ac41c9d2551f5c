package baton.supervision.os;

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
 * Looks before the leap: the kernel answers a spawn with one error number that does not tell the program from its
 * directory or its log. What changes between the look and the spawn is still reported, only less clearly.
 */
final class Program {

    sealed interface Found {
        record Executable(Path path) implements Found {}

        record Missing(String reason) implements Found {}
    }

    private static final String TOOLS = "/usr/bin:/bin:/usr/sbin:/sbin";

    private Program() {}

    static Found find(SpawnRequest request) {
        var directory = request.directory();
        if (!Files.isDirectory(directory)) {
            return new Found.Missing("its working directory '%s' %s: make it, or correct <directory>"
                    .formatted(directory, Files.exists(directory) ? "is not a directory" : "does not exist"));
        }
        for (var log : new Path[] {request.output(), request.errors()}) {
            var trouble = troubleWith(log);
            if (trouble.isPresent()) {
                return new Found.Missing(trouble.get());
            }
        }
        var name = request.argv().getFirst();
        return name.contains("/") ? atPath(directory.resolve(name)) : inPath(name, request.environment());
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

    private static Found atPath(Path program) {
        if (!Files.exists(program)) {
            return new Found.Missing(
                    "its program '%s' does not exist: correct the path, or install it".formatted(program));
        }
        if (!isProgram(program)) {
            return new Found.Missing(
                    "its program '%s' may not be executed by this user: try chmod +x".formatted(program));
        }
        return new Found.Executable(program);
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

    private static Optional<String> troubleWith(Path log) {
        if (Files.isWritable(log) && Files.isRegularFile(log)) {
            return Optional.empty();
        }
        try {
            Files.newByteChannel(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND)
                    .close();
            return Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.of("its log '%s' can't be written, there is no such directory: make it".formatted(log));
        } catch (IOException e) {
            return Optional.of("its log '%s' can't be written (%s): let this user write there".formatted(log, e));
        }
    }
}
