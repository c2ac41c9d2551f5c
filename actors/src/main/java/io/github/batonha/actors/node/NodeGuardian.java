package io.github.batonha.actors.node;

import io.github.batonha.actors.api.PrimaryStatus;
import io.github.batonha.actors.api.ProcessStatus;
import io.github.batonha.actors.apply.ApplyActor;
import io.github.batonha.actors.apply.ApplyDeps;
import io.github.batonha.actors.drain.DrainActor;
import io.github.batonha.actors.drain.DrainDeps;
import io.github.batonha.actors.events.EventsActor;
import io.github.batonha.actors.events.NodeEvent;
import io.github.batonha.actors.health.HealthFacts;
import io.github.batonha.actors.http.AgentApi;
import io.github.batonha.actors.http.ApiWiring;
import io.github.batonha.actors.launch.CacheOverview;
import io.github.batonha.actors.launch.EarlyStarts;
import io.github.batonha.actors.launch.ProcessDeps;
import io.github.batonha.actors.logs.Logs;
import io.github.batonha.actors.metrics.ProbeReports;
import io.github.batonha.actors.operations.Operations;
import io.github.batonha.actors.primary.HistoryActor;
import io.github.batonha.actors.primary.PrimaryActor;
import io.github.batonha.actors.primary.PrimaryDeps;
import io.github.batonha.actors.primary.ScheduleActor;
import io.github.batonha.actors.push.HomeFilesActor;
import io.github.batonha.actors.push.PushDeps;
import io.github.batonha.actors.sessions.SessionAccess;
import io.github.batonha.actors.sessions.Sessions;
import io.github.batonha.actors.supervisor.LocalProcesses;
import io.github.batonha.actors.tokens.TokensActor;
import io.github.batonha.actors.usage.Usages;
import io.github.batonha.actors.view.ClusterView;
import io.github.batonha.actors.view.NodeHealth;
import io.github.batonha.actors.wire.WireGate;
import io.github.batonha.sessions.store.SessionInput;
import io.github.batonha.supervision.drain.DrainState;
import io.github.batonha.supervision.os.Footprint;
import io.github.batonha.supervision.primary.store.ScheduleStore;
import io.github.batonha.supervision.run.Resources;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.apache.pekko.Done;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.Cluster;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Parent of all actors of a node: wires them, opens the management server, and ends them in order. Ends its ActorSystem where
 * a child is lost or {@link Joiner} says so; the agent starts another one, and supervised processes notice nothing.
 */
final class NodeGuardian {
    private static final Logger LOG = LoggerFactory.getLogger(NodeGuardian.class);
    private static final DispatcherSelector BLOCKING = DispatcherSelector.fromConfig("baton.blocking-io");
    private static final Props PRIMARY = DispatcherSelector.fromConfig("baton.primary");
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(3);
    /** The second time for what starts a thousand processes. */
    private static final List<Duration> SETTLED_AFTER = List.of(Duration.ofSeconds(1), Duration.ofSeconds(3));

    sealed interface Command {}

    /** Ends the node in order: the primary first, then the other processes, then a farewell, then the ActorSystem. */
    record Stop() implements Command {}

    private record StartAgain(String why) implements Command {}

    private record PrimarySaid(PrimaryStatus status) implements Command {}

    private record ProcessSaid(ProcessStatus status) implements Command {}

    private record Serving(@Nullable Throwable failure) implements Command {}

    private record Settled() implements Command {}

    /** A step of the orderly end was done, or the actor that had to do it is gone. */
    private record PrimaryStopped() implements Command {}

    private record ProcessesStopped() implements Command {}

    private record FarewellSent() implements Command {}

    private record Lost(String child) implements Command {}

    private record EndReason(String text) implements CoordinatedShutdown.Reason {}

    private final ActorContext<Command> context;
    private final AgentParts parts;
    private final ProcessDeps deps;
    private final Ending ending;
    private final Executor blocking;
    private final Cluster cluster;
    private final ActorRef<ClusterView.Command> view;
    private final ActorRef<LocalProcesses.Command> processes;
    private final ActorRef<HistoryActor.Command> history;
    private final ActorRef<PrimaryActor.Command> primary;
    private final ActorRef<TokensActor.Command> tokens;
    private final ActorRef<ScheduleActor.Command> schedule;
    private final ActorRef<Operations.Command> operations;
    private final ActorRef<SessionInput> sessions;
    private final ActorRef<DrainActor.Command> drain;
    private final ActorRef<ApplyActor.Command> apply;
    private @Nullable PrimaryStatus lastPrimary;
    private final ActorRef<EventsActor.Command> events;
    private final ActorRef<Logs.Command> logs;
    private final ActorRef<ServiceWatch.Command> service;

    /** @param linkPatience how long connections with a host may look as if they hung */
    static Behavior<Command> create(AgentParts parts, EarlyStarts earlyStarts, Ending ending, Duration linkPatience) {
        return Behaviors.setup(
                context -> new NodeGuardian(context, parts, earlyStarts, ending, linkPatience).running());
    }

    private NodeGuardian(
            ActorContext<Command> context,
            AgentParts parts,
            EarlyStarts earlyStarts,
            Ending ending,
            Duration linkPatience) {
        this.context = context;
        this.parts = parts;
        this.ending = ending;
        this.blocking = context.getSystem().dispatchers().lookup(BLOCKING);
        this.cluster = Cluster.get(Adapter.toClassic(context.getSystem()));
        this.view = spawnView();
        this.deps = new ProcessDeps(
                        parts.current(),
                        parts.home(),
                        parts.runs(),
                        parts.wanted(),
                        parts.restartStore(),
                        parts.clocks(),
                        blocking)
                .telling(parts.events())
                .withTroubles(parts::trouble);
        var reports = context.messageAdapter(ProcessStatus.class, ProcessSaid::new);
        this.processes = context.spawn(LocalProcesses.create(deps, earlyStarts, reports), "processes");
        this.history = context.spawn(HistoryActor.create(parts.primary(), outbox("history")), "history", BLOCKING);
        this.tokens = spawnTokens();
        this.primary = context.spawn(
                PrimaryActor.create(new PrimaryDeps(
                        deps,
                        parts.primary(),
                        outbox("primary"),
                        reports,
                        processes,
                        history,
                        () -> parts.drain().state() instanceof DrainState.Ordered,
                        context.messageAdapter(PrimaryStatus.class, PrimarySaid::new))),
                "primary",
                PRIMARY);
        this.drain = context.spawn(
                DrainActor.create(new DrainDeps(
                        parts.current(), parts.drain(), parts.runs(), view, processes, parts.clocks(), blocking)),
                "drain");
        this.apply = spawnApply();
        this.schedule = spawnSchedule();
        this.operations = spawnOperations();
        this.sessions = spawnSessions();
        var verdict = context.messageAdapter(Joiner.StartAgain.class, said -> new StartAgain(said.why()));
        var joiner = context.spawn(
                Joiner.create(parts.definition(), outbox("join"), verdict, parts.monotonicNanos()), "join");
        var links = context.spawn(
                LinkWatch.create(
                        parts.definition(),
                        outbox("links"),
                        new PeerProbe(parts.http().tls())::reaches,
                        blocking,
                        verdict,
                        parts.monotonicNanos(),
                        linkPatience),
                "links");
        this.logs = spawnLogs();
        this.events = spawnEvents();
        var children = List.<ActorRef<?>>of(
                view,
                processes,
                primary,
                history,
                schedule,
                tokens,
                operations,
                drain,
                apply,
                logs,
                sessions,
                joiner,
                links);
        children.forEach(child -> context.watchWith(child, new Lost(child.path().name())));
        var age = Duration.between(parts.startedAt(), parts.clock().instant());
        this.service = context.spawn(ServiceWatch.create(parts.service(), age), "service");
        WireGate.get(Adapter.toClassic(context.getSystem())).onRefusal(parts::refused);
        listen();
    }

    private ActorRef<ScheduleActor.Command> spawnSchedule() {
        return context.spawn(
                ScheduleActor.create(new ScheduleActor.Deps(
                        parts.node(),
                        new ScheduleStore(parts.directory()),
                        parts.clock(),
                        (request, replyTo) -> primary.tell(new PrimaryActor.SetPrimary(request, replyTo)),
                        (request, replyTo) -> operations.tell(new Operations.SetPrimary(request, replyTo)),
                        replyTo -> view.tell(new ClusterView.GetMonCluster(replyTo)),
                        history,
                        parts.events(),
                        parts.audit(),
                        scheduled -> view.tell(new ClusterView.ScheduleSaid(scheduled)))),
                "schedule",
                BLOCKING);
    }

    private ActorRef<Operations.Command> spawnOperations() {
        var self = context.getSelf();
        var local = new LocalOperations(
                parts, primary, schedule, drain, apply, processes, view, () -> self.tell(new Stop()));
        return context.spawn(
                Operations.create(parts.definition(), outbox("node"), local, parts.monotonicNanos()), "node");
    }

    private ActorRef<TokensActor.Command> spawnTokens() {
        var handOvers = parts.identities().console().handOvers();
        return context.spawn(
                TokensActor.create(parts.tokens(), parts.node(), parts.otherHosts(), outbox("tokens"), handOvers),
                "tokens",
                BLOCKING);
    }

    private ActorRef<ApplyActor.Command> spawnApply() {
        return context.spawn(
                ApplyActor.create(new ApplyDeps(
                        parts.current(),
                        parts.installed(),
                        parts.home(),
                        parts.runs(),
                        parts.wanted(),
                        view,
                        processes,
                        blocking,
                        parts.events())),
                "apply");
    }

    /** Nothing else depends on it: without it a node has no news to tell, and goes on. */
    private ActorRef<EventsActor.Command> spawnEvents() {
        return context.spawn(EventsActor.create(parts.events(), parts.node(), outbox("events"), blocking), "events");
    }

    private ActorRef<Logs.Command> spawnLogs() {
        return context.spawn(
                Logs.create(parts.home().logs(parts.node()), this::isProcess, outbox("logs"), blocking), "logs");
    }

    private ActorRef<HomeFilesActor.Command> spawnFiles() {
        var deps = new PushDeps(
                parts.current(),
                parts.home(),
                System.getenv(),
                outbox("files"),
                blocking,
                parts.clock(),
                parts.audit(),
                parts.events(),
                PushDeps.PACE);
        return context.spawn(HomeFilesActor.create(deps), "files");
    }

    /** Any thread. */
    private boolean isProcess(String name) {
        return parts.definition().processNames().contains(name);
    }

    private ActorRef<ClusterView.Command> spawnView() {
        parts.health().begin();
        return context.spawn(
                        ClusterView.create(
                                parts.definition(),
                                parts.startedAt(),
                                outbox("view"),
                                this::postHealth,
                                parts::warning,
                                parts.events(),
                                parts.monotonicNanos()),
                        "view")
                .narrow();
    }

    /** Runs in the view's actor, and reads only what any thread may. */
    private void postHealth(NodeHealth health) {
        parts.health()
                .post(new HealthFacts(
                        health,
                        parts.drain().state(),
                        isMember(cluster),
                        parts.sessions().isInSync(),
                        parts.sessions().clockProblem().orElse(""),
                        parts.sessions().warning().orElse("")));
    }

    private ActorRef<SessionInput> spawnSessions() {
        return context.spawn(
                Sessions.create(
                        parts.node(),
                        parts.otherHosts(),
                        parts.sessions(),
                        outbox("sessions"),
                        outbox("sessions"),
                        parts.definition().settings(),
                        parts.monotonicNanos(),
                        blocking),
                "sessions");
    }

    private RemoteOutbox outbox(String actor) {
        return new RemoteOutbox(context.getSystem(), parts.definition().hosts(), actor);
    }

    private void listen() {
        var system = context.getSystem();
        var api = new AgentApi(
                system,
                parts.current(),
                logs,
                parts.identities(),
                parts.audit(),
                blocking,
                view,
                operations,
                events,
                context.spawn(
                        Usages.create(view, Observing.usage(parts), outbox("usage"), parts.clock(), blocking), "usage"),
                context.spawn(
                        ProbeReports.create(parts.current(), deps.lastLooks(), outbox("probes"), parts.clock()),
                        "probes"),
                parts.clock(),
                () -> AskPattern.ask(processes, LocalProcesses.Details::new, ANSWER_WITHIN, system.scheduler())
                        .thenApply(LocalProcesses.DetailList::details),
                () -> Resources.of(parts.runs().live(), parts.runs().groups()),
                () -> CacheOverview.of(deps),
                () -> AskPattern.ask(history, HistoryActor.Ask::new, ANSWER_WITHIN, system.scheduler())
                        .thenApply(HistoryActor.Known::entries),
                new SessionAccess(
                        parts.sessions(),
                        sessions::tell,
                        parts.definition().settings().sessions().defaultTtl()),
                host -> AskPattern.ask(sessions, Sessions.of(parts.node(), host), ANSWER_WITHIN, system.scheduler()),
                parts.home(),
                tokens,
                parts.health(),
                parts.observer(),
                spawnFiles());
        Observing.begin(api, parts, deps);
        ApiWiring.install(system, api);
        context.pipeToSelf(
                parts.http().serve(system, blocking, parts.monotonicNanos()), (_, failure) -> new Serving(failure));
        CoordinatedShutdown.get(Adapter.toClassic(system))
                .addTask(
                        CoordinatedShutdown.PhaseBeforeServiceUnbind(),
                        "end-http",
                        () -> CompletableFuture.supplyAsync(this::endHttp, blocking));
    }

    /** Any thread. */
    private Done endHttp() {
        try {
            parts.http().end();
        } catch (IOException e) {
            LOG.warn("Could not remove the address of this agent, which does not serve it any more", e);
        }
        return Done.getInstance();
    }

    private static boolean isMember(Cluster cluster) {
        return cluster.state().members().contains(cluster.selfMember());
    }

    private Behavior<Command> running() {
        return Behaviors.receiveMessage(command -> switch (command) {
            case PrimarySaid(var status) -> primarySaid(status);
            case ProcessSaid(var status) -> processSaid(status);
            case Serving serving -> serving(serving);
            case Settled() -> settled();
            case StartAgain(var why) -> startAgain(why);
            case Lost(var child) -> startAgain("its actor %s was lost".formatted(child));
            case Stop() -> stop();
            // Answers of an orderly end, which has not begun.
            case PrimaryStopped() -> Behaviors.same();
            case ProcessesStopped() -> Behaviors.same();
            case FarewellSent() -> Behaviors.same();
        });
    }

    private Behavior<Command> primarySaid(PrimaryStatus status) {
        PrimaryNews.of(lastPrimary, status).ifPresent(parts.events()::tell);
        lastPrimary = status;
        view.tell(new ClusterView.PrimarySaid(status));
        processes.tell(new LocalProcesses.PrimaryKnown(status));
        schedule.tell(new ScheduleActor.PrimaryKnown(status));
        return Behaviors.same();
    }

    private Behavior<Command> processSaid(ProcessStatus status) {
        view.tell(new ClusterView.ProcessSaid(status));
        return Behaviors.same();
    }

    private Behavior<Command> serving(Serving serving) {
        if (serving.failure() != null) {
            LOG.error("Commands won't find this agent, for its address could not be written", serving.failure());
        } else {
            service.tell(new ServiceWatch.Serving());
        }
        SETTLED_AFTER.forEach(time -> context.scheduleOnce(time, context.getSelf(), new Settled()));
        return Behaviors.same();
    }

    private Behavior<Command> settled() {
        blocking.execute(Footprint::letGoOfStart);
        return Behaviors.same();
    }

    private Behavior<Command> startAgain(String why) {
        LOG.warn("Starting the ActorSystem again in place, processes are left as they are: {}", why);
        parts.events().tell(new NodeEvent.AgentChanged("AGAIN", "its ActorSystem starts again in place: " + why));
        return end(Ending.Why.AGAIN, why);
    }

    private Behavior<Command> stop() {
        LOG.info("Stopping the node: primaryOnly processes first");
        parts.events().tell(new NodeEvent.AgentChanged("STOPPING", "an orderly end: its processes stop first"));
        view.tell(new ClusterView.Stopping());
        primary.tell(
                new PrimaryActor.Stop(context.messageAdapter(PrimaryActor.Stopped.class, _ -> new PrimaryStopped())));
        return stopping();
    }

    /** Reports are still handed on, so that screens show how far it has come. A lost child can't do its step: it is left out. */
    private Behavior<Command> stopping() {
        return Behaviors.receiveMessage(command -> switch (command) {
            case PrimarySaid(var status) -> primarySaid(status);
            case ProcessSaid(var status) -> processSaid(status);
            case PrimaryStopped() -> stopProcesses();
            case ProcessesStopped() -> sayFarewell();
            case FarewellSent() -> stopped();
            case Lost(var child) -> lostWhileStopping(child);
            // Asked again, or overtaken by the end.
            case Stop() -> Behaviors.same();
            case StartAgain _ -> Behaviors.same();
            case Serving _ -> Behaviors.same();
            case Settled _ -> Behaviors.same();
        });
    }

    private Behavior<Command> stopProcesses() {
        LOG.info("Stopping the other processes in reverse order of their dependencies");
        processes.tell(new LocalProcesses.StopAll(
                context.messageAdapter(LocalProcesses.StoppedAll.class, _ -> new ProcessesStopped())));
        return Behaviors.same();
    }

    private Behavior<Command> sayFarewell() {
        view.tell(new ClusterView.Farewell(
                context.messageAdapter(ClusterView.FarewellSent.class, _ -> new FarewellSent())));
        return Behaviors.same();
    }

    private Behavior<Command> stopped() {
        LOG.info("All processes have ended; leaving the cluster");
        return end(Ending.Why.DONE, "orderly stop");
    }

    private Behavior<Command> lostWhileStopping(String child) {
        LOG.warn("Lost the actor {} while the node stops; going on without it", child);
        return switch (child) {
            case "primary" -> stopProcesses();
            case "processes" -> sayFarewell();
            case "view" -> stopped();
            default -> Behaviors.same();
        };
    }

    /** The coordinated shutdown stops this actor, so nothing more is to be done here. */
    private Behavior<Command> end(Ending.Why why, String text) {
        ending.because(why);
        CoordinatedShutdown.get(Adapter.toClassic(context.getSystem())).runAll(new EndReason(text));
        return Behaviors.ignore();
    }
}
