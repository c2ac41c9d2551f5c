package baton.supervision.spec;

/** Which ends that nobody asked for are followed by another start (Erlang/OTP's restart types). */
public enum RestartPolicy {
    /** Every one. {@code scheduleRestart} true. */
    PERMANENT,
    /** Every one but a clean exit, after which the process has done what it was there for. */
    TRANSIENT,
    /** None: left down, and shown as MISSING. {@code scheduleRestart} false. */
    TEMPORARY
}
