package io.github.batonha.actors.supervisor;

import io.github.batonha.actors.api.OperationReply;
import io.github.batonha.actors.api.ProcessStatus;
import io.github.batonha.actors.launch.ProcessDeps;
import io.github.batonha.actors.process.ProcessActor;
import io.github.batonha.actors.process.ProcessNews;
import io.github.batonha.supervision.run.Spawner;
import io.github.batonha.supervision.run.Usage;
import io.github.batonha.supervision.spec.ChildSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;

/**
 * Parent of the primaryOnly processes of one epoch: created when this node has become active (durably), stopped by its
 * parent after {@link Released}. Adopts live runs of its epoch. When it stops unreleased, processes go on; the next one of
 * the same epoch adopts them.
 */
public final class PrimaryOnly extends AbstractBehavior<PrimaryOnly.Command> {

    private static final Duration SAMPLE_EVERY = Duration.ofSeconds(1);
    private static final Duration SWEEP_AGAIN_AFTER = Duration.ofSeconds(1);

    public sealed interface Command {}

    /**
     * Ends all primaryOnly processes of this node in reverse dependency order, and answers when nothing of them is left.
     * Nothing starts afterwards. May be sent again: every one is answered.
     */
    public record Release(ActorRef<Released> replyTo) implements Command {}

    public record Released(long epoch) {}

    /** What is told of the primaryOnly processes of an epoch to the front for all processes of the node. */
    sealed interface News {
        long epoch();

        /** The actors of all, and what they said. */
        record Members(
                long epoch, Map<String, ActorRef<ProcessActor.Command>> actors, Map<String, ProcessStatus> statuses)
                implements News {
            public Members {
                actors = Map.copyOf(actors);
                statuses = Map.copyOf(statuses);
            }
        }

        /** One of them said something. */
        record Reported(long epoch, ProcessStatus status) implements News {}

        /** The processes are as the configuration has them. */
        record Reconfigured(long epoch) implements News {}
    }

    /** From the front for all processes: who wants to know of ours, and what the others said. */
    record Acquainted(ActorRef<News> listener, Map<String, ProcessStatus> others) implements Command {
        Acquainted {
            others = Map.copyOf(others);
        }
    }

    /** The configuration was replaced. Answered by {@link News.Reconfigured}, after {@link News.Members}. */
    record Reconfigure(boolean all, Set<String> again, ActorRef<News> replyTo) implements Command {
        Reconfigure {
            again = Set.copyOf(again);
        }
    }

    private record ActorLeft(String name) implements Command {}

    /** What a process said that is not primaryOnly. */
    record OtherReported(ProcessStatus status) implements Command {}

    private record Told(ProcessNews news) implements Command {}

    private record SampleDue() implements Command {}

    private record Sampled(Map<String, Usage> usage) implements Command {}

    private record Stopped(OperationReply reply) implements Command {}

    private record SweepDue() implements Command {}

    private record Swept(boolean isClean) implements Command {}

    private enum Phase {
        ACTIVE,
        RELEASING,
        RELEASED
    }

    private final ProcessDeps deps;
    private final long epoch;
    private final ActorRef<ProcessStatus> reports;
    private final Runnable endLease;
    private final TimerScheduler<Command> timers;
    private final Spawner spawner;
    private final ActorRef<ProcessNews> news;
    private final ChildProcesses children;
    private final Map<String, ProcessStatus> statuses = new HashMap<>();
    private final List<ActorRef<Released>> releasing = new ArrayList<>();
    private final List<ActorRef<News>> reconfiguring = new ArrayList<>();
    private @Nullable ActorRef<News> listener;
    private Phase phase = Phase.ACTIVE;

    /**
     * Tells the reports of every change at once, and of every process each second. Local processes that ours depend on hold
     * them back until the front for all processes was told of this actor.
     *
     * @param endLease run by any thread when all processes have been stopped in order, before it is looked for what hides: that
     *     ends by its leash then, if it can't be found
     */
    public static Behavior<Command> create(
            ProcessDeps deps, long epoch, ActorRef<ProcessStatus> reports, Runnable endLease) {
        if (epoch == 0) {
            throw new IllegalArgumentException("primaryOnly processes belong to an epoch, and 0 is none");
        }
        return Behaviors.setup(context ->
                Behaviors.withTimers(timers -> new PrimaryOnly(context, timers, deps, epoch, reports, endLease)));
    }

    private PrimaryOnly(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            ProcessDeps deps,
            long epoch,
            ActorRef<ProcessStatus> reports,
            Runnable endLease) {
        super(context);
        this.deps = deps;
        this.epoch = epoch;
        this.reports = reports;
        this.endLease = endLease;
        this.timers = timers;
        this.children = new ChildProcesses(deps, epoch);
        context.setLoggerName(PrimaryOnly.class);
        this.spawner = deps.runs().primaryOnlySpawner(epoch);
        this.news = context.messageAdapter(ProcessNews.class, Told::new);
        children.begin(context, specs(), spawner, news);
        var _ = Orphans.end(context, deps, spawner, epoch);
        timers.startTimerWithFixedDelay(new SampleDue(), SAMPLE_EVERY);
    }

    private List<ChildSpec> specs() {
        return deps.definition().processes().stream()
                .filter(ChildSpec::primaryOnly)
                .toList();
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder().onMessage(Command.class, this::onCommand).build();
    }

    private Behavior<Command> onCommand(Command command) {
        return switch (command) {
            case Release release -> onRelease(release);
            case Acquainted acquainted -> onAcquainted(acquainted);
            case OtherReported other -> onOtherReported(other);
            case Reconfigure reconfigure -> onReconfigure(reconfigure);
            case ActorLeft left -> onActorLeft(left);
            case Told told -> onTold(told);
            case SampleDue() -> onSampleDue();
            case Sampled sampled -> onSampled(sampled);
            case Stopped stopped -> onStopped(stopped);
            case SweepDue() -> sweep();
            case Swept swept -> onSwept(swept);
        };
    }

    private Behavior<Command> onAcquainted(Acquainted acquainted) {
        listener = acquainted.listener();
        acquainted.others().forEach((name, status) -> children.note(name, status.status()));
        listener.tell(new News.Members(epoch, children.actors(), statuses));
        return this;
    }

    private Behavior<Command> onReconfigure(Reconfigure reconfigure) {
        reconfiguring.add(reconfigure.replyTo());
        if (phase == Phase.ACTIVE) {
            children.reconfigure(getContext(), specs(), reconfigure.all(), reconfigure.again(), ActorLeft::new);
        }
        return reconfigured();
    }

    private Behavior<Command> onActorLeft(ActorLeft left) {
        children.left(left.name());
        return reconfigured();
    }

    /** One that is being released makes no more actors: what theirs left is ended by the sweep. */
    private Behavior<Command> reconfigured() {
        if (children.isChanging() || reconfiguring.isEmpty()) {
            return this;
        }
        if (phase == Phase.ACTIVE) {
            statuses.keySet().retainAll(specs().stream().map(ChildSpec::name).toList());
            children.complete(getContext(), spawner, news);
        }
        reconfiguring.forEach(replyTo -> {
            replyTo.tell(new News.Members(epoch, children.actors(), statuses));
            replyTo.tell(new News.Reconfigured(epoch));
        });
        reconfiguring.clear();
        return this;
    }

    private Behavior<Command> onOtherReported(OtherReported other) {
        children.note(other.status().name(), other.status().status());
        return this;
    }

    private Behavior<Command> onTold(Told told) {
        switch (told.news()) {
            case ProcessNews.Report report -> reported(report.status());
            case ProcessNews.OfGroup news -> children.heed(news);
        }
        return this;
    }

    private void reported(ProcessStatus status) {
        if (!children.isDefined(status.name())) {
            return;
        }
        statuses.put(status.name(), status);
        children.reported(status);
        if (phase != Phase.RELEASED) {
            reports.tell(status);
            if (listener != null) {
                listener.tell(new News.Reported(epoch, status));
            }
        }
    }

    private Behavior<Command> onSampleDue() {
        if (phase != Phase.RELEASED) {
            children.beginSample(getContext(), Sampled::new);
        }
        return this;
    }

    private Behavior<Command> onSampled(Sampled sampled) {
        children.sampled(sampled.usage());
        return this;
    }

    private Behavior<Command> onRelease(Release release) {
        if (phase == Phase.RELEASED) {
            release.replyTo().tell(new Released(epoch));
            return this;
        }
        releasing.add(release.replyTo());
        if (phase == Phase.ACTIVE) {
            phase = Phase.RELEASING;
            getContext().getLog().info("Began to release epoch={}", epoch);
            children.tellAll(new ProcessActor.Retire("%s gives up being primary".formatted(deps.node())));
            getContext()
                    .spawnAnonymous(BatchOperation.stop(
                            deps.node(),
                            specs(),
                            children.actors(),
                            StopOrders.ofEach(specs()),
                            getContext().messageAdapter(OperationReply.class, Stopped::new)));
        }
        return this;
    }

    private Behavior<Command> onStopped(Stopped stopped) {
        return switch (stopped.reply()) {
            case OperationReply.Happened(var outcome) -> this;
            case OperationReply.Finished(var node) -> sweep();
        };
    }

    /** Everything that was asked to stop has; now for what nobody knows of. Takes a thread of its own: it may take long. */
    private Behavior<Command> sweep() {
        getContext()
                .pipeToSelf(
                        CompletableFuture.supplyAsync(this::endLeftovers, Thread::startVirtualThread),
                        (isClean, failure) -> new Swept(Boolean.TRUE.equals(isClean)));
        return this;
    }

    private boolean endLeftovers() {
        try {
            endLease.run();
            deps.runs().endPrimaryOnly(0, Duration.ZERO);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Behavior<Command> onSwept(Swept swept) {
        if (!swept.isClean()) {
            getContext()
                    .getLog()
                    .error(
                            "Could not look for what is left of epoch={}: looked again, nothing is answered before",
                            epoch);
            timers.startSingleTimer(new SweepDue(), SWEEP_AGAIN_AFTER);
            return this;
        }
        phase = Phase.RELEASED;
        getContext().getLog().info("Released epoch={}", epoch);
        releasing.forEach(replyTo -> replyTo.tell(new Released(epoch)));
        releasing.clear();
        return this;
    }
}
