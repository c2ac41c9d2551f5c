package io.github.batonha.supervision.spec;

/** Whom of a group a failure concerns whose process is to be restarted (Erlang/OTP's supervisor strategies). */
public enum GroupStrategy {
    /** The process that failed, alone. */
    ONE_FOR_ONE,
    /** All of the group that run: they are stopped, and start again when none of them is left. */
    ONE_FOR_ALL,
    /** The process that failed and those that stand after it in the definition, in the same way. */
    REST_FOR_ONE
}
