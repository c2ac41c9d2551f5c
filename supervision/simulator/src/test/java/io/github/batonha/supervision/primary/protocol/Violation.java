package io.github.batonha.supervision.primary.protocol;

import java.util.EnumSet;
import java.util.Set;

/** What a checker found. */
final class Violation extends AssertionError {
    private static final long serialVersionUID = 1;

    /** What was broken. */
    enum Kind {
        /** Two nodes run primaryOnly processes. */
        OVERLAP,
        /** Something runs, or may, without a durable mark that says so. */
        MARK,
        /** Epochs of activations grow, and none comes twice. */
        EPOCH,
        /** A durable word was not kept. */
        PROMISE,
        /** A release was given to two epochs. */
        RELEASE,
        /** A node became primary that no operator chose. */
        UNASKED,
        /** A host was given up that was there, or before the time that operators are told. */
        WAIT,
        /** Promises were asked for by an order that the words of all hosts refuse already. */
        REFUSED,
        /** No primary although nothing fails and an operator asks. */
        LIVENESS,
        /** The state machine and its shell do not keep to what they agreed on: no promise to anybody else. */
        CONTRACT;

        /** All that a mutant may be found by: a broken promise is wanted. */
        static Set<Kind> promises() {
            return EnumSet.complementOf(EnumSet.of(CONTRACT, REFUSED));
        }

        static Set<Kind> all() {
            return EnumSet.allOf(Kind.class);
        }
    }

    final Kind kind;

    Violation(Kind kind, String message) {
        super(kind + ": " + message);
        this.kind = kind;
    }
}
