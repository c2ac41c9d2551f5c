package io.github.batonha.cli.output;

import io.github.batonha.actors.api.MetricSample;
import java.math.BigDecimal;

/** Numbers of applications as text. */
public final class Samples {

    private Samples() {}

    /** {@code trades_total{handler="INSERT"} 42}. */
    public static String line(MetricSample sample) {
        return sample.series() + " " + number(sample.value());
    }

    /** Without an exponent, and without a fraction where there is none. */
    public static String number(double value) {
        return value == 0 ? "0" : BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }
}
