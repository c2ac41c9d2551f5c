package io.github.batonha.conf.processes;

import io.github.batonha.conf.report.Findings;
import io.github.batonha.conf.report.Place;
import java.nio.charset.StandardCharsets;

/** How much the kernel takes: one argument or variable of more than 128 KiB keeps every process that gets it from starting. */
public final class Sizes {

    private static final int KIB = 1024;
    /** MAX_ARG_STRLEN, with the zero at its end. */
    private static final int MOST_BYTES = 128 * KIB - 1;

    private Sizes() {}

    /**
     * A problem if a variable would be too long.
     *
     * @param name of the variable, which counts too
     * @param what begins the message
     */
    public static void checkVariable(String what, String name, String value, Place place, Findings findings) {
        check(what, bytes(name) + 1 + bytes(value), place, findings);
    }

    /** A problem if a text that becomes an argument would be too long. */
    static void checkArgument(String what, String value, Place place, Findings findings) {
        check(what, bytes(value), place, findings);
    }

    private static void check(String what, int bytes, Place place, Findings findings) {
        if (bytes > MOST_BYTES) {
            findings.problem(
                    place,
                    "%s has %d KiB, but Linux starts no process with an argument or variable of more than %d: put it into a file, and name that"
                            .formatted(what, bytes / KIB, (MOST_BYTES + 1) / KIB));
        }
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
