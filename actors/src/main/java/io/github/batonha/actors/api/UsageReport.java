package io.github.batonha.actors.api;

import io.github.batonha.actors.wire.Wire;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the processes of a node took over a time.
 *
 * @param stepMinutes how many minutes a record is for
 * @param cores that the node has
 * @param memoryBytes that the node has
 * @param machine the boot of the machine that has them, the same for all agents there; null from an earlier release
 * @param metrics what processes told of themselves, where that was asked for: instead of rows
 * @param left rows that are left out, as they do not fit into a message between nodes
 */
public record UsageReport(
        String node,
        String system,
        Instant from,
        Instant to,
        int stepMinutes,
        int cores,
        long memoryBytes,
        @Nullable String machine,
        List<Row> rows,
        List<Metric> metrics,
        int left)
        implements Wire {

    @SuppressWarnings("ConstantValue") // an earlier release names none
    public UsageReport {
        rows = List.copyOf(rows);
        metrics = metrics == null ? List.of() : List.copyOf(metrics);
    }

    /**
     * A process, a group, or the node.
     *
     * @param group empty for a group and a node
     * @param records how many there are
     * @param cpu percent of one core
     * @param memory resident bytes
     * @param heap bytes in use after collections; null where there is no JVM
     * @param heapMaxBytes what the JVMs were promised at last, as by {@code -Xmx}
     * @param threads the most
     * @param restarts automatic ones
     * @param limit that a trend leads to: the heap of a process to its {@code -Xmx}, the memory of a node to what the host has
     */
    public record Row(
            String name,
            String group,
            int records,
            Figures cpu,
            Figures memory,
            @Nullable Figures heap,
            long heapMaxBytes,
            int threads,
            int restarts,
            @Nullable Limit limit) {}

    /**
     * One series that a process told of itself.
     *
     * @param metric its name and labels, as Prometheus writes them
     * @param rate whether its values are per second, as of what only grows
     * @param records how many there are
     */
    public record Metric(String process, String group, String metric, boolean rate, int records, Figures value) {}

    /**
     * One value over the time.
     *
     * @param p95 what 95 % of the records do not exceed
     * @param perDay how much it grows, by the line that fits best; null where there is too little to say
     * @param sure whether that is more than chance makes of it
     * @param parts means of equal parts of the time, null for one without records
     */
    public record Figures(
            double mean, double p95, double peak, @Nullable Double perDay, boolean sure, List<@Nullable Double> parts) {
        public Figures {
            parts = Collections.unmodifiableList(new ArrayList<>(parts));
        }
    }

    /**
     * When a trend reaches a limit, if it goes on.
     *
     * @param latest null where it is not sure to get there
     */
    public record Limit(
            String of,
            long bytes,
            Instant at,
            Instant earliest,
            @Nullable Instant latest) {}
}
