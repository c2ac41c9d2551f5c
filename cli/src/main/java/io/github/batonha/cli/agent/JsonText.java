package io.github.batonha.cli.agent;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.batonha.cli.command.CommandFailed;
import io.github.batonha.cli.command.ExitCode;
import io.github.batonha.supervision.secrets.VisibleText;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;

/** Between text and {@link Json}. By Jackson's streaming API: setting up databind takes longer than a whole mon. */
final class JsonText {

    private static final JsonFactory FACTORY = new JsonFactory();

    private JsonText() {}

    static Json parse(String text) {
        try {
            return read(text);
        } catch (IOException e) {
            throw new CommandFailed(
                    ExitCode.FAILED,
                    "The answer is not the JSON that was expected: "
                            + text.lines().findFirst().orElse("(empty)"),
                    "is something else than a baton agent listening at its address?",
                    e);
        }
    }

    /** One value, and nothing behind it. */
    static Json read(String text) throws IOException {
        try (var parser = FACTORY.createParser(text)) {
            parser.nextToken();
            var value = value(parser);
            if (parser.nextToken() != null) {
                throw new IOException("there is more behind the value");
            }
            return value;
        }
    }

    private static Json value(JsonParser from) throws IOException {
        var token = from.currentToken();
        if (token == null) {
            throw new IOException("it ends where a value is expected");
        }
        return switch (token) {
            case START_OBJECT -> fields(from);
            case START_ARRAY -> items(from);
            case VALUE_STRING -> new Json.Text(from.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Json.Digits(from.getText());
            case VALUE_TRUE -> new Json.Flag(true);
            case VALUE_FALSE -> new Json.Flag(false);
            case VALUE_NULL -> new Json.Nothing();
            case END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
                throw new IOException(token + " where a value is expected");
        };
    }

    private static Json fields(JsonParser from) throws IOException {
        var fields = new LinkedHashMap<String, Json>();
        for (var name = from.nextFieldName(); name != null; name = from.nextFieldName()) {
            from.nextToken();
            fields.put(name, value(from));
        }
        return new Json.Fields(fields);
    }

    private static Json items(JsonParser from) throws IOException {
        var items = new ArrayList<Json>();
        while (from.nextToken() != JsonToken.END_ARRAY) {
            items.add(value(from));
        }
        return new Json.Items(items);
    }

    /** What a terminal would obey stands as its code in texts, and nowhere else. */
    static String write(Json json) {
        var text = new StringWriter();
        try (var generator = FACTORY.createGenerator(text)) {
            write(json, generator);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return VisibleText.of(text.toString());
    }

    private static void write(Json json, JsonGenerator to) throws IOException {
        switch (json) {
            case Json.Fields(var byName) -> {
                to.writeStartObject();
                for (var field : byName.entrySet()) {
                    to.writeFieldName(field.getKey());
                    write(field.getValue(), to);
                }
                to.writeEndObject();
            }
            case Json.Items(var values) -> {
                to.writeStartArray();
                for (var value : values) {
                    write(value, to);
                }
                to.writeEndArray();
            }
            case Json.Text(var value) -> to.writeString(value);
            case Json.Digits(var value) -> to.writeNumber(value);
            case Json.Flag(var value) -> to.writeBoolean(value);
            case Json.Nothing() -> to.writeNull();
        }
    }
}
