package baton.actors.process;

import baton.actors.events.NodeEvent;
import baton.supervision.lifecycle.Event;
import baton.supervision.os.Exit;
import baton.supervision.os.OomKills;
import baton.supervision.probe.Check;
import baton.supervision.run.Run;
import baton.supervision.run.StartResult;
import baton.supervision.spec.ChildSpec;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ChildFailed;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;

/**
 * Owns one run, from spawn or adoption until nothing of it is left; then it stops. Decides nothing. Where it is stopped
 * itself, the run goes on.
 */
final class RunActor extends AbstractBehavior<RunActor.Command> {

    private static final Duration LOOK_SOON = Duration.ofMillis(100);
    private static final Duration LOOK_AT_LEAST_EVERY = Duration.ofSeconds(1);
    private static final OomKills OOM_KILLS = OomKills.begin();

    sealed interface Command {}

    /** SIGTERM to everything of the run. */
    record Terminate() implements Command {}

    /** SIGKILL to everything of the run, until nothing is left. */
    record Kill() implements Command {}

    /** Take evidence of what does not work. */
    record Examine() implements Command {}

    private record Began(Launch launch) implements Command {}

    private record Examined(String found) implements Command {}

    private record ExitSeen(Exit exit, LogTail.Until wrote) implements Command {}

    private record Over() implements Command {}

    private record LookDue() implements Command {}

    private record Looked(boolean isGone) implements Command {}

    private record Signalled() implements Command {}

    private record LivedLongEnough() implements Command {}

    private final ProcessDeps deps;
    private final ChildSpec spec;
    private final long number;
    private final Run run;
    private final ImmediateRestart next;
    private final LogTail.LogFiles logs;
    private final ActorRef<ProcessActor.Command> process;
    private final TimerScheduler<Command> timers;
    private final @Nullable ActorRef<ProbeActor.Command> probes;
    private boolean isKilling;
    private boolean isLooking;
    private Duration lookAfter = LOOK_SOON;

    /** Waits for a run to be started, which may also be found to live already: then that one is taken. */
    static Behavior<Command> spawn(
            ProcessDeps deps,
            ChildSpec spec,
            long epoch,
            long number,
            PendingLaunch launching,
            ImmediateRestart next,
            ActorRef<ProcessActor.Command> process) {
        var owner = launching.owner();
        return Behaviors.setup(context -> {
            context.pipeToSelf(
                    launching.launch(),
                    (launch, failure) -> new Began(launch != null ? launch : Launch.broken(failure, owner)));
            return Behaviors.receive(Command.class)
                    .onMessage(Began.class, began -> launched(deps, spec, epoch, number, began.launch(), next, process))
                    .onSignal(PostStop.class, stop -> {
                        owner.close();
                        return Behaviors.same();
                    })
                    .build();
        });
    }

    /** Takes over what was started for the process already, or tells why that could not be. */
    static Behavior<Command> launched(
            ProcessDeps deps,
            ChildSpec spec,
            long epoch,
            long number,
            Launch launch,
            ImmediateRestart next,
            ActorRef<ProcessActor.Command> process) {
        return switch (launch.result()) {
            case StartResult.Started(var run) -> watch(deps, spec, number, launch.started(run, false), next, process);
            case StartResult.AlreadyRuns(var run)
            when run.epoch() == epoch -> watch(deps, spec, number, launch.started(run, true), next, process);
            case StartResult.AlreadyRuns(var run) ->
                refused(
                        process,
                        number,
                        launch,
                        "pid %d of an earlier definition or epoch still ends: wait".formatted(run.pid()));
            case StartResult.Refused(var reason, var _) -> refused(process, number, launch, reason);
        };
    }

    private static Behavior<Command> refused(
            ActorRef<ProcessActor.Command> process, long number, Launch launch, String reason) {
        launch.owner().close();
        process.tell(new ProcessActor.RunNews(new Event.Refused(number, reason)));
        return Behaviors.stopped();
    }

    /** Takes over a run that lives. */
    static Behavior<Command> adopt(
            ProcessDeps deps,
            ChildSpec spec,
            long number,
            Run run,
            ImmediateRestart next,
            ActorRef<ProcessActor.Command> process) {
        return watch(deps, spec, number, Started.adopted(run), next, process);
    }

    private static Behavior<Command> watch(
            ProcessDeps deps,
            ChildSpec spec,
            long number,
            Started started,
            ImmediateRestart next,
            ActorRef<ProcessActor.Command> process) {
        return Behaviors.setup(context -> Behaviors.withTimers(
                timers -> new RunActor(context, timers, deps, spec, number, started, next, process)));
    }

    private RunActor(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            ProcessDeps deps,
            ChildSpec spec,
            long number,
            Started started,
            ImmediateRestart next,
            ActorRef<ProcessActor.Command> process) {
        super(context);
        this.deps = deps;
        this.spec = spec;
        this.number = number;
        this.run = started.run();
        this.next = next;
        this.logs = new LogTail.LogFiles(deps.home().logs(deps.node()), spec.name());
        this.process = process;
        this.timers = timers;
        var self = context.getSelf();
        process.tell(new ProcessActor.RunLives(number, run));
        deps.runs().onExit(run, deps.blocking(), (exit, later) -> ended(exit, later, self));
        var age = ageOfReadiness(spec);
        this.probes = age.isPresent() ? null : probes(started);
        age.map(since -> since.minus(started.age(deps.steady().instant())))
                .ifPresent(left -> timers.startSingleTimer(
                        new LivedLongEnough(), left.isPositive() ? left : Duration.ofMillis(1)));
    }

    /** Of the usual process without a port: nothing of it is looked at, so that it needs no actor that looks. */
    private static Optional<Duration> ageOfReadiness(ChildSpec spec) {
        return spec.probes().readiness().check() instanceof Check.Alive(var since)
                        && !spec.probes().isReadinessKept()
                ? Optional.of(since)
                : Optional.empty();
    }

    private ActorRef<ProbeActor.Command> probes(Started started) {
        var actor = getContext().spawnAnonymous(ProbeActor.create(deps, spec, number, started, process));
        getContext().watch(actor);
        return actor;
    }

    private void endProbes() {
        timers.cancel(new LivedLongEnough());
        if (probes != null) {
            getContext().stop(probes);
        }
    }

    /**
     * On a thread that may look for what is left. Most runs leave nothing behind: then the next one is started at once where that is
     * known to follow, and the end is told without a detour by this actor.
     */
    private void ended(Exit exit, Executor later, ActorRef<Command> self) {
        // Now, for the next run may begin to write as soon as this end is told.
        var wrote = logs.until();
        var isAsked = deps.runs().isAsked(run);
        var explained = isAsked ? exit : explained(exit);
        if (isGoneAtOnce()) {
            var ended = new Event.Ended(number, explained);
            var begun = isAsked ? null : next.take(ended);
            var news = new ProcessActor.RunNews(ended, wrote, begun);
            later.execute(() -> {
                nameLeftBehind();
                process.tell(news);
                self.tell(new Over());
            });
        } else {
            self.tell(new ExitSeen(explained, wrote));
        }
    }

    /** The kernel itself may have killed it, which its exit does not tell. */
    private static Exit explained(Exit exit) {
        return exit instanceof Exit.Killed killed && killed.isUnexplained()
                ? OOM_KILLS
                        .since()
                        .<Exit>map(why -> new Exit.Unhealthy(why, exit))
                        .orElse(exit)
                : exit;
    }

    /** Before whoever asked for the end is told of it. */
    private void nameLeftBehind() {
        if (deps.runs().isAsked(run)) {
            var text = deps.runs().leftBehind().look(run);
            if (!text.isEmpty()) {
                deps.events().tell(new NodeEvent.Trouble(text));
            }
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
                .onMessage(Examine.class, examine -> onExamine())
                .onMessage(Examined.class, this::onExamined)
                .onMessage(ExitSeen.class, this::onExitSeen)
                .onMessage(Over.class, over -> Behaviors.stopped())
                .onMessage(LookDue.class, due -> onLookDue())
                .onMessage(Looked.class, this::onLooked)
                .onMessage(Signalled.class, signalled -> this)
                .onMessage(LivedLongEnough.class, lived -> onLivedLongEnough())
                .onSignal(ChildFailed.class, this::onProbesFailed)
                .onSignal(Terminated.class, ended -> this)
                .build();
    }

    private Behavior<Command> onLivedLongEnough() {
        process.tell(new ProcessActor.RunNews(new Event.BecameReady(number)));
        return this;
    }

    /** A run that nobody watches over is taken over as a whole by another actor. */
    private Behavior<Command> onProbesFailed(ChildFailed failed) {
        throw new IllegalStateException("The probes of process=%s failed".formatted(spec.name()), failed.cause());
    }

    private Behavior<Command> onExamine() {
        endProbes();
        getContext()
                .pipeToSelf(
                        Evidence.take(deps, spec, run),
                        (found, failure) ->
                                new Examined(found == null ? "no evidence could be taken: " + failure : found));
        return this;
    }

    private Behavior<Command> onExamined(Examined examined) {
        process.tell(new ProcessActor.RunNews(new Event.Examined(number, examined.found())));
        return this;
    }

    private Behavior<Command> onTerminate(Terminate command) {
        endProbes();
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
        endProbes();
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

    private Behavior<Command> onExitSeen(ExitSeen seen) {
        endProbes();
        process.tell(new ProcessActor.RunNews(new Event.Exited(number, seen.exit()), seen.wrote()));
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
            nameLeftBehind();
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
