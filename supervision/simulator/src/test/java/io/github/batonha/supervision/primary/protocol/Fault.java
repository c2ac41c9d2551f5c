package io.github.batonha.supervision.primary.protocol;

/** What may happen to a simulated cluster. */
enum Fault {
    CUT_OFF,
    CUT_ONE_WAY,
    HEAL,
    LOSE_MESSAGES,
    DELAY_MESSAGES,
    KILL_AGENT,
    KILL_HOST,
    STOP_AGENT,
    STALL_AGENT,
    STOP_PROCESSES,
    PROCESS_ENDS,
    BREAK_DISK,
    STEP_CLOCK,
    LOSE_STORE,
    END_AGENT,
    RESTART_SYSTEM,
    CHANGE_HOSTS,
    CHANGE_GUARD,
    CUT_DATABASE,
    FAIL_OVER,
    ORDER,
    ORDER_AT_ONCE
}
