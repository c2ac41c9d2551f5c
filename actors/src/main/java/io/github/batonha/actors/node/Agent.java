package io.github.batonha.actors.node;

import io.github.batonha.actors.access.ConsoleSessions;
import io.github.batonha.actors.access.Identities;
import io.github.batonha.actors.access.Logins;
import io.github.batonha.actors.audit.AuditLog;
import io.github.batonha.actors.drain.DrainResources;
import io.github.batonha.actors.events.EventLog;
import io.github.batonha.actors.events.NodeEvent;
import io.github.batonha.actors.health.HealthBoard;
import io.github.batonha.actors.health.HealthPorts;
import io.github.batonha.actors.launch.EarlyStarts;
import io.github.batonha.actors.metrics.Observer;
import io.github.batonha.actors.primary.PrimaryResources;
import io.github.batonha.actors.sessions.SessionsResources;
import io.github.batonha.actors.tokens.TokenStore;
import io.github.batonha.conf.install.InstalledRevision;
import io.github.batonha.conf.launch.ClientJar;
import io.github.batonha.conf.model.BatonHome;
import io.github.batonha.conf.model.ConfigurationException;
import io.github.batonha.conf.model.CurrentDefinition;
import io.github.batonha.conf.model.LocalHost;
import io.github.batonha.conf.model.NodeDefinition;
import io.github.batonha.supervision.clock.Clocks;
import io.github.batonha.supervision.clock.SteadyClock;
import io.github.batonha.supervision.logs.LogKeeper;
import io.github.batonha.supervision.os.FileMode;
import io.github.batonha.supervision.os.ServiceManager;
import io.github.batonha.supervision.run.RestartStore;
import io.github.batonha.supervision.run.Run;
import io.github.batonha.supervision.run.RunTable;
import io.github.batonha.supervision.run.WantedStore;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.io.Tcp;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The agent of a node, from its lock to its end. Everything that processes depend on (the runs, the primary's lease) is opened
 * here, before and outside of any ActorSystem; ActorSystems are started, and started again in place, as often as it takes.
 */
public final class Agent {
    private static final Logger LOG = LoggerFactory.getLogger(Agent.class);
    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final long MIB = 1L << 20;
    /** From one ActorSystem to the next: a cause that stays must not become a busy loop. */
    private static final Duration PAUSE = Duration.ofSeconds(2);
    /** A host that came back is heard within a few seconds where its connections do not hang. */
    private static final Duration LINK_PATIENCE = Duration.ofSeconds(8);
    /** All phases of its shutdown together have less. */
    private static final Duration ENDED_WITHIN = Duration.ofSeconds(20);
    /** An ActorSystem that lived so long was none of a row. */
    private static final Duration STABLE = Duration.ofMinutes(10);

    private final AgentParts parts;
    private final AtomicReference<@Nullable ActorSystem<NodeGuardian.Command>> current = new AtomicReference<>();
    private final CountDownLatch stopWanted = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile int code = FAILED;

    private Agent(AgentParts parts) {
        this.parts = parts;
    }

    /**
     * Runs the agent of a node until it is told to end, by a signal or over HTTP. Blocks. Upon SIGTERM, SIGINT or SIGHUP the
     * JVM ends with 0 after the processes have been stopped in order.
     *
     * @param environment in which references of the definition are looked up
     * @return the exit code: 0 after an orderly end, 1 where the agent could not run; why was printed
     */
    public static int run(BatonHome home, String nodeName, Map<String, String> environment) {
        try {
            return run(home, () -> InstalledRevision.load(home, nodeName, environment), ServiceManager.of(environment));
        } catch (ConfigurationException | AgentRefusal e) {
            System.err.println(e.getMessage());
            return FAILED;
        } catch (AccessDeniedException e) {
            System.err.println(
                    "node %s can't run in %s: user %s may not write %s: give the command as the user that owns it, or change its owner with chown"
                            .formatted(nodeName, home.path(), System.getProperty("user.name"), e.getFile()));
            return FAILED;
        } catch (IOException e) {
            System.err.println("node %s can't run in %s: %s".formatted(nodeName, home.path(), e));
            return FAILED;
        } catch (RuntimeException e) {
            LOG.error("The agent of node={} failed", nodeName, e);
            throw e;
        }
    }

    private static int run(BatonHome home, Supplier<NodeDefinition> installed, ServiceManager service)
            throws IOException {
        if (Files.isDirectory(home.generated())) {
            ClientJar.keep(home);
        }
        var definition = installed.get();
        var node = definition.self().name();
        var directory = FileMode.ENTERED_FOLDER.folder(home.run(node));
        var clock = Clock.systemUTC();
        try (var _ = AgentLock.take(directory, node)) {
            AgentLogging.start(FileMode.GROUPS_FOLDER.folder(home.logs(node)), System::nanoTime);
            LOG.info(
                    "Starting node={} system={} pid={} definition={}",
                    node,
                    definition.system(),
                    ProcessHandle.current().pid(),
                    definition.hash());
            TakeOver.of(directory, node);
            // Of an agent that was killed: nobody is to ask there before this one answers.
            AddressFile.remove(directory);
            Ports.check(definition.self());
            Ports.warnOfLoopback(definition);
            var clusterPort = ClusterPort.open(definition, home, clock, System::nanoTime);
            var tokens = TokenStore.open(directory, clock);
            var protection = HttpPort.Protection.of(definition, home, clusterPort);
            var identities = new Identities(
                    node,
                    AgentToken.readOrMake(directory),
                    AgentToken.file(directory),
                    new Logins(new SecureRandom().generateSeed(32), System::nanoTime),
                    protection.clients(),
                    tokens::check,
                    ConsoleSessions.open(System::nanoTime));
            var current = new CurrentDefinition(definition);
            var clocks = new Clocks(clock, SteadyClock.open(directory, clock, System::nanoTime));
            try (var events = EventLog.open(home.logs(node), node, clock);
                    var audit = AuditLog.of(
                            home.logs(node),
                            directory,
                            definition.settings().auditRotateAtMib() * MIB,
                            clock,
                            System::nanoTime);
                    var logs = LogKeeper.open(
                            home.logs(node), definition.settings().logs(), clocks);
                    var runs = RunTable.open(directory, clocks.steady(), logs::begin, current::users);
                    var primary = PrimaryResources.open(definition, home, runs, System::nanoTime);
                    var sessions = SessionsResources.open(
                            node, directory, definition.settings().sessions(), clock, System::nanoTime)) {
                LOG.info("Adopted runs={}", runs.live().size());
                audit.onTrouble(text -> events.tell(new NodeEvent.Trouble(text)));
                logs.onTrouble(text -> events.tell(new NodeEvent.Trouble(text)));
                logs.watch(
                        runs.live().stream().map(Run::process).toList(),
                        process -> runs.live(process)
                                .map(run -> OptionalLong.of(run.pid()))
                                .orElse(OptionalLong.empty()));
                runs.groups().onTrouble(text -> events.tell(new NodeEvent.Trouble(text)));
                sessions.onTrouble(text -> events.tell(new NodeEvent.Trouble(text)));
                definition.settings().syslogTarget().ifPresent(events::sendTo);
                events.tell(new NodeEvent.AgentChanged(
                        "STARTED",
                        "pid %d, revision %s, %d runs adopted"
                                .formatted(
                                        ProcessHandle.current().pid(),
                                        definition.hash(),
                                        runs.live().size())));
                if (!runs.ignored().isEmpty()) {
                    events.tell(new NodeEvent.Trouble(runs.ignored()));
                }
                // A disk that hangs must not keep the agent from its processes.
                var _ = Thread.startVirtualThread(() -> audit.agent(
                        "STARTED",
                        "pid %d, revision %s".formatted(ProcessHandle.current().pid(), definition.hash())));
                var wanted = WantedStore.open(directory);
                if (runs.live().isEmpty() && definition.settings().logs().archiveAtStart()) {
                    logs.beginAll();
                }
                var parts = new AgentParts(
                        current,
                        installed,
                        home,
                        runs,
                        wanted,
                        RestartStore.open(directory),
                        primary,
                        sessions,
                        DrainResources.open(directory, definition, runs, wanted, clocks),
                        new HealthBoard(definition, System::nanoTime),
                        new Observer(System::nanoTime),
                        events,
                        logs,
                        identities,
                        tokens,
                        audit,
                        clusterPort,
                        HttpPort.of(definition.self(), directory, protection, events::tell),
                        clocks,
                        System::nanoTime,
                        service,
                        clock.instant());
                clusterPort.tls().ifPresent(tls -> tls.onTrouble(parts::refused));
                try (var _ = HealthPorts.open(parts.health(), parts.observer(), definition);
                        var _ = parts.openLoginSocket()) {
                    return new Agent(parts).live();
                }
            }
        }
    }

    private int live() throws IOException {
        var hook = Thread.ofPlatform().name("agent-stop").unstarted(this::stopOnSignal);
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            code = actorSystems(earlyStarts());
            return code;
        } finally {
            AddressFile.remove(parts.directory());
            LOG.info("Ended node={}", parts.node());
            parts.events().tell(new NodeEvent.AgentChanged("ENDED", "its processes were stopped, unless it failed"));
            parts.audit().agent("ENDED", "");
            parts.events().close();
            ended.countDown();
            removeHook(hook);
        }
    }

    /** With the hook in place, so that a signal ends what was started; of one that has come already, nothing is. */
    private EarlyStarts earlyStarts() {
        return isStopWanted()
                ? EarlyStarts.none(parts.runs())
                : EarlyStarts.begin(
                        parts.current(),
                        parts.home(),
                        parts.runs(),
                        parts.wanted(),
                        parts.restartStore(),
                        parts.clocks());
    }

    private int actorSystems(EarlyStarts earlyStarts) {
        var inARow = 0;
        while (true) {
            var begun = parts.monotonicNanos().getAsLong();
            switch (oneActorSystem(earlyStarts, linkPatience(inARow))) {
                case DONE -> {
                    return DONE;
                }
                case FAILED -> {
                    return FAILED;
                }
                case AGAIN -> pause();
            }
            var lived = Duration.ofNanos(parts.monotonicNanos().getAsLong() - begun);
            inARow = lived.compareTo(STABLE) < 0 ? inARow + 1 : 0;
        }
    }

    /** Each one waits twice as long as the one before it: what a new ActorSystem does not cure must not cost one a minute. */
    private static Duration linkPatience(int inARow) {
        return LINK_PATIENCE.multipliedBy(1L << Math.min(inARow, 6));
    }

    private Ending.Why oneActorSystem(EarlyStarts earlyStarts, Duration linkPatience) {
        var ending = new Ending();
        try {
            var system = ActorSystem.create(
                    NodeGuardian.create(parts, earlyStarts, ending, linkPatience),
                    Addresses.SYSTEM,
                    SystemConfig.of(
                            parts.definition(), agent(), parts.clusterPort().tls()));
            current.set(system);
            if (isStopWanted()) {
                system.tell(new NodeGuardian.Stop());
            }
            var terminated = system.getWhenTerminated().toCompletableFuture();
            if (!ending.await(terminated, ENDED_WITHIN, () -> closeConnections(system))) {
                GivenUp.leave(parts.definition().self());
            }
            return ending.why();
        } catch (RuntimeException e) {
            LOG.error("Could not start the ActorSystem; processes are left as they are", e);
            return current.get() == null || isStopWanted() ? Ending.Why.FAILED : Ending.Why.AGAIN;
        }
    }

    /**
     * Pekko 1.7 waits without end for the streams of its connections when an ActorSystem ends (apache/pekko 3317), and one of TLS may
     * stand still. Its ports are free after this.
     */
    private static void closeConnections(ActorSystem<?> system) {
        LOG.warn("The ActorSystem has not ended within {} s; closing its connections", ENDED_WITHIN.toSeconds());
        var classic = Adapter.toClassic(system);
        classic.stop(Tcp.get(classic).manager());
    }

    /** The same for all its ActorSystems, and no other agent's on any machine. */
    private String agent() {
        return "pid %d on %s, started %s".formatted(ProcessHandle.current().pid(), LocalHost.name(), parts.startedAt());
    }

    private boolean isStopWanted() {
        return stopWanted.getCount() == 0;
    }

    /** A stop cuts the pause short: the next ActorSystem is what carries it out. */
    private void pause() {
        try {
            var _ = stopWanted.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Runs as the JVM's shutdown hook. Halting makes the exit code that of how the agent ended; nothing else is lost, for the log
     * is written line by line. A fatal error of Pekko ends the JVM, too: no actor can be relied on then, and nobody asked for a stop of the node.
     */
    private void stopOnSignal() {
        if (FatalError.endsTheJvm()) {
            LOG.error("The agent ends by a fatal error; its processes go on, and the next agent takes them over");
            Runtime.getRuntime().halt(FAILED);
        }
        stopWanted.countDown();
        parts.service().stopping();
        var system = current.get();
        if (system != null) {
            system.tell(new NodeGuardian.Stop());
        }
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        System.out.flush();
        System.err.flush();
        Runtime.getRuntime().halt(code);
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            LOG.debug("The stop hook runs already: this end is its work");
        }
    }
}
