package io.github.batonha.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes and a power switch, which is a script that kills everything of a node and says so. */
class FenceIT {
    private static final String SWITCH = """
            #!/bin/sh
            # A power switch of the test: kills the agent of the node and all that carries the node's mark.
            echo "switching off $BATON_FENCE_TARGET at $BATON_FENCE_ADDRESS for epoch $BATON_FENCE_EPOCH by $BATON_FENCE_BY: $BATON_FENCE_REASON"
            mode=$(cat FOLDER/mode)
            echo "$mode" >> FOLDER/runs
            case "$mode" in
                broken) echo "the power switch answers: no such outlet" >&2; exit 3 ;;
                hangs) sleep 1000 & echo $! > FOLDER/child; wait ;;
            esac
            run=HOME/run/$BATON_FENCE_TARGET
            pid=$(sed 's/.*"pid":\\([0-9]*\\).*/\\1/' "$run/agent.json")
            kill -9 "$pid"
            for round in 1 2 3; do
                kill -9 $(grep -lsz "^BATON_RUN_DIR=$run$" /proc/[0-9]*/environ | cut -d/ -f3) 2>/dev/null
            done
            exit 0
            """;

    @TempDir
    Path folder;

    private TestCluster cluster;
    private Path record;
    private Path home;

    @BeforeEach
    void start() throws IOException {
        record = folder.resolve("record");
        home = LightHome.create(folder.resolve("home"), record, Map.of("NodeA", "127.0.52.1", "NodeB", "127.0.52.2"));
        var file = Files.writeString(
                folder.resolve("power-switch"),
                SWITCH.replace("FOLDER", folder.toString()).replace("HOME", home.toString()));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        var definition = home.resolve("conf/light-system-definition.kts");
        Files.writeString(
                definition,
                Files.readString(definition).replace("item(name = \"BootstrapClass\"", """
                                item(name = "FenceCommand", value = "%s 'an argument'")
                                item(name = "FenceTimeoutSeconds", value = 6)
                                item(name = "BootstrapClass\"""".formatted(file)));
        cluster = TestCluster.in(home);
        cluster.install("NodeA");
        cluster.startAndAwait("NodeA", "NodeB");
        cluster.awaitSeen("NodeA", "NodeB", "UP");
        cluster.awaitSeen("NodeB", "NodeA", "UP");
        cluster.baton("NodeA", "set-primary").orFail();
        cluster.awaitHealthy("NodeA", LightHome.CONSOLIDATOR);
    }

    @AfterEach
    void end() {
        cluster.close();
    }

    private void mode(String mode) throws IOException {
        Files.writeString(folder.resolve("mode"), mode);
    }

    /** The host does not answer any more, though everything of it is there. */
    private void freeze(String node) {
        assertThat(Commands.run(List.of("kill", "-STOP", Long.toString(cluster.agentPid(node))), Map.of())
                        .exit())
                .isZero();
        cluster.awaitSeen("NodeB", node, "DOWN");
    }

    private long runs() throws IOException {
        var file = folder.resolve("runs");
        return Files.exists(file) ? Files.readAllLines(file).size() : 0;
    }

    @Test
    void givenAFrozenPrimary_whenItIsFenced_thenTheOtherIsPrimaryWithoutTheGraceAndTheMarkIsSeen() throws IOException {
        mode("works");
        var answering = cluster.baton("NodeB", "set-primary", "--fence", "NodeA");
        assertThat(answering.exit()).as("a host that answers is never fenced").isEqualTo(1);
        assertThat(answering.err()).contains("NodeA answers");
        assertThat(runs()).isZero();
        freeze("NodeA");

        var result = cluster.baton("NodeB", "set-primary", "--fence", "NodeA", "--reason", "NodeA hangs")
                .orFail();

        assertThat(result.out())
                .contains("fence")
                .contains("NodeA was switched off")
                .contains("NodeB is primary");
        assertThat(result.out()).as("no grace and margin is waited for").doesNotContain(" wait ");
        cluster.killHost("NodeA");
        cluster.awaitHealthy("NodeB", LightHome.CONSOLIDATOR);
        Runs.assertNoOverlap(record);
        assertThat(cluster.monCluster("NodeB")
                        .path("primary")
                        .path("fenced")
                        .get(0)
                        .asText())
                .isEqualTo("NodeA");
        assertThat(cluster.baton("NodeB", "mon-cluster").out())
                .contains("NodeA was switched off by its fence command when NodeB became primary");
        assertThat(cluster.baton("NodeB", "history").out())
                .contains("NodeA fenced")
                .contains("NodeA hangs");
    }

    @Test
    void givenAFenceThatFailsOrHangs_whenItIsOrdered_thenItIsRefusedWithItsOutputAndNothingIsLeftOfIt()
            throws IOException {
        mode("broken");
        freeze("NodeA");

        var broken = cluster.baton("NodeB", "set-primary", "--fence", "NodeA");

        assertThat(broken.exit()).isEqualTo(1);
        assertThat(broken.err())
                .contains("the fence command of NodeA failed")
                .contains("exit status 3")
                .contains("no such outlet")
                .contains("switching off NodeA at 127.0.52.1 for epoch ");

        mode("hangs");
        var hanging = cluster.baton("NodeB", "set-primary", "--fence", "NodeA");

        assertThat(hanging.exit()).isEqualTo(1);
        assertThat(hanging.err()).contains("did not end within 6.0 s and was killed");
        var child = Long.parseLong(Files.readString(folder.resolve("child")).strip());
        assertThat(ProcFs.isAlive(child)).as("what the command had started").isFalse();
        assertThat(cluster.mon("NodeB").path("role").asText()).isEqualTo("SECONDARY");
        assertThat(runs()).isEqualTo(2);
        cluster.killHost("NodeA");
    }
}
