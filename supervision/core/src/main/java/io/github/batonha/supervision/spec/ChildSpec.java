package io.github.batonha.supervision.spec;

import io.github.batonha.supervision.probe.Probes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
 * @param metrics where it serves its own metrics, if it does
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
        Probes probes,
        Optional<MetricsEndpoint> metrics) {

    public ChildSpec {
        argv = List.copyOf(argv);
        environment = Map.copyOf(environment);
        dependencies = List.copyOf(dependencies);
        configFiles = List.copyOf(configFiles);
        if (argv.isEmpty()) {
            throw new IllegalArgumentException("process %s has an empty command line".formatted(name));
        }
    }

    /** Whether a process waits for its promotion where the node is not the primary. */
    public boolean isWarm() {
        return primaryOnly && launching.standby() == StandbyMode.WARM;
    }

    /** Of a process that is told nothing else: started, kept running, alone in its group, without a port. */
    public static Builder of(String name, String... argv) {
        return new Builder(name, List.of(argv));
    }

    /** Otherwise the same. */
    public ChildSpec with(Launching other) {
        return but().launching(other).build();
    }

    /** Otherwise the same. */
    public ChildSpec with(Probes other) {
        return but().probes(other).build();
    }

    /** To be changed: the same. */
    public Builder but() {
        return new Builder(this);
    }

    public boolean hasPort() {
        return port != 0;
    }

    /** Each method says one component and answers this. For one thread. */
    public static final class Builder {
        private final String name;
        private String group = "";
        private GroupStrategy groupStrategy = GroupStrategy.ONE_FOR_ONE;
        private String description = "";
        private boolean start = true;
        private boolean primaryOnly = false;
        private RestartRules restart = RestartRules.of(RestartPolicy.PERMANENT);
        private List<String> argv;
        private Map<String, String> environment = Map.of();
        private Path directory = Path.of("/");
        private int port = 0;
        private List<String> dependencies = List.of();
        private Duration stopWithin = Duration.ofSeconds(2);
        private List<String> configFiles = List.of();
        private String version = "";
        private Launching launching = Launching.PLAIN;
        private @Nullable Probes probes;
        private Optional<MetricsEndpoint> metrics = Optional.empty();

        private Builder(String name, List<String> argv) {
            this.name = name;
            this.argv = argv;
        }

        private Builder(ChildSpec spec) {
            this(spec.name, spec.argv);
            group = spec.group;
            groupStrategy = spec.groupStrategy;
            description = spec.description;
            start = spec.start;
            primaryOnly = spec.primaryOnly;
            restart = spec.restart;
            environment = spec.environment;
            directory = spec.directory;
            port = spec.port;
            dependencies = spec.dependencies;
            stopWithin = spec.stopWithin;
            configFiles = spec.configFiles;
            version = spec.version;
            launching = spec.launching;
            probes = spec.probes;
            metrics = spec.metrics;
        }

        public Builder group(String value) {
            group = value;
            return this;
        }

        public Builder groupStrategy(GroupStrategy value) {
            groupStrategy = value;
            return this;
        }

        public Builder description(String value) {
            description = value;
            return this;
        }

        public Builder start(boolean value) {
            start = value;
            return this;
        }

        public Builder primaryOnly(boolean value) {
            primaryOnly = value;
            return this;
        }

        public Builder restart(RestartRules value) {
            restart = value;
            return this;
        }

        public Builder argv(List<String> value) {
            argv = value;
            return this;
        }

        public Builder environment(Map<String, String> value) {
            environment = value;
            return this;
        }

        public Builder directory(Path value) {
            directory = value;
            return this;
        }

        public Builder port(int value) {
            port = value;
            return this;
        }

        public Builder dependencies(List<String> value) {
            dependencies = value;
            return this;
        }

        public Builder stopWithin(Duration value) {
            stopWithin = value;
            return this;
        }

        public Builder configFiles(List<String> value) {
            configFiles = value;
            return this;
        }

        public Builder version(String value) {
            version = value;
            return this;
        }

        public Builder launching(Launching value) {
            launching = value;
            return this;
        }

        public Builder probes(Probes value) {
            probes = value;
            return this;
        }

        public Builder metrics(Optional<MetricsEndpoint> value) {
            metrics = value;
            return this;
        }

        /** Without probes of its own, the port tells whether it is ready. */
        public ChildSpec build() {
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
                    launching,
                    probes == null ? Probes.standard(port) : probes,
                    metrics);
        }
    }
}
