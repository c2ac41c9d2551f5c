package io.github.batonha.actors.http;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How far a reader is in the events of each node: {@code NodeA:17,NodeB:5}, the id of an event in a stream. A value.
 *
 * @param byNode the last event that was read
 */
record EventPosition(Map<String, Long> byNode) {

    static final EventPosition NONE = new EventPosition(Map.of());

    EventPosition {
        byNode = Map.copyOf(byNode);
    }

    /** Empty where the text is no position. */
    static Optional<EventPosition> parse(String text) {
        var byNode = new TreeMap<String, Long>();
        for (var part : text.split(",", -1)) {
            var colon = part.lastIndexOf(':');
            if (colon < 1 || !part.substring(colon + 1).matches("\\d{1,18}")) {
                return Optional.empty();
            }
            byNode.put(
                    URLDecoder.decode(part.substring(0, colon), StandardCharsets.UTF_8),
                    Long.parseLong(part.substring(colon + 1)));
        }
        return Optional.of(new EventPosition(byNode));
    }

    String text() {
        return new TreeMap<>(byNode)
                .entrySet().stream()
                        .map(entry ->
                                URLEncoder.encode(entry.getKey(), StandardCharsets.UTF_8) + ":" + entry.getValue())
                        .collect(Collectors.joining(","));
    }

    EventPosition with(String node, long seq) {
        var next = new TreeMap<>(byNode);
        next.put(node, seq);
        return new EventPosition(next);
    }
}
