package io.github.batonha.actors.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/v1/mon}: this node. {@code epoch} is that of the newest assignment the node knows, 0 where there is none; {@code warning} of the node itself, empty or null if there is none. */
public record Mon(
        String node,
        Role role,
        long epoch,
        Instant startedAt,
        String system,
        String configHash,
        List<ProcessStatus> processes,
        @Nullable String warning) {
    public Mon {
        processes = List.copyOf(processes);
    }

    /** Of all processes. */
    @JsonProperty(access = JsonProperty.Access.READ_ONLY)
    public Totals totals() {
        return Totals.of(processes);
    }

    /** What those may read who may not read logs. */
    public Mon forEverybody() {
        return new Mon(
                node,
                role,
                epoch,
                startedAt,
                system,
                configHash,
                processes.stream().map(ProcessStatus::forEverybody).toList(),
                warning);
    }
}
