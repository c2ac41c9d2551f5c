package io.github.batonha.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.cli.command.TerminalSize;
import org.junit.jupiter.api.Test;

class FitTest {
    private static final String PICTURE = "one\ntwo\na line that is too long\nfour\n";

    @Test
    void givenATail_whenThePictureIsFitted_thenTheTailIsWholeAndAllOfItHasItsRows() {
        var tail = "a link:\nhttp://127.0.0.2\n";

        assertThat(Fit.all(PICTURE, tail, new TerminalSize(8, 10))).isEqualTo("one\ntwo\na line th…\nfour\n" + tail);
        assertThat(Fit.all(PICTURE, tail, new TerminalSize(7, 10)))
                .as("three rows are taken by the tail, one by the cursor")
                .isEqualTo("one\ntwo\n… 2 more …\n" + tail);
        assertThat(Fit.all(PICTURE, tail, new TerminalSize(1, 10))).endsWith(tail);
    }

    @Test
    void givenNoTail_thenThePictureHasAllRows() {
        assertThat(Fit.all(PICTURE, "", new TerminalSize(5, 100))).isEqualTo(PICTURE);
        assertThat(Fit.all(PICTURE, "", new TerminalSize(4, 100))).endsWith("… 2 more lines: make the window higher\n");
    }
}
