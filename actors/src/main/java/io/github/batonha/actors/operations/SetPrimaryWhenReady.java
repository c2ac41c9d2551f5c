package io.github.batonha.actors.operations;

import io.github.batonha.actors.api.MonCluster;
import io.github.batonha.actors.api.NextOrder;
import io.github.batonha.actors.api.Progress;
import io.github.batonha.actors.api.Reason;
import io.github.batonha.actors.api.SetPrimaryRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;

/**
 * Gives a SetPrimary when {@link Readiness} says so, and hands its progress on. Until then nothing is changed anywhere, and the wait ends
 * when its client has gone. Where it waits for all standbys, a dry run tries the order first.
 */
final class SetPrimaryWhenReady {

    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final Duration LOOK_WITHIN = Duration.ofSeconds(3);

    sealed interface Command {}

    private record LookDue() implements Command {}

    private record Looked(MonCluster cluster) implements Command {}

    private record NotLooked() implements Command {}

    private record Tried(Progress line) implements Command {}

    private record Ordered(Progress line) implements Command {}

    private record AskerGone() implements Command {}

    /**
     * What it works with.
     *
     * @param atMost how long an order waits that does not say
     * @param look asks how the cluster is
     * @param order gives the order, without a wait
     * @param ticker monotonic nanoseconds
     */
    record Deps(
            Duration atMost,
            Consumer<ActorRef<MonCluster>> look,
            BiConsumer<SetPrimaryRequest, ActorRef<Progress>> order,
            LongSupplier ticker) {}

    private final ActorContext<Command> context;
    private final TimerScheduler<Command> timers;
    private final Deps deps;
    private final String target;
    private final SetPrimaryRequest request;
    private final ActorRef<Progress> replyTo;
    private final long beganNanos;
    private @Nullable Progress refused;

    static Behavior<Command> create(Deps deps, String target, SetPrimaryRequest request, ActorRef<Progress> replyTo) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            var actor = new SetPrimaryWhenReady(context, timers, deps, target, request, replyTo);
            context.watchWith(replyTo, new AskerGone());
            actor.look();
            return actor.waiting();
        }));
    }

    private SetPrimaryWhenReady(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            Deps deps,
            String target,
            SetPrimaryRequest request,
            ActorRef<Progress> replyTo) {
        this.context = context;
        this.timers = timers;
        this.deps = deps;
        this.target = target;
        this.request = request;
        this.replyTo = replyTo;
        this.beganNanos = deps.ticker().getAsLong();
    }

    private Behavior<Command> waiting() {
        return Behaviors.receiveMessage(command -> switch (command) {
            case LookDue() -> look();
            case Looked(var cluster) -> decide(Readiness.decide(cluster, target, request, waited(), deps.atMost()));
            case NotLooked() -> onNotLooked();
            case Tried(var line) -> onTried(line);
            case AskerGone() -> gone();
            // Nothing was ordered yet.
            case Ordered _ -> Behaviors.same();
        });
    }

    private Behavior<Command> look() {
        timers.startSingleTimer(new NotLooked(), LOOK_WITHIN);
        deps.look().accept(context.messageAdapter(MonCluster.class, Looked::new));
        return Behaviors.same();
    }

    /** An agent whose view does not answer must not keep anybody from the order. */
    private Behavior<Command> onNotLooked() {
        return request.whenReadySeconds() > 0 ? again("the agent does not answer itself") : order();
    }

    private Behavior<Command> decide(Readiness.Decision decision) {
        timers.cancel(new NotLooked());
        return switch (decision) {
            case Readiness.Decision.Go(var remark) -> go(remark);
            case Readiness.Decision.Wait(var why) -> again(why);
            case Readiness.Decision.GiveUp(var why) -> giveUp(why);
        };
    }

    private Behavior<Command> go(String remark) {
        if (!remark.isEmpty()) {
            tellWait(remark);
        }
        if (request.whenReadySeconds() == 0) {
            return order();
        }
        deps.order().accept(request.asDryRun(), context.messageAdapter(Progress.class, Tried::new));
        return Behaviors.same();
    }

    private Behavior<Command> onTried(Progress line) {
        if (!line.isFinal()) {
            return Behaviors.same();
        }
        if (line.outcome() == Progress.Outcome.DONE) {
            return order();
        }
        refused = line;
        var why = "it would be refused: " + line.text();
        return waited().compareTo(Duration.ofSeconds(request.whenReadySeconds())) < 0 ? again(why) : giveUp(why);
    }

    private Behavior<Command> again(String why) {
        tellWait(why);
        timers.startSingleTimer(new LookDue(), LOOK_EVERY);
        return Behaviors.same();
    }

    private void tellWait(String why) {
        replyTo.tell(
                new Progress(Progress.Phase.WAIT, why, waited().toMillis(), Progress.Outcome.RUNNING, "", List.of()));
    }

    private Behavior<Command> giveUp(String why) {
        var text = "%s was not ready within %d s: %s; nothing was changed"
                .formatted(target, request.whenReadySeconds(), why);
        var remedy = "Look at `baton mon` of %s. Without waiting, processes that are not warm are started from nothing."
                .formatted(target);
        var reasons = new ArrayList<Reason>();
        reasons.add(new Reason(Reason.NOT_READY, text, remedy, List.of(target), false, List.of(next())));
        if (refused != null) {
            reasons.addAll(refused.reasons());
        }
        replyTo.tell(new Progress(
                Progress.Phase.WAIT,
                text,
                waited().toMillis(),
                Progress.Outcome.REFUSED,
                remedy,
                List.of(),
                reasons,
                List.of()));
        return Behaviors.stopped();
    }

    private NextOrder next() {
        return new NextOrder(target, request.confirmDown(), request.fence(), request.override(), request.reason());
    }

    private Behavior<Command> gone() {
        context.getLog().info("Gave up waiting to make {} primary: nobody waits for it any more", target);
        return Behaviors.stopped();
    }

    /** The order goes on from here, also without the client that gave it. */
    private Behavior<Command> order() {
        timers.cancelAll();
        context.unwatch(replyTo);
        var before = waited().toMillis();
        deps.order().accept(request.now(), context.messageAdapter(Progress.class, Ordered::new));
        return Behaviors.receiveMessage(command -> switch (command) {
            case Ordered(var line) -> handOn(line, before);
            // Of the time before.
            case LookDue _, Looked _, NotLooked _, Tried _, AskerGone _ -> Behaviors.same();
        });
    }

    private Behavior<Command> handOn(Progress line, long beforeMillis) {
        replyTo.tell(line.later(beforeMillis));
        return line.isFinal() ? Behaviors.stopped() : Behaviors.same();
    }

    private Duration waited() {
        return Duration.ofNanos(deps.ticker().getAsLong() - beganNanos);
    }
}
