package io.github.batonha.actors.health;

import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.batonha.actors.api.PrimaryStatus;
import io.github.batonha.actors.api.ProcessState;
import io.github.batonha.actors.api.Role;
import io.github.batonha.actors.fixture.Definitions;
import io.github.batonha.actors.view.NodeHealth;
import io.github.batonha.actors.view.NodeHealth.ProcessHealth;
import io.github.batonha.supervision.drain.DrainOrder;
import io.github.batonha.supervision.drain.DrainState;
import io.github.batonha.test.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a real HAProxy makes of the agent check. */
class HaproxyAgentCheckTest {
    private static final Path HAPROXY = Path.of("/usr/sbin/haproxy");
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final DrainOrder ORDER = new DrainOrder("0% maint", SOON, true, false, false);
    private static final String WEIGHT = "10";

    @TempDir
    Path folder;

    private final HealthBoard board =
            new HealthBoard(Definitions.of("NodeA", Definitions.hosts("NodeA", "NodeB")), () -> 0);
    private AgentCheck agent;
    private Process haproxy;

    private record Server(String status, String weight) {}

    @BeforeEach
    void start() throws IOException {
        assumeThat(HAPROXY).exists();
        post(ProcessState.HEALTHY, "", new DrainState.Serving());
        agent = AgentCheck.open(board, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        var file = Files.writeString(folder.resolve("haproxy.cfg"), """
                global
                    stats socket %3$s level admin
                defaults
                    timeout connect 1s
                    timeout client 1s
                    timeout server 1s
                backend application
                    default-server weight %1$s check port %2$d inter 50ms rise 1 agent-check agent-port %2$d agent-inter 50ms
                    server NodeA 127.0.0.1:1
                """.formatted(
                        WEIGHT, agent.address().getPort(), control()));
        haproxy = new ProcessBuilder(HAPROXY.toString(), "-db", "-f", file.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("haproxy.log").toFile())
                .start();
        Await.until("HAProxy runs", SOON, () -> Files.exists(control()));
    }

    @AfterEach
    void end() throws IOException, InterruptedException {
        if (haproxy != null) {
            haproxy.destroy();
            haproxy.waitFor();
            agent.close();
        }
    }

    private Path control() {
        return folder.resolve("control");
    }

    private void post(ProcessState state, String message, DrainState drain) {
        var processes = List.of(new ProcessHealth("ROUTER", state, message, 9017));
        var health = new NodeHealth(
                "NodeA", new PrimaryStatus(Role.SECONDARY, "NodeB", 7, ""), processes, processes, true, 1, false);
        board.post(new HealthFacts(health, drain, true, true, "", ""));
    }

    private String ask(String command) {
        try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(control()));
            channel.write(ByteBuffer.wrap((command + "\n").getBytes(StandardCharsets.US_ASCII)));
            var text = new StringBuilder();
            var buffer = ByteBuffer.allocate(64 * 1024);
            while (channel.read(buffer) >= 0) {
                text.append(StandardCharsets.US_ASCII.decode(buffer.flip()));
                buffer.clear();
            }
            return text.toString();
        } catch (IOException e) {
            return "";
        }
    }

    private Server server() {
        var lines = ask("show stat").split("\n", -1);
        var names = Arrays.asList(lines[0].split(",", -1));
        return Arrays.stream(lines)
                .filter(line -> line.startsWith("application,NodeA,"))
                .map(line -> line.split(",", -1))
                .map(fields -> new Server(fields[names.indexOf("status")], fields[names.indexOf("weight")]))
                .findFirst()
                .orElse(new Server("", ""));
    }

    private void await(String status) {
        var wanted = new Server(status, WEIGHT);
        Await.until("HAProxy has " + wanted + ", it has " + server(), SOON, () -> server().equals(wanted));
    }

    @Test
    void givenProcessesThatWriteWordsOfHaproxy_whenTheyFailAndRecover_thenTheServerIsDownAndBackAtItsWeight() {
        for (var words : List.of("tablespace USERS: 0% free", "maint", "up", "drain", "0%", "# maint", "maxconn:1")) {
            post(ProcessState.ERROR, words, new DrainState.Serving());
            await("DOWN (agent)");

            post(ProcessState.HEALTHY, words, new DrainState.Serving());
            await("UP");
        }
    }

    @Test
    void givenAnotherWeightThatWasTold_whenTheAgentSaysUp_thenTheServerHasItsWholeWeight() {
        await("UP");

        ask("set weight application/NodeA 0%");

        await("UP");
    }

    @Test
    void givenADrain_whenItGoesOnAndEnds_thenHaproxyFollows() {
        var noon = Instant.parse("2026-01-02T12:00:00Z");
        await("UP");

        post(ProcessState.HEALTHY, "", new DrainState.Draining(ORDER, noon, noon, noon));
        Await.until("it drains", SOON, () -> server().status().startsWith("DRAIN"));
        post(ProcessState.STOPPED, "", new DrainState.Drained(ORDER, noon, true, Set.of()));
        Await.until("it is in maintenance", SOON, () -> server().status().equals("MAINT"));
        post(ProcessState.STOPPED, "0% maint", new DrainState.Serving());
        post(ProcessState.HEALTHY, "", new DrainState.Serving());
        await("UP");
    }
}
