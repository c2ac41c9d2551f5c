package io.github.batonha.actors.api;

import java.util.Map;
import java.util.TreeMap;

/**
 * A number that a process tells of itself.
 *
 * @param name as Prometheus has it
 * @param labels in the order of their names; without process and node
 */
public record MetricSample(String name, Map<String, String> labels, double value) {
    public MetricSample {
        labels = new TreeMap<>(labels);
    }
}
