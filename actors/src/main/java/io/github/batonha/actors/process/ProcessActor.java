package io.github.batonha.actors.process;

import io.github.batonha.actors.api.Outcome;
import io.github.batonha.actors.api.ProcessState;
import io.github.batonha.actors.probe.ProbeNews;
import io.github.batonha.actors.run.RunContext;
import io.github.batonha.actors.run.RunNews;
import io.github.batonha.supervision.lifecycle.Event;
import io.github.batonha.supervision.lifecycle.ProcessLifecycle;
import io.github.batonha.supervision.lifecycle.State;
import io.github.batonha.supervision.lifecycle.StopOrder;
import io.github.batonha.supervision.run.Usage;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
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

/**
 * Drives one process towards its desired state: runs the {@link ProcessLifecycle}, and carries out its effects. Begins, and begins
 * again after a failure of its own, with the run that lives, if one does.
 */
public final class ProcessActor extends AbstractBehavior<ProcessActor.Command> {

    /** Before a start that waits for something idle is called failed: others of the same operation may be starting it. */
    private static final Duration SETTLE = Duration.ofSeconds(1);

    /** What the parent of a process wants of it, and what the actor tells itself. */
    public sealed interface Command {}

    /** Makes it wanted. Answered when it is ready, or when that does not come by itself. */
    public record Start(ActorRef<Outcome> replyTo) implements Command {}

    /** Makes it unwanted. Answered when nothing of it is left. */
    public record Stop(StopOrder order, ActorRef<Outcome> replyTo) implements Command {}

    /** It starts no more, for the given reason; what lives waits for its {@link Stop}. */
    public record Retire(String reason) implements Command {}

    /** Another process of its group failed: what lives ends, and starts again when nothing holds it back. */
    public record RestartWithGroup(String cause) implements Command {}

    /** Its own failure was dealt with: from now on {@link Pending} says whom of its group it waits for. */
    public record GroupTold() implements Command {}

    /** What it depends on, or waits for with its group. */
    public record Pending(Map<String, ProcessState> dependencies) implements Command {
        public Pending {
            dependencies = Map.copyOf(dependencies);
        }
    }

    /** Time for a report. */
    public record Sampled(Usage usage) implements Command {}

    private record TurnCame() implements Command {}

    private record FromRun(RunNews news) implements Command {}

    private record FromProbe(ProbeNews news) implements Command {}

    private record Read(long number, String outputTail) implements Command {}

    private record RunLost(long number) implements Command {}

    private record Woken() implements Command {}

    private record Settled() implements Command {}

    private final ProcessDriver process;
    private final CurrentRun<Command> current;
    private final TimerScheduler<Command> timers;

    /** One process; its parent is told of every change. */
    public static Behavior<Command> create(StartContext start, ActorRef<ProcessNews> parent) {
        Behavior<Command> behavior = Behaviors.setup(context ->
                Behaviors.withTimers(timers -> new ProcessActor(context, timers, start, parent).begin(start)));
        return Behaviors.supervise(behavior)
                .onFailure(SupervisorStrategy.restartWithBackoff(Duration.ofSeconds(1), Duration.ofSeconds(10), 0.1));
    }

    private ProcessActor(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            StartContext start,
            ActorRef<ProcessNews> parent) {
        super(context);
        this.timers = timers;
        var deps = start.deps();
        var self = context.getSelf();
        var permit = new StartPermit(deps.starts(), deps.steady(), () -> self.tell(new TurnCame()));
        var immediate = new ImmediateRestart(start, permit);
        var scope = new RunContext(
                deps,
                start.spec(),
                start.epoch(),
                immediate,
                context.messageAdapter(RunNews.class, FromRun::new),
                context.messageAdapter(ProbeNews.class, FromProbe::new));
        this.current = new CurrentRun<>(context, start, immediate, scope, RunLost::new);
        this.process = new ProcessDriver(
                start,
                parent,
                permit,
                immediate,
                current,
                this::read,
                wait -> timers.startSingleTimer(new Woken(), wait));
    }

    private ProcessActor begin(StartContext start) {
        process.begin(start);
        return this;
    }

    private void read(long number, CompletableFuture<String> text) {
        getContext().pipeToSelf(text, (read, failure) -> new Read(number, read == null ? "" : read));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Command.class, this::onCommand)
                .onSignal(PreRestart.class, restart -> {
                    process.close(PendingReplies::giveUp);
                    return this;
                })
                .onSignal(PostStop.class, stop -> {
                    process.close(PendingReplies::letGo);
                    return this;
                })
                .build();
    }

    private Behavior<Command> onCommand(Command command) {
        switch (command) {
            case Start(var replyTo) -> start(replyTo);
            case Stop(var order, var replyTo) -> stop(order, replyTo);
            case Retire(var reason) -> process.retire(reason);
            case RestartWithGroup(var cause) -> process.restartWithGroup(cause);
            case GroupTold() -> process.onGate(process.gate().groupTold());
            case Pending(var dependencies) -> process.onGate(process.gate().dependingOn(dependencies));
            case TurnCame() -> process.onGate(process.gate());
            case Sampled(var usage) -> process.sampled(usage);
            case FromRun(var news) -> fromRun(news);
            case FromProbe(var news) -> fromProbe(news);
            case Read(var number, var text) -> process.read(number, text);
            case RunLost(var number) -> process.lost(number);
            case Woken() -> process.on(new Event.Woken());
            case Settled() -> process.settle();
        }
        return this;
    }

    private void start(ActorRef<Outcome> replyTo) {
        var refusal = process.gate().refusal();
        if (refusal.isPresent()) {
            process.replies().refuse(replyTo, refusal.get());
        } else if (process.state() instanceof State.Ready) {
            process.replies().nothing(replyTo, "it runs already" + current.pidText());
        } else {
            process.replies().start(replyTo);
            timers.startSingleTimer(new Settled(), SETTLE);
            process.on(new Event.Start());
        }
    }

    private void stop(StopOrder order, ActorRef<Outcome> replyTo) {
        if (process.state() instanceof State.Down) {
            process.replies().nothing(replyTo, "it was stopped already");
        } else {
            process.replies().stop(replyTo);
            process.on(new Event.Stop(order));
        }
    }

    private void fromRun(RunNews news) {
        switch (news) {
            case RunNews.Lives(var number, var run) -> process.lives(number, run);
            case RunNews.Changed(var event) -> process.changed(event);
            case RunNews.Ended(var event, var wrote, var next) -> process.ended(event, wrote, next);
            case RunNews.Examined(var number, var taken) -> process.examined(number, taken);
        }
    }

    private void fromProbe(ProbeNews news) {
        switch (news) {
            case ProbeNews.Ready(var number) -> process.changed(new Event.BecameReady(number));
            case ProbeNews.Failed(var number, var why) -> process.changed(new Event.Unhealthy(number, why));
            case ProbeNews.Remark(var number, var text) -> process.remark(number, text);
        }
    }
}
