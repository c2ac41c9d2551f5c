package io.github.batonha.actors.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.Map;
import java.util.TreeMap;

/** How an order ended, from the lines of its answer: of progress, whose last line tells it, or one for each process. Any thread. */
final class OutcomeOfLines {

    private static final String UNKNOWN = "unknown";

    private final Map<String, Integer> results = new TreeMap<>();
    private String progress = "";
    private String last = "";
    private String firstBad = "";

    synchronized void take(String line) {
        try {
            var json = Replies.MAPPER.readTree(line);
            last = json.path("text").asText("");
            progress = json.path("outcome").asText(progress);
            var result = json.path("result").asText("");
            if (!result.isEmpty()) {
                results.merge(result, 1, Integer::sum);
            }
            if (firstBad.isEmpty() && isBad(result)) {
                firstBad = "%s %s: %s"
                        .formatted(
                                json.path("node").asText(), json.path("process").asText(), last);
            }
        } catch (JsonProcessingException e) {
            last = line;
        }
    }

    private static boolean isBad(String result) {
        return result.equals("failed") || result.equals("refused");
    }

    synchronized String result() {
        if (!progress.isEmpty()) {
            return progress.equals("running") ? UNKNOWN : progress;
        }
        if (results.isEmpty()) {
            return UNKNOWN;
        }
        return results.keySet().stream()
                .filter(OutcomeOfLines::isBad)
                .findFirst()
                .orElse("done");
    }

    synchronized String text() {
        if (progress.equals("running")) {
            return "the client went away before the end; the last line was: " + last;
        }
        return results.isEmpty() ? last : "%s %s".formatted(results, firstBad).strip();
    }
}
