package io.github.batonha.e2e;

import static io.github.batonha.e2e.TestCluster.eventually;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Two agents of an older commit give way to today's, and come back, while users click behind HAProxy. Profile {@code upgrade}. */
@EnabledIfSystemProperty(named = "upgrade.older", matches = ".+")
class UpgradeIT {
    private static final Map<String, String> ADDRESSES = Map.of("NodeA", "127.0.90.1", "NodeB", "127.0.90.2");
    private static final Path OLDER = Path.of(System.getProperty("upgrade.older", ""));
    private static final List<String> PROCESSES = List.of(RouterHome.ROUTER, LightHome.CONSOLIDATOR);

    @TempDir
    Path folder;

    @Test
    void givenUsers_whenBothAgentsAreUpgradedAndTakenBack_thenNobodyNotices() throws IOException {
        Path home = RouterHome.create(folder.resolve("home"), folder.resolve("record"), ADDRESSES);
        Files.writeString(home.resolve("conf/baton.conf"), "baton.drain.settle = 5 s\n");
        try (var outgoing = Outgoing.isPossible() ? Outgoing.watch() : null;
                var cluster = TestCluster.in(home).from(OLDER, "NodeA").from(OLDER, "NodeB")) {
            cluster.install("NodeA");
            cluster.startAndAwait("NodeA", "NodeB");
            cluster.awaitSeen("NodeA", "NodeB", "UP");
            cluster.baton("NodeB", "set-primary").orFail();
            cluster.awaitHealthy("NodeB", LightHome.CONSOLIDATOR);
            cluster.baton("NodeA", "set-primary").orFail();
            cluster.baton("NodeB", "restart", RouterHome.ROUTER).orFail();
            PROCESSES.forEach(process -> cluster.awaitHealthy("NodeA", process));
            cluster.awaitHealthy("NodeB", RouterHome.ROUTER);
            try (var balancer = RunningBalancer.haproxy(
                            "haproxy-hot-hot.cfg", folder, new InetSocketAddress("127.0.90.9", 18080), ADDRESSES);
                    var users = new ClickingUsers(balancer.url(), 10, ofMillis(100))) {
                new Story(cluster, balancer, users).play();
            }
            if (outgoing != null) {
                outgoing.assertNone();
            }
        }
    }

    private record Story(TestCluster cluster, RunningBalancer balancer, ClickingUsers users) {

        void play() {
            var before = standing();
            List.of("NodeA", "NodeB").forEach(node -> balancer.awaitState("application", node, "UP"));
            users.start();

            replace("NodeB", Distribution.folder());
            assertMixed("NodeB");
            replace("NodeA", Distribution.folder());
            assertThat(standing()).as("upgraded").isEqualTo(before);
            assertThat(version("NodeA", "NodeB")).isEqualTo(Distribution.version());

            replace("NodeB", OLDER);
            assertMixed("NodeA");
            replace("NodeA", OLDER);
            assertThat(standing()).as("taken back").isEqualTo(before);

            users.end();
            var all = new SoftAssertions();
            for (var tally : users.tallies()) {
                System.out.println(tally.row());
                all.assertThat(tally.failures()).as(tally.event()).isEmpty();
                all.assertThat(tally.clicks()).as(tally.event()).isPositive();
                all.assertThat(tally.lost() + tally.excused() + tally.twice())
                        .as("lost or twice: " + tally.event())
                        .isZero();
            }
            all.assertAll();
        }

        /** As docs/upgrade.md has it: users go to the other node, and the processes stay. */
        private void replace(String node, Path distribution) {
            users.during("%s gets %s".formatted(node, distribution.getFileName()));
            assertThat(today(node, "upgrade", "--check").out()).contains(node + "  may be taken over");
            today(node, "drain", "--no-stop", "--close", "--deadline", "2s");
            cluster.killAgent(node);
            cluster.from(distribution, node);
            cluster.startAndAwait(node);
            cluster.awaitOneCluster("NodeA", "NodeB");
            cluster.awaitHealthy(node, RouterHome.ROUTER);
            today(node, "undrain");
            for (var one : ADDRESSES.keySet()) {
                ADDRESSES.keySet().forEach(other -> cluster.awaitSeen(one, other, "UP"));
            }
            balancer.awaitState("application", node, "UP");
        }

        /** A command of this version, whatever the agent is. */
        private Commands.Result today(String node, String... words) {
            var command = new ArrayList<>(List.of(Distribution.baton()));
            command.addAll(List.of(words));
            return Commands.run(command, Map.of("BATON_HOME", cluster.home(node).toString(), "BATON_NODE", node))
                    .orFail();
        }

        /** Each node shows both versions, and an order reaches a process of the other one. */
        private void assertMixed(String newer) {
            var older = newer.equals("NodeA") ? "NodeB" : "NodeA";
            for (var asked : List.of("NodeA", "NodeB")) {
                eventually(
                        asked + " shows two versions",
                        ofSeconds(30),
                        () -> version(asked, newer).equals(Distribution.version())
                                && !version(asked, older).equals(Distribution.version()));
            }
            assertThat(cluster.baton(newer, "mon-cluster").orFail().out())
                    .contains("The nodes run different versions of baton", newer + " " + Distribution.version());
            for (var asked : List.of("NodeA", "NodeB")) {
                var other = asked.equals("NodeA") ? "NodeB" : "NodeA";
                cluster.baton(asked, "start-process", RouterHome.ROUTER, "-s", other)
                        .orFail();
            }
        }

        private String version(String asked, String of) {
            return cluster.seen(asked, of).path("version").asText();
        }

        /** What must not change. */
        private Map<String, Object> standing() {
            var all = new TreeMap<String, Object>();
            for (var node : List.of("NodeA", "NodeB")) {
                all.put(node + " role", cluster.mon(node).path("role").asText());
                all.put(node + " epoch", cluster.mon(node).path("epoch").asLong());
                all.put(
                        node + " router",
                        cluster.process(node, RouterHome.ROUTER).path("pid").asLong());
            }
            all.put(
                    "primaryOnly",
                    cluster.process("NodeA", LightHome.CONSOLIDATOR).path("pid").asLong());
            return all;
        }
    }
}
