package io.github.batonha.cli.agent;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.batonha.cli.command.CommandFailed;
import io.github.batonha.cli.command.ExitCode;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** Between text and {@link Json}. Written by the streaming generator: setting up databind takes longer than a whole mon. */
final class JsonText {

    private JsonText() {}

    static Json parse(String text) {
        try {
            return JsonReader.read(text);
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
        try (var generator = Writing.FACTORY.createGenerator(text)) {
            write(json, generator);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
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

    /** Of its own, so that what only reads loads nothing of it. */
    private static final class Writing {
        static final JsonFactory FACTORY = new JsonFactory();
    }
}
