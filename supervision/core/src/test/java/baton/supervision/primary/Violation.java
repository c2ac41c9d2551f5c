package baton.supervision.primary;

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
        /** No primary although nothing fails and an operator asks. */
        LIVENESS,
        /** The state machine and its shell do not keep to what they agreed on: no promise to anybody else. */
        CONTRACT
    }

    final Kind kind;

    Violation(Kind kind, String message) {
        super(kind + ": " + message);
        this.kind = kind;
    }
}
