package io.github.batonha.supervision.spec;

import io.github.batonha.supervision.probe.Probes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * One process that a node supervises, as data (Erlang/OTP's child spec).
 *
 * @param name unique in a system, upper snake case by custom
 * @param group what start-group and kill-group address
 * @param groupStrategy whom of the group it concerns when this process fails, the same for all of a group
 * @param description for people, may be empty
 * @param start wanted from the start of the node on
 * @param primaryOnly runs on the active primary node alone
 * @param restart what follows an end that nobody asked for
 * @param argv the command line, program first, never empty; holds no secret
 * @param environment the process's own variables, in addition to what {@link EnvironmentSource} gives
 * @param directory working directory of the process
 * @param port TCP port that tells readiness and is told to the process, or 0 where it has none
 * @param dependencies names of processes that must be ready before this one starts
 * @param stopWithin time from SIGTERM to SIGKILL, counted from the signal
 * @param configFiles files handed to the process, for {@code mon --cfg}
 * @param version Implementation-Version of the module's jar, empty where it has none, for {@code mon --version}
 * @param launching user, limits and the like
 * @param probes how it is found to be ready and to work
 */
public record ChildSpec(
        String name,
        String group,
        GroupStrategy groupStrategy,
        String description,
        boolean start,
        boolean primaryOnly,
        RestartRules restart,
        List<String> argv,
        Map<String, String> environment,
        Path directory,
        int port,
        List<String> dependencies,
        Duration stopWithin,
        List<String> configFiles,
        String version,
        Launching launching,
        Probes probes) {

    public ChildSpec {
        argv = List.copyOf(argv);
        environment = Map.copyOf(environment);
        dependencies = List.copyOf(dependencies);
        configFiles = List.copyOf(configFiles);
        if (argv.isEmpty()) {
            throw new IllegalArgumentException("process %s has an empty command line".formatted(name));
        }
    }

    /** With the default rules of the policy, and alone in its group. */
    public ChildSpec(
            String name,
            String group,
            String description,
            boolean start,
            boolean primaryOnly,
            RestartPolicy restart,
            List<String> argv,
            Map<String, String> environment,
            Path directory,
            int port,
            List<String> dependencies,
            Duration stopWithin,
            List<String> configFiles,
            String version) {
        this(
                name,
                group,
                GroupStrategy.ONE_FOR_ONE,
                description,
                start,
                primaryOnly,
                RestartRules.of(restart),
                argv,
                environment,
                directory,
                port,
                dependencies,
                stopWithin,
                configFiles,
                version);
    }

    /** Launched as the agent is. */
    public ChildSpec(
            String name,
            String group,
            GroupStrategy groupStrategy,
            String description,
            boolean start,
            boolean primaryOnly,
            RestartRules restart,
            List<String> argv,
            Map<String, String> environment,
            Path directory,
            int port,
            List<String> dependencies,
            Duration stopWithin,
            List<String> configFiles,
            String version) {
        this(
                name,
                group,
                groupStrategy,
                description,
                start,
                primaryOnly,
                restart,
                argv,
                environment,
                directory,
                port,
                dependencies,
                stopWithin,
                configFiles,
                version,
                Launching.PLAIN,
                Probes.standard(port));
    }

    /** Otherwise the same. */
    public ChildSpec with(Launching other) {
        return with(other, probes);
    }

    /** Otherwise the same. */
    public ChildSpec with(Probes other) {
        return with(launching, other);
    }

    private ChildSpec with(Launching otherLaunching, Probes otherProbes) {
        return new ChildSpec(
                name,
                group,
                groupStrategy,
                description,
                start,
                primaryOnly,
                restart,
                argv,
                environment,
                directory,
                port,
                dependencies,
                stopWithin,
                configFiles,
                version,
                otherLaunching,
                otherProbes);
    }

    public boolean hasPort() {
        return port != 0;
    }
}
