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
import java.util.ArrayList;
import java.util.Deque;
import java.util.Map;
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

    /** From its run; of an end with what it had written by then. */
    record RunNews(Event.OfRun event, LastWords.Until wrote) implements Command {
        RunNews(Event.OfRun event) {
            this(event, LastWords.Until.NOW);
        }
    }

    /** What there is to say of its run beyond its state; empty takes back what was said before. */
    record Remark(long number, String text) implements Command {}

    private record Read(long number, String lastWords) implements Command {}

    private record RunLost(long number) implements Command {}

    private record Woken() implements Command {}

    private record Settled() implements Command {}

    /** What it says to its parent. */
    sealed interface News {}

    /** At every change and every {@link Sampled}. */
    record Report(ActorRef<Command> from, ProcessStatus status) implements News {}

    /** What concerns others of its group. */
    sealed interface OfGroup extends News {}

    /** It ended by itself and is to be started again, in a group that this concerns. Answered by {@link GroupTold}. */
    record GroupFailed(String name) implements OfGroup {}

    /** Nothing of it lives, after its own failure or {@link RestartWithGroup}. */
    record GroupEnded(String name, boolean hasGivenUp) implements OfGroup {}

    private final ProcessDeps deps;
    private final ChildSpec spec;
    private final long epoch;
    private final Spawner spawner;
    private final ActorRef<News> parent;
    private final TimerScheduler<Command> timers;
    private final Policy policy;
    private final Waiters waiters;
    private final PastWriter pasts;
    private final HeldBack heldBack;
    private final Telling telling;
    private final Deque<Event> events = new ArrayDeque<>();
    private State state = ProcessLifecycle.initial();
    private Usage usage = Usage.NONE;
    private String lastExit = "";
    private String lastWords = "";
    private String remark = "";
    private String retired = "";
    private @Nullable Run run;
    private @Nullable ActorRef<JvmActor.Command> jvm;
    private @Nullable ProcessStatus reported;

    /**
     * Keeps one process.
     *
     * @param epoch of the primaryOnly processes it is one of, or 0
     * @param pending what it depends on; nothing starts before the parent tells that it is ready
     * @param former what was known of the run that lives
     */
    static Behavior<Command> create(
            ProcessDeps deps,
            ChildSpec spec,
            long epoch,
            Spawner spawner,
            Pending pending,
            Former former,
            ActorRef<News> parent) {
        Behavior<Command> behavior = Behaviors.setup(context -> Behaviors.withTimers(timers ->
                new ProcessActor(context, timers, deps, spec, epoch, spawner, pending, former, parent).begin()));
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
            Former former,
            ActorRef<News> parent) {
        super(context);
        context.setLoggerName(ProcessActor.class);
        this.deps = deps;
        this.spec = spec;
        this.epoch = epoch;
        this.spawner = spawner;
        this.parent = parent;
        this.timers = timers;
        this.heldBack = new HeldBack(context.getSelf(), parent, spec, deps, pending.dependencies());
        this.policy = deps.policy(spec);
        this.pasts = new PastWriter(deps, spec.name(), epoch);
        this.waiters = new Waiters(deps.node(), spec.name());
        this.telling = new Telling(deps, spec.name(), former);
    }

    private ProcessActor begin() {
        var isWanted = deps.wanted().isWanted(spec.name(), epoch, spec.start());
        var live = deps.runs().live(spec.name()).filter(found -> found.epoch() == epoch);
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
                .onMessage(Settled.class, settled -> onSettled())
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
            lastExit = "last run: ended because %s of its group failed at %s"
                    .formatted(restart.cause(), Display.time(deps.clock().instant()));
        }
        return on(new Event.RestartWithGroup(new StopOrder(spec.stopWithin(), false)));
    }

    private Behavior<Command> onGroupTold() {
        heldBack.groupTold();
        return on(new Event.DependenciesChanged(heldBack.by(state)));
    }

    private Behavior<Command> onRead(Read read) {
        if (read.number() == state.run()) {
            lastWords = read.lastWords();
            pasts.keep(
                    state instanceof State.GaveUp(var past, var reason)
                            ? new State.GaveUp(past, reason + Display.quoted(lastWords))
                            : state);
            report();
        }
        return this;
    }

    private Behavior<Command> onSampled(Sampled sampled) {
        usage = sampled.usage();
        reported = null;
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
        switch (news.event()) {
            case Event.Exited(var number, var exit) -> noteExit(number, exit, news.wrote());
            case Event.Ended(var number, var exit) -> noteExit(number, exit, news.wrote());
            case Event.Examined(var number, var found) -> noteEvidence(number, found);
            case Event.Unhealthy _ -> remark = "";
            case Event.Spawned _, Event.Refused _, Event.BecameReady _, Event.Gone _ -> {} // no exit, or told
        }
        return on(news.event());
    }

    private Behavior<Command> onRemark(Remark made) {
        if (made.number() == state.run() && run != null) {
            remark = made.text();
            report();
        }
        return this;
    }

    private void noteEvidence(long number, String found) {
        remark = "";
        if (number == state.run() && run != null) {
            telling.examined(run, state, found);
        }
    }

    private void noteExit(long number, Exit exit, LastWords.Until wrote) {
        if (number == state.run() && run != null) {
            telling.ended(run, state, exit, wrote);
        }
        if (number == state.run() && !heldBack.isRestartingWithGroup()) {
            lastExit = Display.exit(state, exit, spec.restart(), deps.clock().instant());
        }
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
        run = live.get();
        getContext().getLog().warn("Took over run={} process={} from an actor that failed", run.id(), spec.name());
        adopt(lost.number());
        return this;
    }

    /** Whoever waits asked the actor that failed; the next one only knows the run. */
    private Behavior<Command> onPreRestart() {
        waiters.giveUp();
        heldBack.giveUp();
        return this;
    }

    private Behavior<Command> onPostStop() {
        waiters.letGo();
        heldBack.giveUp();
        return this;
    }

    private Behavior<Command> onSettled() {
        waiters.settle(state, heldBack.dependencies());
        return this;
    }

    private Behavior<Command> on(Event event) {
        events.add(event);
        return proceed();
    }

    private ProcessActor proceed() {
        var begun = state;
        // What is told and logged is so after all that follows from an event: no start waits for it.
        var told = new ArrayList<Runnable>();
        while (!events.isEmpty()) {
            var before = state;
            var event = events.remove();
            var step = ProcessLifecycle.step(before, event, deps.clock().instant(), policy);
            state = step.state();
            pasts.ending(run, state);
            step.effects().forEach(this::carryOut);
            if (!retired.isEmpty() && (state instanceof State.Waiting || state instanceof State.BackingOff)) {
                events.add(new Event.Stop(new StopOrder(spec.stopWithin(), false)));
            }
            changed(before);
            var after = state;
            var pending = heldBack.dependencies();
            told.add(() -> telling.stepped(before, event, after, pending));
            heldBack.changed(state);
        }
        told.forEach(Runnable::run);
        telling.logged(getContext().getLog(), begun, state);
        forgetRun();
        waiters.changed(state, pidText());
        report();
        return this;
    }

    private void changed(State before) {
        if (before.getClass() == state.getClass()) {
            return;
        }
        pasts.changed(before, state);
        var hasEnded = state instanceof State.Missing
                || (state instanceof State.GaveUp && !(before instanceof State.Spawning));
        if (hasEnded) {
            readLastWords();
        } else {
            lastWords = "";
        }
    }

    private void readLastWords() {
        var number = state.run();
        var words = LastWords.read(deps, spec.name());
        getContext().pipeToSelf(words, (read, failure) -> new Read(number, read == null ? "" : read));
    }

    private void carryOut(Effect effect) {
        switch (effect) {
            case Effect.CheckDependencies() -> events.add(new Event.DependenciesChanged(heldBack.by(state)));
            case Effect.TakeStart() ->
                events.add(new Event.Granted(deps.starts().take(deps.clock().instant())));
            case Effect.TellGroup() -> heldBack.failed();
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
            case Effect.Examine(var number) -> tell(new JvmActor.Examine());
            case Effect.Terminate(var number) -> tell(new JvmActor.Terminate());
            case Effect.Kill(var number) -> tell(new JvmActor.Kill());
            case Effect.WakeAt(var at) -> {
                var wait = Duration.between(deps.clock().instant(), at);
                timers.startSingleTimer(new Woken(), wait.isPositive() ? wait : Duration.ofMillis(1));
            }
        }
    }

    private void adopt(long number) {
        var live = run;
        if (live == null) {
            events.add(new Event.Gone(number));
        } else {
            watch(number, JvmActor.adopt(deps, spec, number, live, getContext().getSelf()));
        }
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
        if (state instanceof State.Idle || state instanceof State.Coming) {
            run = null;
            jvm = null;
            usage = Usage.NONE;
            remark = "";
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
                Display.message(state, heldBack.dependencies(), Display.joined(remark, lastExit), lastWords));
    }

    private String pidText() {
        return run == null ? "" : " as pid " + run.pid();
    }
}
