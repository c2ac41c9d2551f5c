package io.github.batonha.e2e.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What was done to a world and what came of it, for the report and for whoever looks into a failure. Safe for several threads. */
final class Journal {
    private final long begun = System.nanoTime();
    private final List<String> lines = new ArrayList<>();
    private final Map<Kind, Integer> kinds = new EnumMap<>(Kind.class);
    private final Map<String, Integer> orders = new TreeMap<>();
    private final List<Duration> recoveries = new ArrayList<>();
    private int byFirstOrder;

    synchronized void add(String line) {
        lines.add("%7.2f s  %s".formatted((System.nanoTime() - begun) / 1e9, line));
    }

    synchronized void count(Map<Kind, Integer> done) {
        done.forEach((kind, times) -> kinds.merge(kind, times, Integer::sum));
    }

    synchronized void ordered(Node.Outcome outcome) {
        orders.merge(outcome.result(), 1, Integer::sum);
    }

    /**
     * @param took from the order after healing until both primaryOnly processes lived
     * @param isByFirstOrder whether it was done at the first time of asking
     */
    synchronized void recovered(Duration took, boolean isByFirstOrder) {
        recoveries.add(took);
        byFirstOrder += isByFirstOrder ? 1 : 0;
    }

    synchronized int byFirstOrder() {
        return byFirstOrder;
    }

    synchronized Map<Kind, Integer> kinds() {
        return new EnumMap<>(kinds);
    }

    synchronized Map<String, Integer> orders() {
        return new TreeMap<>(orders);
    }

    synchronized List<Duration> recoveries() {
        return List.copyOf(recoveries);
    }

    @Override
    public synchronized String toString() {
        return String.join("\n", lines);
    }
}
