package io.github.batonha.actors.api;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

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

    /** Name and labels, as Prometheus writes them. */
    public String series() {
        return labels.isEmpty() ? name : name + "{" + labelText() + "}";
    }

    /** {@code handler="INSERT",side="buy"}; empty if there are none. */
    public String labelText() {
        return labels.entrySet().stream()
                .map(label -> label.getKey() + "=\""
                        + label.getValue().replace("\\", "\\\\").replace("\"", "\\\"") + "\"")
                .collect(Collectors.joining(","));
    }
}
