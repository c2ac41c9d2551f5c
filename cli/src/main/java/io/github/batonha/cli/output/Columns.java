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

    /** A decimal, rounded half up; {@code digits} of them after the point. */
    public static String decimals(String number, int digits) {
        return new BigDecimal(number).setScale(digits, RoundingMode.HALF_UP).toPlainString();
    }
}
