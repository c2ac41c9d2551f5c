package io.github.batonha.actors.primary;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.batonha.actors.access.Role;
import io.github.batonha.actors.api.CancelRequest;
import io.github.batonha.actors.api.HistoryEntry;
import io.github.batonha.actors.api.MonCluster;
import io.github.batonha.actors.api.PrimaryStatus;
import io.github.batonha.actors.api.Progress;
import io.github.batonha.actors.api.Reason;
import io.github.batonha.actors.api.ScheduleRequest;
import io.github.batonha.actors.api.Scheduled;
import io.github.batonha.actors.api.SetPrimaryRequest;
import io.github.batonha.actors.audit.Act;
import io.github.batonha.actors.audit.AuditLog;
import io.github.batonha.actors.events.EventSink;
import io.github.batonha.actors.events.NodeEvent;
import io.github.batonha.actors.wire.WireText;
import io.github.batonha.supervision.primary.schedule.Schedule;
import io.github.batonha.supervision.primary.schedule.ScheduleEffect;
import io.github.batonha.supervision.primary.schedule.ScheduleEvent;
import io.github.batonha.supervision.primary.schedule.ScheduleState;
import io.github.batonha.supervision.primary.schedule.ScheduleStep;
import io.github.batonha.supervision.primary.schedule.TimedOrder;
import io.github.batonha.supervision.primary.store.ScheduleStore;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /user/schedule}: keeps the SetPrimary that is to make this node the primary later, and gives it at its time. What is decided is
 * decided by {@link Schedule}. To be spawned on a dispatcher that may block.
 */
public final class ScheduleActor {

    private static final Logger log = LoggerFactory.getLogger(ScheduleActor.class);
    private static final Duration LONGEST_SLEEP = Duration.ofSeconds(1);
    private static final Duration SHORTEST_SLEEP = Duration.ofMillis(100);

    /** Other nodes show no more of a text. */
    private static final int MOST_SHOWN_BYTES = 300;

    /** The wall clock may be set meanwhile, so it is looked at each second. */
    private static final String WAKE = "wake";

    public sealed interface Command {}

    /** Schedules a SetPrimary of this node. Answered by progress, the last line final. */
    public record Order(ScheduleRequest request, ActorRef<Progress> replyTo) implements Command {}

    /** Cancels it. Answered by progress, the last line final. */
    public record Cancel(CancelRequest request, ActorRef<Progress> replyTo) implements Command {}

    /** What this node knows of the primary. */
    public record PrimaryKnown(PrimaryStatus status) implements Command {}

    private record Rehearsed(Order order, ScheduleRehearsal.Found found) implements Command {}

    /** Of the order that was given. */
    private record Said(Progress line) implements Command {}

    private record Due() implements Command {}

    /**
     * What it works with.
     *
     * @param rehearse runs a dry run here
     * @param give gives an order as operators do
     * @param look tells how the cluster is
     * @param said is told what is scheduled, null where nothing is
     */
    public record Deps(
            String self,
            ScheduleStore store,
            InstantSource clock,
            BiConsumer<SetPrimaryRequest, ActorRef<Progress>> rehearse,
            BiConsumer<SetPrimaryRequest, ActorRef<Progress>> give,
            Consumer<ActorRef<MonCluster>> look,
            ActorRef<HistoryActor.Command> history,
            EventSink events,
            AuditLog audit,
            Consumer<@Nullable Scheduled> said) {}

    /** The order that was given, and its number in the audit. */
    private record Given(ActorRef<Progress> listener, Act act, long number) {}

    private final ActorContext<Command> context;
    private final TimerScheduler<Command> timers;
    private final Deps deps;
    private ScheduleState state = new ScheduleState.None();
    private @Nullable PrimaryStatus known;
    private @Nullable Given given;

    private ScheduleActor(ActorContext<Command> context, TimerScheduler<Command> timers, Deps deps) {
        this.context = context;
        this.timers = timers;
        this.deps = deps;
    }

    public static Behavior<Command> create(Deps deps) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            var actor = new ScheduleActor(context, timers, deps);
            actor.begin();
            return Behaviors.receiveMessage(actor::on);
        }));
    }

    private void begin() {
        try {
            state = deps.store().read();
        } catch (IOException e) {
            log.error("Could not read what is scheduled, so nothing is", e);
            deps.events().tell(new NodeEvent.Trouble(String.valueOf(e.getMessage())));
        }
        show();
    }

    private Behavior<Command> on(Command command) {
        switch (command) {
            case Order order -> rehearse(order);
            case Rehearsed(var order, var found) -> ordered(order, found);
            case Cancel(var request, var replyTo) ->
                feed(new ScheduleEvent.CancelOrdered(request.by(), request.reason()), replyTo);
            case PrimaryKnown(var status) -> known(status);
            case Said(var line) -> said(line);
            // Until it is known who is primary, somebody may have decided anew.
            case Due() -> {
                if (known == null) {
                    sleep();
                } else {
                    feed(new ScheduleEvent.Woken(), null);
                }
            }
        }
        return Behaviors.same();
    }

    private void rehearse(Order order) {
        var self = context.getSelf();
        context.spawnAnonymous(ScheduleRehearsal.create(
                deps.self(),
                deps.look(),
                replyTo -> deps.rehearse().accept(order.request().order().asDryRun(), replyTo),
                order.replyTo(),
                found -> self.tell(new Rehearsed(order, found))));
    }

    private void ordered(Order order, ScheduleRehearsal.Found found) {
        var request = order.request();
        var dryRun = found.dryRun();
        if (isForGood(dryRun)) {
            order.replyTo().tell(dryRun);
            return;
        }
        if (dryRun.outcome() == Progress.Outcome.REFUSED) {
            order.replyTo()
                    .tell(new Progress(
                            Progress.Phase.WARNING,
                            "it would be refused now: " + dryRun.text(),
                            dryRun.elapsedMillis(),
                            Progress.Outcome.RUNNING,
                            dryRun.remedy(),
                            List.of()));
        }
        var timed = new TimedOrder(
                deps.self(),
                request.time(),
                request.by(),
                request.caller(),
                request.reason(),
                request.override(),
                request.whenReadySeconds(),
                known == null ? 0 : known.epoch());
        var elsewhere = found.elsewhere().map(ScheduleActor::planned).orElse("");
        feed(new ScheduleEvent.Ordered(timed, elsewhere), order.replyTo());
    }

    /** All else may be another matter at its time. */
    private static boolean isForGood(Progress dryRun) {
        return dryRun.reasons().stream().anyMatch(reason -> reason.code().equals(Reason.WITNESS));
    }

    private static String planned(Scheduled other) {
        return "%s is to become primary at %s, ordered by %s".formatted(other.node(), other.at(), other.by());
    }

    private void known(PrimaryStatus status) {
        var isFirst = known == null;
        known = status;
        var primary = Optional.ofNullable(status.primary()).orElse("");
        if (isFirst) {
            feed(new ScheduleEvent.Resumed(status.epoch(), primary), null);
        }
        if (!primary.isEmpty() && !(state instanceof ScheduleState.None)) {
            feed(new ScheduleEvent.Assigned(status.epoch(), primary, status.by()), null);
        }
    }

    private void said(Progress line) {
        var now = given;
        if (now == null) {
            return;
        }
        if (line.phase() != Progress.Phase.WAIT && line.phase() != Progress.Phase.WARNING) {
            feed(new ScheduleEvent.Asked(), null);
        }
        if (line.isFinal()) {
            given = null;
            deps.audit().after(now.number(), now.act(), line.outcome().toString(), line.text());
            var isNotReady =
                    line.reasons().stream().anyMatch(reason -> reason.code().equals(Reason.NOT_READY));
            feed(new ScheduleEvent.Ended(line.outcome() == Progress.Outcome.DONE, !isNotReady, line.text()), null);
        }
    }

    private void feed(ScheduleEvent event, @Nullable ActorRef<Progress> asker) {
        var now = deps.clock().instant();
        var step = persisted(event, now);
        state = step.state();
        // Before anyone is answered: who then looks sees what was answered.
        if (step.effects().isEmpty()) {
            sleep();
        } else {
            show();
        }
        for (var effect : step.effects()) {
            switch (effect) {
                case ScheduleEffect.Persist _ -> {} // Done before all others.
                case ScheduleEffect.Give(var order) -> give(order);
                case ScheduleEffect.Withdraw() -> withdraw();
                case ScheduleEffect.Note note -> note(note, now);
                case ScheduleEffect.Answer answer -> answer(answer, asker);
            }
        }
    }

    private ScheduleStep persisted(ScheduleEvent event, Instant now) {
        var step = Schedule.step(state, event, now);
        if (!step.effects().isEmpty() && step.effects().getFirst() instanceof ScheduleEffect.Persist(var next)) {
            try {
                deps.store().write(next);
            } catch (IOException e) {
                log.error("Could not write down what is scheduled", e);
                return Schedule.unwritten(state, event, String.valueOf(e.getMessage()), now);
            }
        }
        return step;
    }

    private void show() {
        deps.said()
                .accept(
                        switch (state) {
                            case ScheduleState.None() -> null;
                            case ScheduleState.Waiting(var order) -> shown(order);
                            case ScheduleState.Begun begun -> shown(begun.order());
                        });
        sleep();
    }

    private static Scheduled shown(TimedOrder order) {
        return new Scheduled(
                order.target(),
                order.at(),
                WireText.cut(order.by(), MOST_SHOWN_BYTES),
                WireText.cut(order.reason(), MOST_SHOWN_BYTES));
    }

    private void sleep() {
        if (state instanceof ScheduleState.Waiting(var order)) {
            if (timers.isTimerActive(WAKE)) {
                return;
            }
            var left = Duration.between(deps.clock().instant(), order.at());
            var bounded = left.compareTo(LONGEST_SLEEP) > 0 ? LONGEST_SLEEP : left;
            timers.startSingleTimer(WAKE, new Due(), bounded.compareTo(SHORTEST_SLEEP) < 0 ? SHORTEST_SLEEP : bounded);
        } else {
            timers.cancel(WAKE);
        }
    }

    /** An order that can't be put on record is not given. */
    private void give(TimedOrder order) {
        var request = new SetPrimaryRequest(
                order.target(),
                List.of(),
                order.by(),
                order.reason(),
                List.of(),
                order.override(),
                false,
                order.whenReadySeconds());
        var act = act(order);
        try {
            var number = deps.audit().before(act);
            var self = context.getSelf();
            ActorRef<Progress> listener = context.spawnAnonymous(Behaviors.receiveMessage(line -> {
                self.tell(new Said(line));
                return line.isFinal() ? Behaviors.stopped() : Behaviors.same();
            }));
            given = new Given(listener, act, number);
            deps.give().accept(request, listener);
        } catch (IOException e) {
            log.error("Did not give the scheduled order, which can't be put on record", e);
            feed(
                    new ScheduleEvent.Ended(
                            false, false, "the order can't be put on record: %s".formatted(e.getMessage())),
                    null);
        }
    }

    private static Act act(TimedOrder order) {
        var fields = JsonNodeFactory.instance
                .objectNode()
                .put("target", order.target())
                .put("at", order.at().toString())
                .put("by", order.by())
                .put("reason", order.reason());
        return new Act(
                order.caller(),
                Role.ADMIN.word(),
                "",
                "scheduled POST /api/v1/primary",
                fields.toString(),
                UUID.randomUUID().toString());
    }

    /** What waits ends with whom it answers. */
    private void withdraw() {
        var now = given;
        given = null;
        if (now != null) {
            context.stop(now.listener());
            deps.audit().after(now.number(), now.act(), "cancelled", "before the nodes were asked");
        }
    }

    private void note(ScheduleEffect.Note note, Instant now) {
        var order = note.order();
        log.info(
                "Scheduled SetPrimary outcome={} at={} by={} orderedBy={} why={}",
                note.kind(),
                order.at(),
                note.by(),
                order.by(),
                note.why());
        deps.events().tell(new NodeEvent.ScheduleChanged(note.kind().name(), text(note)));
        if (note.isRecorded()) {
            return;
        }
        var outcome = switch (note.kind()) {
            case SCHEDULED -> HistoryEntry.Outcome.SCHEDULED;
            case CANCELLED -> HistoryEntry.Outcome.CANCELLED;
            case MISSED -> HistoryEntry.Outcome.MISSED;
            case REFUSED -> HistoryEntry.Outcome.REFUSED;
            // The history learns of these from whom carries them out.
            case BEGUN, DONE -> HistoryEntry.Outcome.DONE;
        };
        deps.history()
                .tell(new HistoryActor.Learned(new HistoryEntry(
                        0,
                        null,
                        order.target(),
                        note.by(),
                        note.reason(),
                        now,
                        List.of(),
                        outcome,
                        note.why(),
                        List.of(),
                        List.of())));
    }

    private static String text(ScheduleEffect.Note note) {
        var order = note.order();
        var what = "SetPrimary %s, scheduled for %s by %s".formatted(order.target(), order.at(), order.by());
        var who = note.by().equals(order.by()) ? "" : "; by %s".formatted(note.by());
        var why = note.why().isEmpty() ? "" : ": " + note.why();
        return what + who + why;
    }

    private void answer(ScheduleEffect.Answer answer, @Nullable ActorRef<Progress> asker) {
        if (asker != null) {
            asker.tell(
                    answer.isDone()
                            ? new Progress(Progress.Phase.WAIT, answer.text(), 0, Progress.Outcome.DONE, "", List.of())
                            : refusal(answer.text(), answer.remedy()));
        }
    }

    private Progress refusal(String text, String remedy) {
        var reason = new Reason(Reason.WRONG_ORDER, text, remedy, List.of(deps.self()), false, List.of());
        return new Progress(
                Progress.Phase.ASK, text, 0, Progress.Outcome.REFUSED, remedy, List.of(), List.of(reason), List.of());
    }
}
