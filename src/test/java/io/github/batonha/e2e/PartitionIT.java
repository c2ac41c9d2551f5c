package io.github.batonha.e2e;

import static io.github.batonha.e2e.TestCluster.eventually;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

@EnabledIf(value = "isRoot", disabledReason = "network namespaces need root, which CI has")
class PartitionIT {
    private static final Map<String, String> ADDRESSES = Map.of("NodeA", "10.77.0.1", "NodeB", "10.77.0.2");

    @TempDir
    Path folder;

    static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    @Test
    void givenPrimary_whenTheNetworkIsCutAndHealed_thenItGoesOnAndBothComeTogetherAgain() {
        Path record = folder.resolve("record");
        try (var lan = Lan.of("NodeA", "NodeB");
                var cluster = TestCluster.on(lan, node -> folder.resolve(node))) {
            for (String node : new String[] {"NodeA", "NodeB"}) {
                LightHome.create(folder.resolve(node), record, ADDRESSES);
                cluster.install(node);
            }
            cluster.startAndAwait("NodeA", "NodeB");
            cluster.awaitSeen("NodeB", "NodeA", "UP");
            cluster.awaitSeen("NodeA", "NodeB", "UP");
            cluster.baton("NodeA", "set-primary").orFail();
            cluster.awaitHealthy("NodeA", LightHome.CONSOLIDATOR);
            long pid = pid(cluster);

            lan.cut("NodeB");
            cluster.awaitSeen("NodeA", "NodeB", "DOWN");
            cluster.awaitSeen("NodeB", "NodeA", "DOWN");
            var refused = cluster.baton("NodeB", "set-primary");
            assertThat(refused.exit()).isEqualTo(1);
            assertThat(refused.out() + refused.err()).contains("NodeA").contains("--confirm-down");
            assertThat(pid(cluster)).as("a cut-off primary keeps running").isEqualTo(pid);

            lan.heal("NodeB");
            cluster.awaitSeen("NodeA", "NodeB", "UP");
            cluster.awaitSeen("NodeB", "NodeA", "UP");
            assertThat(pid(cluster)).isEqualTo(pid);
            cluster.baton("NodeB", "set-primary").orFail();
            cluster.awaitHealthy("NodeB", LightHome.CONSOLIDATOR);
            assertThat(Runs.of(record)).hasSize(2);
            Runs.assertNoOverlap(record);
        }
    }

    @Test
    void givenNodesThatStartedApart_whenTheNetworkHeals_thenTheIslandsBecomeOneAndNoProcessNotices() {
        Path record = folder.resolve("record");
        try (var lan = Lan.of("NodeA", "NodeB");
                var cluster = TestCluster.on(lan, node -> folder.resolve(node))) {
            lan.cut("NodeB");
            for (String node : new String[] {"NodeA", "NodeB"}) {
                LightHome.create(folder.resolve(node), record, ADDRESSES);
                cluster.install(node);
            }
            for (String node : new String[] {"NodeA", "NodeB"}) {
                cluster.startAndAwait(node);
                cluster.awaitHealthy(node, LightHome.GATEWAY);
                cluster.awaitWarm(node, LightHome.CONSOLIDATOR);
            }
            var before = Map.of("NodeA", cluster.processes("NodeA"), "NodeB", cluster.processes("NodeB"));
            eventually(
                    "each has made a cluster of its own",
                    ofSeconds(60),
                    () -> cluster.members("NodeA") == 1 && cluster.members("NodeB") == 1);

            lan.heal("NodeB");

            eventually(
                    "one cluster of two",
                    ofSeconds(60),
                    () -> cluster.members("NodeA") == 2 && cluster.members("NodeB") == 2);
            cluster.awaitSeen("NodeA", "NodeB", "UP");
            cluster.awaitSeen("NodeB", "NodeA", "UP");
            assertThat(cluster.processes("NodeA")).isEqualTo(before.get("NodeA"));
            assertThat(cluster.processes("NodeB")).isEqualTo(before.get("NodeB"));
        }
    }

    /** In every other build the schedules of faults have a world of this guard. */
    @Tag("long")
    @Test
    void givenAGuardThatWasChanged_whenThePrimaryIsCutOff_thenItEndsAndAnotherTakesOverWithoutAConfirmation()
            throws IOException {
        Path record = folder.resolve("record");
        var addresses = Map.of("NodeA", "10.77.0.1", "NodeB", "10.77.0.2", "NodeW", "10.77.0.3");
        try (var lan = Lan.of("NodeA", "NodeB", "NodeW");
                var cluster = TestCluster.on(lan, node -> folder.resolve(node))) {
            for (String node : addresses.keySet()) {
                Path home = LightHome.create(folder.resolve(node), record, addresses);
                withWitness(home);
                cluster.install(node);
            }
            cluster.startAndAwait("NodeA", "NodeB", "NodeW");
            cluster.awaitSeen("NodeA", "NodeW", "UP");
            cluster.awaitSeen("NodeB", "NodeW", "UP");
            cluster.baton("NodeA", "set-primary").orFail();
            cluster.awaitHealthy("NodeA", LightHome.CONSOLIDATOR);
            assertThat(cluster.processes("NodeW")).as("a witness runs nothing").isEmpty();
            assertThat(cluster.baton("NodeW", "set-primary").err()).contains("it is a witness");

            changeGuard(cluster, "majority", "NodeW", "NodeB", "NodeA");
            assertThat(cluster.baton("NodeB", "mon-cluster").orFail().out())
                    .as("the old guard holds until the next SetPrimary")
                    .contains("NodeA UP")
                    .doesNotContain("Guard majority");
            cluster.baton("NodeA", "set-primary").orFail();
            cluster.awaitHealthy("NodeA", LightHome.CONSOLIDATOR);
            assertThat(cluster.baton("NodeB", "mon-cluster").orFail().out())
                    .contains(
                            "Guard majority: NodeA stays primary while more than half of NodeA, NodeB, NodeW renew its lease.");

            lan.cut("NodeA");
            awaitEnded(cluster, "NodeA");
            cluster.baton("NodeB", "set-primary").orFail();
            cluster.awaitHealthy("NodeB", LightHome.CONSOLIDATOR);

            lan.heal("NodeA");
            cluster.awaitSeen("NodeA", "NodeB", "UP");
            cluster.awaitSeen("NodeB", "NodeA", "UP");
            cluster.killHost("NodeB");
            cluster.baton("NodeA", "set-primary").orFail();
            cluster.awaitHealthy("NodeA", LightHome.CONSOLIDATOR);

            cluster.startAndAwait("NodeB");
            cluster.awaitSeen("NodeA", "NodeB", "UP");
            changeGuard(cluster, "operator", "NodeW", "NodeB", "NodeA");
            cluster.baton("NodeA", "set-primary").orFail();
            cluster.awaitHealthy("NodeA", LightHome.CONSOLIDATOR);
            assertThat(cluster.baton("NodeB", "mon-cluster").orFail().out())
                    .contains("NodeA UP")
                    .doesNotContain("Guard majority");
            assertThat(Runs.of(record)).hasSize(5);
            Runs.assertNoOverlap(record);
        }
    }

    /** While the cluster runs: all agents are started anew, one after the other, and their processes go on. */
    private void changeGuard(TestCluster cluster, String guard, String... nodes) throws IOException {
        for (var node : nodes) {
            guardBy(guard, folder.resolve(node));
            cluster.install(node);
        }
        for (var node : nodes) {
            cluster.killAgent(node);
            cluster.startAndAwait(node);
        }
        cluster.awaitOneCluster(nodes);
        for (var other : nodes) {
            cluster.awaitSeen("NodeA", other, "UP");
            cluster.awaitSeen(other, "NodeA", "UP");
        }
    }

    /** What every build has of guard database stands below. */
    @Tag("long")
    @Test
    void givenGuardOperator_whenChangedToDatabaseAndBack_thenEachHoldsFromTheNextSetPrimaryOn() throws IOException {
        assumeThat(Postgres.isHere()).isTrue();
        Path record = folder.resolve("record");
        try (var lan = Lan.of("NodeA", "NodeB", "NodeD");
                var postgres = Postgres.at(lan.on("NodeD"), "10.77.0.3");
                var cluster = TestCluster.on(lan, node -> folder.resolve(node))) {
            var password = prepare(postgres, cluster);
            for (String node : ADDRESSES.keySet()) {
                Path home = LightHome.create(folder.resolve(node), record, ADDRESSES);
                withDatabase(home, postgres.certificate(), password);
                // An agent that starts anew must be there before its lease is over, also on a busy machine.
                withLease("20 s", home);
                cluster.install(node);
            }
            cluster.startAndAwait("NodeA", "NodeB");
            cluster.baton("NodeA", "set-primary").orFail();
            cluster.awaitHealthy("NodeA", LightHome.CONSOLIDATOR);
            long pid = pid(cluster);

            changeGuard(cluster, "database", "NodeB", "NodeA");
            assertThat(pid(cluster)).as("it goes on").isEqualTo(pid);
            assertThat(cluster.baton("NodeB", "mon-cluster").orFail().out())
                    .as("the old guard holds until the next SetPrimary")
                    .contains("NodeA UP")
                    .doesNotContain("Guard database");
            cluster.baton("NodeA", "set-primary").orFail();
            cluster.awaitHealthy("NodeA", LightHome.CONSOLIDATOR);
            assertThat(cluster.baton("NodeB", "mon-cluster").orFail().out())
                    .contains("Guard database: NodeA stays primary while the database renews its lease.");

            lan.cut("NodeA");
            awaitEnded(cluster, "NodeA");
            cluster.baton("NodeB", "set-primary").orFail();
            cluster.awaitHealthy("NodeB", LightHome.CONSOLIDATOR);
            lan.heal("NodeA");
            cluster.awaitSeen("NodeB", "NodeA", "UP");

            changeGuard(cluster, "operator", "NodeB", "NodeA");
            assertThat(cluster.baton("NodeA", "mon-cluster").orFail().out())
                    .as("the old guard holds until the next SetPrimary")
                    .contains("Guard database: NodeB stays primary");
            cluster.baton("NodeB", "set-primary").orFail();
            cluster.awaitHealthy("NodeB", LightHome.CONSOLIDATOR);
            assertThat(cluster.baton("NodeA", "mon-cluster").orFail().out())
                    .contains("NodeB UP")
                    .doesNotContain("Guard database");

            postgres.stop();
            lan.cut("NodeB");
            cluster.awaitSeen("NodeA", "NodeB", "DOWN");
            var refused = cluster.baton("NodeA", "set-primary");
            assertThat(refused.exit()).as(refused.out() + refused.err()).isEqualTo(1);
            assertThat(refused.out() + refused.err()).contains("--confirm-down");
            assertThat(cluster.process("NodeB", LightHome.CONSOLIDATOR)
                            .path("status")
                            .asText())
                    .as("it needs neither the database nor another host")
                    .isEqualTo("HEALTHY");

            assertThat(Runs.of(record)).hasSize(4);
            Runs.assertNoOverlap(record);
        }
    }

    /** A user of the database for the agents, whose password is encrypted for them. */
    private static String prepare(Postgres postgres, TestCluster cluster) {
        postgres.sql("CREATE USER baton PASSWORD 'tiger'; CREATE SCHEMA baton AUTHORIZATION baton")
                .orFail();
        var key = encrypt(Map.of(), "", "--new-key");
        cluster.with("GENESIS_KEY", key);
        return encrypt(Map.of("GENESIS_KEY", key), "tiger\n");
    }

    @Test
    void givenGuardDatabase_whenThePrimaryOrTheDatabaseIsLost_thenNobodyIsAskedAndNoTwoRun() throws IOException {
        assumeThat(Postgres.isHere()).isTrue();
        Path record = folder.resolve("record");
        try (var lan = Lan.of("NodeA", "NodeB", "NodeD");
                var postgres = Postgres.at(lan.on("NodeD"), "10.77.0.3");
                var cluster = TestCluster.on(lan, node -> folder.resolve(node))) {
            var password = prepare(postgres, cluster);
            for (String node : ADDRESSES.keySet()) {
                Path home = LightHome.create(folder.resolve(node), record, ADDRESSES);
                withDatabase(home, postgres.certificate(), password);
                guardBy("database", home);
                cluster.install(node);
            }
            cluster.startAndAwait("NodeA", "NodeB");
            cluster.awaitSeen("NodeB", "NodeA", "UP");
            cluster.baton("NodeA", "set-primary").orFail();
            cluster.awaitHealthy("NodeA", LightHome.CONSOLIDATOR);
            assertThat(cluster.baton("NodeB", "mon-cluster").orFail().out())
                    .contains("Guard database: NodeA stays primary while the database renews its lease.");
            assertThat(postgres.sql("SELECT holder FROM baton.baton_primary")
                            .out()
                            .strip())
                    .isEqualTo("NodeA");

            lan.cut("NodeA");
            awaitEnded(cluster, "NodeA");
            cluster.baton("NodeB", "set-primary").orFail();
            cluster.awaitHealthy("NodeB", LightHome.CONSOLIDATOR);
            lan.heal("NodeA");
            cluster.awaitSeen("NodeB", "NodeA", "UP");

            postgres.stop();
            awaitEnded(cluster, "NodeB");
            assertThat(cluster.baton("NodeB", "mon-cluster").out())
                    .contains("the database of guard database does not answer");
            assertThat(cluster.baton("NodeA", "set-primary").err()).contains("the database must answer");
            postgres.startAgain();
            cluster.awaitHealthy("NodeB", LightHome.CONSOLIDATOR);

            assertThat(Runs.of(record)).hasSize(3);
            Runs.assertNoOverlap(record);
        }
    }

    private static void awaitEnded(TestCluster cluster, String node) {
        eventually(
                node + " has ended its primaryOnly process",
                ofSeconds(60),
                () -> !cluster.process(node, LightHome.CONSOLIDATOR)
                        .path("status")
                        .asText()
                        .equals("HEALTHY"));
    }

    private static String encrypt(Map<String, String> environment, String input, String... options) {
        var command = Stream.concat(Stream.of(Distribution.baton(), "encrypt"), Stream.of(options))
                .toList();
        return Commands.run(command, environment, input).orFail().out().strip();
    }

    private static void withDatabase(Path home, Path certificate, String password) throws IOException {
        Path definition = home.resolve("conf/light-system-definition.kts");
        Files.writeString(
                definition,
                Files.readString(definition).replace("item(name = \"BootstrapClass\"", """
                item(name = "BatonDbPassword", value = "%s", encrypted = true)
                item(name = "GenesisKey", value = System.getenv("GENESIS_KEY"))
                item(name = "BootstrapClass\"""".formatted(password)));
        Files.writeString(home.resolve("conf/baton.conf"), """
                baton.primary.guard = operator
                baton.primary { agent-loss-grace = 6 s, margin = 1 s }
                baton.primary.database {
                  url = "jdbc:postgresql://10.77.0.3/postgres?user=baton&sslmode=verify-full&sslrootcert=%s"
                  password-item = BatonDbPassword
                }
                baton.process.stop-within = 1 s
                """.formatted(certificate));
    }

    private static void withLease(String lasting, Path home) throws IOException {
        Path settings = home.resolve("conf/baton.conf");
        Files.writeString(
                settings, Files.readString(settings).replaceFirst("(agent-loss-grace = )6 s", "$1" + lasting));
    }

    /** The rest of the settings stays. */
    private static void guardBy(String guard, Path home) throws IOException {
        Path settings = home.resolve("conf/baton.conf");
        Files.writeString(settings, Files.readString(settings).replaceFirst("(guard = )\\w+", "$1" + guard));
    }

    private static void withWitness(Path home) throws IOException {
        Files.writeString(home.resolve("conf/baton.conf"), """
                baton.primary { guard = operator, agent-loss-grace = 6 s, margin = 1 s }
                baton.process.stop-within = 1 s
                """);
        Path definition = home.resolve("conf/light-system-definition.kts");
        Files.writeString(
                definition,
                Files.readString(definition)
                        .replace(
                                "name = \"NodeW\") {",
                                "name = \"NodeW\") { item(name = \"Witness\", value = \"true\")\n"));
    }

    private static long pid(TestCluster cluster) {
        return cluster.process("NodeA", LightHome.CONSOLIDATOR).path("pid").asLong();
    }
}
