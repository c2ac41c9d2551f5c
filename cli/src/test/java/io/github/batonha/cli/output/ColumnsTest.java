package io.github.batonha.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColumnsTest {

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
}
