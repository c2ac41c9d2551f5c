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
 * @param standby what there is of a primaryOnly process where its node is not the primary
 * @param aot whether a JVM starts with a cache
 * @param control limits of the whole run
 */
public record Launching(
        String user,
        int nice,
        String umask,
        List<String> limits,
        List<EnvironmentFile> environmentFiles,
        boolean secretsAsFiles,
        List<String> preStop,
        StandbyMode standby,
        AotMode aot,
        ResourceControl control) {

    public static final Launching PLAIN = new Launching("", 0, "", List.of(), List.of(), List.of());

    /** With secrets in the environment, and without a warm standby and limits of the whole run. */
    public Launching(
            String user,
            int nice,
            String umask,
            List<String> limits,
            List<EnvironmentFile> environmentFiles,
            List<String> preStop) {
        this(
                user,
                nice,
                umask,
                limits,
                environmentFiles,
                false,
                preStop,
                StandbyMode.COLD,
                AotMode.USE,
                ResourceControl.NONE);
    }

    public Launching {
        limits = List.copyOf(limits);
        environmentFiles = List.copyOf(environmentFiles);
        preStop = List.copyOf(preStop);
    }

    /** Otherwise the same. */
    public Launching withoutPreStop() {
        return new Launching(
                user, nice, umask, limits, environmentFiles, secretsAsFiles, List.of(), standby, aot, control);
    }

    /** Otherwise the same. */
    public Launching with(StandbyMode other) {
        return new Launching(user, nice, umask, limits, environmentFiles, secretsAsFiles, preStop, other, aot, control);
    }

    /** Otherwise the same. */
    public Launching with(AotMode other) {
        return new Launching(
                user, nice, umask, limits, environmentFiles, secretsAsFiles, preStop, standby, other, control);
    }

    /**
     * A file of {@code NAME=value} lines.
     *
     * @param mayBeMissing then it is as if it were empty
     */
    public record EnvironmentFile(Path path, boolean mayBeMissing) {}
}
