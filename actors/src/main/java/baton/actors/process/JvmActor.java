package baton.actors.process;

import baton.supervision.lifecycle.Event;
import baton.supervision.os.Exit;
import baton.supervision.run.Run;
import baton.supervision.run.Spawner;
import baton.supervision.run.StartResult;
import baton.supervision.spec.ChildSpec;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * Owns one run, from spawn or adoption until nothing of it is left; then it stops. Decides nothing. Where it is stopped
 * itself, the run goes on.
 */
final class JvmActor extends AbstractBehavior<JvmActor.Command> {

    private static final Duration PROBE_EVERY = Duration.ofMillis(200);
    private static final Duration READY_WITHOUT_PORT_AFTER = Duration.ofSeconds(1);
    private static final Duration LOOK_SOON = Duration.ofMillis(100);
    private static final Duration LOOK_AT_LEAST_EVERY = Duration.ofSeconds(1);

    sealed interface Command {}

    /** SIGTERM to everything of the run. */
    record Terminate() implements Command {}

    /** SIGKILL to everything of the run, until nothing is left. */
    record Kill() implements Command {}

    private record Began(StartResult result) implements Command {}

    private record ProbeDue() implements Command {}

    private record Probed(boolean isReady) implements Command {}

    private record ExitSeen(Exit exit) implements Command {}

    private record Over() implements Command {}

    private record LookDue() implements Command {}

    private record Looked(boolean isGone) implements Command {}

    private record Signalled() implements Command {}

    private final ProcessDeps deps;
    private final ChildSpec spec;
    private final long number;
    private final Run run;
    private final ActorRef<ProcessActor.Command> process;
    private final TimerScheduler<Command> timers;
    private boolean isExited;
    private boolean isReady;
    private boolean isKilling;
    private boolean isLooking;
    private Duration lookAfter = LOOK_SOON;

    /** Starts a run, which may also be found to live already: then that one is taken. */
    static Behavior<Command> spawn(
            ProcessDeps deps,
            ChildSpec spec,
            Spawner spawner,
            long epoch,
            long number,
            int restarts,
            ActorRef<ProcessActor.Command> process) {
        // At once: that the actor is made meanwhile costs the start nothing.
        var starting = CompletableFuture.supplyAsync(() -> start(deps, spec, spawner, restarts), deps.blocking());
        return Behaviors.setup(context -> {
            context.pipeToSelf(starting, (result, failure) -> new Began(result != null ? result : broken(failure)));
            return Behaviors.receive(Command.class)
                    .onMessage(Began.class, began -> switch (began.result()) {
                        case StartResult.Started(var run) -> adopt(deps, spec, number, run, process);
                        case StartResult.AlreadyRuns(var run)
                        when run.epoch() == epoch -> adopt(deps, spec, number, run, process);
                        case StartResult.AlreadyRuns(var run) ->
                            refused(
                                    process,
                                    number,
                                    "pid %d of an earlier definition or epoch still ends: wait".formatted(run.pid()),
                                    true);
                        case StartResult.Refused(var reason, var isPassing) ->
                            refused(process, number, reason, isPassing);
                    })
                    .build();
        });
    }

    private static StartResult start(ProcessDeps deps, ChildSpec spec, Spawner spawner, int restarts) {
        return switch (RunEnvironment.prepare(deps, spec, restarts)) {
            case RunEnvironment.Prepared.Incomplete(var reason, var isPassing) ->
                new StartResult.Refused(reason, isPassing);
            case RunEnvironment.Prepared.Complete(var request) -> spawner.start(request);
        };
    }

    private static StartResult broken(Throwable failure) {
        return new StartResult.Refused(
                "the agent failed to start it (%s): see the agent's log".formatted(failure), true);
    }

    private static Behavior<Command> refused(
            ActorRef<ProcessActor.Command> process, long number, String reason, boolean isPassing) {
        process.tell(new ProcessActor.RunNews(new Event.Refused(number, reason, isPassing)));
        return Behaviors.stopped();
    }

    /** Takes over a run that lives. */
    static Behavior<Command> adopt(
            ProcessDeps deps, ChildSpec spec, long number, Run run, ActorRef<ProcessActor.Command> process) {
        return Behaviors.setup(context ->
                Behaviors.withTimers(timers -> new JvmActor(context, timers, deps, spec, number, run, process)));
    }

    private JvmActor(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            ProcessDeps deps,
            ChildSpec spec,
            long number,
            Run run,
            ActorRef<ProcessActor.Command> process) {
        super(context);
        this.deps = deps;
        this.spec = spec;
        this.number = number;
        this.run = run;
        this.process = process;
        this.timers = timers;
        var self = context.getSelf();
        process.tell(new ProcessActor.RunLives(number, run));
        deps.runs().onExit(run, deps.blocking(), exit -> ended(exit, self));
        probeLater();
    }

    /**
     * On a thread that may look for what is left. Most runs leave nothing behind: then the end is told at once, without a detour by this
     * actor, for the next start waits for it.
     */
    private void ended(Exit exit, ActorRef<Command> self) {
        if (isGoneAtOnce()) {
            process.tell(new ProcessActor.RunNews(new Event.Ended(number, exit)));
            self.tell(new Over());
        } else {
            self.tell(new ExitSeen(exit));
        }
    }

    private boolean isGoneAtOnce() {
        try {
            return deps.runs().isGone(run);
        } catch (IllegalStateException unreadable) {
            return false; // looked at again, and then told, by what follows
        }
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Terminate.class, this::onTerminate)
                .onMessage(Kill.class, this::onKill)
                .onMessage(ProbeDue.class, due -> onProbeDue())
                .onMessage(Probed.class, this::onProbed)
                .onMessage(ExitSeen.class, this::onExitSeen)
                .onMessage(Over.class, over -> Behaviors.stopped())
                .onMessage(LookDue.class, due -> onLookDue())
                .onMessage(Looked.class, this::onLooked)
                .onMessage(Signalled.class, signalled -> this)
                .build();
    }

    private Behavior<Command> onTerminate(Terminate command) {
        if (spec.launching().preStop().isEmpty()) {
            signal(() -> deps.runs().terminate(run));
            return this;
        }
        // It takes its time: not on one of the few threads that others wait for.
        getContext()
                .pipeToSelf(
                        CompletableFuture.supplyAsync(() -> PreStop.begin(deps, spec, run), deps.blocking())
                                .thenCompose(Function.identity())
                                .thenApplyAsync(
                                        done -> {
                                            deps.runs().terminate(run);
                                            return new Signalled();
                                        },
                                        deps.blocking()),
                        (done, failure) -> new Signalled());
        return this;
    }

    private Behavior<Command> onKill(Kill command) {
        isKilling = true;
        signal(() -> deps.runs().kill(run));
        return this;
    }

    private void signal(Runnable action) {
        // Never null: a null that comes when the actor has stopped fails in the log of dead letters.
        var signalled = CompletableFuture.supplyAsync(
                () -> {
                    action.run();
                    return new Signalled();
                },
                deps.blocking());
        getContext().pipeToSelf(signalled, (done, failure) -> new Signalled());
    }

    /** Ready is told once, and a run that ends is probed no more. */
    private void probeLater() {
        if (spec.hasPort()) {
            timers.startSingleTimer(new ProbeDue(), PROBE_EVERY);
            return;
        }
        var age = Duration.between(run.startedAt(), deps.clock().instant());
        var rest = READY_WITHOUT_PORT_AFTER.minus(age);
        timers.startSingleTimer(new ProbeDue(), rest.isPositive() ? rest : Duration.ofMillis(1));
    }

    private Behavior<Command> onProbeDue() {
        if (isExited || isReady) {
            return this;
        }
        if (!spec.hasPort()) {
            return onProbed(new Probed(true));
        }
        var address = deps.definition().self().address();
        var port = spec.port();
        // A port that neither answers nor refuses holds up only its own thread.
        getContext()
                .pipeToSelf(
                        CompletableFuture.supplyAsync(
                                () -> Readiness.accepts(address, port), Thread::startVirtualThread),
                        (ready, failure) -> new Probed(Boolean.TRUE.equals(ready)));
        return this;
    }

    private Behavior<Command> onProbed(Probed probed) {
        if (isExited || isReady) {
            return this;
        }
        if (probed.isReady()) {
            isReady = true;
            process.tell(new ProcessActor.RunNews(new Event.BecameReady(number)));
        } else {
            probeLater();
        }
        return this;
    }

    private Behavior<Command> onExitSeen(ExitSeen seen) {
        isExited = true;
        process.tell(new ProcessActor.RunNews(new Event.Exited(number, seen.exit())));
        return onLookDue();
    }

    /** Begins when the main process has ended; what it left behind may take its time. */
    private Behavior<Command> onLookDue() {
        if (isLooking) {
            return this;
        }
        isLooking = true;
        var kills = isKilling;
        getContext()
                .pipeToSelf(
                        CompletableFuture.supplyAsync(() -> look(kills), deps.blocking()),
                        (isGone, failure) -> new Looked(Boolean.TRUE.equals(isGone)));
        return this;
    }

    private boolean look(boolean kills) {
        if (deps.runs().isGone(run)) {
            return true;
        }
        if (kills) {
            deps.runs().kill(run);
        }
        return false;
    }

    private Behavior<Command> onLooked(Looked looked) {
        isLooking = false;
        if (looked.isGone()) {
            process.tell(new ProcessActor.RunNews(new Event.Gone(number)));
            return Behaviors.stopped();
        }
        timers.startSingleTimer(new LookDue(), isKilling ? LOOK_SOON : lookAfter);
        var twice = lookAfter.multipliedBy(2);
        lookAfter = twice.compareTo(LOOK_AT_LEAST_EVERY) < 0 ? twice : LOOK_AT_LEAST_EVERY;
        return this;
    }
}
