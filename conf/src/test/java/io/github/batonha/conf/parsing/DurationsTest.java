package io.github.batonha.conf.parsing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

    @ParameterizedTest
    @CsvSource({"10 s,PT10S", "500ms,PT0.5S", "2 minutes,PT2M", "0 s,PT0S", "1.5 s,PT1.5S"})
    void givenATimeWithItsUnit_whenParsed_thenItIsTheTime(String text, Duration time) {
        assertThat(Durations.parse(text)).contains(time);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10", "s", "-1 s", "10 parsecs", "ten s"})
    void givenAnythingElse_whenParsed_thenItIsNone(String text) {
        assertThat(Durations.parse(text)).isEmpty();
    }
}
