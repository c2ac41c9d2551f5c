package io.github.batonha.actors.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.batonha.actors.sessions.SessionAccess.Answer;
import io.github.batonha.client.sessions.SessionChanges;
import io.github.batonha.client.sessions.SessionCopy;
import io.github.batonha.client.sessions.SessionForm;
import io.github.batonha.sessions.store.Attribute;
import io.github.batonha.sessions.store.Change;
import io.github.batonha.sessions.store.Session;
import io.github.batonha.sessions.store.WriteResult;
import io.github.batonha.supervision.secrets.VisibleText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.MediaTypes;

/** Sessions and changes in the two forms that the routes speak: JSON for any language, and the client's binary one. */
final class SessionBody {

    static final ContentType SESSION_TYPE = MediaTypes.customBinary(
                    "application", "vnd.baton.session", MediaTypes.COMPRESSIBLE)
            .toContentType();

    private static final Set<String> FIELDS = Set.of("ttl", "set", "unset");

    private SessionBody() {}

    /** What a request asks for. {@code isBinary}: whether the body is in the client's form. */
    static List<Change> changes(byte[] body, boolean isBinary) throws RequestBody.Unreadable {
        if (body.length == 0) {
            return List.of();
        }
        try {
            return isBinary ? ofClient(SessionForm.decodeChanges(body)) : ofJson(Replies.MAPPER.readTree(body));
        } catch (JsonProcessingException e) {
            throw new RequestBody.Unreadable("the body is no JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new RequestBody.Unreadable("the body is not of the client's form: " + e.getMessage());
        }
    }

    private static List<Change> ofClient(SessionChanges asked) throws RequestBody.Unreadable {
        var changes = new ArrayList<Change>();
        for (var value : asked.set().values()) {
            checkType(value.contentType());
        }
        if (asked.ttlMillis() > 0) {
            changes.add(new Change.Lifetime(Duration.ofMillis(asked.ttlMillis())));
        }
        asked.set().forEach((name, value) -> {
            var put = Change.put(name, value.contentType(), value.bytes());
            changes.add(value.tag().isEmpty() ? put : new Change.PutIfUnchanged(put, value.tag()));
        });
        asked.removed().forEach(name -> changes.add(new Change.Remove(name)));
        return changes;
    }

    private static List<Change> ofJson(JsonNode json) throws RequestBody.Unreadable {
        var changes = new ArrayList<Change>();
        for (var field : json.properties()) {
            if (!FIELDS.contains(field.getKey())) {
                throw new RequestBody.Unreadable(
                        "unknown field \"%s\": there are ttl, set and unset".formatted(field.getKey()));
            }
        }
        if (json.has("ttl")) {
            changes.add(new Change.Lifetime(ttl(json.path("ttl").asText())));
        }
        for (var attribute : json.path("set").properties()) {
            var put = put(attribute.getKey(), attribute.getValue());
            var tag = attribute.getValue().path("ifMatch").asText("");
            changes.add(tag.isEmpty() ? put : new Change.PutIfUnchanged(put, tag.replace("\"", "")));
        }
        for (var name : json.path("unset")) {
            changes.add(new Change.Remove(name.asText()));
        }
        return changes;
    }

    static Duration ttl(String text) throws RequestBody.Unreadable {
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException e) {
            throw new RequestBody.Unreadable("ttl is \"%s\": give it in ISO 8601, such as PT30M".formatted(text));
        }
    }

    /** It becomes a header again when the attribute is read. */
    private static void checkType(String type) throws RequestBody.Unreadable {
        if (type.codePoints().anyMatch(VisibleText::isUnseen)) {
            throw new RequestBody.Unreadable(
                    "the content type \"%s\" has a control character".formatted(VisibleText.of(type)));
        }
    }

    private static Change.Put put(String name, JsonNode value) throws RequestBody.Unreadable {
        try {
            if (value.has("base64")) {
                var type = value.path("contentType").asText(SessionChanges.BYTES);
                checkType(type);
                return Change.put(
                        name,
                        type,
                        Base64.getDecoder().decode(value.path("base64").asText()));
            }
            if (value.has("text")) {
                var type = value.path("contentType").asText(SessionChanges.TEXT);
                checkType(type);
                return Change.put(name, type, value.path("text").asText().getBytes(StandardCharsets.UTF_8));
            }
        } catch (IllegalArgumentException e) {
            throw new RequestBody.Unreadable("the value of \"%s\" is no base64".formatted(name));
        }
        throw new RequestBody.Unreadable(
                "the value of \"%s\" must be an object with \"text\" or \"base64\"".formatted(name));
    }

    static byte[] binary(Session session) {
        var attributes = new LinkedHashMap<String, SessionForm.Value>();
        for (var attribute : session.attributes()) {
            attributes.put(
                    attribute.name(),
                    new SessionForm.Value(attribute.contentType(), attribute.value(), attribute.tag()));
        }
        return SessionForm.encode(new SessionCopy(
                session.id().text(), session.tag(), session.created(), session.touched(), session.ttl(), attributes));
    }

    static ObjectNode json(Session session) {
        var json = head(session);
        var attributes = json.putObject("attributes");
        for (var attribute : session.attributes()) {
            attributes.set(attribute.name(), json(attribute));
        }
        return json;
    }

    private static ObjectNode head(Session session) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", session.id().text())
                .put("etag", session.tag())
                .put("created", session.created().toString())
                .put("touched", session.touched().toString())
                .put("expires", session.expires().toString())
                .put("ttl", session.ttl().toString());
    }

    private static ObjectNode json(Attribute attribute) {
        var json = JsonNodeFactory.instance
                .objectNode()
                .put("contentType", attribute.contentType())
                .put("etag", attribute.tag());
        return attribute.contentType().startsWith("text/")
                ? json.put("text", new String(attribute.value(), StandardCharsets.UTF_8))
                : json.put("base64", attribute.value());
    }

    /** The answer to a write: the session without its attributes, and how far the write went. */
    static ObjectNode json(WriteResult.Written written, Answer answer) {
        var json = head(written.session());
        if (!written.leftOut().isEmpty()) {
            json.set("leftOut", Replies.MAPPER.valueToTree(written.leftOut()));
        }
        json.putObject("replicated")
                .put("wanted", answer.replicated().wanted().text())
                .put("reached", answer.replicated().isReached())
                .put("journaled", answer.isJournaled())
                .set("nodes", Replies.MAPPER.valueToTree(answer.replicated().nodes()));
        return json;
    }
}
