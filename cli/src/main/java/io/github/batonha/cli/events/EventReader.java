package io.github.batonha.cli.events;

import io.github.batonha.cli.agent.Json;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Takes a stream of Server-Sent Events apart as it comes, in whatever pieces. */
final class EventReader {

    private static final String ID = "id: ";
    private static final String DATA = "data: ";

    private final Consumer<Json> events;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private String lastId = "";
    private String nextId = "";

    EventReader(Consumer<Json> events) {
        this.events = events;
    }

    /** From where to go on: behind the last event that was handed on, and what this reader does not want; empty before it is told. */
    String lastId() {
        return lastId;
    }

    /** What was begun is told once more by whoever sends it. */
    void cut() {
        line.reset();
        nextId = lastId;
    }

    void accept(byte[] bytes, int length) {
        for (var i = 0; i < length; i++) {
            if (bytes[i] == '\n') {
                take(line.toString(StandardCharsets.UTF_8));
                line.reset();
            } else {
                line.write(bytes[i]);
            }
        }
    }

    private void take(String text) {
        if (text.startsWith(ID)) {
            nextId = text.substring(ID.length());
        } else if (text.startsWith(DATA)) {
            events.accept(Json.parse(text.substring(DATA.length())));
            lastId = nextId;
        } else if (text.isEmpty()) {
            lastId = nextId; // also of an id without an event
        }
    }
}
