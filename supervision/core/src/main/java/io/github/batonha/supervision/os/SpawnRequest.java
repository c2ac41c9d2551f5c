package io.github.batonha.supervision.os;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a process is spawned from.
 *
 * @param wrapper programs that end by executing what follows them, such as {@code nice}; mostly none
 * @param argv program first; without a slash in it, it is looked up in PATH, that of the environment before our own
 * @param environment all of it; may hold secrets, so not shown by {@link #toString()}
 * @param secrets given as files that only the process and what it starts have; neither shown
 * @param output standard output is appended there; made, readable by the group, where it is missing
 * @param errors the same for standard error
 */
public record SpawnRequest(
        List<String> wrapper,
        List<String> argv,
        Map<String, String> environment,
        Map<String, String> secrets,
        Path directory,
        Path output,
        Path errors) {

    public SpawnRequest {
        wrapper = List.copyOf(wrapper);
        argv = List.copyOf(argv);
        environment = Map.copyOf(environment);
        secrets = Map.copyOf(secrets);
        directory = directory.toAbsolutePath();
        output = output.toAbsolutePath();
        errors = errors.toAbsolutePath();
    }

    /** Without secrets as files. */
    public SpawnRequest(
            List<String> wrapper,
            List<String> argv,
            Map<String, String> environment,
            Path directory,
            Path output,
            Path errors) {
        this(wrapper, argv, environment, Map.of(), directory, output, errors);
    }

    /** Otherwise the same. */
    public SpawnRequest through(List<String> otherWrapper) {
        return new SpawnRequest(otherWrapper, argv, environment, secrets, directory, output, errors);
    }

    @Override
    public String toString() {
        return "SpawnRequest[argv=%s]".formatted(argv);
    }
}
