package baton.actors.view;

import baton.actors.api.PrimaryStatus;
import baton.actors.api.ProcessState;
import baton.actors.api.ProcessStatus;
import baton.conf.NodeDefinition;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What load balancers are told of this node.
 *
 * @param processes those that should run here: {@code start} is true in the definition, or somebody started them
 * @param othersHeard configured hosts, without this one, that were heard lately
 * @param stopping the agent is on its way down
 */
public record NodeHealth(
        String node, PrimaryStatus primary, List<ProcessHealth> processes, int othersHeard, boolean stopping) {

    public record ProcessHealth(
            String name,
            ProcessState state,
            String message,
            @Nullable Integer port) {
        public boolean isHealthy() {
            return state.isHealthy();
        }
    }

    public NodeHealth {
        processes = List.copyOf(processes);
    }

    public boolean isHealthy() {
        return processes.stream().allMatch(ProcessHealth::isHealthy);
    }

    /**
     * A process of the definition that somebody stopped counts, and not as healthy: a node without its servers must not get
     * users only because it was asked to be without them.
     */
    static NodeHealth of(NodeDefinition definition, NodeReport own, int othersHeard, boolean stopping) {
        Set<String> started = definition.processes().stream()
                .filter(spec -> spec.start())
                .map(spec -> spec.name())
                .collect(Collectors.toSet());
        var processes = own.processes().stream()
                .map(ReportedProcess::status)
                .filter(status -> started.contains(status.name()) || status.status() != ProcessState.STOPPED)
                .map(NodeHealth::health)
                .toList();
        return new NodeHealth(own.node(), own.primary(), processes, othersHeard, stopping);
    }

    private static ProcessHealth health(ProcessStatus status) {
        return new ProcessHealth(status.name(), status.status(), status.message(), status.port());
    }
}
