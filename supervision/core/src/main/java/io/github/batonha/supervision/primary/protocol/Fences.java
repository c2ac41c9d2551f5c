package io.github.batonha.supervision.primary.protocol;

import io.github.batonha.supervision.primary.model.Hosts;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What fence commands have come to under one order.
 *
 * @param off hosts that are off, and have not been heard since
 * @param runs how often each host's command was run
 */
public record Fences(Set<String> off, Map<String, Integer> runs) {

    static final Fences NONE = new Fences(Set.of(), Map.of());

    public Fences {
        off = Hosts.copy(off);
        runs = Map.copyOf(runs);
    }

    Fences begun(String host) {
        var next = new HashMap<>(runs);
        next.merge(host, 1, Integer::sum);
        return new Fences(off, next);
    }

    Fences off(String host) {
        return new Fences(Hosts.union(off, Set.of(host)), runs);
    }

    /** What was heard is not off. */
    Fences heard(String host) {
        return new Fences(Hosts.minus(off, Set.of(host)), runs);
    }

    int runsOf(String host) {
        return runs.getOrDefault(host, 0);
    }
}
