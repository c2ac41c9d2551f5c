package io.github.batonha.cli.output;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Times as screens show them: local, to the second. */
public final class Times {

    private Times() {}

    /** {@code 2026-11-23 04:05:06} in the clock's zone. */
    public static String local(Instant at, Clock clock) {
        var time = at.atZone(clock.getZone());
        return time.toLocalDate() + " " + two(time.getHour()) + ":" + two(time.getMinute()) + ":"
                + two(time.getSecond());
    }

    /** {@code 04:05:06}, with the days in front where there are any: {@code 2d 04:05:06}. */
    public static String span(Duration time) {
        var days = time.toDays() == 0 ? "" : time.toDays() + "d ";
        return days + two(time.toHoursPart()) + ":" + two(time.toMinutesPart()) + ":" + two(time.toSecondsPart());
    }

    /** {@code 12.3 s}. */
    public static String seconds(Duration time) {
        return Columns.decimals(time.toMillis() / 1000.0, 1) + " s";
    }

    private static String two(int number) {
        return number < 10 ? "0" + number : Integer.toString(number);
    }
}
