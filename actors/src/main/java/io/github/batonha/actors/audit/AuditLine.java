package io.github.batonha.actors.audit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.github.batonha.supervision.secrets.Sha256;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A line of the audit: a record, and the SHA-256 of the line before it. Pure; any thread.
 *
 * @param previous in hexadecimal, of the bytes of the line before without its line end; zeros for the first line
 */
public record AuditLine(AuditRecord record, String previous) {

    static final String NONE = "0".repeat(64);

    /** Nothing that a caller sends can end a line or act on a terminal. */
    private static final JsonFactory JSON =
            JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    /** As it stands in the file, without the line end. */
    byte[] bytes() {
        var text = new StringWriter();
        try (var json = JSON.createGenerator(text)) {
            write(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void write(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeNumberField("number", record.number());
        json.writeStringField("at", record.at().toString());
        json.writeStringField("kind", record.kind().toString());
        write(json, "caller", record.act().caller());
        write(json, "role", record.act().role());
        write(json, "from", record.act().from());
        write(json, "what", record.act().what());
        write(json, "detail", record.act().detail());
        write(json, "request", record.act().request());
        if (record.of() > 0) {
            json.writeNumberField("of", record.of());
        }
        write(json, "result", record.result());
        json.writeStringField("previous", previous);
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, String field, String value) throws IOException {
        if (!value.isEmpty()) {
            json.writeStringField(field, value);
        }
    }

    /** Empty where the text is no line of an audit. */
    public static Optional<AuditLine> read(String line) {
        try {
            var fields = fields(line);
            var kind = AuditRecord.Kind.parse(fields.getOrDefault("kind", ""));
            if (kind.isEmpty() || !fields.containsKey("previous")) {
                return Optional.empty();
            }
            var record = new AuditRecord(
                    Long.parseLong(fields.getOrDefault("number", "")),
                    Instant.parse(fields.getOrDefault("at", "")),
                    kind.get(),
                    act(fields),
                    Long.parseLong(fields.getOrDefault("of", "0")),
                    fields.getOrDefault("result", ""));
            return Optional.of(new AuditLine(record, fields.getOrDefault("previous", "")));
        } catch (IOException | NumberFormatException | DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static Act act(Map<String, String> fields) {
        return new Act(
                fields.getOrDefault("caller", ""),
                fields.getOrDefault("role", ""),
                fields.getOrDefault("from", ""),
                fields.getOrDefault("what", ""),
                fields.getOrDefault("detail", ""),
                fields.getOrDefault("request", ""));
    }

    private static Map<String, String> fields(String line) throws IOException {
        var fields = new HashMap<String, String>();
        try (var json = JSON.createParser(line)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return Map.of();
            }
            for (var name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                if (!json.nextToken().isScalarValue()) {
                    return Map.of();
                }
                fields.put(name, json.getText());
            }
        }
        return fields;
    }

    /** SHA-256 in hexadecimal. */
    static String hash(byte[] bytes) {
        return Sha256.hex(bytes);
    }
}
