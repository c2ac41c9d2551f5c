package io.github.batonha.client.sessions;

/** A session could not be read or written. The message says why and what to do. */
public class SessionException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Reason reason;

    /** Why. */
    public enum Reason {
        /** There is no such session: it never was, has ended, or was deleted. */
        MISSING,
        /** It has changed since it was read. */
        CHANGED,
        /** A limit of the session or of the node. */
        LIMIT,
        /** The agent of this node can't be reached, or failed. */
        AGENT,
        /** The agent did not take the token or the request. */
        REFUSED
    }

    SessionException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    SessionException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
