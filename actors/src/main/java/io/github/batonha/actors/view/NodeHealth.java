package io.github.batonha.actors.view;

import io.github.batonha.actors.api.PrimaryStatus;
import io.github.batonha.actors.api.ProcessState;
import io.github.batonha.actors.api.ProcessStatus;
import io.github.batonha.conf.model.HealthDefinition;
import io.github.batonha.conf.model.NodeDefinition;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What load balancers are told of this node.
 *
 * @param shouldRun processes that should run here: {@code start} is true in the definition, or somebody started them
 * @param required those that users need: what the definition names; else those with a port that should run on every node; else
 *     those with a port; else all
 * @param isComplete whether all processes and the primary's protocol have said how they are since this view began
 * @param othersHeard configured hosts, without this one, that were heard lately
 * @param stopping the agent is on its way down
 */
public record NodeHealth(
        String node,
        PrimaryStatus primary,
        List<ProcessHealth> shouldRun,
        List<ProcessHealth> required,
        boolean isComplete,
        int othersHeard,
        boolean stopping) {

    /** How one process is; {@code message} is what everybody may read. */
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
        shouldRun = List.copyOf(shouldRun);
        required = List.copyOf(required);
    }

    public boolean isHealthy() {
        return shouldRun.stream().allMatch(ProcessHealth::isHealthy);
    }

    /**
     * A process of the definition that somebody stopped counts, and not as healthy: a node without its servers must not get
     * users only because it was asked to be without them.
     */
    static NodeHealth of(
            NodeDefinition definition, NodeReport own, boolean isComplete, int othersHeard, boolean stopping) {
        Set<String> started = definition.processes().stream()
                .filter(spec -> spec.start())
                .map(spec -> spec.name())
                .collect(Collectors.toSet());
        var statuses = own.processes().stream().map(ReportedProcess::status).toList();
        var shouldRun = statuses.stream()
                .filter(status -> started.contains(status.name()) || status.status() != ProcessState.STOPPED)
                .toList();
        var named = definition.health().required();
        var required = named.isEmpty()
                ? HealthDefinition.deciding(shouldRun, status -> status.port() != null, ProcessStatus::primaryOnly)
                : statuses.stream()
                        .filter(status -> named.contains(status.name()))
                        .toList();
        return new NodeHealth(
                own.node(),
                own.primary(),
                shouldRun.stream().map(NodeHealth::health).toList(),
                required.stream().map(NodeHealth::health).toList(),
                isComplete,
                othersHeard,
                stopping);
    }

    private static ProcessHealth health(ProcessStatus status) {
        return new ProcessHealth(status.name(), status.status(), status.publicMessage(), status.port());
    }
}
