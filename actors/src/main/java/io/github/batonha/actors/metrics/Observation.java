package io.github.batonha.actors.metrics;

import io.github.batonha.actors.api.HistoryEntry;
import io.github.batonha.actors.api.Mon;
import io.github.batonha.actors.api.MonCluster;
import io.github.batonha.actors.launch.LastLooks;
import io.github.batonha.actors.sessions.SessionsStatus;
import io.github.batonha.supervision.os.Exit;
import io.github.batonha.supervision.run.Resources;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A node at one moment, and the cluster as that node sees it.
 *
 * @param measured of processes by the agent
 * @param history of the primary
 * @param agent what the agent itself takes
 * @param applications what processes tell of themselves, by process; none for one that tells nothing
 */
public record Observation(
        Instant at,
        Mon mon,
        MonCluster cluster,
        Measured measured,
        SessionsStatus sessions,
        List<HistoryEntry> history,
        AgentFigures agent,
        Map<String, Exposition> applications) {

    /**
     * What the agent has measured of processes.
     *
     * @param resources what the runs take, by process; none for a process that does not run
     * @param probes how long the last look of each probe took; none for one that has looked at nothing yet
     * @param exits how the last run of each process ended; none before the first end
     */
    public record Measured(
            Map<String, Resources> resources, Map<LastLooks.Looked, Duration> probes, Map<String, Exit> exits) {

        public Measured {
            resources = Map.copyOf(resources);
            probes = Map.copyOf(probes);
            exits = Map.copyOf(exits);
        }
    }

    public Observation {
        history = List.copyOf(history);
        applications = Map.copyOf(applications);
    }

    /** What the runs take, by process. */
    public Map<String, Resources> resources() {
        return measured.resources();
    }
}
