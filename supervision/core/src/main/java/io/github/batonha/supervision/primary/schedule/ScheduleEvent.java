package io.github.batonha.supervision.primary.schedule;

/** Something that may change what is scheduled. */
public sealed interface ScheduleEvent {

    /**
     * Somebody orders it.
     *
     * @param elsewhere what another node has scheduled, as a sentence without its full stop; empty where there is nothing
     */
    record Ordered(TimedOrder order, String elsewhere) implements ScheduleEvent {}

    record CancelOrdered(String by, String reason) implements ScheduleEvent {}

    /** Some time has passed. */
    record Woken() implements ScheduleEvent {}

    /**
     * An assignment is known; the same may be told many times.
     *
     * @param by who made it; the primary itself where it resumed
     */
    record Assigned(long epoch, String primary, String by) implements ScheduleEvent {}

    /** The order that was given asks the nodes now. */
    record Asked() implements ScheduleEvent {}

    /**
     * The order that was given has ended.
     *
     * @param isRecorded the history has an entry of it
     */
    record Ended(boolean isDone, boolean isRecorded, String text) implements ScheduleEvent {}

    /** The agent has started, and knows of this assignment. */
    record Resumed(long epoch, String primary) implements ScheduleEvent {}
}
