package io.github.batonha.client.sessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody listens on the agent's port. Whether it is the agent shows by a process that stands for it. */
class FolderAccessTest {
    private static final String ID = "a".repeat(32);

    @TempDir
    Path folder;

    private final List<String> authorizations = new CopyOnWriteArrayList<>();
    private HttpServer listener;
    private Process agent;

    @BeforeEach
    void begin() throws IOException {
        listener = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        listener.createContext("/", exchange -> {
            try (exchange) {
                authorizations.add(exchange.getRequestHeaders().getFirst("Authorization"));
                exchange.sendResponseHeaders(404, -1);
            }
        });
        listener.start();
        agent = new ProcessBuilder("sleep", "600").start();
        Files.writeString(folder.resolve("token"), "secret\n");
    }

    @AfterEach
    void end() {
        agent.destroyForcibly();
        listener.stop(0);
    }

    @Test
    void givenAnAgentThatWasKilled_whenSomebodyHasItsPort_thenTheTokenIsNotSentThere() throws Exception {
        write(agent.pid(), start(agent.pid()));
        var sessions = sessions();
        assertThat(sessions.find(ID)).isEmpty();
        assertThat(authorizations).containsExactly("Bearer secret");

        agent.destroyForcibly().waitFor();

        assertAway(sessions);
        assertAway(sessions());
        assertThat(authorizations).hasSize(1);
    }

    @Test
    void givenAnAgentThatNobodyHasReaped_whenItWasKilled_thenTheTokenIsNotSent() throws Exception {
        // What it became waits for nothing, so the child stays a zombie.
        var parent = new ProcessBuilder("sh", "-c", "sleep 600 & echo $!; exec sleep 600").start();
        try (var said = new BufferedReader(new InputStreamReader(parent.getInputStream(), StandardCharsets.US_ASCII))) {
            var child = Long.parseLong(said.readLine());
            write(child, start(child));
            var sessions = sessions();
            assertThat(sessions.find(ID)).isEmpty();

            ProcessHandle.of(child).orElseThrow().destroyForcibly();
            var stat = Path.of("/proc/" + child + "/stat");
            var end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            while (!Files.readString(stat).contains(") Z ") && System.nanoTime() < end) {
                Thread.onSpinWait();
            }

            assertAway(sessions);
            assertThat(authorizations).hasSize(1);
        } finally {
            parent.destroyForcibly();
        }
    }

    @Test
    void givenThePidOfAnotherProcess_whenItWasStartedAtAnotherTime_thenItIsNotTheAgent() throws Exception {
        write(agent.pid(), start(agent.pid()) - 1);

        assertAway(sessions());

        assertThat(authorizations).isEmpty();
    }

    @Test
    void givenAnAgentThatServesNoMore_whenItLives_thenTheTokenIsNotSent() throws Exception {
        write(agent.pid(), start(agent.pid()));
        var sessions = sessions();
        assertThat(sessions.find(ID)).isEmpty();

        Files.delete(folder.resolve("agent.json"));

        assertAway(sessions);
        assertThat(authorizations).hasSize(1);
    }

    /** As from a container with processes of its own. */
    @Test
    void givenAnAgentWhoseProcessCantBeSeen_whenItsSocketAnswers_thenItIsThere() throws Exception {
        write(Integer.MAX_VALUE, 1);
        var sessions = sessions();
        try (var socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.bind(UnixDomainSocketAddress.of(folder.resolve("agent.sock")));
            assertThat(sessions.find(ID)).isEmpty();
            assertThat(authorizations).containsExactly("Bearer secret");
        }

        assertAway(sessions);
        assertThat(authorizations).hasSize(1);
    }

    private Sessions sessions() {
        return Sessions.of(AgentAccess.ofFolder(folder), Replicate.ONE_OTHER, Duration.ofMillis(300));
    }

    private static void assertAway(Sessions sessions) {
        assertThatThrownBy(() -> sessions.find(ID))
                .isInstanceOf(SessionException.class)
                .hasMessageContaining("agent");
    }

    private void write(long pid, long start) throws IOException {
        Files.writeString(
                folder.resolve("agent.json"),
                "{\"node\":\"NodeA\",\"url\":\"http://127.0.0.1:%d\",\"pid\":%d,\"start\":%d}\n"
                        .formatted(listener.getAddress().getPort(), pid, start));
    }

    private static long start(long pid) throws IOException {
        var line = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        return Long.parseLong(line.substring(line.lastIndexOf(')') + 2).split(" ", -1)[19]);
    }
}
