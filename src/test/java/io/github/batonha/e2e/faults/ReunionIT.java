package io.github.batonha.e2e.faults;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Where a cluster has come apart for good, an agent starts its ActorSystem again in place, and no supervised process notices. */
@EnabledIf(value = "isRoot", disabledReason = "network namespaces need root, which CI has")
class ReunionIT {
    private static final List<String> HOSTS = List.of("NodeA", "NodeB");
    private static final String AGAIN = "Starting the ActorSystem again in place";

    @TempDir
    Path folder;

    static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    @Test
    @Tag("long")
    void givenTwoIslandsOneWithThePrimary_whenTheNetworkHeals_thenTheyBecomeOneAndEveryProcessLivesOn()
            throws Exception {
        try (var world = World.of("isle", folder, HOSTS, 1, FaultHome.LONG_GRACE);
                var drill = new Drill(world, new Journal())) {
            drill.heal("NodeA");
            cut(world, Net.Link.CUT);
            for (var node : world.nodes()) {
                node.killAgent();
                node.start(); // finds nobody, and founds a cluster of its own
            }
            World.eventually(
                    "two islands",
                    ofMinutes(2),
                    () -> world.nodes().stream().allMatch(node -> World.members(node) == 1));
            var before =
                    List.of(world.node("NodeA").lives(), world.node("NodeB").lives());
            long epoch = epoch(world);

            cut(world, Net.Link.GOOD);
            World.eventually(
                    "one cluster of two",
                    ofMinutes(2),
                    () -> world.nodes().stream().allMatch(node -> World.members(node) == 2));

            World.eventually("NodeA works as primary", ofSeconds(90), () -> world.works("NodeA"));
            assertThat(List.of(world.node("NodeA").lives(), world.node("NodeB").lives()))
                    .isEqualTo(before);
            assertThat(epoch(world)).isEqualTo(epoch);
            assertThat(world.testimony().runs()).hasSize(2);
        }
    }

    @Test
    @Tag("long")
    void givenNodeWhoseReplacementWasInTheCluster_whenItComesBack_thenItJoinsAndEveryProcessLivesOn() throws Exception {
        try (var world = World.of("quar", folder, HOSTS, 1, FaultHome.LONG_GRACE);
                var drill = new Drill(world, new Journal())) {
            drill.heal("NodeB");
            var first = world.node("NodeB");
            var before = List.of(world.node("NodeA").lives(), first.lives());

            var second = world.replace("NodeB");
            second.start();
            World.eventually("the replacement is a member", ofMinutes(2), () -> World.members(second) == 2);
            second.killHost();
            world.net().putBack("NodeB");

            // Because the others have quarantined it, or because it finds them in another cluster, whichever it hears
            // first.
            World.eventually(
                    "it starts its ActorSystem again",
                    ofMinutes(2),
                    () -> agentLog(first).contains(AGAIN));
            System.out.println(
                    agentLog(first).lines().filter(line -> line.contains(AGAIN)).toList());
            World.eventually(
                    "both are members again",
                    ofMinutes(2),
                    () -> world.nodes().stream().allMatch(node -> World.members(node) == 2));
            World.eventually("NodeB works as primary", ofSeconds(90), () -> world.works("NodeB"));
            assertThat(List.of(world.node("NodeA").lives(), first.lives())).isEqualTo(before);
            assertThat(world.testimony().faults()).isEmpty();
        }
    }

    private static String agentLog(Node node) throws IOException {
        return Files.readString(node.home().resolve("logs").resolve(node.name()).resolve("agent.log"));
    }

    private static long epoch(World world) {
        return world.node("NodeA").get("/api/v1/mon").path("epoch").asLong();
    }

    private static void cut(World world, Net.Link link) {
        world.net().set("NodeA", "NodeB", link);
        world.net().set("NodeB", "NodeA", link);
    }
}
