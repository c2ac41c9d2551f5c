package baton.actors.process;

import baton.actors.api.Operation;
import baton.actors.api.OperationReply;
import baton.actors.api.Outcome;
import baton.actors.api.PrimaryStatus;
import baton.actors.api.ProcessDetail;
import baton.actors.api.ProcessState;
import baton.actors.api.ProcessStatus;
import baton.supervision.run.Usage;
import baton.supervision.spec.ChildSpec;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
 * The front for all processes of a node: parent of those that are not primaryOnly, lists the primaryOnly ones in STANDBY
 * while no {@link PrimaryOnly} lives here. When it stops, processes go on; the next one adopts them.
 */
public final class LocalProcesses extends AbstractBehavior<LocalProcesses.Command> {

    private static final Duration SAMPLE_EVERY = Duration.ofSeconds(2);

    public sealed interface Command {}

    /** Carries out the operation on this node; {@code hosts}, {@code everyNode} and {@code agentToo} are not looked at. */
    public record Operate(Operation operation, ActorRef<OperationReply> replyTo) implements Command {}

    /** This node is active; its primaryOnly processes are with the given actor until that stops or {@link PrimaryLost}. */
    public record PrimaryGained(long epoch, ActorRef<PrimaryOnly.Command> primaryOnly) implements Command {}

    /** This node is not active any more: primaryOnly processes are shown in STANDBY. */
    public record PrimaryLost() implements Command {}

    /** Who is primary, for what refusals tell; may be sent whenever it changes. */
    public record PrimaryKnown(PrimaryStatus status) implements Command {}

    /**
     * Orderly end of the agent: stops the processes that are not primaryOnly in reverse dependency order, forgets what
     * operators started and stopped by hand, answers when all are gone. Nothing starts afterwards. Release the primaryOnly
     * processes first.
     */
    public record StopAll(ActorRef<StoppedAll> replyTo) implements Command {}

    public record StoppedAll() {}

    public record Details(ActorRef<DetailList> replyTo) implements Command {}

    public record DetailList(List<ProcessDetail> details) {
        public DetailList {
            details = List.copyOf(details);
        }
    }

    /** From {@link PrimaryOnly}: the actors of its processes, and what they said. */
    record Members(long epoch, Map<String, ActorRef<ProcessActor.Command>> actors, Map<String, ProcessStatus> statuses)
            implements Command {
        Members {
            actors = Map.copyOf(actors);
            statuses = Map.copyOf(statuses);
        }
    }

    /** From {@link PrimaryOnly}: what one of its processes said. */
    record PrimaryOnlyReported(long epoch, ProcessStatus status) implements Command {}

    private record PrimaryEnded(ActorRef<PrimaryOnly.Command> actor) implements Command {}

    private record Told(ProcessActor.News news) implements Command {}

    private record SampleDue() implements Command {}

    private record Sampled(Map<String, Usage> usage) implements Command {}

    private record Noted(Operate operate, Map<String, ActorRef<ProcessActor.Command>> targets, String trouble)
            implements Command {}

    private record Stopped(OperationReply reply) implements Command {}

    private record Forgotten() implements Command {}

    /** Where the primaryOnly processes of this node are, while it is active. */
    private record Active(
            long epoch, ActorRef<PrimaryOnly.Command> actor, Map<String, ActorRef<ProcessActor.Command>> members) {}

    private final ProcessDeps deps;
    private final ActorRef<ProcessStatus> reports;
    private final List<ChildSpec> specs;
    private final Family family;
    private final Map<String, ProcessStatus> statuses = new LinkedHashMap<>();
    private final Family orphans;
    private final List<ActorRef<StoppedAll>> ending = new ArrayList<>();
    private @Nullable Active active;
    private String primary = "";
    private boolean isEnding;
    private boolean isEnded;

    /** Tells the reports of every change at once, and of every process every two seconds. */
    public static Behavior<Command> create(ProcessDeps deps, ActorRef<ProcessStatus> reports) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new LocalProcesses(context, timers, deps, reports)));
    }

    private LocalProcesses(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            ProcessDeps deps,
            ActorRef<ProcessStatus> reports) {
        super(context);
        this.deps = deps;
        this.reports = reports;
        this.specs = deps.definition().processes();
        this.family = new Family(deps, 0);
        context.setLoggerName(LocalProcesses.class);
        var spawner = deps.runs().localSpawner();
        showStandby();
        family.begin(
                context,
                specs.stream().filter(spec -> !spec.primaryOnly()).toList(),
                spawner,
                context.messageAdapter(ProcessActor.News.class, Told::new));
        this.orphans = Orphans.end(context, deps, spawner, 0);
        timers.startTimerWithFixedDelay(new SampleDue(), SAMPLE_EVERY);
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Operate.class, this::onOperate)
                .onMessage(Noted.class, this::onNoted)
                .onMessage(PrimaryGained.class, this::onPrimaryGained)
                .onMessage(Members.class, this::onMembers)
                .onMessage(PrimaryOnlyReported.class, this::onPrimaryOnlyReported)
                .onMessage(PrimaryLost.class, lost -> onPrimaryLost())
                .onMessage(PrimaryEnded.class, this::onPrimaryEnded)
                .onMessage(PrimaryKnown.class, this::onPrimaryKnown)
                .onMessage(StopAll.class, this::onStopAll)
                .onMessage(Stopped.class, this::onStopped)
                .onMessage(Forgotten.class, forgotten -> onForgotten())
                .onMessage(Details.class, this::onDetails)
                .onMessage(Told.class, this::onTold)
                .onMessage(SampleDue.class, due -> onSampleDue())
                .onMessage(Sampled.class, this::onSampled)
                .build();
    }

    private Behavior<Command> onTold(Told told) {
        switch (told.news()) {
            case ProcessActor.Report report -> reported(report.status());
            case ProcessActor.OfGroup news -> family.heed(news);
        }
        return this;
    }

    private void reported(ProcessStatus status) {
        var before = statuses.put(status.name(), status);
        family.reported(status);
        reports.tell(status);
        if (active != null && (before == null || before.status() != status.status())) {
            active.actor().tell(new PrimaryOnly.OtherReported(status));
        }
    }

    private Behavior<Command> onSampleDue() {
        if (active == null) {
            showStandby();
        }
        family.beginSample(getContext(), Sampled::new);
        return this;
    }

    private Behavior<Command> onSampled(Sampled sampled) {
        family.sampled(sampled.usage());
        return this;
    }

    private Behavior<Command> onPrimaryGained(PrimaryGained gained) {
        if (active != null && active.actor().equals(gained.primaryOnly())) {
            return this;
        }
        active = new Active(gained.epoch(), gained.primaryOnly(), Map.of());
        getContext().watchWith(gained.primaryOnly(), new PrimaryEnded(gained.primaryOnly()));
        var locals = new HashMap<>(statuses);
        primaryOnlySpecs().forEach(spec -> {
            locals.remove(spec.name());
            family.note(spec.name(), ProcessState.STARTING);
        });
        gained.primaryOnly().tell(new PrimaryOnly.Acquainted(getContext().getSelf(), locals));
        return this;
    }

    private Behavior<Command> onMembers(Members members) {
        if (active != null && active.epoch() == members.epoch()) {
            active = new Active(members.epoch(), active.actor(), members.actors());
            members.statuses().values().forEach(this::notePrimaryOnly);
        }
        return this;
    }

    private Behavior<Command> onPrimaryOnlyReported(PrimaryOnlyReported reported) {
        if (active != null && active.epoch() == reported.epoch()) {
            notePrimaryOnly(reported.status());
        }
        return this;
    }

    private void notePrimaryOnly(ProcessStatus status) {
        statuses.put(status.name(), status);
        family.note(status.name(), status.status());
    }

    private Behavior<Command> onPrimaryEnded(PrimaryEnded ended) {
        return active != null && active.actor().equals(ended.actor()) ? onPrimaryLost() : this;
    }

    private Behavior<Command> onPrimaryLost() {
        active = null;
        showStandby();
        return this;
    }

    private Behavior<Command> onPrimaryKnown(PrimaryKnown known) {
        var name = known.status().primary();
        primary = name == null ? "" : name;
        return this;
    }

    private void showStandby() {
        primaryOnlySpecs().forEach(spec -> {
            var status = Standby.status(spec);
            notePrimaryOnly(status);
            reports.tell(status);
        });
    }

    private List<ChildSpec> primaryOnlySpecs() {
        return specs.stream().filter(ChildSpec::primaryOnly).toList();
    }

    private Behavior<Command> onOperate(Operate operate) {
        var operation = operate.operation();
        if (isEnding) {
            finish(
                    operate,
                    operation.name(),
                    "the agent of %s is ending: wait until it is there again".formatted(deps.node()));
            return this;
        }
        switch (Selection.of(operation, specs)) {
            case Selection.Unknown(var why) -> finish(operate, operation.name(), why);
            case Selection.Chosen(var chosen) -> operate(operate, chosen);
        }
        return this;
    }

    private void operate(Operate operate, List<ChildSpec> chosen) {
        var targets = new LinkedHashMap<String, ActorRef<ProcessActor.Command>>();
        var local = new ArrayList<String>();
        var primaryOnly = new ArrayList<String>();
        for (var spec : chosen) {
            var members = spec.primaryOnly() ? (active == null ? null : active.members()) : family.children();
            var actor = members == null ? null : members.get(spec.name());
            if (actor == null) {
                operate.replyTo().tell(new OperationReply.Happened(inStandby(operate.operation(), spec)));
            } else {
                targets.put(spec.name(), actor);
                (spec.primaryOnly() ? primaryOnly : local).add(spec.name());
            }
        }
        var wanted = operate.operation().action() == Operation.Action.START;
        var epoch = active == null ? 0 : active.epoch();
        getContext()
                .pipeToSelf(
                        CompletableFuture.supplyAsync(() -> note(local, primaryOnly, epoch, wanted), deps.blocking()),
                        (trouble, failure) ->
                                new Noted(operate, targets, trouble == null ? String.valueOf(failure) : trouble));
    }

    /** Answers what went wrong, else nothing. A disk that is full must not keep anybody from stopping a process. */
    private String note(List<String> local, List<String> primaryOnly, long epoch, boolean wanted) {
        try {
            deps.wanted().set(local, 0, wanted);
            deps.wanted().set(primaryOnly, epoch, wanted);
            return "";
        } catch (IOException e) {
            return e.toString();
        }
    }

    private Outcome inStandby(Operation operation, ChildSpec spec) {
        var refused = operation.action() == Operation.Action.START && operation.scope() == Operation.Scope.PROCESS;
        return refused
                ? new Outcome(deps.node(), spec.name(), "refused", Standby.refusal(deps.node(), primary))
                : new Outcome(deps.node(), spec.name(), "nothing", "it is in STANDBY here");
    }

    private Behavior<Command> onNoted(Noted noted) {
        var operation = noted.operate().operation();
        var replyTo = noted.operate().replyTo();
        getContext()
                .getLog()
                .info(
                        "Began action={} by={} processes={}",
                        operation.action(),
                        operation.by(),
                        noted.targets().keySet());
        if (!noted.trouble().isEmpty()) {
            getContext().getLog().warn("Could not store what operators want: {}", noted.trouble());
            replyTo.tell(new OperationReply.Happened(new Outcome(
                    deps.node(),
                    "",
                    "failed",
                    "it is carried out, but could not be stored (%s), so that a crash of the agent undoes it: make room"
                            .formatted(noted.trouble()))));
        }
        switch (operation.action()) {
            case START -> getContext().spawnAnonymous(Round.start(deps.node(), noted.targets(), replyTo));
            case STOP -> stop(operation, noted.targets(), replyTo);
        }
        return this;
    }

    private void stop(
            Operation operation,
            Map<String, ActorRef<ProcessActor.Command>> targets,
            ActorRef<OperationReply> replyTo) {
        var dependents = specs.stream()
                .filter(spec -> !targets.containsKey(spec.name()))
                .filter(spec -> spec.dependencies().stream().anyMatch(targets::containsKey))
                .filter(spec -> family.stateOf(spec.name()) == ProcessState.HEALTHY)
                .map(ChildSpec::name)
                .toList();
        if (!dependents.isEmpty()) {
            var text = "left running, though they depend on what is stopped: " + String.join(", ", dependents);
            replyTo.tell(new OperationReply.Happened(new Outcome(deps.node(), "", "nothing", text)));
        }
        var orders = StopOrders.of(specs, operation);
        getContext().spawnAnonymous(Round.stop(deps.node(), specs, targets, orders, replyTo));
    }

    private void finish(Operate operate, String process, String why) {
        operate.replyTo().tell(new OperationReply.Happened(new Outcome(deps.node(), process, "refused", why)));
        operate.replyTo().tell(new OperationReply.Finished(deps.node()));
    }

    private Behavior<Command> onStopAll(StopAll stopAll) {
        if (isEnded) {
            stopAll.replyTo().tell(new StoppedAll());
            return this;
        }
        ending.add(stopAll.replyTo());
        if (!isEnding) {
            isEnding = true;
            family.tellAll(new ProcessActor.Retire("the agent of %s is ending".formatted(deps.node())));
            var targets = new HashMap<>(family.children());
            targets.putAll(orphans.children());
            getContext()
                    .spawnAnonymous(Round.stop(
                            deps.node(),
                            specs,
                            targets,
                            StopOrders.ofEach(specs),
                            getContext().messageAdapter(OperationReply.class, Stopped::new)));
        }
        return this;
    }

    private Behavior<Command> onStopped(Stopped stopped) {
        switch (stopped.reply()) {
            case OperationReply.Happened(var outcome) ->
                getContext().getLog().info("Stopped process={} result={}", outcome.process(), outcome.result());
            case OperationReply.Finished(var node) ->
                getContext()
                        .pipeToSelf(
                                CompletableFuture.supplyAsync(
                                        () -> {
                                            Orphans.killAndForget(deps);
                                            return new Forgotten();
                                        },
                                        Thread::startVirtualThread),
                                (forgotten, failure) -> new Forgotten());
        }
        return this;
    }

    private Behavior<Command> onForgotten() {
        isEnded = true;
        getContext().getLog().info("Stopped all processes that are not primaryOnly");
        ending.forEach(replyTo -> replyTo.tell(new StoppedAll()));
        ending.clear();
        return this;
    }

    private Behavior<Command> onDetails(Details details) {
        details.replyTo().tell(new DetailList(specs.stream().map(this::detail).toList()));
        return this;
    }

    private ProcessDetail detail(ChildSpec spec) {
        var state = family.stateOf(spec.name());
        var monitor = spec.hasPort()
                ? "port %d %s"
                        .formatted(spec.port(), state == ProcessState.HEALTHY ? "accepted a connection" : "not ready")
                : "alive for 1 s: %s".formatted(state == ProcessState.HEALTHY ? "yes" : "no");
        return new ProcessDetail(
                spec.name(), spec.description(), spec.dependencies(), spec.configFiles(), monitor, spec.version());
    }
}
