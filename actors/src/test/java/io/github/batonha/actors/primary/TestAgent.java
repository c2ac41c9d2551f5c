package io.github.batonha.actors.primary;

import io.github.batonha.actors.api.HistoryEntry;
import io.github.batonha.actors.api.PrimaryStatus;
import io.github.batonha.actors.api.ProcessStatus;
import io.github.batonha.actors.api.Progress;
import io.github.batonha.actors.api.SetPrimaryRequest;
import io.github.batonha.actors.fixture.Definitions;
import io.github.batonha.actors.launch.ProcessDeps;
import io.github.batonha.actors.supervisor.LocalProcesses;
import io.github.batonha.actors.wire.Wire;
import io.github.batonha.conf.model.AccessSettings;
import io.github.batonha.conf.model.AgentSettings;
import io.github.batonha.conf.model.BatonHome;
import io.github.batonha.conf.model.CurrentDefinition;
import io.github.batonha.conf.model.FenceCommand;
import io.github.batonha.conf.model.HealthSettings;
import io.github.batonha.conf.model.HostDefinition;
import io.github.batonha.conf.model.HttpSettings;
import io.github.batonha.conf.model.NodeDefinition;
import io.github.batonha.conf.model.RestartSettings;
import io.github.batonha.conf.model.SessionSettings;
import io.github.batonha.supervision.clock.Clocks;
import io.github.batonha.supervision.logs.LogPolicy;
import io.github.batonha.supervision.primary.model.Guard;
import io.github.batonha.supervision.run.RestartStore;
import io.github.batonha.supervision.run.Run;
import io.github.batonha.supervision.run.RunTable;
import io.github.batonha.supervision.run.WantedStore;
import io.github.batonha.supervision.spec.ChildSpec;
import io.github.batonha.supervision.spec.EnvironmentSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.DispatcherSelector;

/** One node's half of an agent that concerns the primary, with one real primaryOnly process, on a network of the test's own. */
final class TestAgent {

    static final Duration SOON = Duration.ofSeconds(20);

    /** Hosts by name; what is not in it is lost. */
    static final class Network {
        final Map<String, ActorRef<PrimaryActor.Command>> actors = new ConcurrentHashMap<>();
        final Map<String, ActorRef<HistoryActor.Command>> histories = new ConcurrentHashMap<>();

        void tell(String host, Wire message) {
            var actor = actors.get(host);
            if (actor != null && message instanceof PrimaryActor.Command command) {
                actor.tell(command);
            }
            var history = histories.get(host);
            if (history != null && message instanceof HistoryActor.Command command) {
                history.tell(command);
            }
        }
    }

    final ActorTestKit kit;
    final Network network;
    final String node;
    final NodeDefinition definition;
    final BatonHome home;
    final TestProbe<PrimaryStatus> status;
    final TestProbe<LocalProcesses.Command> local;
    RunTable runs;
    PrimaryResources hold;
    ActorRef<PrimaryActor.Command> actor;
    ActorRef<HistoryActor.Command> history;
    private final ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor();

    TestAgent(ActorTestKit kit, Network network, Path folder, String node, String... hosts) throws IOException {
        this(kit, network, folder, false, node, hosts);
    }

    /** @param isOrdered whether the definition says PrimaryIfSingleNode */
    TestAgent(ActorTestKit kit, Network network, Path folder, boolean isOrdered, String node, String... hosts)
            throws IOException {
        this.kit = kit;
        this.network = network;
        this.node = node;
        this.home = new BatonHome(folder);
        Files.writeString(Files.createDirectories(folder.resolve("generated")).resolve("set.json"), "{}");
        var all = new ArrayList<HostDefinition>();
        for (var host : hosts) {
            all.add(new HostDefinition(host, "127.0.0.1", 6000, 8558, FenceCommand.NONE));
        }
        EnvironmentSource environment = _ -> new EnvironmentSource.Resolution.Resolved(Map.of(), Map.of());
        this.definition = new NodeDefinition(
                "TEST",
                new HostDefinition(node, "127.0.0.1", 6000, 8558, FenceCommand.NONE),
                all,
                List.of(consolidator(folder)),
                environment,
                "hash",
                settings(),
                Definitions.health(settings().health()),
                isOrdered);
        this.status = kit.createTestProbe(PrimaryStatus.class);
        this.local = kit.createTestProbe(LocalProcesses.Command.class);
        this.runs = RunTable.open(home.run(node), InstantSource.system());
        this.hold = PrimaryResources.open(definition, home, runs, System::nanoTime);
        this.history = spawnHistory();
        this.actor = spawn();
    }

    private static ChildSpec consolidator(Path folder) {
        return ChildSpec.of("CONSOLIDATOR", "sleep", "1000")
                .primaryOnly(true)
                .directory(folder)
                .stopWithin(Duration.ofSeconds(5))
                .build();
    }

    private static AgentSettings settings() {
        var second = Duration.ofSeconds(1);
        return new AgentSettings(
                second.multipliedBy(15),
                second.multipliedBy(3),
                false,
                Guard.OPERATOR,
                RestartSettings.DEFAULT.withBackoff(second),
                second.multipliedBy(20),
                second.multipliedBy(5),
                Duration.ofMillis(500),
                Duration.ofMillis(500),
                second.multipliedBy(4),
                SessionSettings.DEFAULT,
                LogPolicy.DEFAULT,
                HealthSettings.DEFAULT,
                true,
                AccessSettings.DEFAULT,
                64,
                HttpSettings.DEFAULT,
                AgentSettings.OFF,
                AgentSettings.OFF);
    }

    private ActorRef<HistoryActor.Command> spawnHistory() {
        var spawned = kit.spawn(HistoryActor.create(hold, network::tell), DispatcherSelector.blocking());
        network.histories.put(node, spawned);
        return spawned;
    }

    private ActorRef<PrimaryActor.Command> spawn() throws IOException {
        var processes = new ProcessDeps(
                new CurrentDefinition(definition),
                home,
                runs,
                WantedStore.open(home.run(node)),
                RestartStore.open(home.run(node)),
                Clocks.both(InstantSource.system()),
                blocking);
        var reports = kit.<ProcessStatus>createTestProbe().getRef();
        var deps = new PrimaryDeps(
                processes, hold, network::tell, reports, local.getRef(), history, () -> false, status.getRef());
        var spawned = kit.spawn(PrimaryActor.create(deps), DispatcherSelector.blocking());
        network.actors.put(node, spawned);
        return spawned;
    }

    private void stopActors() {
        network.actors.remove(node);
        network.histories.remove(node);
        kit.stop(actor, SOON);
        kit.stop(history, SOON);
    }

    /** The actor system ends and another one begins; the agent's JVM stays. */
    void restartActors() throws IOException {
        stopActors();
        history = spawnHistory();
        actor = spawn();
    }

    /** As kill -9 of the agent. */
    void kill() throws IOException {
        stopActors();
        hold.close();
        runs.close();
    }

    void startAgain() throws IOException {
        runs = RunTable.open(home.run(node), InstantSource.system());
        hold = PrimaryResources.open(definition, home, runs, System::nanoTime);
        history = spawnHistory();
        actor = spawn();
    }

    /** All lines of the answer, the final one last. */
    List<Progress> setPrimary(String... confirmDown) {
        var probe = kit.createTestProbe(Progress.class);
        actor.tell(new PrimaryActor.SetPrimary(
                new SetPrimaryRequest(node, List.of(confirmDown), "tester", "because"), probe.getRef()));
        var lines = new ArrayList<Progress>();
        do {
            lines.add(probe.receiveMessage(SOON));
        } while (!lines.getLast().isFinal());
        return lines;
    }

    PrimaryStatus awaitStatus(Predicate<PrimaryStatus> wanted) {
        while (true) {
            var next = status.receiveMessage(SOON);
            if (wanted.test(next)) {
                return next;
            }
        }
    }

    Run awaitRun() {
        return Objects.requireNonNull(kit.createTestProbe(Object.class)
                .awaitAssert(
                        SOON,
                        () -> runs.live("CONSOLIDATOR").orElseThrow(() -> new AssertionError("no run on " + node))));
    }

    List<HistoryEntry> history() {
        var probe = kit.createTestProbe(HistoryActor.Known.class);
        history.tell(new HistoryActor.Ask(probe.getRef()));
        return probe.receiveMessage(SOON).entries();
    }

    boolean isAlive(Run run) {
        return ProcessHandle.of(run.pid()).map(ProcessHandle::isAlive).orElse(false);
    }

    void end() throws Exception {
        stopActors();
        runs.endPrimaryOnly(0, Duration.ZERO);
        hold.close();
        runs.close();
        blocking.close();
    }
}
