package io.github.batonha.actors.process;

import io.github.batonha.actors.evidence.EvidenceTaken;
import io.github.batonha.actors.launch.LogTail;
import io.github.batonha.actors.launch.ProcessDeps;
import io.github.batonha.actors.run.OnExit;
import io.github.batonha.actors.run.RunActor;
import io.github.batonha.supervision.lifecycle.Effect;
import io.github.batonha.supervision.lifecycle.Event;
import io.github.batonha.supervision.lifecycle.Policy;
import io.github.batonha.supervision.lifecycle.ProcessLifecycle;
import io.github.batonha.supervision.lifecycle.State;
import io.github.batonha.supervision.lifecycle.StopOrder;
import io.github.batonha.supervision.run.Run;
import io.github.batonha.supervision.run.Usage;
import io.github.batonha.supervision.spec.ChildSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Steps the lifecycle of one process and carries out the effects of each step. Part of its process actor: only that one calls it.
 */
final class ProcessDriver {

    private static final Logger log = LoggerFactory.getLogger(ProcessDriver.class);

    private final ProcessDeps deps;
    private final ChildSpec spec;
    private final long epoch;
    private final ActorRef<ProcessNews> parent;
    private final Consumer<Duration> wake;
    private final Policy policy;
    private final PendingReplies replies;
    private final RestartWriter restartWriter;
    private final StartPermit permit;
    private final ProcessEventPublisher publisher;
    private final ImmediateRestart immediate;
    private final CurrentRun<?> current;
    private final LastRun lastRun;
    private final StatusLine line;
    private final KillAttribution killing = new KillAttribution();
    private final Deque<Event> events = new ArrayDeque<>();
    private State state = ProcessLifecycle.initial();
    private StartGate gate;

    /**
     * Begins nothing: see {@link #begin}.
     *
     * @param reading reads what a run last wrote; {@link #read} takes it
     * @param wake has {@link Event.Woken} come after a time; a later call replaces an earlier one
     */
    ProcessDriver(
            StartContext start,
            ActorRef<ProcessNews> parent,
            StartPermit permit,
            ImmediateRestart immediate,
            CurrentRun<?> current,
            LastRun.Reading reading,
            Consumer<Duration> wake) {
        this.deps = start.deps();
        this.spec = start.spec();
        this.epoch = start.epoch();
        this.parent = parent;
        this.wake = wake;
        this.gate = StartGate.of(spec, start.pending());
        this.policy = deps.policy(spec);
        this.restartWriter = new RestartWriter(deps, spec.name(), epoch);
        this.replies = new PendingReplies(
                deps.node(), spec.name(), deps.clocks(), deps.runs().leftBehind()::last);
        this.publisher = new ProcessEventPublisher(deps, spec.name(), start.previous());
        this.line = new StatusLine(spec, deps.clocks(), deps.troubles());
        this.lastRun = new LastRun(reading, deps, spec.name(), publisher, line);
        this.permit = permit;
        this.immediate = immediate;
        this.current = current;
    }

    void begin(StartContext start) {
        // What was started early is wanted: whatever was asked since comes as a message.
        var isBegun = start.earlyStart().isThere();
        var isWanted = isBegun || deps.wanted().isWanted(spec.name(), epoch, spec.start());
        var live = isBegun ? Optional.<Run>empty() : current.live();
        var last = deps.restartStore().last(spec.name(), epoch).orElseGet(ProcessLifecycle::initial);
        if (live.isPresent()) {
            current.is(live.get());
            adopted(last, live.get());
            if (publisher.takesUp(live.get())) {
                events.add(new Event.BecameReady(state.run() + 1));
            }
            if (!isWanted) {
                events.add(stop());
            }
        } else if (isWanted) {
            var resumed = ProcessLifecycle.resume(last, deps.runs().ended(spec.name(), epoch));
            state = resumed.state();
            events.add(resumed.event());
            lastRun.resumed(state);
        }
        proceed();
    }

    private void adopted(State last, Run live) {
        events.add(new Event.Adopted(last.runHistory().history().adopting(live.restarts(), live.startedAt())));
    }

    private Event stop() {
        return new Event.Stop(new StopOrder(spec.stopWithin(), false));
    }

    State state() {
        return state;
    }

    StartGate gate() {
        return gate;
    }

    PendingReplies replies() {
        return replies;
    }

    void on(Event event) {
        events.add(event);
        proceed();
    }

    /** Nothing starts any more; what waits goes on waiting for its stop. */
    void retire(String reason) {
        gate = gate.retire(reason);
        proceed();
    }

    /** Something changed about whether it may start. */
    void onGate(StartGate next) {
        gate = next;
        on(new Event.DependenciesChanged(gate.holders(state, permit::take)));
    }

    void restartWithGroup(String cause) {
        gate = gate.restartWithGroup();
        if (current.run() != null) {
            line.endedWithGroup(cause);
        }
        on(new Event.RestartWithGroup(new StopOrder(spec.stopWithin(), false)));
    }

    void settle() {
        replies.settle(state, gate.dependencies());
    }

    void read(long number, String text) {
        if (lastRun.take(number, text)) {
            if (!lastRun.kept(state).equals(state)) {
                restartWriter.keep(lastRun.kept(state));
            }
            replies.changed(state, current.pidText(), text);
            report();
        }
    }

    void sampled(Usage usage) {
        line.takes(usage);
        restartWriter.sampled(state);
        report();
    }

    void remark(long number, String text) {
        if (number == state.run() && current.run() != null) {
            line.remark(text);
            report();
        }
    }

    void lives(long number, Run run) {
        if (number == state.run()) {
            publisher.begun(run, run.equals(current.run()));
            current.is(run);
        }
        on(new Event.Spawned(number));
    }

    void examined(long number, EvidenceTaken taken) {
        var run = current.run();
        if (number == state.run() && run != null) {
            lastRun.examined(run, state, taken);
        }
        on(new Event.Examined(number, taken.text()));
    }

    void changed(Event.OfRun event) {
        ended(event, LogTail.Until.NOW, null);
    }

    /** As {@link #changed}; with how far the logs were written, and with the run that was started since. */
    void ended(Event.OfRun told, LogTail.Until wrote, OnExit.@Nullable Successor next) {
        var event = killing.named(told);
        var run = current.run();
        if (event.run() == state.run() && run != null) {
            lastRun.heard(run, state, event, wrote, gate.isRestartingWithGroup());
        }
        if (next == null) {
            on(event);
            return;
        }
        permit.wasTaken();
        immediate.wasCarriedOut(next);
        events.add(event);
        proceed(next.at());
    }

    /** If something overtook the end, the run started meanwhile is adopted, or adopted and then stopped. */
    private boolean takesIn() {
        var left = immediate.leftOver();
        if (left.isEmpty()) {
            return false;
        }
        var live = current.live();
        var decision = live.isEmpty() ? StartGate.Unexpected.LEAVE : StartGate.unexpected(state);
        if (live.isEmpty() || decision == StartGate.Unexpected.LEAVE) {
            left.get().owner().close();
            return false;
        }
        current.found(live.get(), left.get());
        adopted(state, live.get());
        if (decision == StartGate.Unexpected.STOP) {
            events.add(stop());
        }
        return true;
    }

    /** The actor of the run failed before it had seen the end: the run, if it lives, gets another one. */
    void lost(long number) {
        if (number != state.run() || !current.hasActor()) {
            return;
        }
        current.forgetActor();
        var live = current.live();
        if (live.isEmpty()) {
            on(new Event.Gone(number));
            return;
        }
        current.is(live.get());
        log.warn(
                "Took over run={} process={} from an actor that failed",
                live.get().id(),
                spec.name());
        current.adopt(number);
    }

    /** Whoever waits is told before this actor ends; the next one only knows the run. */
    void close(Consumer<PendingReplies> answer) {
        immediate.close();
        answer.accept(replies);
        permit.close();
        if (gate.inGroup().owesEnd()) {
            parent.tell(new ProcessNews.GroupEnded(spec.name(), false));
        }
    }

    private void proceed() {
        proceed(deps.steady().instant());
    }

    private void proceed(Instant now) {
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
        immediate.give(state, policy, gate.allowsImmediateRestart(state, epoch));
        told.forEach(Runnable::run);
        publisher.logged(log, from, state);
        if (state instanceof State.Idle || state instanceof State.Coming) {
            current.forget();
            line.forgetRun();
        }
        replies.changed(state, current.pidText(), lastRun.tail());
        report();
    }

    private void step(Event event, Instant now, List<Runnable> told) {
        var before = state;
        var step = ProcessLifecycle.step(before, event, now, policy);
        state = step.state();
        restartWriter.ending(current.run(), state);
        for (var effect : step.effects()) {
            killing.carriesOut(effect, event, state, now);
            carryOut(effect);
        }
        if (gate.endsStart(state)) {
            events.add(stop());
        }
        if (before.getClass() != state.getClass()) {
            restartWriter.changed(before, state);
            lastRun.stepped(event, state);
        }
        var after = state;
        var pending = gate.dependencies();
        told.add(() -> publisher.stepped(before, event, after, pending));
        if (!StartGate.keepsPermit(state)) {
            permit.giveBack();
        }
        if (gate.hasEndedWithGroup(state)) {
            gate = gate.endTold();
            parent.tell(new ProcessNews.GroupEnded(spec.name(), state instanceof State.GaveUp));
        }
    }

    private void carryOut(Effect effect) {
        switch (effect) {
            case Effect.CheckDependencies() ->
                events.add(new Event.DependenciesChanged(gate.holders(state, permit::take)));
            case Effect.TakeStart() ->
                events.add(new Event.Granted(deps.starts().take(deps.steady().instant())));
            case Effect.TellGroup() -> tellGroup();
            case Effect.Spawn(var number, var restarts) -> current.spawn(number, restarts);
            case Effect.Adopt(var number) -> {
                if (!current.adopt(number)) {
                    events.add(new Event.Gone(number));
                }
            }
            case Effect.Examine(var number) -> current.tell(new RunActor.Examine());
            case Effect.Terminate(var number) -> current.tell(new RunActor.Terminate());
            case Effect.Kill(var number) -> current.tell(new RunActor.Kill());
            case Effect.WakeAt(var at) -> {
                var wait = Duration.between(deps.steady().instant(), at);
                wake.accept(wait.isPositive() ? wait : Duration.ofMillis(1));
            }
        }
    }

    private void tellGroup() {
        if (!gate.isAlone()) {
            gate = gate.failed();
            parent.tell(new ProcessNews.GroupFailed(spec.name()));
        }
    }

    private void report() {
        line.changed(state, current.run(), gate.dependencies())
                .ifPresent(status -> parent.tell(new ProcessNews.Report(status)));
    }
}
