package io.github.batonha.supervision.primary.schedule;

import io.github.batonha.supervision.primary.schedule.ScheduleEffect.Answer;
import io.github.batonha.supervision.primary.schedule.ScheduleEffect.Give;
import io.github.batonha.supervision.primary.schedule.ScheduleEffect.Kind;
import io.github.batonha.supervision.primary.schedule.ScheduleEffect.Note;
import io.github.batonha.supervision.primary.schedule.ScheduleEffect.Persist;
import io.github.batonha.supervision.primary.schedule.ScheduleEffect.Withdraw;
import io.github.batonha.supervision.primary.schedule.ScheduleEvent.Asked;
import io.github.batonha.supervision.primary.schedule.ScheduleEvent.Assigned;
import io.github.batonha.supervision.primary.schedule.ScheduleEvent.CancelOrdered;
import io.github.batonha.supervision.primary.schedule.ScheduleEvent.Ended;
import io.github.batonha.supervision.primary.schedule.ScheduleEvent.Ordered;
import io.github.batonha.supervision.primary.schedule.ScheduleEvent.Resumed;
import io.github.batonha.supervision.primary.schedule.ScheduleEvent.Woken;
import io.github.batonha.supervision.primary.schedule.ScheduleState.Begun;
import io.github.batonha.supervision.primary.schedule.ScheduleState.None;
import io.github.batonha.supervision.primary.schedule.ScheduleState.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;

/**
 * Gives an order at its time, once or never. An order that is more than a minute late is missed: nothing is to happen at an hour at which
 * nobody expects it. Whoever makes a node the primary by hand before then has decided anew, which cancels it. Pure.
 */
public final class Schedule {

    /** How late an order may be given. */
    public static final Duration LATEST = Duration.ofSeconds(60);

    /** How far ahead an order may be. */
    public static final Duration FURTHEST = Duration.ofDays(7);

    private static final None NONE = new None();

    private Schedule() {}

    public static ScheduleStep step(ScheduleState state, ScheduleEvent event, Instant now) {
        return switch (event) {
            case Ordered ordered -> ordered(state, ordered, now);
            case CancelOrdered cancel -> cancelled(state, cancel);
            case Woken() -> woken(state, now);
            case Assigned assigned -> assigned(state, assigned);
            case Asked() ->
                state instanceof Begun begun ? ScheduleStep.of(new Begun(begun.order(), true)) : same(state);
            case Ended ended -> state instanceof Begun begun ? ended(begun.order(), ended) : same(state);
            case Resumed resumed -> state instanceof Begun begun ? resumed(begun.order(), resumed) : same(state);
        };
    }

    /** What follows where the effect {@link Persist} of that step failed. Nothing is given that could not be marked as begun. */
    public static ScheduleStep unwritten(ScheduleState state, ScheduleEvent event, String why, Instant now) {
        return switch (event) {
            case Ordered _ -> ScheduleStep.of(state, unkept(why));
            case CancelOrdered _ -> ScheduleStep.of(state, unkept(why));
            // Tried again until it is too late.
            case Woken() ->
                step(state, event, now).state() instanceof None
                        ? step(state, event, now).withoutPersist()
                        : same(state);
            case Assigned _, Asked _, Ended _, Resumed _ ->
                step(state, event, now).withoutPersist();
        };
    }

    private static Answer unkept(String why) {
        return new Answer(
                false,
                "it can't be written down, so nothing was changed: " + why,
                "Make room on the disk of the node.");
    }

    private static ScheduleStep same(ScheduleState state) {
        return ScheduleStep.of(state);
    }

    private static ScheduleStep ordered(ScheduleState state, Ordered ordered, Instant now) {
        var order = ordered.order();
        if (!order.at().isAfter(now)) {
            return refused(state, "%s is in the past: it is %s".formatted(order.at(), now), "Give a later time.");
        }
        if (order.at().isAfter(now.plus(FURTHEST))) {
            return refused(
                    state,
                    "%s is more than %d days ahead".formatted(order.at(), FURTHEST.toDays()),
                    "Order it when the time is nearer.");
        }
        var other = switch (state) {
            case None() -> ordered.elsewhere();
            case Waiting(var known) -> planned(known);
            case Begun begun -> planned(begun.order());
        };
        if (!other.isEmpty()) {
            return refused(state, other + "; only one switchover can be scheduled", "Cancel that one first.");
        }
        var next = new Waiting(order);
        return ScheduleStep.of(
                next,
                new Persist(next),
                new Note(Kind.SCHEDULED, order, order.by(), order.reason(), "for " + order.at(), false),
                new Answer(true, planned(order), ""));
    }

    private static ScheduleStep refused(ScheduleState state, String text, String remedy) {
        return ScheduleStep.of(state, new Answer(false, text, remedy));
    }

    /** As a sentence without its full stop. */
    public static String planned(TimedOrder order) {
        return "%s is to become primary at %s, ordered by %s".formatted(order.target(), order.at(), order.by());
    }

    private static ScheduleStep cancelled(ScheduleState state, CancelOrdered cancel) {
        return switch (state) {
            case None() -> refused(state, "no switchover to this node is scheduled", "Look at mon-cluster.");
            case Waiting(var order) -> cancelled(order, cancel);
            case Begun(var order, var isAsked) when !isAsked -> withdrawn(cancelled(order, cancel));
            case Begun _ ->
                refused(
                        state,
                        "it has begun already: the nodes were asked",
                        "See what came of it, and make the former node the primary again.");
        };
    }

    private static ScheduleStep cancelled(TimedOrder order, CancelOrdered cancel) {
        return ScheduleStep.of(
                NONE,
                new Persist(NONE),
                new Note(Kind.CANCELLED, order, cancel.by(), cancel.reason(), planned(order), false),
                new Answer(true, "cancelled: %s".formatted(planned(order)), ""));
    }

    private static ScheduleStep withdrawn(ScheduleStep step) {
        var effects = new ArrayList<>(step.effects());
        effects.add(1, new Withdraw());
        return new ScheduleStep(step.state(), effects);
    }

    private static ScheduleStep woken(ScheduleState state, Instant now) {
        if (!(state instanceof Waiting(var order)) || now.isBefore(order.at())) {
            return same(state);
        }
        var late = Duration.between(order.at(), now);
        if (late.compareTo(LATEST) > 0) {
            var why = "its time was %s, which was seen %d s late: the agent did not run then, or the clock was set"
                    .formatted(order.at(), late.toSeconds());
            return ScheduleStep.of(NONE, new Persist(NONE), missed(order, why));
        }
        var next = new Begun(order, false);
        return ScheduleStep.of(
                next,
                new Persist(next),
                new Note(Kind.BEGUN, order, order.by(), order.reason(), "", true),
                new Give(order));
    }

    private static Note missed(TimedOrder order, String why) {
        return new Note(Kind.MISSED, order, order.by(), order.reason(), why, false);
    }

    private static ScheduleStep assigned(ScheduleState state, Assigned assigned) {
        var isByHand = !assigned.by().equals(assigned.primary());
        return switch (state) {
            case None() -> same(state);
            case Waiting(var order) ->
                isByHand && assigned.epoch() > order.epoch() ? overtaken(order, assigned) : same(state);
            // The assignment of this node may be the order's own.
            case Begun(var order, var isAsked) ->
                isByHand
                                && assigned.epoch() > order.epoch()
                                && !isAsked
                                && !assigned.primary().equals(order.target())
                        ? withdrawn(overtaken(order, assigned))
                        : same(state);
        };
    }

    private static ScheduleStep overtaken(TimedOrder order, Assigned assigned) {
        var why = "%s was made the primary by hand meanwhile; %s".formatted(assigned.primary(), planned(order));
        return ScheduleStep.of(NONE, new Persist(NONE), new Note(Kind.CANCELLED, order, assigned.by(), "", why, false));
    }

    private static ScheduleStep ended(TimedOrder order, Ended ended) {
        return ScheduleStep.of(
                NONE,
                new Persist(NONE),
                new Note(
                        ended.isDone() ? Kind.DONE : Kind.REFUSED,
                        order,
                        order.by(),
                        order.reason(),
                        ended.text(),
                        ended.isDone() || ended.isRecorded()));
    }

    private static ScheduleStep resumed(TimedOrder order, Resumed resumed) {
        var isDone = resumed.primary().equals(order.target()) && resumed.epoch() > order.epoch();
        return ScheduleStep.of(
                NONE,
                new Persist(NONE),
                isDone
                        ? new Note(Kind.DONE, order, order.by(), order.reason(), "", true)
                        : missed(
                                order,
                                "the agent ended at its time, %s, before it knew what came of it; it is not given again"
                                        .formatted(order.at())));
    }
}
