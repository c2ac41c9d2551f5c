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
import java.util.ArrayList;
import java.util.LinkedHashMap;

/** Between text and {@link Json}, by the streaming parser: setting up databind takes longer than a whole mon. */
final class JsonText {

    private static final JsonFactory FACTORY = new JsonFactory();

    private JsonText() {}

    static Json parse(String text) {
        try (var parser = FACTORY.createParser(text)) {
            parser.nextToken();
            return value(parser);
        } catch (IOException e) {
            throw new CommandFailed(
                    ExitCode.FAILED,
                    "The answer is not the JSON that was expected: "
                            + text.lines().findFirst().orElse("(empty)"),
                    "is something else than a baton agent listening at its address?",
                    e);
        }
    }

    static String write(Json json) {
        var text = new StringWriter();
        try (var generator = FACTORY.createGenerator(text)) {
            write(json, generator);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static Json value(JsonParser parser) throws IOException {
        var token = parser.currentToken();
        return switch (token) {
            case START_OBJECT -> fields(parser);
            case START_ARRAY -> items(parser);
            case VALUE_STRING -> new Json.Text(parser.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Json.Digits(parser.getDecimalValue());
            case VALUE_TRUE, VALUE_FALSE -> new Json.Flag(token == JsonToken.VALUE_TRUE);
            case VALUE_NULL -> new Json.Nothing();
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
        return new Json.Fields(byName);
    }

    private static Json items(JsonParser parser) throws IOException {
        var values = new ArrayList<Json>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            values.add(value(parser));
        }
        return new Json.Items(values);
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
