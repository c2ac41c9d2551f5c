package io.github.batonha.cli.output;

import io.github.batonha.actors.api.MetricSample;
import java.math.BigDecimal;
import java.util.stream.Collectors;

/** Numbers of applications as text. */
public final class Samples {

    private Samples() {}

    /** {@code trades_total{handler="INSERT"} 42}. */
    public static String line(MetricSample sample) {
        return series(sample) + " " + number(sample.value());
    }

    /** Name and labels, as Prometheus writes them. */
    public static String series(MetricSample sample) {
        return sample.labels().isEmpty() ? sample.name() : sample.name() + "{" + labels(sample) + "}";
    }

    /** {@code handler="INSERT",side="buy"}; empty if there are none. */
    public static String labels(MetricSample sample) {
        return sample.labels().entrySet().stream()
                .map(label -> label.getKey() + "=\""
                        + label.getValue().replace("\\", "\\\\").replace("\"", "\\\"") + "\"")
                .collect(Collectors.joining(","));
    }

    /** Without an exponent, and without a fraction where there is none. */
    public static String number(double value) {
        return value == 0 ? "0" : BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }
}
