package baton.actors.process;

import baton.actors.api.Operation;
import baton.actors.api.OperationReply;
import baton.actors.api.Outcome;
import baton.actors.api.PrimaryStatus;
import baton.actors.api.ProcessDetail;
import baton.actors.api.ProcessState;
import baton.actors.api.ProcessStatus;
import baton.conf.NodeDefinition;
import baton.supervision.run.Spawner;
import baton.supervision.run.Usage;
import baton.supervision.spec.ChildSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
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
 * The front for all processes of a node: parent of those that are not primaryOnly, lists the primaryOnly ones in STANDBY
 * while no {@link PrimaryOnly} lives here. When it stops, processes go on; the next one adopts them.
 */
public final class LocalProcesses extends AbstractBehavior<LocalProcesses.Command> {

    private static final Duration SAMPLE_EVERY = Duration.ofSeconds(5);

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

    /**
     * Runs from another definition: stops, replaces the definition, starts. Answered like an operation, and {@code swapped} is told
     * between the two. What the definition leaves as it is, and what is not named, goes on.
     *
     * @param stop in reverse order of dependency, before
     * @param start in order of dependency, after; whatever else is wanted then starts, too
     */
    public record Reconfigure(
            NodeDefinition next,
            Set<String> stop,
            Set<String> start,
            ActorRef<Reconfigured> swapped,
            ActorRef<OperationReply> replyTo)
            implements Command {
        public Reconfigure {
            stop = Set.copyOf(stop);
            start = Set.copyOf(start);
        }
    }

    /** The definition was replaced. */
    public record Reconfigured(NodeDefinition definition) {}

    /** From a {@link ConfigurationChange}: all has stopped. Answered by {@link ConfigurationChange.Actors}. */
    record Swap(NodeDefinition next, ActorRef<ConfigurationChange.Actors> replyTo) implements Command {}

    /** From {@link PrimaryOnly}: its processes are as the definition has them. */
    record PrimaryReconfigured(long epoch) implements Command {}

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

    private record Told(ProcessNews news) implements Command {}

    private record SampleDue() implements Command {}

    private record Sampled(Map<String, Usage> usage) implements Command {}

    private record Noted(Operate operate, Map<String, ActorRef<ProcessActor.Command>> targets, String trouble)
            implements Command {}

    private record Stopped(OperationReply reply) implements Command {}

    private record Forgotten() implements Command {}

    private record ActorLeft(String name) implements Command {}

    /** From a {@link ConfigurationChange}: it has finished, and tells so to whoever asked. */
    record ChangeFinished() implements Command {}

    private record ChangeEnded(Reconfigure of) implements Command {}

    /** Where the primaryOnly processes of this node are, while it is active. */
    private record Active(
            long epoch, ActorRef<PrimaryOnly.Command> actor, Map<String, ActorRef<ProcessActor.Command>> members) {}

    private final ProcessDeps deps;
    private final ActorRef<ProcessStatus> reports;
    private final Spawner spawner;
    private final ActorRef<ProcessNews> news;
    private final ChildProcesses family;
    private final Map<String, ProcessStatus> statuses = new LinkedHashMap<>();
    private final ChildProcesses orphans;
    private final List<ActorRef<StoppedAll>> ending = new ArrayList<>();
    private @Nullable Active active;
    private final List<Swap> swapping = new ArrayList<>();
    /** How many answers of {@link PrimaryOnly} are due: it gives them in the order in which it was asked. */
    private int dueOfPrimary;

    private @Nullable Reconfigure reconfiguring;
    private String primary = "";
    private boolean isEnding;
    private boolean isEnded;

    /** Tells the reports of every change at once, and of every process with each sample. */
    public static Behavior<Command> create(ProcessDeps deps, EarlyStarts ahead, ActorRef<ProcessStatus> reports) {
        return Behaviors.setup(context ->
                Behaviors.withTimers(timers -> new LocalProcesses(context, timers, deps, ahead.take(), reports)));
    }

    private LocalProcesses(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            ProcessDeps deps,
            EarlyStarts.Begun begun,
            ActorRef<ProcessStatus> reports) {
        super(context);
        this.deps = deps;
        this.reports = reports;
        this.family = new ChildProcesses(deps, 0);
        context.setLoggerName(LocalProcesses.class);
        this.spawner = begun.spawner();
        this.news = context.messageAdapter(ProcessNews.class, Told::new);
        showStandby();
        family.begin(context, localSpecs(), begun.starts(), spawner, news);
        this.orphans = Orphans.end(context, deps, spawner, 0);
        timers.startTimerWithFixedDelay(new SampleDue(), SAMPLE_EVERY);
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Operate.class, this::onOperate)
                .onMessage(Noted.class, this::onNoted)
                .onMessage(Reconfigure.class, this::onReconfigure)
                .onMessage(Swap.class, this::onSwap)
                .onMessage(ActorLeft.class, this::onActorLeft)
                .onMessage(PrimaryReconfigured.class, this::onPrimaryReconfigured)
                .onMessage(ChangeFinished.class, reconfigured -> onChangeFinished())
                .onMessage(ChangeEnded.class, this::onChangeEnded)
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
            case ProcessNews.Report report -> reported(report.status());
            case ProcessNews.OfGroup news -> family.heed(news);
        }
        return this;
    }

    private void reported(ProcessStatus status) {
        if (!family.isDefined(status.name())) {
            return; // the last word of an actor whose process is not defined any more
        }
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
        dueOfPrimary = 1;
        // It may have begun with the definition that was replaced just now.
        gained.primaryOnly()
                .tell(new PrimaryOnly.Reconfigure(false, Set.of(), getContext().getSelf()));
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
        dueOfPrimary = 0;
        showStandby();
        return swapped();
    }

    private Behavior<Command> onReconfigure(Reconfigure reconfigure) {
        if (isEnding || reconfiguring != null) {
            var text = isEnding ? "the agent of %s is ending" : "another definition is being applied on %s";
            refuse(reconfigure.replyTo(), "", text.formatted(deps.node()));
            return this;
        }
        reconfiguring = reconfigure;
        var round = getContext()
                .spawnAnonymous(ConfigurationChange.create(
                        deps, reconfigure, actors(), getContext().getSelf()));
        getContext().watchWith(round, new ChangeEnded(reconfigure));
        return this;
    }

    private Map<String, ActorRef<ProcessActor.Command>> actors() {
        return active == null ? family.children() : family.childrenAnd(active.members());
    }

    private Behavior<Command> onSwap(Swap swap) {
        swapping.add(swap);
        if (isEnding) {
            return swapped();
        }
        var timeout = deps.definition().settings().dependencyTimeout();
        var all = !timeout.equals(swap.next().settings().dependencyTimeout());
        var again = reconfiguring == null ? Set.<String>of() : reconfiguring.start();
        deps.current().replace(swap.next());
        statuses.keySet().retainAll(specs().stream().map(ChildSpec::name).toList());
        family.reconfigure(getContext(), localSpecs(), all, again, ActorLeft::new);
        if (active == null) {
            showStandby();
        } else {
            dueOfPrimary++;
            active.actor()
                    .tell(new PrimaryOnly.Reconfigure(all, again, getContext().getSelf()));
        }
        return swapped();
    }

    private Behavior<Command> onActorLeft(ActorLeft left) {
        family.left(left.name());
        return swapped();
    }

    private Behavior<Command> onPrimaryReconfigured(PrimaryReconfigured reconfigured) {
        if (active != null && active.epoch() == reconfigured.epoch()) {
            dueOfPrimary = Math.max(0, dueOfPrimary - 1);
        }
        return swapped();
    }

    private Behavior<Command> swapped() {
        if (!swapping.isEmpty() && !family.isChanging() && dueOfPrimary == 0) {
            if (!isEnding) {
                family.complete(getContext(), spawner, news);
            }
            var now = new ConfigurationChange.Actors(actors(), active == null ? 0 : active.epoch());
            swapping.forEach(swap -> swap.replyTo().tell(now));
            swapping.clear();
        }
        return this;
    }

    private Behavior<Command> onChangeFinished() {
        reconfiguring = null;
        return this;
    }

    /** Mostly of one that has said already that it finished; another one may be under way by then. */
    private Behavior<Command> onChangeEnded(ChangeEnded ended) {
        if (ended.of().equals(reconfiguring)) {
            reconfiguring = null;
            var text = "the agent failed while it applied another definition: see its agent.log, then apply again";
            refuse(ended.of().replyTo(), "", text);
        }
        return this;
    }

    private Behavior<Command> onPrimaryKnown(PrimaryKnown known) {
        var name = known.status().primary();
        primary = name == null ? "" : name;
        return this;
    }

    private void showStandby() {
        primaryOnlySpecs().stream().map(Standby::status).forEach(status -> {
            notePrimaryOnly(status);
            reports.tell(status);
        });
    }

    private List<ChildSpec> specs() {
        return deps.definition().processes();
    }

    private List<ChildSpec> localSpecs() {
        return specs().stream().filter(spec -> !spec.primaryOnly()).toList();
    }

    private List<ChildSpec> primaryOnlySpecs() {
        return specs().stream().filter(ChildSpec::primaryOnly).toList();
    }

    private Behavior<Command> onOperate(Operate operate) {
        var operation = operate.operation();
        if (isEnding || !swapping.isEmpty()) {
            var text = isEnding
                    ? "the agent of %s is ending: wait until it is there again"
                    : "another definition is being applied on %s just now: try again";
            refuse(operate.replyTo(), operation.name(), text.formatted(deps.node()));
            return this;
        }
        switch (Selection.of(operation, specs())) {
            case Selection.Unknown(var why) -> refuse(operate.replyTo(), operation.name(), why);
            case Selection.Chosen(var chosen) -> operate(operate, chosen);
        }
        return this;
    }

    private void operate(Operate operate, List<ChildSpec> chosen) {
        var members = active == null ? Map.<String, ActorRef<ProcessActor.Command>>of() : active.members();
        var operating = new OperationHandler(deps, family, members, active == null ? 0 : active.epoch(), primary);
        var targets = operating.targets(operate, chosen);
        getContext()
                .pipeToSelf(
                        CompletableFuture.supplyAsync(
                                () -> operating.note(operate.operation(), targets.keySet()), deps.blocking()),
                        (trouble, failure) ->
                                new Noted(operate, targets, trouble == null ? String.valueOf(failure) : trouble));
    }

    private Behavior<Command> onNoted(Noted noted) {
        var operation = noted.operate().operation();
        getContext()
                .getLog()
                .info(
                        "Began action={} by={} processes={}",
                        operation.action(),
                        operation.by(),
                        noted.targets().keySet());
        if (!noted.trouble().isEmpty()) {
            getContext().getLog().warn("Could not store what operators want: {}", noted.trouble());
        }
        var targets = OperationHandler.current(
                deps.node(), noted.targets().keySet(), actors(), noted.operate().replyTo());
        var epoch = active == null ? 0 : active.epoch();
        OperationHandler.begin(getContext(), deps, family, noted.operate(), targets, epoch, noted.trouble());
        return this;
    }

    private void refuse(ActorRef<OperationReply> replyTo, String process, String why) {
        replyTo.tell(new OperationReply.Happened(new Outcome(deps.node(), process, "refused", why)));
        replyTo.tell(new OperationReply.Finished(deps.node()));
    }

    private Behavior<Command> onStopAll(StopAll stopAll) {
        if (isEnded) {
            stopAll.replyTo().tell(new StoppedAll());
            return this;
        }
        ending.add(stopAll.replyTo());
        if (!isEnding) {
            isEnding = true;
            var targets = new HashMap<>(family.children());
            targets.putAll(orphans.children());
            getContext()
                    .spawnAnonymous(BatchOperation.stop(
                            deps.node(),
                            specs(),
                            targets,
                            StopOrders.ofEach(specs()),
                            StopOrders.ahead(deps, localSpecs()),
                            getContext().messageAdapter(OperationReply.class, Stopped::new)));
            family.tellAll(new ProcessActor.Retire("the agent of %s is ending".formatted(deps.node())));
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
        var all = specs().stream().map(spec -> Display.detail(spec, family.stateOf(spec.name())));
        details.replyTo().tell(new DetailList(all.toList()));
        return this;
    }
}
