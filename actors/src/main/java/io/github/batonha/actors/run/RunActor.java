package io.github.batonha.actors.run;

import io.github.batonha.actors.events.NodeEvent;
import io.github.batonha.actors.evidence.Evidence;
import io.github.batonha.actors.evidence.EvidenceTaken;
import io.github.batonha.actors.launch.Launch;
import io.github.batonha.actors.launch.LogTail;
import io.github.batonha.actors.launch.PendingLaunch;
import io.github.batonha.actors.launch.PreStop;
import io.github.batonha.actors.launch.ProcessDeps;
import io.github.batonha.actors.launch.Started;
import io.github.batonha.actors.probe.ProbeActor;
import io.github.batonha.supervision.lifecycle.Event;
import io.github.batonha.supervision.os.Exit;
import io.github.batonha.supervision.os.OomKills;
import io.github.batonha.supervision.probe.Check;
import io.github.batonha.supervision.run.Run;
import io.github.batonha.supervision.run.StandbyFiles;
import io.github.batonha.supervision.run.StartResult;
import io.github.batonha.supervision.spec.ChildSpec;
import java.io.IOException;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owns one run, from spawn or adoption until nothing of it is left; then it stops. Decides nothing. Where it is stopped
 * itself, the run goes on.
 */
public final class RunActor extends AbstractBehavior<RunActor.Command> {

    private static final Logger LOG = LoggerFactory.getLogger(RunActor.class);
    private static final Duration LOOK_SOON = Duration.ofMillis(100);
    private static final Duration LOOK_AT_LEAST_EVERY = Duration.ofSeconds(1);

    /** A standby that did not take up its work by then is killed, and started from nothing. */
    private static final Duration PROMOTED_WITHIN = Duration.ofSeconds(3);

    private static final OomKills OOM_KILLS = OomKills.begin();

    public sealed interface Command {}

    /** SIGTERM to everything of the run. */
    public record Terminate() implements Command {}

    /** SIGKILL to everything of the run, until nothing is left. */
    public record Kill() implements Command {}

    /** Take evidence of what does not work. */
    public record Examine() implements Command {}

    private record Began(Launch launch) implements Command {}

    private record Examined(EvidenceTaken taken) implements Command {}

    private record ExitSeen(Exit exit, LogTail.Until wrote) implements Command {}

    private record Over() implements Command {}

    private record LookDue() implements Command {}

    private record Looked(boolean isGone) implements Command {}

    private record Signalled() implements Command {}

    private record LivedLongEnough() implements Command {}

    private record PromotionDue() implements Command {}

    private record PromotionLooked(StandbyFiles.Progress progress) implements Command {}

    private final RunContext scope;
    private final ProcessDeps deps;
    private final ChildSpec spec;
    private final long number;
    private final Run run;
    private final LogTail.LogFiles logs;
    private final ActorRef<RunNews> news;
    private final TimerScheduler<Command> timers;
    private final @Nullable ActorRef<ProbeActor.Command> probes;
    private boolean isKilling;
    private boolean isLooking;
    private Duration lookAfter = LOOK_SOON;

    /** Waits for a run to be started, which may also be found to live already: then that one is taken. */
    public static Behavior<Command> spawn(RunContext scope, long number, PendingLaunch launching) {
        var owner = launching.owner();
        return Behaviors.setup(context -> {
            context.pipeToSelf(
                    launching.launch(),
                    (launch, failure) -> new Began(launch != null ? launch : Launch.broken(failure, owner)));
            return Behaviors.receive(Command.class)
                    .onMessage(Command.class, command -> spawning(scope, number, command))
                    .onSignal(PostStop.class, stop -> {
                        owner.close();
                        return Behaviors.same();
                    })
                    .build();
        });
    }

    private static Behavior<Command> spawning(RunContext scope, long number, Command command) {
        return switch (command) {
            case Began began -> launched(scope, number, began.launch());
            // Nothing lives yet that could be signalled: the lifecycle waits for the start to be told.
            case Terminate _, Kill _, Examine _ -> Behaviors.unhandled();
            case Examined _, ExitSeen _, Over _, LookDue _, Looked _, Signalled _, LivedLongEnough _ ->
                Behaviors.unhandled();
            case PromotionDue _, PromotionLooked _ -> Behaviors.unhandled();
        };
    }

    /** Takes over what was started for the process already, or tells why that could not be. */
    public static Behavior<Command> launched(RunContext scope, long number, Launch launch) {
        return switch (launch.result()) {
            case StartResult.Started(var run) -> watch(scope, number, launch.started(run, false));
            case StartResult.AlreadyRuns(var run)
            when run.epoch() == scope.epoch() -> watch(scope, number, launch.started(run, true));
            case StartResult.AlreadyRuns(var run) ->
                refused(
                        scope,
                        number,
                        launch,
                        "pid %d of an earlier definition or epoch still ends: wait".formatted(run.pid()));
            case StartResult.Refused(var reason, var _) -> refused(scope, number, launch, reason);
        };
    }

    private static Behavior<Command> refused(RunContext scope, long number, Launch launch, String reason) {
        launch.owner().close();
        scope.news().tell(new RunNews.Changed(new Event.Refused(number, reason)));
        return Behaviors.stopped();
    }

    /** Takes over a run that lives. */
    public static Behavior<Command> adopt(RunContext scope, long number, Run run) {
        return watch(scope, number, Started.adopted(run));
    }

    private static Behavior<Command> watch(RunContext scope, long number, Started started) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new RunActor(context, timers, scope, number, started)));
    }

    private RunActor(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            RunContext scope,
            long number,
            Started started) {
        super(context);
        this.scope = scope;
        this.deps = scope.deps();
        this.spec = scope.spec();
        this.number = number;
        this.run = started.run();
        this.logs = new LogTail.LogFiles(deps.home().logs(deps.node()), spec.name());
        this.news = scope.news();
        this.timers = timers;
        var self = context.getSelf();
        news.tell(new RunNews.Lives(number, run));
        deps.runs().onExit(run, deps.blocking(), (exit, later) -> ended(exit, later, self));
        if (started.isAdopted()) {
            renewLimits();
        }
        if (run.isStandby()) {
            this.probes = probes(started);
            return;
        }
        deps.runs().standbyFiles(run).ifPresent(files -> awaitPromotion(files, started.isAdopted()));
        var age = ageOfReadiness(spec);
        this.probes = age.isPresent() ? null : probes(started);
        age.map(since -> since.minus(started.age(deps.steady().instant())))
                .ifPresent(left -> timers.startSingleTimer(
                        new LivedLongEnough(), left.isPositive() ? left : Duration.ofMillis(1)));
    }

    /** An earlier agent made its control group. */
    private void renewLimits() {
        var control = deps.definition().control(spec);
        if (!control.isNone()) {
            signal(() -> deps.runs().groups().renew(spec.name(), run.id(), control));
        }
    }

    /** The agent that ordered it may have ended in between: an order that comes again does no harm. */
    private void awaitPromotion(StandbyFiles files, boolean isOrderedAgain) {
        if (isOrderedAgain) {
            signal(() -> {
                try {
                    files.promote(run.epoch());
                } catch (IOException e) {
                    LOG.warn("Could not order the promotion of process={} again", spec.name(), e);
                }
            });
        }
        timers.startSingleTimer(new PromotionDue(), PROMOTED_WITHIN);
    }

    private Behavior<Command> onPromotionDue() {
        getContext()
                .pipeToSelf(
                        CompletableFuture.supplyAsync(
                                () -> deps.runs()
                                        .standbyFiles(run)
                                        .map(files -> files.progress(run.epoch()))
                                        .orElse(StandbyFiles.Progress.PROMOTED),
                                deps.blocking()),
                        (progress, failure) ->
                                new PromotionLooked(progress == null ? StandbyFiles.Progress.STARTING : progress));
        return this;
    }

    private Behavior<Command> onPromotionLooked(PromotionLooked looked) {
        switch (looked.progress()) {
            case PROMOTED -> LOG.debug("Acknowledged its promotion process={}", spec.name());
            // A JVM that was ordered before it had come so far: it takes its time, as at any start.
            case STARTING -> timers.startSingleTimer(new PromotionDue(), PROMOTED_WITHIN);
            case HELD -> startFromNothing();
        }
        return this;
    }

    private void startFromNothing() {
        var text = "%s (pid %d) did not acknowledge its promotion within %d s: it is killed, and started from nothing"
                .formatted(spec.name(), run.pid(), PROMOTED_WITHIN.toSeconds());
        deps.events().tell(new NodeEvent.Trouble(text));
        LOG.warn("{}", text);
        signal(() -> deps.runs().kill(run));
    }

    /** Of the usual process without a port: nothing of it is looked at, so that it needs no actor that looks. */
    private static Optional<Duration> ageOfReadiness(ChildSpec spec) {
        return spec.probes().readiness().check() instanceof Check.Alive(var since)
                        && !spec.probes().isReadinessKept()
                ? Optional.of(since)
                : Optional.empty();
    }

    private ActorRef<ProbeActor.Command> probes(Started started) {
        var actor = getContext().spawnAnonymous(ProbeActor.create(deps, spec, number, started, scope.probeNews()));
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
            var next = isAsked ? null : scope.onExit().ended(ended);
            var told = new RunNews.Ended(ended, wrote, next);
            later.execute(() -> {
                nameLeftBehind();
                news.tell(told);
                self.tell(new Over());
            });
        } else {
            self.tell(new ExitSeen(explained, wrote));
        }
    }

    /** The kernel itself may have killed it, which its exit does not tell. */
    private Exit explained(Exit exit) {
        var isKilled = exit instanceof Exit.Killed killed && killed.isUnexplained();
        if (!isKilled && !(exit instanceof Exit.Unknown)) {
            return exit;
        }
        var groups = deps.runs().groups();
        // Asked each time: it counts those of all groups, and must not tell of another one's later.
        var ofAgent = isKilled ? OOM_KILLS.since() : Optional.<String>empty();
        var why = groups.has(run.process(), run.id()) ? groups.oomKill(run.process(), run.id()) : ofAgent;
        return why.<Exit>map(text -> new Exit.Unhealthy(text, exit)).orElse(exit);
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
                .onMessage(Command.class, this::onCommand)
                .onSignal(ChildFailed.class, this::onProbesFailed)
                .onSignal(Terminated.class, ended -> this)
                .build();
    }

    private Behavior<Command> onCommand(Command command) {
        return switch (command) {
            case Terminate() -> onTerminate();
            case Kill() -> onKill();
            case Examine() -> onExamine();
            case Examined examined -> onExamined(examined);
            case ExitSeen seen -> onExitSeen(seen);
            case Over() -> Behaviors.stopped();
            case LookDue() -> onLookDue();
            case Looked looked -> onLooked(looked);
            case Signalled() -> this;
            case LivedLongEnough() -> onLivedLongEnough();
            case PromotionDue() -> onPromotionDue();
            case PromotionLooked looked -> onPromotionLooked(looked);
            // Told of a start, which is behind.
            case Began _ -> Behaviors.unhandled();
        };
    }

    private Behavior<Command> onLivedLongEnough() {
        news.tell(new RunNews.Changed(new Event.BecameReady(number)));
        return this;
    }

    /** A run that nobody watches over is taken over as a whole by another actor. */
    private Behavior<Command> onProbesFailed(ChildFailed failed) {
        throw new IllegalStateException("The probes of process=%s failed".formatted(spec.name()), failed.cause());
    }

    private Behavior<Command> onExamine() {
        endProbes();
        deps.runs().noteUnfit(run);
        getContext()
                .pipeToSelf(
                        Evidence.take(deps, spec, run),
                        (found, failure) -> new Examined(
                                found == null
                                        ? new EvidenceTaken("no evidence could be taken: " + failure, null)
                                        : found));
        return this;
    }

    private Behavior<Command> onExamined(Examined examined) {
        news.tell(new RunNews.Examined(number, examined.taken()));
        return this;
    }

    private Behavior<Command> onTerminate() {
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

    private Behavior<Command> onKill() {
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
        news.tell(new RunNews.Ended(new Event.Exited(number, seen.exit()), seen.wrote(), null));
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
            news.tell(new RunNews.Changed(new Event.Gone(number)));
            return Behaviors.stopped();
        }
        timers.startSingleTimer(new LookDue(), isKilling ? LOOK_SOON : lookAfter);
        var twice = lookAfter.multipliedBy(2);
        lookAfter = twice.compareTo(LOOK_AT_LEAST_EVERY) < 0 ? twice : LOOK_AT_LEAST_EVERY;
        return this;
    }
}
