package io.github.batonha.supervision.primary.schedule;

/** What follows from an event. */
public sealed interface ScheduleEffect {

    /** The first one, and before all others: where it fails, {@link Schedule#unwritten} tells what follows. */
    record Persist(ScheduleState state) implements ScheduleEffect {}

    /** Gives the order. */
    record Give(TimedOrder order) implements ScheduleEffect {}

    /** The order that was given and still waits is to end. */
    record Withdraw() implements ScheduleEffect {}

    /** Answers whoever sent the event. */
    record Answer(boolean isDone, String text, String remedy) implements ScheduleEffect {}

    /**
     * Tells people.
     *
     * @param by who brought it about
     * @param reason what that person gave as the reason
     * @param isRecorded the history has it already
     */
    record Note(Kind kind, TimedOrder order, String by, String reason, String why, boolean isRecorded)
            implements ScheduleEffect {}

    /** What became of an order. */
    enum Kind {
        SCHEDULED,
        BEGUN,
        CANCELLED,
        MISSED,
        REFUSED,
        DONE
    }
}
