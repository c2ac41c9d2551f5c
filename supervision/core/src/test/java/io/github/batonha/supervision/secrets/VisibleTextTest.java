package io.github.batonha.supervision.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VisibleTextTest {

    @Test
    void givenWhatATerminalOrALogWouldObey_whenShown_thenItStandsAsItsCode() {
        assertThat(VisibleText.of("a\nb\rc\td")).isEqualTo("a\\nb\\rc\\td");
        assertThat(VisibleText.of("\u001b[2J\u0007\u0000\u007f")).isEqualTo("\\u001b[2J\\u0007\\u0000\\u007f");
        assertThat(VisibleText.of("\u009b31m\u0085")).isEqualTo("\\u009b31m\\u0085");
        assertThat(VisibleText.of("x\u2028y\u2029z")).isEqualTo("x\\u2028y\\u2029z");
        assertThat(VisibleText.of("half \ud83d")).isEqualTo("half \\ud83d");
    }

    @Test
    void givenWhatTurnsOrHidesText_whenShown_thenItStandsAsItsCode() {
        assertThat(VisibleText.of("\u202egro.live\u202c")).isEqualTo("\\u202egro.live\\u202c");
        assertThat(VisibleText.of("a\u2066b\u2069")).isEqualTo("a\\u2066b\\u2069");
        assertThat(VisibleText.of("op\u200bs\ufeff\u00ad")).isEqualTo("op\\u200bs\\ufeff\\u00ad");
        assertThat(VisibleText.of(new StringBuilder().appendCodePoint(0xe0041).toString()))
                .isEqualTo("\\udb40\\udc41");
    }

    @Test
    void givenTextThatCanBeSeen_whenShown_thenItStaysAsItIs() {
        var text = "Ärger in Zürich, 東京, العربية, 😀 \\n C:\\temp";

        assertThat(VisibleText.of(text)).isSameAs(text);
    }

    @Test
    void givenAMessageOfSeveralLines_whenItsLinesAreKept_thenOnlyTheRestIsEscaped() {
        assertThat(VisibleText.lines("one\n\ttwo\u001b[1m\r")).isEqualTo("one\n\ttwo\\u001b[1m\\r");
    }
}
