package io.github.batonha.client.sessions;

import java.util.Locale;

/** How far a write must have gone before it is answered. */
public enum Replicate {
    LOCAL,
    /** The default. */
    ONE_OTHER,
    ALL_REACHABLE;

    String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
