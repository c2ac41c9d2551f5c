package io.github.batonha.supervision.primary.schedule;

/** What a host has been ordered for later. */
public sealed interface ScheduleState {

    record None() implements ScheduleState {}

    record Waiting(TimedOrder order) implements ScheduleState {}

    /**
     * Its time has come. It is never given a second time, also where the agent ends before it could be given at all.
     *
     * @param isAsked the nodes were asked; before, it only waits until the host is ready
     */
    record Begun(TimedOrder order, boolean isAsked) implements ScheduleState {}
}
