package io.github.batonha.actors.metrics;

import io.github.batonha.actors.api.HistoryEntry;
import io.github.batonha.actors.api.Mon;
import io.github.batonha.actors.api.MonCluster;
import io.github.batonha.actors.sessions.SessionsStatus;
import io.github.batonha.supervision.run.Resources;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A node at one moment, and the cluster as that node sees it.
 *
 * @param resources what the runs take, by process; none for a process that does not run
 * @param history of the primary
 * @param agent what the agent itself takes
 * @param applications what processes tell of themselves, by process; none for one that tells nothing
 */
public record Observation(
        Instant at,
        Mon mon,
        MonCluster cluster,
        Map<String, Resources> resources,
        SessionsStatus sessions,
        List<HistoryEntry> history,
        AgentFigures agent,
        Map<String, Exposition> applications) {

    public Observation {
        resources = Map.copyOf(resources);
        history = List.copyOf(history);
        applications = Map.copyOf(applications);
    }
}
