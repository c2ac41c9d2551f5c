package io.github.batonha.conf.parsing;

import java.util.Optional;
import java.util.regex.Pattern;

/** TCP ports as people write them. */
public final class Ports {

    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,5}");
    private static final int LAST = 65_535;

    private Ports() {}

    /** Empty if it is no number from 1 to 65535. */
    public static Optional<Integer> parse(String text) {
        if (!DIGITS.matcher(text).matches()) {
            return Optional.empty();
        }
        var port = Integer.parseInt(text);
        return port >= 1 && port <= LAST ? Optional.of(port) : Optional.empty();
    }
}
