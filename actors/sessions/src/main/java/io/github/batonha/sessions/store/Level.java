package io.github.batonha.sessions.store;

import java.util.Locale;
import java.util.Optional;

/** How far a write must have gone before it is answered. It goes to all nodes at once in any case. */
public enum Level {
    /** This node has it in memory and in its journal. */
    LOCAL,
    /** And one other node has it in memory. */
    ONE_OTHER,
    /** And all other nodes that are reachable. */
    ALL_REACHABLE;

    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<Level> parse(String text) {
        for (var level : values()) {
            if (level.text().equals(text)) {
                return Optional.of(level);
            }
        }
        return Optional.empty();
    }
}
