package io.github.batonha.actors.primary;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.github.batonha.supervision.primary.model.Message;

/**
 * The protocol's messages between nodes. The names below and the records' fields are the wire format: later versions add fields
 * and types, and take nothing away. Mapped from outside, because the protocol itself knows nothing of JSON.
 */
final class MessageJson {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .addMixIn(Message.class, MessageTypes.class)
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
        return MAPPER.readValue(json, Message.class);
    }
}
