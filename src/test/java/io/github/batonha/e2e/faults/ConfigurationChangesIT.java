package io.github.batonha.e2e.faults;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.e2e.faults.Node.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The configuration changes under a running cluster, not everywhere at once: what the primary rests on does not. */
@EnabledIf(value = "isRoot", disabledReason = "network namespaces need root, which CI has")
class ConfigurationChangesIT {
    private static final List<String> HOSTS = List.of("NodeA", "NodeB");
    private static final Map<String, String> TWO = World.addresses(HOSTS);
    private static final Map<String, String> THREE = World.addresses(List.of("NodeA", "NodeB", "NodeC"));

    @TempDir
    Path folder;

    static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    @Test
    @Tag("long")
    void givenHostThatOneNodeAloneKnows_whenItIsAddedAndRemovedAgain_thenItCountsUntilItIsGivenUp() throws Exception {
        try (var world = World.of("diff", folder, HOSTS, 1, FaultHome.SHORT_GRACE);
                var drill = new Drill(world, new Journal())) {
            drill.heal("NodeA");
            var nodeA = world.node("NodeA");
            var nodeB = world.node("NodeB");

            change(nodeB, THREE);
            assertDone(nodeB.setPrimary(List.of(), "NodeC is added, here first"));
            var back = nodeA.setPrimary(List.of(), "NodeA does not know NodeC by itself");
            assertDone(back);
            assertThat(back.lines()).contains("asking NodeA, NodeB, NodeC");

            change(nodeB, TWO);
            nodeA.killHost();
            var refused = nodeB.setPrimary(List.of("NodeA"), "NodeA is lost, NodeC was removed");
            assertThat(refused.result()).isEqualTo("refused");
            assertThat(refused.text()).contains("NodeC").contains("no longer configured");
            assertDone(nodeB.setPrimary(List.of("NodeA", "NodeC"), "neither will come back"));

            world.startAndAwaitAll(ofMinutes(2));
            var last = nodeA.setPrimary(List.of(), "NodeC is forgotten");
            assertDone(last);
            assertThat(last.lines()).contains("asking NodeA, NodeB under");
            assertThat(world.testimony().faults()).isEmpty();
        }
    }

    @Test
    @Tag("long")
    void givenHostRenamed_whenTheOldNameIsGivenUp_thenTheNewOneCanBePrimary() throws Exception {
        try (var world = World.of("name", folder, HOSTS, 1, FaultHome.LONG_GRACE);
                var drill = new Drill(world, new Journal())) {
            drill.heal("NodeA");
            var nodeA = world.node("NodeA");
            assertThat(world.node("NodeB").stop()).isTrue();
            var nodeD = world.rename("NodeB", "NodeD");

            change(nodeA, Map.of("NodeA", Net.address(0)));
            assertThat(nodeA.setPrimary(List.of(), "nobody gave NodeB up").lines())
                    .contains("is primary already");
            assertDone(nodeA.setPrimary(List.of("NodeB"), "the old name goes first"));
            var renamed = Map.of("NodeA", Net.address(0), "NodeD", Net.address(1));
            FaultHome.define(nodeD.home(), renamed);
            nodeD.install();
            nodeD.start();
            change(nodeA, renamed);
            assertDone(answered(nodeD, "then the new one comes"));
            assertThat(world.testimony().faults()).isEmpty();
        }
    }

    /** In good order it has all its time; where the agent is lost meanwhile the grace counts, and the other waits no longer. */
    @Test
    @Tag("long")
    void givenProcessThatTakesLongerToStopThanTheGrace_whenThePrimaryMoves_thenItIsWaitedForOrEndedByItsLeash()
            throws Exception {
        Duration linger = FaultHome.SHORT_GRACE.multipliedBy(3);
        try (var world = World.of("stop", folder, HOSTS, 1, FaultHome.SHORT_GRACE);
                var drill = new Drill(world, new Journal())) {
            for (var node : world.nodes()) {
                FaultHome.linger(node.home(), linger);
                node.install();
            }
            drill.heal("NodeA");

            assertDone(world.node("NodeB").setPrimary(List.of(), "in good order"));
            World.eventually("NodeB works as primary", ofSeconds(90), () -> world.works("NodeB"));
            var release = CompletableFuture.supplyAsync(
                    () -> world.node("NodeA").setPrimary(List.of(), "the agent is lost while it releases"));
            World.eventually("NodeB ends its processes", ofSeconds(90), () -> isEnding(world.node("NodeB")));
            world.node("NodeB").killAgent();
            assertThat(release.get().result()).isEqualTo("refused");
            assertDone(world.node("NodeA").setPrimary(List.of("NodeB"), "its leash ends it"));

            World.eventually("NodeA works as primary", ofSeconds(90), () -> world.works("NodeA"));
            var jvms = world.testimony().runs().stream()
                    .filter(run -> run.process().equals(FaultHome.JVM))
                    .toList();
            assertThat(world.testimony().faults()).isEmpty();
            assertThat(jvms).hasSize(3);
        }
    }

    private static boolean isEnding(Node node) {
        return node.get("/api/v1/mon").toString().contains("STOPPING");
    }

    /** Installs another set of hosts and has the agent take it up: killed and started again, its processes go on. */
    private static void change(Node node, Map<String, String> addresses) throws Exception {
        var before = node.lives();
        FaultHome.define(node.home(), addresses);
        node.install();
        node.killAgent();
        node.start();
        World.eventually(
                node.name() + " answers",
                ofMinutes(2),
                () -> node.get("/api/v1/mon-cluster").path("nodes").size() >= addresses.size());
        assertThat(node.lives()).containsAllEntriesOf(before);
    }

    /** A newcomer that can't answer yet is waited for. */
    private static Outcome answered(Node node, String reason) {
        World.eventually(
                node.name() + " answers",
                ofMinutes(2),
                () -> !node.get("/api/v1/mon").path("role").isMissingNode());
        return node.setPrimary(List.of(), reason);
    }

    private static void assertDone(Outcome outcome) {
        assertThat(outcome.isDone()).as(outcome.toString()).isTrue();
    }
}
