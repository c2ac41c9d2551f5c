package io.github.batonha.conf.model;

import io.github.batonha.supervision.spec.ChildSpec;
import io.github.batonha.supervision.spec.EnvironmentSource;
import io.github.batonha.supervision.spec.ResourceControl;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What one agent runs from: the installed revision, seen from one host.
 *
 * @param system name of the system that applies
 * @param self the host of this agent
 * @param hosts all hosts of the system in the order of the definition, self among them
 * @param processes the child specs in the order of the definition
 * @param environment what processes get when they start
 * @param hash content hash of the installed revision, the same on hosts that were installed alike
 * @param settings the agent's own settings
 * @param health what load balancers are told, and where
 * @param primaryIfSingleNode an operator's standing order: the only host of a system becomes primary when its agent starts. Never
 *     true where there are several hosts
 * @param placements of the processes that name hosts, whether they run here or not
 */
public record NodeDefinition(
        String system,
        HostDefinition self,
        List<HostDefinition> hosts,
        List<ChildSpec> processes,
        EnvironmentSource environment,
        String hash,
        AgentSettings settings,
        HealthDefinition health,
        boolean primaryIfSingleNode,
        List<Placement> placements) {

    public NodeDefinition {
        hosts = List.copyOf(hosts);
        processes = List.copyOf(processes);
        placements = List.copyOf(placements);
    }

    /** Where every process runs on every host. */
    public NodeDefinition(
            String system,
            HostDefinition self,
            List<HostDefinition> hosts,
            List<ChildSpec> processes,
            EnvironmentSource environment,
            String hash,
            AgentSettings settings,
            HealthDefinition health,
            boolean primaryIfSingleNode) {
        this(system, self, hosts, processes, environment, hash, settings, health, primaryIfSingleNode, List.of());
    }

    /** What each run of a process is held to. */
    public ResourceControl control(ChildSpec spec) {
        return spec.launching()
                .control()
                .beside(processes.stream().map(other -> other.launching().control()));
    }

    /** Of a process that runs on some hosts alone. */
    public Optional<Placement> placement(String process) {
        return placements.stream()
                .filter(placement -> placement.process().equals(process))
                .findFirst();
    }

    /** Of all processes of the system, wherever they are placed. */
    public List<String> processNames() {
        return Stream.concat(
                        processes.stream().map(ChildSpec::name),
                        placements.stream().map(Placement::process))
                .distinct()
                .toList();
    }

    /** Of all processes of the system, wherever they are placed. */
    public List<String> groups() {
        return Stream.concat(
                        processes.stream().map(ChildSpec::group),
                        placements.stream().map(Placement::group))
                .distinct()
                .toList();
    }

    /** Those that run on others alone. */
    public List<Placement> elsewhere(String host) {
        return placements.stream().filter(placement -> !placement.isOn(host)).toList();
    }

    /**
     * What runs when another revision is applied: its processes and what they are told. What an agent takes up only when it starts
     * ({@link AgentChanges}) stays as it is.
     */
    public NodeDefinition withProcessesOf(NodeDefinition next) {
        return new NodeDefinition(
                next.system(),
                self,
                hosts,
                next.processes(),
                next.environment(),
                next.hash(),
                settings.withProcessesOf(next.settings()),
                health.requiring(next.health().required()),
                primaryIfSingleNode,
                next.placements());
    }

    /** What runs when these processes alone are taken from another revision. The hash stays: all else is of this one. */
    public NodeDefinition taking(Set<String> names, NodeDefinition next) {
        var taken = next.processes().stream()
                .filter(spec -> names.contains(spec.name()))
                .collect(Collectors.toMap(ChildSpec::name, Function.identity()));
        var specs = new ArrayList<ChildSpec>();
        for (var spec : processes) {
            var other = names.contains(spec.name()) ? taken.remove(spec.name()) : spec;
            if (other != null) {
                specs.add(other);
            }
        }
        next.processes().stream().filter(spec -> taken.containsKey(spec.name())).forEach(specs::add);
        var placed = new ArrayList<Placement>();
        placements.stream()
                .filter(placement -> !names.contains(placement.process()))
                .forEach(placed::add);
        next.placements().stream()
                .filter(placement -> names.contains(placement.process()))
                .forEach(placed::add);
        return new NodeDefinition(
                system,
                self,
                hosts,
                specs,
                new PartlyNext(names, next.environment(), environment),
                hash,
                settings,
                health,
                primaryIfSingleNode,
                placed);
    }
}
