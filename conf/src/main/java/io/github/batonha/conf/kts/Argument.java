package io.github.batonha.conf.kts;

import io.github.batonha.conf.system.HostEntry;
import io.github.batonha.conf.system.Value;
import java.util.Optional;

/**
 * A value handed to system, host or item.
 *
 * @param text what it says, or the name of the variable that it refers to
 * @param otherwise what counts where that variable is not set
 * @param at where it begins
 */
record Argument(Kind kind, String text, String otherwise, Token at) {

    Argument(Kind kind, String text, Token at) {
        this(kind, text, "", at);
    }

    enum Kind {
        TEXT,
        NUMBER,
        TRUTH,
        VARIABLE,
        VARIABLE_OR,
        LOCAL_HOST
    }

    /** Whether it is written out, so that it can be joined to others. */
    boolean isLiteral() {
        return switch (kind) {
            case TEXT, NUMBER, TRUTH -> true;
            case VARIABLE, VARIABLE_OR, LOCAL_HOST -> false;
        };
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
            case VARIABLE_OR -> Optional.of(new Value.VariableOr(text, otherwise));
            case LOCAL_HOST -> Optional.empty();
        };
    }
}
