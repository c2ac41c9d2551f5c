package io.github.batonha.conf.kts;

/** Leaves a statement that can't be read. Caught by the block around it, which reports it and goes on behind the statement. */
final class Unsupported extends Exception {

    private static final long serialVersionUID = 1;

    private final transient Token at;

    Unsupported(Token at, String message) {
        super(message, null, false, false);
        this.at = at;
    }

    Token at() {
        return at;
    }
}
