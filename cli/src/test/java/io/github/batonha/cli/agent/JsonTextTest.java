package io.github.batonha.cli.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import io.github.batonha.supervision.secrets.VisibleText;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {

    @Test
    void givenAnObject_whenRead_thenFieldsKeepTheirOrderAndNumbersTheirDigits() throws IOException {
        var json = JsonText.read(
                " {\"b\" : [1, -2.50 ,3e-7],\n\"a\":{\"yes\":true,\"no\":false,\"none\":null},\"c\":[],\"d\":{}} ");

        assertThat(json.toLine())
                .isEqualTo("{\"b\":[1,-2.50,3e-7],\"a\":{\"yes\":true,\"no\":false,\"none\":null},\"c\":[],\"d\":{}}");
    }

    @Test
    void givenEscapes_whenRead_thenTheyAreTheirCharactersButForThoseThatActOnATerminal() throws IOException {
        var json = JsonText.read("{\"text\":\"a\\\"b\\\\c\\/d\\b\\f\\n\\r\\t\\u00e9\\ud83d\\uDE00 é\"}");

        assertThat(json.text("text")).isEqualTo("a\"b\\c/d\\u0008\\u000c\\n\\r\\té\ud83d\ude00 é");
    }

    @ParameterizedTest
    @CsvSource({
        "0,0,0",
        "42,42,42",
        "-7,-7,-7",
        "12.9,12,12.9",
        "1.5E3,1500,1500",
        "9223372036854775807,9223372036854775807,9.223372036854775807E18"
    })
    void givenANumber_whenRead_thenItIsThatNumber(String text, long whole, double decimal) throws IOException {
        var json = JsonText.read("{\"n\":" + text + "}");

        assertThat(json.number("n")).isEqualTo(whole);
        assertThat(json.decimal("n")).isEqualTo(decimal);
        assertThat(json.digits("n")).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[",
                "[1",
                "[1,",
                "[1,]",
                "{\"a\"",
                "{\"a\":",
                "{\"a\":1",
                "{\"a\":1,}",
                "{a:1}",
                "{'a':1}",
                "\"open",
                "\"\\",
                "\"\\x\"",
                "\"\\u12g4\"",
                "\"\\u12",
                "\"line\nbreak\"",
                "tru",
                "nul",
                "True",
                "-",
                ".5",
                "1.",
                "1e",
                "+1",
                "<html>",
                "]",
                "[1 2]",
                "{\"a\" 1}"
            })
    void givenWhatIsNoJson_whenRead_thenItIsRefused(String text) {
        assertThatThrownBy(() -> JsonText.read(text)).isInstanceOf(IOException.class);
    }

    @Test
    void givenAnAbyss_whenRead_thenItIsRefusedAndTheStackHolds() {
        assertThatThrownBy(() -> JsonText.read("[".repeat(1_000_000))).isInstanceOf(IOException.class);
    }

    @Test
    void givenAnyTextThatALibraryWrote_whenRead_thenItSaysTheSame() throws IOException {
        var random = new Random(7);
        for (var run = 0; run < 300; run++) {
            var values = random.ints(20, 0, 0x2ff).mapToObj(Character::toString).toList();
            var written = new StringWriter();
            try (var generator = new JsonFactory().createGenerator(written)) {
                generator.writeStartArray();
                generator.writeString(String.join("", values));
                generator.writeNumber(random.nextGaussian() * Math.pow(10, random.nextInt(-12, 12)));
                generator.writeNumber(random.nextLong());
                generator.writeEndArray();
            }

            assertThat(JsonText.read(written.toString()).toLine()).isEqualTo(VisibleText.of(written.toString()));
        }
    }
}
