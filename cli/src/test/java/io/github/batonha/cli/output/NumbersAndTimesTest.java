package io.github.batonha.cli.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumbersAndTimesTest {

    @ParameterizedTest
    @CsvSource({
        "0.0,0.00",
        "0.005,0.01",
        "0.004999,0.00",
        "9.995,10.00",
        "-0.0,0.00",
        "-1.005,-1.01",
        "9.0E-4,0.00",
        "1.5E7,15000000.00",
        "100,100.00"
    })
    void givenANumber_whenRounded_thenHalfUp(String number, String expected) {
        assertThat(Columns.decimals(number, 2)).isEqualTo(expected);
    }

    @Test
    void givenAnyNumber_whenRounded_thenAsTheLibraryRounds() {
        var random = new Random(11);
        for (var run = 0; run < 20_000; run++) {
            var number =
                    random.nextDouble() * Math.pow(10, random.nextInt(-6, 10)) * (random.nextInt(10) == 0 ? -1 : 1);
            var digits = random.nextInt(1, 4);

            assertThat(Columns.decimals(number, digits))
                    .isEqualTo(BigDecimal.valueOf(number)
                            .setScale(digits, RoundingMode.HALF_UP)
                            .toPlainString());
        }
    }

    @Test
    void givenAnyTime_whenParsed_thenAsTheLibraryParses() {
        var random = new Random(13);
        for (var run = 0; run < 5_000; run++) {
            var second = random.nextLong(-62_167_219_200L, 253_402_300_800L);
            var time = Instant.ofEpochSecond(second, random.nextBoolean() ? 0 : random.nextInt(1_000_000_000));

            assertThat(Times.parse(time.toString())).isEqualTo(time);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2000-02-29T23:59:59Z",
                "2026-11-23T04:05:06.7Z",
                "2026-11-23T04:05:06.123456789Z",
                "2026-11-23T24:00:00Z",
                "2026-11-23T04:05:06+01:00",
                "+12026-11-23T04:05:06Z",
                "2016-12-31T23:59:60Z"
            })
    void givenAnUnusualTime_whenParsed_thenAsTheLibraryParses(String text) {
        assertThat(Times.parse(text)).isEqualTo(Instant.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "now",
                "2026-02-29T00:00:00Z",
                "2026-13-01T00:00:00Z",
                "2026-00-10T00:00:00Z",
                "2026-11-00T00:00:00Z",
                "2026-11-23T25:00:00Z",
                "2026-11-23T04:05:06.Zx",
                "2026-11-23 04:05:06Z"
            })
    void givenNoTime_whenParsed_thenItIsRefused(String text) {
        assertThatThrownBy(() -> Times.parse(text)).isInstanceOf(DateTimeParseException.class);
    }
}
