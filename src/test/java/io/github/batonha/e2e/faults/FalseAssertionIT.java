package io.github.batonha.e2e.faults;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The one way to run two: an operator says of a host that is cut off that it is down. The checker has to see it. */
@EnabledIf(value = "isRoot", disabledReason = "network namespaces need root, which CI has")
class FalseAssertionIT {
    private static final List<String> HOSTS = List.of("NodeA", "NodeB");

    @TempDir
    Path folder;

    static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    @Test
    @Tag("long")
    void givenPrimaryCutOff_whenItIsFalselySaidToBeDown_thenTheOverlapIsSeenAndEndsWithTheCut() throws Exception {
        var journal = new Journal();
        try (var world = World.of("lie", folder, HOSTS, 1, FaultHome.SHORT_GRACE);
                var drill = new Drill(world, journal)) {
            drill.heal("NodeA");
            assertThat(world.testimony().faults()).isEmpty();

            cut(world, Net.Link.CUT);
            var lie = world.node("NodeB").setPrimary(List.of("NodeA"), "it seemed to be down");
            World.eventually("NodeB works as primary", ofSeconds(90), () -> world.works("NodeB"));

            assertThat(lie.isDone()).as(lie.text()).isTrue();
            assertThat(world.works("NodeA")).isTrue();
            assertThat(world.testimony().faults())
                    .anyMatch(fault -> fault.contains("were alive: [NodeA/"))
                    .anyMatch(fault -> fault.contains("two at once"));

            cut(world, Net.Link.GOOD);
            World.eventually(
                    "NodeA has heard of it and ended its own",
                    ofSeconds(90),
                    () -> world.testimony().runs().stream()
                            .noneMatch(run -> run.node().equals("NodeA") && run.isBeating()));
            assertThat(world.works("NodeB")).isTrue();
        }
    }

    private static void cut(World world, Net.Link link) {
        world.net().set("NodeA", "NodeB", link);
        world.net().set("NodeB", "NodeA", link);
    }
}
