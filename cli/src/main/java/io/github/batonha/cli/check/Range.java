package io.github.batonha.cli.check;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A range of the Nagios plugins: {@code 10} is outside of 0 to 10, {@code 10:} below 10, {@code ~:10} above 10, {@code 10:20} outside of
 * both, {@code @10:20} inside. Source: the Monitoring Plugins Development Guidelines.
 */
record Range(double least, double most, boolean isInside, String text) {

    private static final String NUMBER = "-?\\d+(?:\\.\\d+)?";
    private static final Pattern FORM =
            Pattern.compile("(?<inside>@)?(?:(?<least>~|" + NUMBER + ")?(?<colon>:))?(?<most>" + NUMBER + ")?");

    static Optional<Range> parse(String text) {
        var form = FORM.matcher(text);
        if (!form.matches() || (form.group("colon") == null && form.group("most") == null)) {
            return Optional.empty();
        }
        var least = number(Optional.ofNullable(form.group("least")).orElse("0"), Double.NEGATIVE_INFINITY);
        var most = number(Optional.ofNullable(form.group("most")).orElse("~"), Double.POSITIVE_INFINITY);
        return least > most
                ? Optional.empty()
                : Optional.of(new Range(least, most, form.group("inside") != null, text));
    }

    private static double number(String text, double endless) {
        return text.equals("~") ? endless : Double.parseDouble(text);
    }

    boolean alerts(double value) {
        var isWithin = least <= value && value <= most;
        return isInside == isWithin;
    }
}
