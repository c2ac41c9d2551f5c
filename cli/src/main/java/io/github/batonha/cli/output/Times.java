package io.github.batonha.cli.output;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;

/** Times as screens show them: local, to the second. */
public final class Times {

    private Times() {}

    /** {@code 2026-11-23 04:05:06} in the clock's zone. */
    public static String local(Instant at, Clock clock) {
        var time = at.atZone(clock.getZone());
        return time.toLocalDate() + " " + two(time.getHour()) + ":" + two(time.getMinute()) + ":"
                + two(time.getSecond());
    }

    /**
     * As {@link Instant#parse}. What agents write, as {@code 2026-11-23T04:05:06.789Z}, by hand: until the JDK's parser
     * has set itself up, a whole mon is done.
     *
     * @throws DateTimeException if it is no time
     */
    public static Instant parse(String text) {
        var isPlain = text.length() >= 20
                && text.charAt(4) == '-'
                && text.charAt(7) == '-'
                && text.charAt(10) == 'T'
                && text.charAt(13) == ':'
                && text.charAt(16) == ':'
                && (text.length() == 20 || (text.charAt(19) == '.' && text.length() <= 30))
                && text.charAt(text.length() - 1) == 'Z'
                && areDigits(text, 0, 4, 5, 7, 8, 10, 11, 13, 14, 16, 17, 19, 20, text.length() - 1);
        return isPlain ? plain(text) : Instant.parse(text);
    }

    private static Instant plain(String text) {
        var day = epochDay(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10));
        var hour = number(text, 11, 13);
        var minute = number(text, 14, 16);
        var second = number(text, 17, 19);
        var isTime = hour < 24
                && minute < 60
                && second < 60
                && text.startsWith(LocalDate.ofEpochDay(day).toString());
        if (!isTime) {
            return Instant.parse(text);
        }
        var fraction = text.length() == 20 ? "" : text.substring(20, text.length() - 1);
        var nanos = Integer.parseInt((fraction + "000000000").substring(0, 9));
        return Instant.ofEpochSecond(day * 86400 + hour * 3600L + minute * 60L + second, nanos);
    }

    /** Of a day of the calendar, in which a year ends with February. {@code LocalDate.of} sets up a parser. */
    private static long epochDay(int year, int month, int day) {
        long years = month > 2 ? year : year - 1;
        var months = month > 2 ? month - 3 : month + 9;
        return years * 365 + years / 4 - years / 100 + years / 400 + (months * 153 + 2) / 5 + day - 1 - 719468;
    }

    private static int number(String text, int from, int to) {
        return Integer.parseInt(text, from, to, 10);
    }

    /** Whether there is nothing but digits between each pair of positions. */
    private static boolean areDigits(String text, int... positions) {
        for (var i = 0; i < positions.length; i += 2) {
            for (var at = positions[i]; at < positions[i + 1]; at++) {
                if (text.charAt(at) < '0' || text.charAt(at) > '9') {
                    return false;
                }
            }
        }
        return true;
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
