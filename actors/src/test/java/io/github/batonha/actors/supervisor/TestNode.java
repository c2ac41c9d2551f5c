package io.github.batonha.actors.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.actors.api.Operation;
import io.github.batonha.actors.api.ProcessState;
import io.github.batonha.actors.api.ProcessStatus;
import io.github.batonha.actors.events.NodeEvent;
import io.github.batonha.actors.fixture.Definitions;
import io.github.batonha.actors.launch.EarlyStarts;
import io.github.batonha.actors.launch.ProcessDeps;
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
import io.github.batonha.supervision.clock.SteadyClock;
import io.github.batonha.supervision.logs.LogPolicy;
import io.github.batonha.supervision.os.OsProcess;
import io.github.batonha.supervision.os.Signal;
import io.github.batonha.supervision.primary.model.Guard;
import io.github.batonha.supervision.probe.Probes;
import io.github.batonha.supervision.run.RestartStore;
import io.github.batonha.supervision.run.Run;
import io.github.batonha.supervision.run.RunTable;
import io.github.batonha.supervision.run.WantedStore;
import io.github.batonha.supervision.spec.ChildSpec;
import io.github.batonha.supervision.spec.EnvironmentSource;
import io.github.batonha.supervision.spec.GroupStrategy;
import io.github.batonha.supervision.spec.RestartPolicy;
import io.github.batonha.supervision.spec.RestartRules;
import io.github.batonha.test.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.jspecify.annotations.Nullable;

/** A node with real processes, and any number of actor systems and agents one after the other. */
public final class TestNode implements AutoCloseable {

    public static final Duration SOON = Duration.ofSeconds(30);

    private final Path folder;
    private final List<ChildSpec> specs = new ArrayList<>();
    private final ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, ProcessStatus> statuses = new ConcurrentHashMap<>();
    private final Set<OsProcess> seen = new HashSet<>();
    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
    private Clocks clocks;
    private RunTable runs;
    private WantedStore wanted;
    private RestartStore restartStore;
    private int parallelStarts = 1000;
    private ActorTestKit kit = ActorTestKit.create();

    private final Queue<NodeEvent> events = new ConcurrentLinkedQueue<>();
    private final Queue<ProcessState> watched = new ConcurrentLinkedQueue<>();
    private final Gate gate = new Gate();
    private volatile String watching = "";
    private @Nullable ProcessDeps deps;

    TestNode(Path folder) throws IOException {
        this.folder = folder;
        this.clocks = openClocks();
        this.runs = RunTable.open(runDirectory(), clocks.steady());
        this.wanted = WantedStore.open(runDirectory());
        this.restartStore = RestartStore.open(runDirectory());
    }

    private Clocks openClocks() throws IOException {
        Files.createDirectories(runDirectory());
        return new Clocks(this::wallTime, SteadyClock.open(runDirectory(), this::wallTime, System::nanoTime));
    }

    public Instant wallTime() {
        return InstantSource.system().instant().plus(ahead.get());
    }

    /** Somebody sets the clock of the host. */
    public void setClock(Duration further) {
        ahead.updateAndGet(further::plus);
    }

    public Path runDirectory() {
        return new BatonHome(folder).run("NodeA");
    }

    public Path file(String name) {
        return folder.resolve(name);
    }

    public TestNode with(ChildSpec... more) {
        specs.addAll(List.of(more));
        deps = null;
        return this;
    }

    public TestNode without(String name) {
        specs.removeIf(spec -> spec.name().equals(name));
        deps = null;
        return this;
    }

    public ChildSpec withPort(ChildSpec spec, int port) {
        return spec.but().port(port).probes(Probes.standard(port)).build();
    }

    public ChildSpec withArgv(ChildSpec spec, String... argv) {
        return spec.but().argv(List.of(argv)).build();
    }

    public static ChildSpec with(ChildSpec spec, RestartRules rules) {
        return spec.but().restart(rules).build();
    }

    public static ChildSpec in(String group, GroupStrategy strategy, ChildSpec spec) {
        return spec.but().group(group).groupStrategy(strategy).build();
    }

    public TestNode withParallelStarts(int most) {
        parallelStarts = most;
        return this;
    }

    public ChildSpec sh(String name, String script, String... dependencies) {
        return spec(name, false, RestartPolicy.PERMANENT, script, dependencies);
    }

    public ChildSpec spec(
            String name, boolean primaryOnly, RestartPolicy restart, String script, String... dependencies) {
        return ChildSpec.of(name, "sh", "-c", script)
                .group("GROUP")
                .primaryOnly(primaryOnly)
                .restart(RestartRules.of(restart))
                .directory(folder)
                .dependencies(List.of(dependencies))
                .build();
    }

    public ActorRef<LocalProcesses.Command> locals() {
        return locals(EarlyStarts.begin(deps()));
    }

    public ActorRef<LocalProcesses.Command> locals(EarlyStarts ahead) {
        return kit.spawn(LocalProcesses.create(deps(), ahead, reports()));
    }

    public ActorRef<PrimaryOnly.Command> primaryOnly(long epoch) {
        return kit.spawn(PrimaryOnly.create(deps(), epoch, reports(), () -> {}));
    }

    private ActorRef<ProcessStatus> reports() {
        return kit.spawn(Behaviors.receiveMessage(status -> {
            note(status);
            return Behaviors.same();
        }));
    }

    public static void kill(Run run) {
        new OsProcess(run.pid(), run.startTicks()).signal(Signal.KILL);
    }

    /** From now on. */
    public void watch(String process) {
        watched.clear();
        watching = process;
    }

    public List<ProcessState> watched() {
        return List.copyOf(watched);
    }

    private void note(ProcessStatus status) {
        if (status.name().equals(watching)) {
            watched.add(status.status());
        }
        statuses.put(status.name(), status);
    }

    public ActorTestKit kit() {
        return kit;
    }

    public RunTable runs() {
        return runs;
    }

    public <T> TestProbe<T> probe(Class<T> type) {
        return kit.createTestProbe(type);
    }

    /** The actor system ends and another one begins; the agent's JVM stays. */
    public void restartActors() {
        rememberProcesses();
        kit.shutdownTestKit();
        kit = ActorTestKit.create();
        deps = null;
        statuses.clear();
    }

    /** As kill -9 of the agent, and a new one. */
    public void restartAgent() throws IOException {
        restartAgent(() -> {});
    }

    /** What is done while there is no agent. */
    interface Meanwhile {
        void run() throws IOException;
    }

    /** As above, with something done in between. */
    public void restartAgent(Meanwhile meanwhile) throws IOException {
        rememberProcesses();
        kit.shutdownTestKit();
        runs.close();
        meanwhile.run();
        clocks = openClocks();
        runs = RunTable.open(runDirectory(), clocks.steady());
        wanted = WantedStore.open(runDirectory());
        restartStore = RestartStore.open(runDirectory());
        kit = ActorTestKit.create();
        deps = null;
        statuses.clear();
    }

    /** Does something while a process is being started, which is held up before it is spawned. */
    public void whileHeldUp(Runnable cause, Runnable action) {
        gate.close();
        try {
            cause.run();
            await("a start is held up", gate::holdsOne);
            action.run();
        } finally {
            gate.open();
        }
    }

    private static final class Gate {
        private boolean isClosed;
        private boolean holds;

        synchronized void pass() {
            while (isClosed) {
                holds = true;
                try {
                    wait();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
        }

        synchronized void close() {
            isClosed = true;
            holds = false;
        }

        synchronized boolean holdsOne() {
            return holds;
        }

        synchronized void open() {
            isClosed = false;
            notifyAll();
        }
    }

    /** One for all actors of a life of the agent, as in an agent. */
    public ProcessDeps deps() {
        var known = deps;
        if (known == null) {
            var current = new CurrentDefinition(definition(specs.toArray(ChildSpec[]::new)));
            known = new ProcessDeps(current, new BatonHome(folder), runs, wanted, restartStore, clocks, blocking)
                    .telling(what -> what.get().ifPresent(events::add));
            deps = known;
        }
        return known;
    }

    public List<NodeEvent> events() {
        return List.copyOf(events);
    }

    public NodeDefinition definition(ChildSpec... processes) {
        var self = new HostDefinition("NodeA", "127.0.0.1", 6000, 8558, FenceCommand.NONE);
        EnvironmentSource environment = spec -> {
            gate.pass();
            return new EnvironmentSource.Resolution.Resolved(Map.of("ITEM", "value"), Map.of());
        };
        return new NodeDefinition(
                "TEST",
                self,
                List.of(self),
                List.of(processes),
                environment,
                "hash",
                settings(),
                Definitions.health(settings().health()),
                false);
    }

    public Path write(String name) {
        return write(name, "");
    }

    public Path write(String name, String text) {
        try {
            Files.createDirectories(file(name).getParent());
            return Files.writeString(file(name), text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private AgentSettings settings() {
        var second = Duration.ofSeconds(1);
        var settings = new AgentSettings(
                second.multipliedBy(15),
                second.multipliedBy(3),
                false,
                Guard.OPERATOR,
                RestartSettings.DEFAULT.withBackoff(Duration.ofMillis(200)),
                Duration.ofSeconds(2),
                Duration.ofSeconds(5),
                second,
                second,
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
        return settings.withRestarts(settings.restarts().withParallelStarts(parallelStarts));
    }

    public static Operation operation(Operation.Action action, Operation.Scope scope, String name) {
        return new Operation(action, scope, name, List.of(), false, false, -1, false, "tester");
    }

    /** What it said when it was in that state, which it may have left since. */
    public ProcessStatus await(String process, ProcessState state) {
        var seen = new AtomicReference<@Nullable ProcessStatus>();
        await(process + " is " + state, () -> {
            var status = statuses.get(process);
            seen.set(status);
            return status != null && status.status() == state;
        });
        return Objects.requireNonNull(seen.get());
    }

    public ProcessStatus statusOf(String process) {
        await(process + " is reported", () -> statuses.containsKey(process));
        return Objects.requireNonNull(statuses.get(process));
    }

    public void await(String what, BooleanSupplier condition) {
        Await.until(what, SOON, () -> {
            assertThat(condition.getAsBoolean())
                    .as("%s; last reports: %s", what, statuses.values())
                    .isTrue();
            return true;
        });
    }

    public String read(String name) {
        try {
            return Files.exists(file(name)) ? Files.readString(file(name)) : "";
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void rememberProcesses() {
        runs.live().forEach(run -> seen.add(new OsProcess(run.pid(), run.startTicks())));
    }

    @Override
    public void close() {
        rememberProcesses();
        kit.shutdownTestKit();
        for (var run : runs.live()) {
            Await.until(run + " is gone", () -> {
                runs.kill(run);
                return runs.isGone(run);
            });
        }
        endPrimaryOnly();
        seen.forEach(process -> process.signal(Signal.KILL));
        runs.close();
        blocking.close();
    }

    private void endPrimaryOnly() {
        try {
            runs.endPrimaryOnly(0, Duration.ZERO);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
