package io.github.batonha.actors.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.github.batonha.actors.api.Event;
import java.util.Optional;

/** An event as a line of JSON, and back. {@code seq} comes first, so that a reader finds its place quickly. */
public final class EventJson {

    private static final String HEAD = "{\"seq\":";
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private EventJson() {}

    /** Without a line end. */
    public static String write(Event event) {
        try {
            return MAPPER.writeValueAsString(event);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an event has no JSON form: " + event, e);
        }
    }

    /** Empty where the line is none, as the last one of a writer that was killed. */
    static Optional<Event> read(String line) {
        try {
            // What is left of a line may be "null", which is JSON, too.
            return Optional.ofNullable(MAPPER.readValue(line, Event.class));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** Without reading the rest; -1 where the line is none. */
    static long seq(String line) {
        if (!line.startsWith(HEAD)) {
            return -1;
        }
        var seq = 0L;
        for (var i = HEAD.length(); i < line.length() && Character.isDigit(line.charAt(i)); i++) {
            seq = seq * 10 + Character.digit(line.charAt(i), 10);
        }
        return seq;
    }
}
