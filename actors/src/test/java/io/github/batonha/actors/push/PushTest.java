package io.github.batonha.actors.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.actors.api.OperationReply;
import io.github.batonha.actors.api.Outcome;
import io.github.batonha.actors.api.Outcome.Result;
import io.github.batonha.actors.api.PushRequest;
import io.github.batonha.actors.audit.AuditLog;
import io.github.batonha.actors.events.EventSink;
import io.github.batonha.actors.fixture.Definitions;
import io.github.batonha.actors.wire.Outbox;
import io.github.batonha.conf.model.BatonHome;
import io.github.batonha.conf.model.CurrentDefinition;
import io.github.batonha.conf.model.FenceCommand;
import io.github.batonha.conf.model.HostDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pushes between three nodes, each with a home of its own, whose outboxes lead to each other. */
class PushTest {

    private static final List<String> NODES = List.of("NodeA", "NodeB", "NodeC");
    private static final Duration PACE = Duration.ofMillis(100);
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String SYSTEM = """
            systems {
                system(name = "TEST") {
                    hosts {
                        host(name = "NodeA") { item(name = "Address", value = "127.0.0.1") }
                        host(name = "NodeB") { item(name = "Address", value = "127.0.0.2") }
                        host(name = "NodeC") { item(name = "Address", value = "127.0.0.3") }
                    }
                }
            }
            """;

    @TempDir
    Path folder;

    private final ActorTestKit kit = ActorTestKit.create();
    private final ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, ActorRef<HomeFilesActor.Command>> actors = new HashMap<>();
    private final List<AuditLog> audits = new ArrayList<>();
    private final List<String> events = new CopyOnWriteArrayList<>();
    /** Messages that get lost on their way. */
    private Predicate<Object> isLost = _ -> false;

    @BeforeEach
    void start() throws IOException {
        for (var node : NODES) {
            write(node, "conf/app-system-definition.kts", SYSTEM);
            write(node, "conf/app-processes.xml", processes("sleep 600"));
            Files.createDirectories(folder.resolve(node + "/logs/" + node));
            Files.createDirectories(folder.resolve(node + "/run/" + node));
            spawn(node);
        }
    }

    @AfterEach
    void end() throws InterruptedException {
        kit.shutdownTestKit();
        blocking.shutdown();
        assertThat(blocking.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        audits.forEach(AuditLog::close);
    }

    private static String processes(String command) {
        return "<processes><process name=\"APP\"><groupId>APP</groupId><command>%s</command></process></processes>"
                .formatted(command);
    }

    private void spawn(String node) {
        var hosts = new ArrayList<HostDefinition>();
        for (var i = 0; i < NODES.size(); i++) {
            hosts.add(new HostDefinition(NODES.get(i), "127.0.0." + (i + 1), 6000, 8558, FenceCommand.NONE));
        }
        EventSink sink = happened -> happened.get()
                .map(event -> event.at(1, InstantSource.system().instant(), node))
                .ifPresent(event -> events.add("%s %s %s %s".formatted(node, event.type(), event.to(), event.text())));
        Outbox outbox = (host, message) -> {
            if (!isLost.test(message) && message instanceof HomeFilesActor.Command command) {
                Objects.requireNonNull(actors.get(host)).tell(command);
            }
        };
        var logs = folder.resolve(node + "/logs/" + node);
        var audit = AuditLog.of(
                logs, folder.resolve(node + "/run/" + node), 1 << 20, InstantSource.system(), System::nanoTime);
        audits.add(audit);
        var deps = new PushDeps(
                new CurrentDefinition(Definitions.of(node, hosts)),
                new BatonHome(folder.resolve(node)),
                Map.of(),
                outbox,
                blocking,
                InstantSource.system(),
                audit,
                sink,
                PACE);
        actors.put(node, kit.spawn(HomeFilesActor.create(deps)));
    }

    private void write(String node, String name, String text) throws IOException {
        var file = folder.resolve(node).resolve(name);
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.writeString(file, text);
    }

    private Path file(String node, String name) {
        return folder.resolve(node).resolve(name);
    }

    private List<Outcome> push(boolean dryRun) {
        var probe = kit.<OperationReply>createTestProbe();
        Objects.requireNonNull(actors.get("NodeA"))
                .tell(new HomeFilesActor.Push(new PushRequest(dryRun, "ops", "release 4.2"), probe.getRef()));
        var outcomes = new ArrayList<Outcome>();
        while (probe.receiveMessage(SOON) instanceof OperationReply.Happened(var outcome)) {
            outcomes.add(outcome);
        }
        return outcomes;
    }

    private static List<String> lines(List<Outcome> outcomes, String node, Result result) {
        return outcomes.stream()
                .filter(outcome -> outcome.node().equals(node) && outcome.result() == result)
                .map(Outcome::text)
                .toList();
    }

    @Test
    void givenChangedFiles_whenTheyArePushed_thenAllNodesHaveThemInstalled() throws IOException {
        write("NodeA", "conf/app-processes.xml", processes("sleep 601"));
        write("NodeA", "lib/large.jar", "0123456789".repeat(30_000));
        write("NodeA", "conf/genesis.key", "never leaves");
        write("NodeB", "conf/old-processes.xml", "<processes/>");
        write("NodeB", "conf/genesis.key", "of NodeB");

        var outcomes = push(false);

        assertThat(lines(outcomes, "NodeB", Result.PLANNED))
                .containsExactly(
                        "add lib/large.jar, 300000 bytes",
                        "replace conf/app-processes.xml, 103 bytes",
                        "remove conf/old-processes.xml");
        assertThat(lines(outcomes, "NodeB", Result.DONE))
                .containsExactly("1 files added, 1 replaced, 1 removed, and installed");
        assertThat(lines(outcomes, "NodeA", Result.DONE))
                .containsExactly("installed on every node; agents take it by `baton apply -c`");
        for (var node : List.of("NodeB", "NodeC")) {
            assertThat(file(node, "conf/app-processes.xml")).hasContent(processes("sleep 601"));
            assertThat(file(node, "lib/large.jar")).hasSize(300_000);
            assertThat(file(node, "generated/set.json")).content().contains("sleep 601");
            assertThat(events)
                    .anyMatch(event -> event.startsWith(node + " push TAKEN")
                            && event.contains("by ops; push from NodeA: release 4.2"));
            assertThat(file(node, "run/" + node + "/push")).doesNotExist();
        }
        assertThat(file("NodeB", "conf/old-processes.xml")).doesNotExist();
        assertThat(file("NodeB", "conf/genesis.key")).hasContent("of NodeB");
        assertThat(file("NodeC", "conf/genesis.key")).doesNotExist();
        assertThat(events).anyMatch(event -> event.startsWith("NodeA push SENT to NodeB, NodeC by ops"));
        assertThat(push(true)).allMatch(outcome -> outcome.result() != Result.PLANNED);
    }

    @Test
    void givenADryRun_whenItIsDone_thenNothingIsChanged() throws IOException {
        write("NodeA", "conf/app-processes.xml", processes("sleep 601"));

        var outcomes = push(true);

        assertThat(lines(outcomes, "NodeC", Result.PLANNED))
                .containsExactly("replace conf/app-processes.xml, 103 bytes");
        assertThat(file("NodeC", "conf/app-processes.xml")).hasContent(processes("sleep 600"));
        assertThat(file("NodeC", "run/NodeC/push")).doesNotExist();
    }

    @Test
    void givenFilesThatAnInstallRefuses_whenTheyArePushed_thenNoNodeIsAsked() throws IOException {
        write("NodeA", "conf/app-processes.xml", "<processes><process name=\"APP\"><nonsense/></process></processes>");

        var outcomes = push(false);

        assertThat(lines(outcomes, "NodeA", Result.REFUSED))
                .singleElement()
                .asString()
                .contains("<nonsense>");
        assertThat(outcomes).hasSize(1);
    }

    @Test
    void givenOneNodeThatWouldNotTakeThem_whenTheyArePushed_thenNoNodeTakesThem() throws IOException {
        write("NodeA", "conf/app-processes.xml", processes("sleep 601"));
        // A file that it can't read is withheld, and so stays: its process is defined twice then.
        Files.createSymbolicLink(file("NodeC", "conf/other-processes.xml"), Path.of("/nowhere/app-processes.xml"));

        var outcomes = push(false);

        assertThat(lines(outcomes, "NodeC", Result.FAILED))
                .singleElement()
                .asString()
                .contains("other-processes.xml");
        assertThat(lines(outcomes, "NodeA", Result.REFUSED))
                .containsExactly("not every node can take them, so no file was changed anywhere");
        for (var node : List.of("NodeB", "NodeC")) {
            assertThat(file(node, "conf/app-processes.xml")).hasContent(processes("sleep 600"));
            assertThat(file(node, "generated")).doesNotExist();
        }
    }

    @Test
    void givenANodeThatDoesNotAnswer_whenFilesArePushed_thenNoNodeTakesThem() throws IOException {
        write("NodeA", "conf/app-processes.xml", processes("sleep 601"));
        isLost = message -> message instanceof HomeFilesActor.Offer offer
                && offer.from().equals("NodeA")
                && lost.getAndIncrement() == 1;

        var outcomes = push(false);

        assertThat(lines(outcomes, "NodeC", Result.FAILED))
                .singleElement()
                .asString()
                .contains("does not answer");
        assertThat(file("NodeB", "conf/app-processes.xml")).hasContent(processes("sleep 600"));
    }

    private final AtomicInteger lost = new AtomicInteger();

    @Test
    void givenMessagesThatAreLost_whenFilesArePushed_thenTheyAreAskedForAgain() throws IOException {
        write("NodeA", "lib/large.jar", "0123456789".repeat(30_000));
        isLost = message -> message instanceof HomeFilesActor.ReadFile && lost.getAndIncrement() == 2;

        var outcomes = push(false);

        assertThat(lines(outcomes, "NodeA", Result.DONE)).hasSize(1);
        assertThat(file("NodeC", "lib/large.jar")).hasSize(300_000);
        assertThat(lost).hasValueGreaterThan(10);
    }
}
