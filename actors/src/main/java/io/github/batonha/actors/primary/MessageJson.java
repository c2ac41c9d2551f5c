package io.github.batonha.actors.primary;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.github.batonha.supervision.primary.model.Epoch;
import io.github.batonha.supervision.primary.model.Guard;
import io.github.batonha.supervision.primary.model.Message;
import io.github.batonha.supervision.primary.model.Terms;
import java.time.Duration;
import java.util.Set;

/**
 * The protocol's messages between nodes. The names below and the records' fields are the wire format: later versions add fields
 * and types, and take nothing away. Mapped from outside, because the protocol itself knows nothing of JSON.
 */
final class MessageJson {

    private static final Terms OF_OPERATORS = new Terms(Guard.OPERATOR, Set.of());

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .addMixIn(Message.class, MessageTypes.class)
            .addMixIn(Terms.class, TermsFields.class)
            .build();

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Message.Prepare.class, name = "prepare"),
        @JsonSubTypes.Type(value = Message.Promised.class, name = "promised"),
        @JsonSubTypes.Type(value = Message.Unknown.class, name = "unknown"),
        @JsonSubTypes.Type(value = Message.Superseded.class, name = "superseded"),
        @JsonSubTypes.Type(value = Message.AskRelease.class, name = "ask-release"),
        @JsonSubTypes.Type(value = Message.Releasing.class, name = "releasing"),
        @JsonSubTypes.Type(value = Message.Released.class, name = "released"),
        @JsonSubTypes.Type(value = Message.NotReleased.class, name = "not-released"),
        @JsonSubTypes.Type(value = Message.Committed.class, name = "committed"),
        @JsonSubTypes.Type(value = Message.Renew.class, name = "renew"),
        @JsonSubTypes.Type(value = Message.Granted.class, name = "granted"),
        @JsonSubTypes.Type(value = Message.Query.class, name = "query"),
        @JsonSubTypes.Type(value = Message.WouldAnswer.class, name = "would-answer"),
        @JsonSubTypes.Type(value = Message.Beat.class, name = "beat"),
        @JsonSubTypes.Type(value = Message.Farewell.class, name = "farewell")
    })
    private interface MessageTypes {}

    @JsonIgnoreProperties("byVotes")
    private interface TermsFields {}

    private MessageJson() {}

    static String write(Message message) {
        try {
            return MAPPER.writeValueAsString(message);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("can't write " + message, e);
        }
    }

    /** Fails on what no version of ours wrote, and on types that a later version added. */
    static Message read(String json) throws JsonProcessingException {
        var message = MAPPER.readTree(json);
        complete(message);
        return MAPPER.treeToValue(message, Message.class);
    }

    /** What agents before guard majority do not say: their guard is that of an operator, and they grant nothing. */
    private static void complete(JsonNode message) {
        switch (message.path("type").asText()) {
            case "query" -> complete(message.path("prepare"));
            case "would-answer" -> complete(message.path("answer"));
            case "prepare" -> {
                if (!message.has("terms")) {
                    put(message, "terms", OF_OPERATORS);
                }
            }
            case "promised" -> {
                if (!message.has("terms")) {
                    put(message, "terms", Set.of(OF_OPERATORS));
                    put(message, "granted", Epoch.NONE);
                    put(message, "grantEnds", Duration.ZERO);
                }
            }
            default -> {} // All others are as they were.
        }
    }

    private static void put(JsonNode message, String field, Object value) {
        ((ObjectNode) message).set(field, MAPPER.<JsonNode>valueToTree(value));
    }
}
