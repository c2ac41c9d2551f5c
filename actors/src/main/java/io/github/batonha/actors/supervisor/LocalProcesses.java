package io.github.batonha.actors.supervisor;

import io.github.batonha.actors.api.Operation;
import io.github.batonha.actors.api.OperationReply;
import io.github.batonha.actors.api.Outcome;
import io.github.batonha.actors.api.Outcome.Result;
import io.github.batonha.actors.api.PrimaryStatus;
import io.github.batonha.actors.api.ProcessDetail;
import io.github.batonha.actors.api.ProcessState;
import io.github.batonha.actors.api.ProcessStatus;
import io.github.batonha.actors.launch.EarlyStarts;
import io.github.batonha.actors.launch.ProcessDeps;
import io.github.batonha.actors.process.Display;
import io.github.batonha.actors.process.ProcessActor;
import io.github.batonha.actors.process.ProcessNews;
import io.github.batonha.conf.model.NodeDefinition;
import io.github.batonha.supervision.run.Run;
import io.github.batonha.supervision.run.Spawner;
import io.github.batonha.supervision.run.Usage;
import io.github.batonha.supervision.spec.ChildSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

    /** This node is not the primary, and nothing is left of an earlier epoch: standbys may be warm. */
    public record StandbyBegins() implements Command {}

    private record FromStandbys(StandbyProcesses.News news) implements Command {}

    private record FromPrimaryOnly(PrimaryOnly.News news) implements Command {}

    private record FromChange(ConfigurationChange.News news) implements Command {}

    private record PrimaryEnded(ActorRef<PrimaryOnly.Command> actor) implements Command {}

    private record Told(ProcessNews news) implements Command {}

    private record SampleDue() implements Command {}

    private record Sampled(Map<String, Usage> usage) implements Command {}

    private record Noted(Operate operate, Map<String, ActorRef<ProcessActor.Command>> targets, String trouble)
            implements Command {}

    private record Stopped(OperationReply reply) implements Command {}

    private record Forgotten() implements Command {}

    private record ActorLeft(String name) implements Command {}

    private record ChangeEnded(Reconfigure of) implements Command {}

    /** Where the primaryOnly processes of this node are, while it is active. */
    private record Active(
            long epoch, ActorRef<PrimaryOnly.Command> actor, Map<String, ActorRef<ProcessActor.Command>> members) {}

    private final ProcessDeps deps;
    private final ActorRef<ProcessStatus> reports;
    private final Spawner spawner;
    private final ActorRef<ProcessNews> news;
    private final ActorRef<PrimaryOnly.News> primaryNews;
    private final ChildProcesses children;
    private final Map<String, ProcessStatus> statuses = new LinkedHashMap<>();
    private final ChildProcesses orphans;
    private final WarmStandbys standbys;
    private final List<ActorRef<StoppedAll>> ending = new ArrayList<>();
    private @Nullable Active active;
    private final List<ConfigurationChange.News.ReadyToReplace> replacing = new ArrayList<>();
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
        this.children = new ChildProcesses(deps, 0);
        context.setLoggerName(LocalProcesses.class);
        this.spawner = begun.spawner();
        this.news = context.messageAdapter(ProcessNews.class, Told::new);
        this.primaryNews = context.messageAdapter(PrimaryOnly.News.class, FromPrimaryOnly::new);
        this.standbys =
                new WarmStandbys(context, deps, context.messageAdapter(StandbyProcesses.News.class, FromStandbys::new));
        showStandby();
        children.begin(context, localSpecs(), begun.starts(), spawner, news);
        this.orphans = Orphans.end(context, deps, spawner, 0);
        timers.startTimerWithFixedDelay(new SampleDue(), SAMPLE_EVERY);
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder().onMessage(Command.class, this::onCommand).build();
    }

    private Behavior<Command> onCommand(Command command) {
        switch (command) {
            case Operate operate -> onOperate(operate);
            case Noted noted -> onNoted(noted);
            case Reconfigure reconfigure -> onReconfigure(reconfigure);
            case ActorLeft left -> onActorLeft(left);
            case FromChange(var change) -> onChange(change);
            case ChangeEnded ended -> onChangeEnded(ended);
            case PrimaryGained gained -> onPrimaryGained(gained);
            case FromPrimaryOnly(var primaryOnly) -> onPrimaryOnly(primaryOnly);
            case PrimaryLost() -> onPrimaryLost();
            case StandbyBegins() when active == null && !isEnding -> standbys.begin();
            case StandbyBegins() -> {} // overtaken
            case FromStandbys(var said) -> standbys.told(said).forEach(this::showStandby);
            case PrimaryEnded(var actor) when active != null && active.actor().equals(actor) -> onPrimaryLost();
            case PrimaryEnded _ -> {} // of an earlier epoch
            case PrimaryKnown(var status) -> primary = Objects.requireNonNullElse(status.primary(), "");
            case StopAll stopAll -> onStopAll(stopAll);
            case Stopped stopped -> onStopped(stopped);
            case Forgotten() -> onForgotten();
            case Details(var replyTo) -> replyTo.tell(details());
            case Told told -> onTold(told);
            case SampleDue() -> onSampleDue();
            case Sampled(var usage) -> children.sampled(usage);
        }
        return this;
    }

    private void onTold(Told told) {
        switch (told.news()) {
            case ProcessNews.Report report -> reported(report.status());
            case ProcessNews.OfGroup news -> children.heed(news);
        }
    }

    private void reported(ProcessStatus status) {
        if (!children.isDefined(status.name())) {
            return; // the last word of an actor whose process is not defined any more
        }
        var before = statuses.put(status.name(), status);
        children.reported(status);
        reports.tell(status);
        if (active != null && (before == null || before.status() != status.status())) {
            active.actor().tell(new PrimaryOnly.OtherReported(status));
        }
    }

    private void onSampleDue() {
        if (active == null) {
            showStandby();
        }
        children.beginSample(getContext(), Sampled::new);
    }

    private void onPrimaryGained(PrimaryGained gained) {
        if (active != null && active.actor().equals(gained.primaryOnly())) {
            return;
        }
        standbys.handOver();
        active = new Active(gained.epoch(), gained.primaryOnly(), Map.of());
        getContext().watchWith(gained.primaryOnly(), new PrimaryEnded(gained.primaryOnly()));
        var locals = new HashMap<>(statuses);
        specs().stream().filter(ChildSpec::primaryOnly).forEach(spec -> {
            locals.remove(spec.name());
            children.note(spec.name(), ProcessState.STARTING);
        });
        gained.primaryOnly().tell(new PrimaryOnly.Acquainted(primaryNews, locals));
        dueOfPrimary = 1;
        // It may have begun with the definition that was replaced just now.
        gained.primaryOnly().tell(new PrimaryOnly.Reconfigure(false, Set.of(), primaryNews));
    }

    private void onPrimaryOnly(PrimaryOnly.News said) {
        var now = active;
        if (now != null && now.epoch() == said.epoch()) {
            switch (said) {
                case PrimaryOnly.News.Members members -> {
                    active = new Active(members.epoch(), now.actor(), members.actors());
                    members.statuses().values().forEach(this::notePrimaryOnly);
                }
                case PrimaryOnly.News.Reported reported -> notePrimaryOnly(reported.status());
                case PrimaryOnly.News.Reconfigured _ -> dueOfPrimary = Math.max(0, dueOfPrimary - 1);
            }
        }
        replaced();
    }

    private void notePrimaryOnly(ProcessStatus status) {
        statuses.put(status.name(), status);
        children.note(status.name(), status.status());
    }

    private void onPrimaryLost() {
        active = null;
        dueOfPrimary = 0;
        showStandby();
        replaced();
    }

    private void onReconfigure(Reconfigure reconfigure) {
        if (isEnding || reconfiguring != null) {
            var text = isEnding ? "the agent of %s is ending" : "another definition is being applied on %s";
            refuse(reconfigure.replyTo(), "", text.formatted(deps.node()));
            return;
        }
        reconfiguring = reconfigure;
        var round = getContext()
                .spawnAnonymous(ConfigurationChange.create(
                        deps,
                        new ConfigurationChange.Order(
                                reconfigure.next(), reconfigure.stop(), reconfigure.start(), reconfigure.replyTo()),
                        actors(),
                        getContext().messageAdapter(ConfigurationChange.News.class, FromChange::new)));
        getContext().watchWith(round, new ChangeEnded(reconfigure));
    }

    private Map<String, ActorRef<ProcessActor.Command>> actors() {
        return children.actorsAnd(members());
    }

    /** Those of the primaryOnly processes, at work or held. */
    private Map<String, ActorRef<ProcessActor.Command>> members() {
        return active == null ? standbys.members() : active.members();
    }

    private long epoch() {
        return active == null ? Run.STANDBY : active.epoch();
    }

    private void replace(ConfigurationChange.News.ReadyToReplace swap) {
        replacing.add(swap);
        if (isEnding) {
            replaced();
            return;
        }
        var timeout = deps.definition().settings().dependencyTimeout();
        var all = !timeout.equals(swap.next().settings().dependencyTimeout());
        var again = reconfiguring == null ? Set.<String>of() : reconfiguring.start();
        deps.current().replace(swap.next());
        statuses.keySet().retainAll(specs().stream().map(ChildSpec::name).toList());
        children.reconfigure(getContext(), localSpecs(), all, again, ActorLeft::new);
        if (active == null) {
            standbys.reconfigured();
            showStandby();
        } else {
            dueOfPrimary++;
            active.actor().tell(new PrimaryOnly.Reconfigure(all, again, primaryNews));
        }
        replaced();
    }

    private void onActorLeft(ActorLeft left) {
        children.left(left.name());
        replaced();
    }

    private void replaced() {
        if (!replacing.isEmpty() && !children.isChanging() && dueOfPrimary == 0) {
            if (!isEnding) {
                children.complete(getContext(), spawner, news);
            }
            var now = new ConfigurationChange.Actors(actors(), epoch());
            if (reconfiguring != null) {
                reconfiguring.swapped().tell(new Reconfigured(deps.definition()));
            }
            replacing.forEach(swap -> swap.replyTo().tell(now));
            replacing.clear();
        }
    }

    private void onChange(ConfigurationChange.News news) {
        switch (news) {
            case ConfigurationChange.News.ReadyToReplace ready -> replace(ready);
            case ConfigurationChange.News.Finished() -> reconfiguring = null;
        }
    }

    /** Mostly of one that has said already that it finished; another one may be under way by then. */
    private void onChangeEnded(ChangeEnded ended) {
        if (ended.of().equals(reconfiguring)) {
            reconfiguring = null;
            var text = "the agent failed while it applied another definition: see its agent.log, then apply again";
            refuse(ended.of().replyTo(), "", text);
        }
    }

    private void showStandby() {
        standbys.statuses().forEach(this::showStandby);
    }

    private void showStandby(ProcessStatus status) {
        notePrimaryOnly(status);
        reports.tell(status);
    }

    private List<ChildSpec> specs() {
        return deps.definition().processes();
    }

    private List<ChildSpec> localSpecs() {
        return specs().stream().filter(spec -> !spec.primaryOnly()).toList();
    }

    private void onOperate(Operate operate) {
        var operation = operate.operation();
        if (isEnding || !replacing.isEmpty()) {
            var text = isEnding
                    ? "the agent of %s is ending: wait until it is there again"
                    : "another definition is being applied on %s just now: try again";
            refuse(operate.replyTo(), operation.name(), text.formatted(deps.node()));
            return;
        }
        switch (Selection.of(operation, deps.definition())) {
            case Selection.None(var name, var result, var why) -> answer(operate.replyTo(), name, result, why);
            case Selection.Chosen(var chosen) -> operate(operate, chosen);
        }
    }

    private void operate(Operate operate, List<ChildSpec> chosen) {
        var operating = new OperationHandler(deps, children, members(), epoch(), primary);
        var targets = operating.targets(operate.operation(), chosen, operate.replyTo());
        getContext()
                .pipeToSelf(
                        CompletableFuture.supplyAsync(
                                () -> operating.note(operate.operation(), targets.keySet()), deps.blocking()),
                        (trouble, failure) ->
                                new Noted(operate, targets, trouble == null ? String.valueOf(failure) : trouble));
    }

    private void onNoted(Noted noted) {
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
        OperationHandler.begin(
                getContext(), deps, children, operation, noted.operate().replyTo(), targets, epoch(), noted.trouble());
    }

    private void refuse(ActorRef<OperationReply> replyTo, String process, String why) {
        answer(replyTo, process, Result.REFUSED, why);
    }

    private void answer(ActorRef<OperationReply> replyTo, String process, Result result, String why) {
        replyTo.tell(new OperationReply.Happened(new Outcome(deps.node(), process, result, why)));
        replyTo.tell(new OperationReply.Finished(deps.node()));
    }

    private void onStopAll(StopAll stopAll) {
        if (isEnded) {
            stopAll.replyTo().tell(new StoppedAll());
            return;
        }
        ending.add(stopAll.replyTo());
        if (!isEnding) {
            isEnding = true;
            var targets = new HashMap<>(children.actors());
            targets.putAll(orphans.actors());
            targets.putAll(standbys.members());
            getContext()
                    .spawnAnonymous(BatchOperation.stop(
                            deps.node(),
                            specs(),
                            targets,
                            StopOrders.ofEach(specs()),
                            StopOrders.ahead(deps, localSpecs()),
                            getContext().messageAdapter(OperationReply.class, Stopped::new)));
            var reason = "the agent of %s is ending".formatted(deps.node());
            children.tellAll(new ProcessActor.Retire(reason));
            standbys.retire(reason);
        }
    }

    private void onStopped(Stopped stopped) {
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
    }

    private void onForgotten() {
        isEnded = true;
        getContext().getLog().info("Stopped all processes that are not primaryOnly");
        ending.forEach(replyTo -> replyTo.tell(new StoppedAll()));
        ending.clear();
    }

    private DetailList details() {
        return new DetailList(specs().stream()
                .map(spec -> Display.detail(spec, children.stateOf(spec.name())))
                .toList());
    }
}
