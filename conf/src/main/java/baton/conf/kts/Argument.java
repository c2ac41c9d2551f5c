package baton.conf.kts;

import baton.conf.system.HostEntry;
import baton.conf.system.Value;
import java.util.Optional;

/**
 * A value handed to system, host or item.
 *
 * @param at where it begins
 */
record Argument(Kind kind, String text, Token at) {

    enum Kind {
        TEXT,
        NUMBER,
        TRUTH,
        VARIABLE,
        LOCAL_HOST
    }

    /** Empty where only a text will do and this is none. */
    Optional<String> asText() {
        return kind == Kind.TEXT ? Optional.of(text) : Optional.empty();
    }

    Optional<String> asHostName() {
        return kind == Kind.LOCAL_HOST ? Optional.of(HostEntry.LOCAL_HOST) : asText();
    }

    Optional<Boolean> asTruth() {
        return kind == Kind.TRUTH ? Optional.of(Boolean.valueOf(text)) : Optional.empty();
    }

    Optional<Value> asValue() {
        return switch (kind) {
            case TEXT, NUMBER, TRUTH -> Optional.of(new Value.Text(text));
            case VARIABLE -> Optional.of(new Value.Variable(text));
            case LOCAL_HOST -> Optional.empty();
        };
    }
}
