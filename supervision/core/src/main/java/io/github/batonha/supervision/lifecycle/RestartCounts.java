package io.github.batonha.supervision.lifecycle;

import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How many restarts of a process each cause has led to. Immutable.
 *
 * @param byCause restarts of each cause; a cause without a restart is left out
 */
public record RestartCounts(Map<RestartCause, Integer> byCause) {

    public static final RestartCounts NONE = new RestartCounts(Map.of());

    public RestartCounts {
        byCause = Map.copyOf(byCause);
    }

    public int total() {
        return byCause.values().stream().mapToInt(Integer::intValue).sum();
    }

    public RestartCounts plus(RestartCause cause, int more) {
        if (more == 0) {
            return this;
        }
        var next = new EnumMap<RestartCause, Integer>(RestartCause.class);
        next.putAll(byCause);
        next.merge(cause, more, Integer::sum);
        return new RestartCounts(next);
    }

    /** By the words of the causes, in the order of the alphabet. */
    public SortedMap<String, Integer> words() {
        var words = new TreeMap<String, Integer>();
        byCause.forEach((cause, count) -> words.put(cause.word(), count));
        return words;
    }
}
