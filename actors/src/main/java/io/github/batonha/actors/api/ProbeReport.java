package io.github.batonha.actors.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.batonha.actors.wire.Wire;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /api/v1/probes}: how a process is looked at, and what was seen last.
 *
 * @param at by the clock of the node, as are the times of the looks
 * @param probes none where the node has no such process
 */
public record ProbeReport(String node, String process, Instant at, List<Probe> probes) implements Wire {
    public ProbeReport {
        probes = List.copyOf(probes);
    }

    /**
     * One probe.
     *
     * @param kind {@code readiness}, {@code liveness} or {@code watchdog}
     * @param check as it stands in the configuration
     * @param everySeconds between two looks, 0 where nothing is looked at, for the process, its log or its exit tells; of a watchdog the
     *     longest time without a sign of life
     * @param timeoutSeconds after which a look is a bad one; 0 where nothing is looked at
     * @param threshold looks in a row that count: good ones for readiness, bad ones for liveness
     * @param last null where there was none since the agent started
     */
    public record Probe(
            String kind,
            String check,
            double everySeconds,
            double timeoutSeconds,
            int threshold,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Look last) {}

    /**
     * One look.
     *
     * @param at its begin
     * @param seconds that it took
     * @param reason why it was not passed, else empty; may quote what a process wrote
     */
    public record Look(Instant at, double seconds, boolean passed, String reason) {}
}
