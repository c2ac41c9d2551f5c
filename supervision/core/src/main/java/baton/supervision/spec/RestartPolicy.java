package baton.supervision.spec;

/** What follows an exit that nobody asked for (Erlang/OTP's restart types). */
public enum RestartPolicy {
    /** Started again after every unexpected exit: {@code scheduleRestart} true. */
    PERMANENT,
    /** Left down, and shown as MISSING: {@code scheduleRestart} false. */
    TEMPORARY
}
