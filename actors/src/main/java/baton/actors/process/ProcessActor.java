package baton.actors.process;

import baton.actors.api.Outcome;
import baton.actors.api.ProcessState;
import baton.supervision.lifecycle.Effect;
import baton.supervision.lifecycle.Event;
import baton.supervision.lifecycle.Policy;
import baton.supervision.lifecycle.ProcessLifecycle;
import baton.supervision.lifecycle.State;
import baton.supervision.lifecycle.StopOrder;
import baton.supervision.run.Run;
import baton.supervision.run.Spawner;
import baton.supervision.run.Usage;
import baton.supervision.spec.ChildSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.PreRestart;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one process as it is wanted: runs the {@link ProcessLifecycle}, and carries out its effects. Begins, and begins again
 * after a failure of its own, with the run that lives, if one does.
 */
final class ProcessActor extends AbstractBehavior<ProcessActor.Command> {

    /** Not the actor's own, which Pekko finds for each by a walk through its stack. */
    private static final Logger log = LoggerFactory.getLogger(ProcessActor.class);

    /** Before a start that waits for something idle is called failed: others of the same operation may be starting it. */
    private static final Duration SETTLE = Duration.ofSeconds(1);

    sealed interface Command {}

    /** Makes it wanted. Answered when it is ready, or when that does not come by itself. */
    record Start(ActorRef<Outcome> replyTo) implements Command {}

    /** Makes it unwanted. Answered when nothing of it is left. */
    record Stop(StopOrder order, ActorRef<Outcome> replyTo) implements Command {}

    /** It starts no more, for the given reason; what lives waits for its {@link Stop}. */
    record Retire(String reason) implements Command {}

    /** Another process of its group failed: what lives ends, and starts again when nothing holds it back. */
    record RestartWithGroup(String cause) implements Command {}

    /** Its own failure was dealt with: from now on {@link Pending} says whom of its group it waits for. */
    record GroupTold() implements Command {}

    /** From {@link Starts}: another process is on its way no more. */
    record TurnCame() implements Command {}

    /** What it depends on, or waits for with its group. */
    record Pending(Map<String, ProcessState> dependencies) implements Command {
        public Pending {
            dependencies = Map.copyOf(dependencies);
        }
    }

    /** Time for a report. */
    record Sampled(Usage usage) implements Command {}

    /** From its run: it lives. */
    record RunLives(long number, Run run) implements Command {}

    /** From its run; of an end with what it had written by then, and with the run that was started since. */
    record RunNews(Event.OfRun event, LogTail.Until wrote, ImmediateRestart.@Nullable CarriedOut next)
            implements Command {
        RunNews(Event.OfRun event, LogTail.Until wrote) {
            this(event, wrote, null);
        }

        RunNews(Event.OfRun event) {
            this(event, LogTail.Until.NOW);
        }
    }

    /** What there is to say of its run beyond its state; empty takes back what was said before. */
    record Remark(long number, String text) implements Command {}

    record Read(long number, String lastWords) implements Command {}

    /** From the system: the actor of its run is no more. */
    record RunLost(long number) implements Command {}

    private record Woken() implements Command {}

    private record Settled() implements Command {}

    private final ProcessDeps deps;
    private final ChildSpec spec;
    private final long epoch;
    private final ActorRef<ProcessNews> parent;
    private final TimerScheduler<Command> timers;
    private final Policy policy;
    private final PendingReplies waiters;
    private final PastWriter pasts;
    private final StartGate heldBack;
    private final ProcessEventPublisher telling;
    private final ImmediateRestart standing;
    private final CurrentRun jvm;
    private final LastRun lastRun;
    private final KillAttribution killing = new KillAttribution();
    private final Deque<Event> events = new ArrayDeque<>();
    private final StatusLine line;
    private State state = ProcessLifecycle.initial();
    private String retired = "";
    private @Nullable Run run;

    /**
     * Keeps one process.
     *
     * @param epoch of the primaryOnly processes it is one of, or 0
     */
    static Behavior<Command> create(
            ProcessDeps deps,
            ChildSpec spec,
            long epoch,
            Spawner spawner,
            StartContext outset,
            ActorRef<ProcessNews> parent) {
        Behavior<Command> behavior = Behaviors.setup(context -> Behaviors.withTimers(
                timers -> new ProcessActor(context, timers, deps, spec, epoch, spawner, outset, parent)
                        .begin(outset.headStart().isThere())));
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
            StartContext outset,
            ActorRef<ProcessNews> parent) {
        super(context);
        this.deps = deps;
        this.spec = spec;
        this.epoch = epoch;
        this.parent = parent;
        this.timers = timers;
        this.heldBack = new StartGate(
                context.getSelf(), parent, spec, deps, outset.pending().dependencies());
        this.policy = deps.policy(spec);
        this.pasts = new PastWriter(deps, spec.name(), epoch);
        this.waiters = new PendingReplies(
                deps.node(), spec.name(), deps.clocks(), deps.runs().leftBehind()::last);
        this.telling = new ProcessEventPublisher(deps, spec.name(), outset.former());
        this.line = new StatusLine(spec, deps.clocks(), deps.logTroubles());
        this.lastRun = new LastRun(context, deps, spec.name(), telling, line);
        this.standing = new ImmediateRestart(deps, spec, epoch, spawner, heldBack::takesTurn);
        this.jvm = new CurrentRun(context, deps, spec, epoch, spawner, standing, outset.headStart());
    }

    private ProcessActor begin(boolean isBegun) {
        // What has a head start is wanted: whatever was asked since comes as a message.
        var isWanted = isBegun || deps.wanted().isWanted(spec.name(), epoch, spec.start());
        var live = isBegun ? Optional.<Run>empty() : liveRun();
        var last = deps.pasts().last(spec.name(), epoch).orElseGet(ProcessLifecycle::initial);
        if (live.isPresent()) {
            run = live.get();
            events.add(new Event.Adopted(last.past().history().adopting(run.restarts(), run.startedAt())));
            if (telling.takesUp(run)) {
                events.add(new Event.BecameReady(state.run() + 1));
            }
            if (!isWanted) {
                events.add(new Event.Stop(new StopOrder(spec.stopWithin(), false)));
            }
        } else if (isWanted) {
            var resumed = ProcessLifecycle.resume(last, deps.runs().ended(spec.name(), epoch));
            state = resumed.state();
            events.add(resumed.event());
            lastRun.resumed(state);
        }
        return proceed();
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Start.class, this::onStart)
                .onMessage(Stop.class, this::onStop)
                .onMessage(Retire.class, this::onRetire)
                .onMessage(RestartWithGroup.class, this::onRestartWithGroup)
                .onMessage(GroupTold.class, told -> onGroupTold())
                .onMessage(TurnCame.class, came -> on(new Event.DependenciesChanged(heldBack.by(state))))
                .onMessage(Read.class, this::onRead)
                .onMessage(Pending.class, this::onPending)
                .onMessage(Sampled.class, this::onSampled)
                .onMessage(RunLives.class, this::onRunLives)
                .onMessage(RunNews.class, this::onRunNews)
                .onMessage(Remark.class, this::onRemark)
                .onMessage(RunLost.class, this::onRunLost)
                .onMessage(Woken.class, woken -> on(new Event.Woken()))
                .onMessage(Settled.class, settled -> {
                    waiters.settle(state, heldBack.dependencies());
                    return this;
                })
                .onSignal(PreRestart.class, restart -> onPreRestart())
                .onSignal(PostStop.class, stop -> onPostStop())
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
        heldBack.dependOn(now.dependencies());
        return on(new Event.DependenciesChanged(heldBack.by(state)));
    }

    private Behavior<Command> onRestartWithGroup(RestartWithGroup restart) {
        heldBack.restartsWithGroup();
        if (run != null) {
            line.endedWithGroup(restart.cause());
        }
        return on(new Event.RestartWithGroup(new StopOrder(spec.stopWithin(), false)));
    }

    private Behavior<Command> onGroupTold() {
        heldBack.groupTold();
        return on(new Event.DependenciesChanged(heldBack.by(state)));
    }

    private Behavior<Command> onRead(Read read) {
        if (lastRun.take(read)) {
            if (!lastRun.kept(state).equals(state)) {
                pasts.keep(lastRun.kept(state));
            }
            waiters.changed(state, pidText(), read.lastWords());
            report();
        }
        return this;
    }

    private Behavior<Command> onSampled(Sampled sampled) {
        line.takes(sampled.usage());
        pasts.sampled(state);
        report();
        return this;
    }

    private Behavior<Command> onRunLives(RunLives lives) {
        if (lives.number() == state.run()) {
            telling.begun(lives.run(), lives.run().equals(run));
            run = lives.run();
        }
        return on(new Event.Spawned(lives.number()));
    }

    private Behavior<Command> onRunNews(RunNews news) {
        var event = killing.named(news.event());
        if (event.run() == state.run() && run != null) {
            lastRun.heard(run, state, event, news.wrote(), heldBack.isRestartingWithGroup());
        }
        var next = news.next();
        if (next == null) {
            return on(event);
        }
        heldBack.tookTurn();
        standing.wasCarriedOut(next);
        events.add(event);
        return proceed(next.at());
    }

    /** What was decided before an end was heard of may lead elsewhere: what was started since is taken for a run that was found. */
    private boolean takesIn() {
        var left = standing.leftOver();
        if (left.isEmpty()) {
            return false;
        }
        var live = liveRun();
        var isWanted = state instanceof State.Coming;
        if (live.isEmpty() || !(isWanted || state instanceof State.Idle)) {
            left.get().owner().close();
            return false;
        }
        run = live.get();
        jvm.found(left.get());
        events.add(new Event.Adopted(state.past().history().adopting(run.restarts(), run.startedAt())));
        if (!isWanted) {
            events.add(new Event.Stop(new StopOrder(spec.stopWithin(), false)));
        }
        return true;
    }

    private Behavior<Command> onRemark(Remark made) {
        if (made.number() == state.run() && run != null) {
            line.remark(made.text());
            report();
        }
        return this;
    }

    /** The actor of the run failed before it had seen the end: the run, if it lives, gets another one. */
    private Behavior<Command> onRunLost(RunLost lost) {
        if (lost.number() != state.run() || !jvm.isThere()) {
            return this;
        }
        jvm.forget();
        var live = liveRun();
        if (live.isEmpty()) {
            return on(new Event.Gone(lost.number()));
        }
        run = live.get();
        log.warn("Took over run={} process={} from an actor that failed", run.id(), spec.name());
        adopt(lost.number());
        return this;
    }

    /** Whoever waits asked the actor that failed; the next one only knows the run. */
    private Behavior<Command> onPreRestart() {
        standing.close();
        waiters.giveUp();
        heldBack.giveUp();
        return this;
    }

    private Behavior<Command> onPostStop() {
        standing.close();
        waiters.letGo();
        heldBack.giveUp();
        return this;
    }

    private Behavior<Command> on(Event event) {
        events.add(event);
        return proceed();
    }

    private ProcessActor proceed() {
        return proceed(deps.steady().instant());
    }

    private ProcessActor proceed(Instant now) {
        var from = state;
        // What is told and logged is so after all that follows from an event: no start waits for it.
        var told = new ArrayList<Runnable>();
        var at = now;
        do {
            while (!events.isEmpty()) {
                step(events.remove(), at, told);
            }
            at = deps.steady().instant();
        } while (takesIn());
        standing.give(state, policy, retired.isEmpty() && heldBack.isFree());
        told.forEach(Runnable::run);
        telling.logged(log, from, state);
        forgetRun();
        waiters.changed(state, pidText(), lastRun.words());
        report();
        return this;
    }

    private void step(Event event, Instant now, List<Runnable> told) {
        var before = state;
        var step = ProcessLifecycle.step(before, event, now, policy);
        state = step.state();
        pasts.ending(run, state);
        for (var effect : step.effects()) {
            killing.carriesOut(effect, event, state, now);
            carryOut(effect);
        }
        if (!retired.isEmpty() && (state instanceof State.Waiting || state instanceof State.BackingOff)) {
            events.add(new Event.Stop(new StopOrder(spec.stopWithin(), false)));
        }
        if (before.getClass() != state.getClass()) {
            pasts.changed(before, state);
            lastRun.stepped(event, state);
        }
        var after = state;
        var pending = heldBack.dependencies();
        told.add(() -> telling.stepped(before, event, after, pending));
        heldBack.changed(state);
    }

    private void carryOut(Effect effect) {
        switch (effect) {
            case Effect.CheckDependencies() -> events.add(new Event.DependenciesChanged(heldBack.by(state)));
            case Effect.TakeStart() ->
                events.add(new Event.Granted(deps.starts().take(deps.steady().instant())));
            case Effect.TellGroup() -> heldBack.failed();
            case Effect.Spawn(var number, var restarts) -> jvm.spawn(number, restarts);
            case Effect.Adopt(var number) -> adopt(number);
            case Effect.Examine(var number) -> jvm.tell(new RunActor.Examine());
            case Effect.Terminate(var number) -> jvm.tell(new RunActor.Terminate());
            case Effect.Kill(var number) -> jvm.tell(new RunActor.Kill());
            case Effect.WakeAt(var at) -> {
                var wait = Duration.between(deps.steady().instant(), at);
                timers.startSingleTimer(new Woken(), wait.isPositive() ? wait : Duration.ofMillis(1));
            }
        }
    }

    private void adopt(long number) {
        if (run == null) {
            events.add(new Event.Gone(number));
        } else {
            jvm.adopt(number, run);
        }
    }

    /** Where nothing lives, there is no pid to show, and no actor whose end is news. */
    private void forgetRun() {
        if (state instanceof State.Idle || state instanceof State.Coming) {
            run = null;
            jvm.forget();
            line.forgetRun();
        }
    }

    private void report() {
        line.changed(state, run, heldBack.dependencies())
                .ifPresent(status ->
                        parent.tell(new ProcessNews.Report(getContext().getSelf(), status)));
    }

    private Optional<Run> liveRun() {
        return deps.runs().live(spec.name()).filter(found -> found.epoch() == epoch);
    }

    private String pidText() {
        return run == null ? "" : " as pid " + run.pid();
    }
}
