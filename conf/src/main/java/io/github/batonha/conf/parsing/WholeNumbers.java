package io.github.batonha.conf.parsing;

import java.util.Optional;

/** Whole numbers of a range. */
public final class WholeNumbers {

    private WholeNumbers() {}

    /** Empty if it is no number, or out of the range. */
    public static Optional<Integer> parse(String text, int least, int most) {
        try {
            return Optional.of(Integer.parseInt(text.strip())).filter(number -> number >= least && number <= most);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
