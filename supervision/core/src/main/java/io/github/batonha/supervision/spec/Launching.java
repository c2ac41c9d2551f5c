package io.github.batonha.supervision.spec;

import java.nio.file.Path;
import java.util.List;

/**
 * How a process is launched, beside its command line. What is left out costs nothing.
 *
 * @param user to run as, {@code name} or {@code name:group}; empty: as the agent
 * @param nice added to the agent's own niceness, -20 to 19
 * @param umask octal; empty: the agent's
 * @param limits {@code nofile=65536} or {@code core=0:unlimited}, by the names of {@code prlimit}
 * @param environmentFiles read at each start, the later ones win
 * @param secretsAsFiles whether secrets are files of memory, and not in the environment
 * @param preStop run before SIGTERM, program first; empty: nothing is
 */
public record Launching(
        String user,
        int nice,
        String umask,
        List<String> limits,
        List<EnvironmentFile> environmentFiles,
        boolean secretsAsFiles,
        List<String> preStop) {

    public static final Launching PLAIN = new Launching("", 0, "", List.of(), List.of(), List.of());

    public Launching {
        limits = List.copyOf(limits);
        environmentFiles = List.copyOf(environmentFiles);
        preStop = List.copyOf(preStop);
    }

    /** With secrets in the environment. */
    public Launching(
            String user,
            int nice,
            String umask,
            List<String> limits,
            List<EnvironmentFile> environmentFiles,
            List<String> preStop) {
        this(user, nice, umask, limits, environmentFiles, false, preStop);
    }

    /**
     * A file of {@code NAME=value} lines.
     *
     * @param mayBeMissing then it is as if it were empty
     */
    public record EnvironmentFile(Path path, boolean mayBeMissing) {}
}
