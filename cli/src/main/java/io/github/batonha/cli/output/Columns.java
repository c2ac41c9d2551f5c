package io.github.batonha.cli.output;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.function.IntPredicate;

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

    /**
     * Lines of cells, two spaces between columns, each as wide as its longest cell.
     *
     * @param isWord which columns begin at the left; numbers end at the right
     */
    public static String table(List<List<String>> lines, IntPredicate isWord) {
        var widths = new int[lines.getFirst().size()];
        for (var cells : lines) {
            for (var i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], cells.get(i).length());
            }
        }
        var text = new StringBuilder();
        for (var cells : lines) {
            var line = new StringBuilder();
            for (var i = 0; i < widths.length; i++) {
                line.append(isWord.test(i) ? left(cells.get(i), widths[i]) : right(cells.get(i), widths[i]))
                        .append("  ");
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }
}
