package baton.actors.process;

import baton.actors.api.Outcome;
import baton.actors.api.ProcessState;
import baton.actors.api.ProcessStatus;
import baton.supervision.lifecycle.Effect;
import baton.supervision.lifecycle.Event;
import baton.supervision.lifecycle.Policy;
import baton.supervision.lifecycle.ProcessLifecycle;
import baton.supervision.lifecycle.State;
import baton.supervision.lifecycle.StopOrder;
import baton.supervision.os.Exit;
import baton.supervision.run.Run;
import baton.supervision.run.Spawner;
import baton.supervision.run.Usage;
import baton.supervision.spec.ChildSpec;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PreRestart;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one process as it is wanted: runs the {@link ProcessLifecycle}, and carries out its effects. Begins, and begins again
 * after a failure of its own, with the run that lives, if one does.
 */
final class ProcessActor extends AbstractBehavior<ProcessActor.Command> {

    /** Before a start that waits for something idle is called failed: others of the same operation may be starting it. */
    private static final Duration SETTLE = Duration.ofSeconds(1);

    sealed interface Command {}

    /** Makes it wanted. Answered when it is ready, or when that does not come by itself. */
    record Start(ActorRef<Outcome> replyTo) implements Command {}

    /** Makes it unwanted. Answered when nothing of it is left. */
    record Stop(StopOrder order, ActorRef<Outcome> replyTo) implements Command {}

    /** It starts no more, for the given reason; what lives waits for its {@link Stop}. */
    record Retire(String reason) implements Command {}

    /** What it depends on and is not ready. */
    record Pending(Map<String, ProcessState> dependencies) implements Command {
        public Pending {
            dependencies = Map.copyOf(dependencies);
        }
    }

    /** Time for a report. */
    record Sampled(Usage usage) implements Command {}

    /** From its run: it lives. */
    record RunLives(long number, Run run) implements Command {}

    /** From its run. */
    record RunNews(Event event) implements Command {}

    private record RunLost(long number) implements Command {}

    private record Woken() implements Command {}

    private record Settled() implements Command {}

    /** What it says to its parent, at every change and every {@link Sampled}. */
    record Report(ActorRef<Command> from, ProcessStatus status) {}

    private final ProcessDeps deps;
    private final ChildSpec spec;
    private final long epoch;
    private final Spawner spawner;
    private final ActorRef<Report> parent;
    private final TimerScheduler<Command> timers;
    private final Policy policy;
    private final Waiters waiters;
    private final Deque<Event> events = new ArrayDeque<>();
    private State state = ProcessLifecycle.initial();
    private Map<String, ProcessState> pending = Map.of();
    private Usage usage = Usage.NONE;
    private String lastExit = "";
    private String retired = "";
    private @Nullable Run run;
    private @Nullable ActorRef<JvmActor.Command> jvm;
    private @Nullable ProcessStatus reported;

    /**
     * Keeps one process.
     *
     * @param epoch of the primaryOnly processes it is one of, or 0
     * @param pending what it depends on; nothing starts before the parent tells that it is ready
     */
    static Behavior<Command> create(
            ProcessDeps deps, ChildSpec spec, long epoch, Spawner spawner, Pending pending, ActorRef<Report> parent) {
        Behavior<Command> behavior = Behaviors.setup(context -> Behaviors.withTimers(
                timers -> new ProcessActor(context, timers, deps, spec, epoch, spawner, pending, parent).begin()));
        return Behaviors.supervise(behavior)
                .onFailure(SupervisorStrategy.restartWithBackoff(Duration.ofSeconds(1), Duration.ofSeconds(10), 0.1));
    }

    private ProcessActor(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            ProcessDeps deps,
            ChildSpec spec,
            long epoch,
            Spawner spawner,
            Pending pending,
            ActorRef<Report> parent) {
        super(context);
        context.setLoggerName(ProcessActor.class);
        this.deps = deps;
        this.spec = spec;
        this.epoch = epoch;
        this.spawner = spawner;
        this.parent = parent;
        this.timers = timers;
        this.pending = pending.dependencies();
        var settings = deps.definition().settings();
        this.policy =
                new Policy(spec.restart(), settings.restartDelay(), spec.stopWithin(), settings.dependencyTimeout());
        this.waiters = new Waiters(deps.node(), spec.name());
    }

    private ProcessActor begin() {
        var isWanted = deps.wanted().isWanted(spec.name(), epoch, spec.start());
        var live = deps.runs().live(spec.name()).filter(found -> found.epoch() == epoch);
        if (live.isPresent()) {
            run = live.get();
            events.add(new Event.Adopted(live.get().restarts()));
            if (!isWanted) {
                events.add(new Event.Stop(new StopOrder(spec.stopWithin(), false)));
            }
        } else if (isWanted) {
            endedBefore()
                    .ifPresentOrElse(
                            exit -> state = new State.Missing(0, 0, exit), () -> events.add(new Event.Start()));
        }
        proceed();
        report();
        return this;
    }

    /** What is not to be restarted when it ends is not to be restarted because an agent or its actors were. */
    private Optional<Exit> endedBefore() {
        return switch (spec.restart()) {
            case PERMANENT -> Optional.empty();
            case TEMPORARY -> deps.runs().ended(spec.name(), epoch);
        };
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Start.class, this::onStart)
                .onMessage(Stop.class, this::onStop)
                .onMessage(Retire.class, this::onRetire)
                .onMessage(Pending.class, this::onPending)
                .onMessage(Sampled.class, this::onSampled)
                .onMessage(RunLives.class, this::onRunLives)
                .onMessage(RunNews.class, this::onRunNews)
                .onMessage(RunLost.class, this::onRunLost)
                .onMessage(Woken.class, woken -> on(new Event.Woken()))
                .onMessage(Settled.class, settled -> onSettled())
                .onSignal(PreRestart.class, restart -> onPreRestart())
                .build();
    }

    private Behavior<Command> onStart(Start start) {
        if (!retired.isEmpty()) {
            waiters.refuse(start.replyTo(), retired);
            return this;
        }
        if (state instanceof State.Ready) {
            waiters.nothing(start.replyTo(), "it runs already" + pidText());
            return this;
        }
        waiters.start(start.replyTo());
        timers.startSingleTimer(new Settled(), SETTLE);
        return on(new Event.Start());
    }

    private Behavior<Command> onStop(Stop stop) {
        if (state instanceof State.Down) {
            waiters.nothing(stop.replyTo(), "it was stopped already");
            return this;
        }
        waiters.stop(stop.replyTo());
        return on(new Event.Stop(stop.order()));
    }

    private Behavior<Command> onRetire(Retire retire) {
        retired = retire.reason();
        return proceed();
    }

    private Behavior<Command> onPending(Pending now) {
        pending = now.dependencies();
        return on(new Event.DependenciesChanged(pending.keySet()));
    }

    private Behavior<Command> onSampled(Sampled sampled) {
        usage = sampled.usage();
        reported = null;
        report();
        return this;
    }

    private Behavior<Command> onRunLives(RunLives lives) {
        if (lives.number() == state.run()) {
            run = lives.run();
        }
        return on(new Event.Spawned(lives.number()));
    }

    private Behavior<Command> onRunNews(RunNews news) {
        if (news.event() instanceof Event.Exited(var number, var exit) && number == state.run()) {
            lastExit = "last run: %s at %s"
                    .formatted(exit, Display.time(deps.clock().instant()));
        }
        return on(news.event());
    }

    /** The actor of the run failed before it had seen the end: the run, if it lives, gets another one. */
    private Behavior<Command> onRunLost(RunLost lost) {
        if (lost.number() != state.run() || jvm == null) {
            return this;
        }
        jvm = null;
        var live = deps.runs().live(spec.name()).filter(found -> found.epoch() == epoch);
        if (live.isEmpty()) {
            return on(new Event.Gone(lost.number()));
        }
        getContext()
                .getLog()
                .warn(
                        "Took over run={} process={} from an actor that failed",
                        live.get().id(),
                        spec.name());
        watch(
                lost.number(),
                JvmActor.adopt(
                        deps, spec, lost.number(), live.get(), getContext().getSelf()));
        return this;
    }

    /** Whoever waits asked the actor that failed; the next one only knows the run. */
    private Behavior<Command> onPreRestart() {
        waiters.giveUp();
        return this;
    }

    private Behavior<Command> onSettled() {
        waiters.settle(state, pending);
        return this;
    }

    private Behavior<Command> on(Event event) {
        events.add(event);
        return proceed();
    }

    private ProcessActor proceed() {
        while (!events.isEmpty()) {
            var before = state;
            var step =
                    ProcessLifecycle.step(before, events.remove(), deps.clock().instant(), policy);
            state = step.state();
            step.effects().forEach(this::carryOut);
            if (!retired.isEmpty() && (state instanceof State.Waiting || state instanceof State.BackingOff)) {
                events.add(new Event.Stop(new StopOrder(spec.stopWithin(), false)));
            }
            if (before.getClass() != state.getClass()) {
                getContext()
                        .getLog()
                        .info(
                                "Changed process={} from={} to={} run={}",
                                spec.name(),
                                nameOf(before),
                                nameOf(state),
                                state.run());
            }
        }
        forgetRun();
        waiters.changed(state, pidText());
        report();
        return this;
    }

    private void carryOut(Effect effect) {
        switch (effect) {
            case Effect.CheckDependencies() -> events.add(new Event.DependenciesChanged(pending.keySet()));
            case Effect.Spawn(var number, var restarts) ->
                watch(
                        number,
                        JvmActor.spawn(
                                deps,
                                spec,
                                spawner,
                                epoch,
                                number,
                                restarts,
                                getContext().getSelf()));
            case Effect.Adopt(var number) -> adopt(number);
            case Effect.Terminate(var number) -> tell(new JvmActor.Terminate());
            case Effect.Kill(var number) -> tell(new JvmActor.Kill());
            case Effect.WakeAt(var at) -> {
                var wait = Duration.between(deps.clock().instant(), at);
                timers.startSingleTimer(new Woken(), wait.isPositive() ? wait : Duration.ofMillis(1));
            }
        }
    }

    private void adopt(long number) {
        Optional.ofNullable(run)
                .ifPresentOrElse(
                        live -> watch(
                                number,
                                JvmActor.adopt(
                                        deps, spec, number, live, getContext().getSelf())),
                        () -> events.add(new Event.Gone(number)));
    }

    private void watch(long number, Behavior<JvmActor.Command> behavior) {
        var child = getContext().spawnAnonymous(behavior);
        getContext().watchWith(child, new RunLost(number));
        jvm = child;
    }

    private void tell(JvmActor.Command command) {
        if (jvm != null) {
            jvm.tell(command);
        }
    }

    /** Where nothing lives, there is no pid to show, and no actor whose end is news. */
    private void forgetRun() {
        var isOver = switch (state) {
            case State.Down s -> true;
            case State.Waiting s -> true;
            case State.BackingOff s -> true;
            case State.Missing s -> true;
            case State.GaveUp s -> true;
            case State.Spawning s -> false;
            case State.Cancelling s -> false;
            case State.Initialising s -> false;
            case State.Ready s -> false;
            case State.Draining s -> false;
            case State.Clearing s -> false;
        };
        if (isOver) {
            run = null;
            jvm = null;
            usage = Usage.NONE;
        }
    }

    private void report() {
        var status = status();
        if (!status.equals(reported)) {
            reported = status;
            parent.tell(new Report(getContext().getSelf(), status));
        }
    }

    private ProcessStatus status() {
        var live = run;
        var uptime = live == null
                ? Duration.ZERO
                : Duration.between(live.startedAt(), deps.clock().instant());
        return new ProcessStatus(
                spec.name(),
                spec.group(),
                live == null || state instanceof State.Clearing ? null : live.pid(),
                spec.hasPort() ? spec.port() : null,
                Display.state(state),
                usage.cpu(),
                usage.memory(),
                Math.max(0, uptime.toSeconds()),
                state.restarts(),
                spec.primaryOnly(),
                Display.message(state, pending, lastExit));
    }

    private String pidText() {
        return run == null ? "" : " as pid " + run.pid();
    }

    private static String nameOf(State state) {
        return state.getClass().getSimpleName();
    }
}
