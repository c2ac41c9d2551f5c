package io.github.batonha.cli.mon;

import io.github.batonha.cli.agent.Answers;
import io.github.batonha.cli.agent.Json;
import io.github.batonha.cli.output.Samples;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the agent measures: its {@code /metrics}, without the numbers that applications tell.
 *
 * @param ofProcesses by the name of the process
 * @param ofNode all others
 */
record AgentMetrics(Map<String, List<Json>> ofProcesses, List<Json> ofNode) {

    static final AgentMetrics NONE = new AgentMetrics(Map.of(), List.of());

    private static final String OWN = "baton_";

    /** From the answer of {@code /api/v1/metrics}. */
    static AgentMetrics of(Json answer) {
        var ofProcesses = new HashMap<String, List<Json>>();
        var ofNode = new ArrayList<Json>();
        for (var sample : answer.items()) {
            if (sample.text("name").startsWith(OWN)) {
                var labels = sample.get("labels");
                var list = labels.find("process").isPresent()
                        ? ofProcesses.computeIfAbsent(labels.text("process"), _ -> new ArrayList<>())
                        : ofNode;
                list.add(sample);
            }
        }
        return new AgentMetrics(ofProcesses, ofNode);
    }

    Json json(String process) {
        return new Json.Items(ofProcesses.getOrDefault(process, List.of()));
    }

    Json json() {
        return new Json.Items(ofNode);
    }

    List<String> lines(String process) {
        return lines(json(process));
    }

    List<String> lines() {
        return lines(json());
    }

    /** A series as {@code baton check metric} takes it, and its number. */
    private static List<String> lines(Json samples) {
        return Answers.samples(samples).stream()
                .map(sample -> "metric    " + Samples.line(sample))
                .toList();
    }
}
