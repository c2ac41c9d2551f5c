package io.github.batonha.actors.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.actors.api.Event;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventStreamTest {

    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

    private static Event event(String node, long seq, long second) {
        return new Event(seq, NOON.plusSeconds(second), node, "peer", null, null, null, null, null, null, null, "");
    }

    @Test
    void givenATimeThatLeapsBack_whenMerged_thenEachNodeKeepsItsOrder() {
        var events =
                List.of(event("A", 17, 5), event("A", 18, 4), event("A", 19, 9), event("B", 3, 1), event("B", 4, 7));

        assertThat(EventStream.merged(events))
                .extracting(event -> event.node() + event.seq())
                .containsExactly("B3", "A17", "A18", "B4", "A19");
    }
}
