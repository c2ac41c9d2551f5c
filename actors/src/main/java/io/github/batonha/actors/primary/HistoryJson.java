package io.github.batonha.actors.primary;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.github.batonha.actors.api.HistoryEntry;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/**
 * A history entry as one line of JSON, in the file and between nodes. Reads what earlier and later versions wrote: what is
 * missing has a default, and what is unknown is left out.
 */
final class HistoryJson {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    /** Longer words of people and of refusals are cut off, so that the file keeps its bounds. */
    private static final int LONGEST = 500;

    private HistoryJson() {}

    static String write(HistoryEntry entry) {
        try {
            return MAPPER.writeValueAsString(entry);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("can't write " + entry, e);
        }
    }

    /** Empty for what is no entry. */
    static Optional<HistoryEntry> read(String line) {
        try {
            var json = MAPPER.readTree(line);
            return json.path("to").asText().isEmpty() ? Optional.empty() : Optional.of(entry(json));
        } catch (JsonProcessingException | DateTimeException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static HistoryEntry entry(JsonNode json) {
        return new HistoryEntry(
                json.path("epoch").asLong(),
                json.path("from").asText().isEmpty() || json.path("from").isNull() ? null : text(json, "from"),
                text(json, "to"),
                text(json, "by"),
                text(json, "reason"),
                Instant.parse(json.path("at").asText()).truncatedTo(ChronoUnit.MILLIS),
                list(json.path("confirmedDown"), JsonNode::asText),
                word(HistoryEntry.Outcome.class, json.path("outcome").asText("done")),
                text(json, "why"),
                list(
                        json.path("excluded"),
                        each -> new HistoryEntry.Exclusion(
                                text(each, "host"), word(HistoryEntry.Exclusion.How.class, text(each, "how")))),
                list(
                        json.path("phases"),
                        each -> new HistoryEntry.Phase(
                                text(each, "name"),
                                text(each, "host"),
                                each.path("millis").asDouble())));
    }

    private static <E extends Enum<E>> E word(Class<E> type, String word) {
        return Enum.valueOf(type, word.toUpperCase(Locale.ROOT));
    }

    private static String text(JsonNode json, String field) {
        return shortened(json.path(field).asText());
    }

    static String shortened(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
    }

    private static <T> List<T> list(JsonNode items, Function<JsonNode, T> read) {
        return StreamSupport.stream(items.spliterator(), false).map(read).toList();
    }
}
