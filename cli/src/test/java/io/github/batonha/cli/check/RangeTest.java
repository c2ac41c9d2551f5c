package io.github.batonha.cli.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RangeTest {

    @ParameterizedTest
    @CsvSource({
        "10,    -1, true",
        "10,    0, false",
        "10,   10, false",
        "10,    10.5, true",
        "10:,   9.9, true",
        "10:,  10, false",
        "10:,  1e9, false",
        "~:10,  -9, false",
        "~:10, 10, false",
        "~:10, 11, true",
        "10:20, 9, true",
        "10:20, 10, false",
        "10:20, 20, false",
        "10:20, 21, true",
        "@10:20, 9, false",
        "@10:20, 10, true",
        "@10:20, 20, true",
        "@10:20, 21, false",
        "-5:5,  -5, false",
        "-5:5, -6, true",
        ":7, 7, false",
        ":7, -1, true"
    })
    void givenARange_whenAValueIsCompared_thenItAlertsAsTheGuidelinesSay(String text, double value, boolean alerts) {
        assertThat(Range.parse(text).orElseThrow().alerts(value)).isEqualTo(alerts);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "10:5", "1:2:3", "@", "~", "10%", "1,5"})
    void givenNoRange_whenRead_thenItIsRefused(String text) {
        assertThat(Range.parse(text)).isEmpty();
    }
}
