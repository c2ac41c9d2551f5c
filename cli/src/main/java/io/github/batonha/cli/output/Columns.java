package io.github.batonha.cli.output;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Text of a fixed width. By hand: a {@code Formatter} costs a short command more than its whole table. */
public final class Columns {

    private Columns() {}

    /** The text, filled up with spaces on the right; a longer text stays whole. */
    public static String left(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    /** The text, filled up with spaces on the left; a longer text stays whole. */
    public static String right(String text, int width) {
        return " ".repeat(Math.max(0, width - text.length())) + text;
    }

    public static String decimals(double number, int digits) {
        return decimals(Double.toString(number), digits);
    }

    /** A decimal, rounded half up; {@code digits} of them after the point, at least one. */
    public static String decimals(String number, int digits) {
        return isPlain(number)
                ? rounded(number, digits)
                : new BigDecimal(number).setScale(digits, RoundingMode.HALF_UP).toPlainString();
    }

    /** Digits with a point among them, and no more than fit. */
    private static boolean isPlain(String number) {
        var point = number.indexOf('.');
        for (var i = 0; i < number.length(); i++) {
            if (i != point && (number.charAt(i) < '0' || number.charAt(i) > '9')) {
                return false;
            }
        }
        return point > 0 && point < 15;
    }

    /** {@code BigDecimal} sets up a pool of threads before it rounds its first number. */
    private static String rounded(String number, int digits) {
        var point = number.indexOf('.');
        var fraction = number.substring(point + 1) + "0".repeat(digits + 1);
        var isUp = fraction.charAt(digits) >= '5';
        var all = Long.toString(
                Long.parseLong(number.substring(0, point) + fraction.substring(0, digits)) + (isUp ? 1 : 0));
        var padded = "0".repeat(Math.max(0, digits + 1 - all.length())) + all;
        return padded.substring(0, padded.length() - digits) + "." + padded.substring(padded.length() - digits);
    }
}
