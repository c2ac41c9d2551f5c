package io.github.batonha.supervision.spec;

/** Which ends that nobody asked for are followed by another start (Erlang/OTP's restart types). */
public enum RestartPolicy {
    /** Every one. {@code scheduleRestart} true. */
    PERMANENT,
    /** Every one but a clean exit, after which the process has done what it was there for. */
    TRANSIENT,
    /**
     * As {@link #TRANSIENT}, for a job that is to be done once (systemd's {@code Type=oneshot} with {@code RemainAfterExit}): it is ready when it
     * has ended with success, and not before.
     */
    ONESHOT,
    /** None: left down, and shown as MISSING. {@code scheduleRestart} false. */
    TEMPORARY
}
