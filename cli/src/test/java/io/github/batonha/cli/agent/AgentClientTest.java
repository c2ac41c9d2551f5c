package io.github.batonha.cli.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.batonha.actors.api.AgentAddress;
import io.github.batonha.cli.command.CommandFailed;
import io.github.batonha.cli.command.ExitCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentClientTest {

    @TempDir
    Path folder;

    ServerSocket server;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    @Test
    void givenATokenThatCanBeRead_whenGot_thenItIsSent() throws IOException {
        var request = answerOnce("HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n{\"a\":\"déj\"}".getBytes(UTF_8));
        Files.writeString(folder.resolve("token"), "the-token\n");

        assertThat(client().get("/api/v1/x?resources=true").text("a")).isEqualTo("déj");

        assertThat(request.join()).first().isEqualTo("GET /api/v1/x?resources=true HTTP/1.1");
        assertThat(request.join()).contains("Authorization: Bearer the-token");
    }

    @Test
    void givenNoToken_whenGot_thenNothingIsSentForIt() {
        var request = answerOnce("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]".getBytes(UTF_8));

        client().get("/");

        assertThat(request.join()).noneMatch(line -> line.startsWith("Authorization"));
    }

    @Test
    void givenAProblem_whenGot_thenItsDetailAndRemedy() {
        var problem = "{\"detail\":\"no\",\"remedy\":\"wait\"}";
        var _ = answerOnce(("HTTP/1.1 404 Not Found\r\nContent-Type: application/problem+json\r\nContent-Length: "
                        + problem.length() + "\r\n\r\n" + problem)
                .getBytes(UTF_8));

        assertThatThrownBy(() -> client().get("/")).isInstanceOfSatisfying(CommandFailed.class, failed -> {
            assertThat(failed.what()).isEqualTo("no");
            assertThat(failed.remedy()).isEqualTo("wait");
        });
    }

    @Test
    void givenHalfAnAnswer_whenGot_thenTheAgentCountsAsUnreachable() {
        var _ = answerOnce("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n[1".getBytes(UTF_8));

        assertThatThrownBy(() -> client().get("/"))
                .isInstanceOfSatisfying(
                        CommandFailed.class,
                        failed -> assertThat(failed.exitCode()).isEqualTo(ExitCode.UNREACHABLE));
    }

    @Test
    void givenNobody_whenGot_thenItIsUnreachableAndTheWayToStartItIsNamed() throws IOException {
        server.close();

        assertThatThrownBy(() -> client().get("/")).isInstanceOfSatisfying(CommandFailed.class, failed -> {
            assertThat(failed.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
            assertThat(failed.remedy()).contains("`baton node --name NodeA`");
        });
    }

    @Test
    void givenASocket_whenGot_thenItsLoginIsSentAndNotTheToken() throws IOException {
        var request = answerOnce("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]".getBytes(UTF_8));
        Files.writeString(folder.resolve("token"), "the-token\n");
        try (var socket = socket()) {
            var served = login(
                    socket, "{\"node\":\"NodeA\",\"url\":\"\",\"pid\":1,\"bearer\":\"login.x\",\"refusal\":\"\"}\n");

            client().get("/");
            served.join();
        }

        assertThat(request.join()).contains("Authorization: Bearer login.x");
    }

    @Test
    void givenAUserWithoutARole_whenPosted_thenTheReasonIsSaidAndNothingIsSent() throws IOException {
        Files.writeString(folder.resolve("token"), "the-token\n");
        try (var socket = socket()) {
            var served = login(
                    socket, "{\"node\":\"NodeA\",\"url\":\"\",\"pid\":1,\"bearer\":null,\"refusal\":\"no role\"}\n");

            assertThatThrownBy(() -> client().copy("/", (_, _) -> true))
                    .isInstanceOfSatisfying(CommandFailed.class, failed -> {
                        assertThat(failed.what()).isEqualTo("no role");
                        assertThat(failed.remedy()).contains("baton.access.users");
                    });
            served.join();
        }
    }

    @Test
    void givenAUserWithoutARole_whenTheAgentAsksForOne_thenTheReasonIsSaid() throws IOException {
        var _ = answerOnce("HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n".getBytes(UTF_8));
        try (var socket = socket()) {
            var served = login(
                    socket, "{\"node\":\"NodeA\",\"url\":\"\",\"pid\":1,\"bearer\":null,\"refusal\":\"no role\"}\n");

            assertThatThrownBy(() -> client().get("/")).isInstanceOfSatisfying(CommandFailed.class, failed -> {
                assertThat(failed.exitCode()).isEqualTo(ExitCode.FAILED);
                assertThat(failed.what()).isEqualTo("no role");
                assertThat(failed.remedy()).contains("baton.access.users");
            });
            served.join();
        }
    }

    @Test
    void givenASocketWithoutAnAgent_whenGot_thenTheAgentIsUnreachableAndWhoeverListensGetsNoToken() throws IOException {
        Files.writeString(folder.resolve("token"), "the-token\n");
        socket().close();
        server.setSoTimeout(1);

        assertThatThrownBy(() -> client().get("/"))
                .isInstanceOfSatisfying(
                        CommandFailed.class,
                        failed -> assertThat(failed.exitCode()).isEqualTo(ExitCode.UNREACHABLE));
        assertThatThrownBy(server::accept).isInstanceOf(SocketTimeoutException.class);
    }

    private ServerSocketChannel socket() throws IOException {
        var socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        return socket.bind(UnixDomainSocketAddress.of(folder.resolve("agent.sock")));
    }

    private static CompletableFuture<Void> login(ServerSocketChannel socket, String line) {
        return CompletableFuture.runAsync(
                () -> {
                    try (var client = socket.accept()) {
                        client.write(UTF_8.encode(line));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                task -> Thread.ofPlatform().daemon().start(task));
    }

    private AgentClient client() {
        var url = "http://127.0.0.1:" + server.getLocalPort();
        return new AgentClient(
                new AgentAddress("NodeA", url, ProcessHandle.current().pid()), folder);
    }

    /** The lines of the request that came. */
    private CompletableFuture<List<String>> answerOnce(byte[] answer) {
        return CompletableFuture.supplyAsync(() -> {
            try (var connection = server.accept()) {
                var in = new BufferedReader(new InputStreamReader(connection.getInputStream(), UTF_8));
                var lines = new ArrayList<String>();
                for (var line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                    lines.add(line);
                }
                connection.getOutputStream().write(answer);
                return lines;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
