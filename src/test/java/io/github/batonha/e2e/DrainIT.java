package io.github.batonha.e2e;

import static io.github.batonha.e2e.TestCluster.eventually;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(Lifecycle.PER_CLASS)
class DrainIT {
    private static final String A = "127.0.58.1";
    private static final String B = "127.0.58.2";

    @TempDir
    static Path folder;

    private TestCluster cluster;

    @BeforeAll
    void start() {
        cluster = TestCluster.in(WebHome.create(folder.resolve("home"), Map.of("NodeA", A, "NodeB", B)));
        cluster.install("NodeA");
        cluster.startAndAwait("NodeA", "NodeB");
        awaitReady(A, 200);
        awaitReady(B, 200);
    }

    @AfterAll
    void end() {
        cluster.close();
    }

    /** A node that the machine held up for half a second catches up with its sessions, and says 503 meanwhile. */
    private static void awaitReady(String address, int status) {
        eventually(
                "/health/ready of %s is %d".formatted(address, status),
                ofSeconds(60),
                () -> Balancer.ready(address).status() == status);
    }

    /** An agent whose peer was restarted may start its ActorSystem again in place, and answers no command meanwhile. */
    private void awaitAnswer(String node) {
        cluster.awaitOneCluster("NodeA", "NodeB");
        cluster.awaitSeen(node, "NodeA", "UP");
        cluster.awaitSeen(node, "NodeB", "UP");
    }

    private void awaitDrain(String node, String word) {
        eventually(
                node + " is " + word,
                ofSeconds(90),
                () -> cluster.seen("NodeB", node).path("drain").asText().equals(word));
    }

    @Test
    void givenUsers_whenANodeIsDrainedAndItsAgentDiesMeanwhile_thenItGoesOnAndTheNodeStaysDrainedUntilUndrained()
            throws IOException {
        try (var user = new Socket(InetAddress.getByName(A), WebHome.WEB_PORT)) {
            // In the middle of a request: a connection that sends none is closed by the server after 30 to 40 s.
            user.getOutputStream().write("GET / HTTP/1.1\r\n".getBytes(US_ASCII));
            var command = CompletableFuture.supplyAsync(() -> cluster.baton("NodeA", "drain", "--deadline", "5m"));
            awaitReady(A, 404);
            assertThat(Balancer.agentLine(A)).isEqualTo("up drain 100%\n");
            awaitDrain("NodeA", "DRAINING");
            awaitReady(B, 200);

            cluster.killAgent("NodeA");
            assertThat(command.join().exit()).isEqualTo(1);
            cluster.startAndAwait("NodeA");

            awaitReady(A, 404);
            assertThat(cluster.processes("NodeA"))
                    .as("nothing stops while a user is there")
                    .hasSize(2);
        }
        awaitDrain("NodeA", "DRAINED");

        awaitReady(A, 503);
        assertThat(Balancer.agentLine(A)).isEqualTo("maint\n");
        assertThat(cluster.processes("NodeA")).isEmpty();
        var start = cluster.baton("NodeA", "start-server");
        assertThat(start.exit()).isEqualTo(1);
        assertThat(start.out()).contains("DRAINED", "baton undrain");

        cluster.stop("NodeA");
        cluster.startAndAwait("NodeA");
        awaitDrain("NodeA", "DRAINED");
        assertThat(cluster.processes("NodeA")).isEmpty();
        awaitAnswer("NodeB");
        assertThat(cluster.baton("NodeB", "undrain", "NodeA").orFail().out()).contains("NodeA takes users again");
        awaitReady(A, 200);
        assertThat(cluster.processes("NodeA")).hasSize(2);
    }

    @Test
    void givenAPrimary_whenDrained_thenItIsRefusedUnlessOnlyItsUsersAreToGo() {
        awaitAnswer("NodeB");
        cluster.baton("NodeB", "drain", "--no-stop").orFail();
        var asTarget = cluster.baton("NodeB", "set-primary");
        assertThat(asTarget.exit()).isEqualTo(1);
        assertThat(asTarget.err()).contains("NodeB is draining", "--override target-draining");
        cluster.baton("NodeB", "undrain").orFail();
        cluster.baton("NodeB", "set-primary").orFail();
        cluster.awaitHealthy("NodeB", WebHome.CONSOLIDATOR);

        var refused = cluster.baton("NodeA", "drain", "NodeB");
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err()).contains("NodeB is the primary", "set-primary", "--no-stop");
        awaitReady(B, 200);

        var drained = cluster.baton("NodeA", "drain", "NodeB", "--no-stop", "--output", "json")
                .orFail();
        assertThat(drained.out().lines().toList().getLast()).contains("\"outcome\":\"done\"", "left running");
        awaitReady(B, 404);
        for (var process : List.of(WebHome.WEB, WebHome.FEED, WebHome.CONSOLIDATOR)) {
            assertThat(cluster.process("NodeB", process).path("status").asText())
                    .isEqualTo("HEALTHY");
        }
        cluster.baton("NodeB", "undrain").orFail();
        awaitReady(B, 200);
    }
}
