package io.github.batonha.supervision.drain;

import io.github.batonha.supervision.drain.DrainEffect.Answer;
import io.github.batonha.supervision.drain.DrainEffect.End;
import io.github.batonha.supervision.drain.DrainEffect.Phase;
import io.github.batonha.supervision.drain.DrainEffect.Say;
import io.github.batonha.supervision.drain.DrainEffect.Start;
import io.github.batonha.supervision.drain.DrainEffect.Stop;
import io.github.batonha.supervision.drain.DrainEffect.Store;
import io.github.batonha.supervision.drain.DrainEffect.Wake;
import io.github.batonha.supervision.drain.DrainEvent.Counted;
import io.github.batonha.supervision.drain.DrainEvent.DrainOrdered;
import io.github.batonha.supervision.drain.DrainEvent.Resumed;
import io.github.batonha.supervision.drain.DrainEvent.StopFinished;
import io.github.batonha.supervision.drain.DrainEvent.UndrainOrdered;
import io.github.batonha.supervision.drain.DrainEvent.Woken;
import io.github.batonha.supervision.drain.DrainState.Drained;
import io.github.batonha.supervision.drain.DrainState.Draining;
import io.github.batonha.supervision.drain.DrainState.Leaving;
import io.github.batonha.supervision.drain.DrainState.Ordered;
import io.github.batonha.supervision.drain.DrainState.Serving;
import io.github.batonha.supervision.drain.DrainState.Stopping;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;

/**
 * Decides how a node is drained: balancers first, then the users, then all balancers again, then the processes. Pure.
 *
 * <p>Users may be bound to a node, and a balancer that is told to send no new ones goes on sending those. So, before
 * anything is stopped, it is told to send nobody at all and gets the time to notice: the last request finds a process.
 */
public final class Drain {

    private Drain() {}

    public static DrainStep step(DrainState state, DrainEvent event, DrainFacts facts) {
        return switch (event) {
            case DrainOrdered(var order) -> drain(state, order, facts);
            case UndrainOrdered(var by) -> undrain(state, by, facts);
            case Counted counted -> counted(state, counted, facts);
            case Woken() -> woken(state, facts);
            case StopFinished(var failed) -> stopFinished(state, failed, facts);
            case Resumed(var anythingRuns) -> resumed(state, anythingRuns, facts);
        };
    }

    private static DrainStep drain(DrainState state, DrainOrder order, DrainFacts facts) {
        if (mustNotStop(order, facts)) {
            return DrainStep.to(
                    state,
                    new Answer(
                            false,
                            "%s is the primary, and stopping its processes would end the primaryOnly ones"
                                    .formatted(facts.node()),
                            "`baton set-primary` on another node first; or --no-stop, to send users away alone; or --force"));
        }
        return switch (state) {
            case Serving() -> begin(order, facts.wallTime(), facts);
            case Draining draining -> begin(order, draining.since(), facts);
            case Leaving leaving
            when order.stop() ->
                DrainStep.to(
                        new Leaving(order, leaving.since(), leaving.until()),
                        new Store(),
                        new Say(
                                Phase.LEAVE,
                                "%s is being drained already: its users are gone".formatted(facts.node())));
            case Leaving leaving -> begin(order, leaving.since(), facts);
            case Stopping stopping ->
                DrainStep.to(
                        stopping,
                        new Say(Phase.STOP, "%s is being drained already: its processes stop".formatted(facts.node())));
            case Drained drained when order.stop() && !drained.isStopped() -> begin(order, drained.since(), facts);
            case Drained drained ->
                DrainStep.to(
                        drained,
                        new Answer(
                                true,
                                "%s is drained already, since %s".formatted(facts.node(), drained.sinceSecond()),
                                ""));
        };
    }

    private static DrainStep begin(DrainOrder order, Instant since, DrainFacts facts) {
        var deadline = facts.now().plus(order.within());
        return DrainStep.to(
                new Draining(order, since, deadline, facts.now()),
                new Store(),
                new Say(Phase.BALANCER, "balancers are told to send no new users to %s".formatted(facts.node())),
                new Wake(deadline));
    }

    /** An order without force was given when this was no primary; that may have changed since. */
    private static boolean mustNotStop(DrainOrder order, DrainFacts facts) {
        return order.stop() && facts.isActive() && !order.force();
    }

    private static DrainStep undrain(DrainState state, String by, DrainFacts facts) {
        var ended = new End(false, "%s undrained %s meanwhile".formatted(by, facts.node()), "");
        var back = new Say(Phase.BALANCER, "balancers may send users to %s again".formatted(facts.node()));
        var done = new Answer(true, "%s takes users again".formatted(facts.node()), "");
        return switch (state) {
            case Serving() -> DrainStep.to(state, new Answer(true, "%s is not drained".formatted(facts.node()), ""));
            case Draining _ -> DrainStep.to(new Serving(), new Store(), ended, back, done);
            case Leaving _ -> DrainStep.to(new Serving(), new Store(), ended, back, done);
            case Stopping stopping ->
                DrainStep.to(new Serving(), new Store(), ended, back, new Start(stopping.stopped()));
            case Drained drained
            when drained.isStopped() -> DrainStep.to(new Serving(), new Store(), back, new Start(drained.stopped()));
            case Drained _ -> DrainStep.to(new Serving(), new Store(), back, done);
        };
    }

    private static DrainStep counted(DrainState state, Counted counted, DrainFacts facts) {
        return switch (state) {
            case Draining draining
            when !facts.now().isBefore(draining.deadline()) ->
                usersGone(draining, DrainTexts.atTheDeadline(counted), facts);
            case Draining draining
            when counted.connections() != 0 ->
                DrainStep.to(
                        new Draining(draining.order(), draining.since(), draining.deadline(), facts.now()),
                        new Say(Phase.WAIT, DrainTexts.busy(counted, facts.now(), draining.deadline())));
            case Draining draining
            when facts.now().isBefore(draining.lastBusy().plus(facts.settle())) ->
                DrainStep.to(
                        draining,
                        new Say(
                                Phase.WAIT,
                                DrainTexts.quiet(
                                        facts.now(), draining.lastBusy().plus(facts.settle()))));
            case Draining draining -> usersGone(draining, "no user is connected any more", facts);
            // Counted before it went on.
            case Serving _ -> DrainStep.to(state);
            case Leaving _ -> DrainStep.to(state);
            case Stopping _ -> DrainStep.to(state);
            case Drained _ -> DrainStep.to(state);
        };
    }

    private static DrainStep usersGone(Draining draining, String how, DrainFacts facts) {
        var order = draining.order();
        if (!order.stop() && !order.close()) {
            return DrainStep.to(
                    new Drained(order, draining.since(), false, Set.of()),
                    new Store(),
                    new Say(Phase.USERS, how),
                    leftRunning(facts));
        }
        if (mustNotStop(order, facts)) {
            return becamePrimary(draining, facts);
        }
        var until = facts.now().plus(facts.settle());
        return DrainStep.to(
                new Leaving(order, draining.since(), until),
                new Store(),
                new Say(Phase.USERS, how),
                new Say(Phase.LEAVE, DrainTexts.leaving(facts.node(), facts.settle())),
                new Wake(until));
    }

    private static End leftRunning(DrainFacts facts) {
        return new End(true, "%s is drained; its processes were left running".formatted(facts.node()), "");
    }

    private static DrainStep becamePrimary(Ordered ordered, DrainFacts facts) {
        return DrainStep.to(
                new Drained(ordered.order(), ordered.since(), false, Set.of()),
                new Store(),
                new End(
                        false,
                        "%s became the primary meanwhile: its processes were left running".formatted(facts.node()),
                        "`baton set-primary` on another node, then drain again; or `baton undrain`"));
    }

    private static DrainStep woken(DrainState state, DrainFacts facts) {
        return switch (state) {
            case Draining draining
            when !facts.now().isBefore(draining.deadline()) -> usersGone(draining, DrainTexts.atTheDeadline(), facts);
            case Draining draining -> DrainStep.to(draining, new Wake(draining.deadline()));
            case Leaving leaving
            when facts.now().isBefore(leaving.until()) -> DrainStep.to(leaving, new Wake(leaving.until()));
            case Leaving leaving
            when !leaving.order().stop() ->
                DrainStep.to(
                        new Drained(leaving.order(), leaving.since(), false, Set.of()),
                        new Store(),
                        leftRunning(facts));
            case Leaving leaving when mustNotStop(leaving.order(), facts) -> becamePrimary(leaving, facts);
            case Leaving leaving ->
                DrainStep.to(
                        new Stopping(leaving.order(), leaving.since(), facts.running()),
                        new Store(),
                        new Say(Phase.STOP, DrainTexts.stopping(facts.running().size())),
                        new Stop());
            // An old timer.
            case Serving _ -> DrainStep.to(state);
            case Stopping _ -> DrainStep.to(state);
            case Drained _ -> DrainStep.to(state);
        };
    }

    private static DrainStep stopFinished(DrainState state, Set<String> failed, DrainFacts facts) {
        if (!(state instanceof Stopping stopping)) {
            // Undrained meanwhile: what was stopped is being started again.
            return DrainStep.to(state);
        }
        var end = failed.isEmpty()
                ? new End(
                        true,
                        "%s is drained: %s"
                                .formatted(
                                        facts.node(),
                                        DrainTexts.stopped(stopping.stopped().size())),
                        "")
                : new End(
                        false,
                        "%s is drained of users, but not all could be stopped: %s"
                                .formatted(facts.node(), String.join(", ", new TreeSet<>(failed))),
                        "see `baton mon`, then stop them by `baton kill-process`");
        return DrainStep.to(
                new Drained(stopping.order(), stopping.since(), true, stopping.stopped()), new Store(), end);
    }

    private static DrainStep resumed(DrainState state, boolean anythingRuns, DrainFacts facts) {
        return switch (state) {
            case Serving _ -> DrainStep.to(state);
            case Draining draining when draining.order().stop() && !anythingRuns -> stoppedMeanwhile(draining, facts);
            case Draining draining ->
                DrainStep.to(
                        new Draining(draining.order(), draining.since(), draining.deadline(), facts.now()),
                        new Wake(draining.deadline()));
            case Leaving leaving when leaving.order().stop() && !anythingRuns -> stoppedMeanwhile(leaving, facts);
            case Leaving leaving -> {
                var until = facts.now().plus(facts.settle());
                yield DrainStep.to(new Leaving(leaving.order(), leaving.since(), until), new Wake(until));
            }
            case Stopping stopping
            when !anythingRuns ->
                DrainStep.to(new Drained(stopping.order(), stopping.since(), true, stopping.stopped()), new Store());
            case Stopping stopping -> DrainStep.to(stopping, new Stop());
            case Drained _ -> DrainStep.to(state);
        };
    }

    /** Whoever ended the agent, or the host, has done what the drain was about to do. */
    private static DrainStep stoppedMeanwhile(Ordered ordered, DrainFacts facts) {
        return DrainStep.to(new Drained(ordered.order(), ordered.since(), true, facts.running()), new Store());
    }
}
