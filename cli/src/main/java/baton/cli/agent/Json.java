package baton.cli.agent;

import baton.cli.shell.CommandFailed;
import baton.cli.shell.ExitCode;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A JSON value as an agent sent it; fields keep their order, numbers their digits. Immutable. */
public sealed interface Json {

    /** An object without fields, to begin one with. */
    Json NO_FIELDS = new Fields(Map.of());

    record Fields(Map<String, Json> byName) implements Json {
        public Fields {
            byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
        }
    }

    record Items(List<Json> values) implements Json {
        public Items {
            values = List.copyOf(values);
        }
    }

    record Text(String value) implements Json {}

    record Number(BigDecimal value) implements Json {}

    record Flag(boolean value) implements Json {}

    record Nothing() implements Json {}

    /** @throws CommandFailed if the text is not JSON */
    static Json parse(String text) {
        try (var parser = Parsers.FACTORY.createParser(text)) {
            parser.nextToken();
            return Parsers.value(parser);
        } catch (IOException e) {
            throw new CommandFailed(
                    ExitCode.FAILED,
                    "The answer is not the JSON that was expected: "
                            + text.lines().findFirst().orElse("(empty)"),
                    "is something else than a baton agent listening at its address?",
                    e);
        }
    }

    /** The field's value; empty where it is missing or null. */
    default Optional<Json> find(String field) {
        return this instanceof Fields fields
                ? Optional.ofNullable(fields.byName().get(field)).filter(value -> !(value instanceof Nothing))
                : Optional.empty();
    }

    default Json get(String field) {
        return find(field).orElseThrow(() -> unexpected(field));
    }

    default String text(String field) {
        return get(field) instanceof Text text ? text.value() : fail(field);
    }

    default long number(String field) {
        return get(field) instanceof Number number ? number.value().longValue() : fail(field);
    }

    default double decimal(String field) {
        return get(field) instanceof Number number ? number.value().doubleValue() : fail(field);
    }

    default boolean flag(String field) {
        return get(field) instanceof Flag flag ? flag.value() : fail(field);
    }

    default List<Json> items(String field) {
        return get(field).items();
    }

    default List<String> texts(String field) {
        return items(field).stream()
                .map(item -> item instanceof Text text ? text.value() : fail(field))
                .toList();
    }

    default List<Json> items() {
        return this instanceof Items items ? items.values() : fail("[]");
    }

    /** Only the named fields, in that order; one that is missing becomes null. */
    default Json only(String... names) {
        var chosen = new LinkedHashMap<String, Json>();
        for (var name : names) {
            chosen.put(name, find(name).orElse(new Nothing()));
        }
        return new Fields(chosen);
    }

    /** The same value with the field set. */
    default Json with(String field, Json value) {
        var fields = new LinkedHashMap<String, Json>();
        if (this instanceof Fields old) {
            fields.putAll(old.byName());
        }
        fields.put(field, value);
        return new Fields(fields);
    }

    /** As one line. */
    default String toLine() {
        var text = new StringWriter();
        try (var generator = Parsers.FACTORY.createGenerator(text)) {
            Parsers.write(this, generator);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private <T> T fail(String field) {
        throw unexpected(field);
    }

    private static CommandFailed unexpected(String field) {
        return new CommandFailed(
                ExitCode.FAILED,
                "The agent's answer has no usable field '" + field + "'",
                "are the agent and this command of the same version? Compare `baton --version` on both");
    }

    /** Between text and values. */
    final class Parsers {

        private static final JsonFactory FACTORY = new JsonFactory();

        private Parsers() {}

        private static Json value(JsonParser parser) throws IOException {
            var token = parser.currentToken();
            return switch (token) {
                case START_OBJECT -> fields(parser);
                case START_ARRAY -> items(parser);
                case VALUE_STRING -> new Text(parser.getText());
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Number(parser.getDecimalValue());
                case VALUE_TRUE, VALUE_FALSE -> new Flag(token == JsonToken.VALUE_TRUE);
                case VALUE_NULL -> new Nothing();
                case null, default -> throw new IOException("unexpected " + token);
            };
        }

        private static Json fields(JsonParser parser) throws IOException {
            var byName = new LinkedHashMap<String, Json>();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                var name = parser.currentName();
                parser.nextToken();
                byName.put(name, value(parser));
            }
            return new Fields(byName);
        }

        private static Json items(JsonParser parser) throws IOException {
            var values = new ArrayList<Json>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                values.add(value(parser));
            }
            return new Items(values);
        }

        private static void write(Json json, JsonGenerator to) throws IOException {
            switch (json) {
                case Fields(var byName) -> {
                    to.writeStartObject();
                    for (var field : byName.entrySet()) {
                        to.writeFieldName(field.getKey());
                        write(field.getValue(), to);
                    }
                    to.writeEndObject();
                }
                case Items(var values) -> {
                    to.writeStartArray();
                    for (var value : values) {
                        write(value, to);
                    }
                    to.writeEndArray();
                }
                case Text(var value) -> to.writeString(value);
                case Number(var value) -> to.writeNumber(value);
                case Flag(var value) -> to.writeBoolean(value);
                case Nothing() -> to.writeNull();
            }
        }
    }
}
