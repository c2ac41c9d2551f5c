package io.github.batonha.actors.api;

import io.github.batonha.supervision.os.Host;
import java.time.Duration;

/**
 * Until when an order may be begun, for a client on the agent's own host: the id of the boot and a monotonic time of that, which nobody can
 * set. Of another boot, it says nothing.
 */
public final class NotAfter {

    /** Header of a request. */
    public static final String HEADER = "Baton-Not-After";

    private NotAfter() {}

    /**
     * The value for an order that counts only so long from now.
     *
     * @param nanos {@link System#nanoTime()}
     */
    public static String in(Duration within, long nanos) {
        return Host.bootId() + " " + (nanos + within.toNanos());
    }

    /**
     * Whether the time of an order is over. Never for a value that can't be read, or that another boot of the host gave.
     *
     * @param nanos {@link System#nanoTime()}
     */
    public static boolean hasPassed(String value, long nanos) {
        var words = value.strip().split(" ", -1);
        try {
            return words.length == 2 && words[0].equals(Host.bootId()) && nanos - Long.parseLong(words[1]) > 0;
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
