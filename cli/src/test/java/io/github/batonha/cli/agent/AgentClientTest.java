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

    private AgentClient client() {
        var url = "http://127.0.0.1:" + server.getLocalPort();
        return new AgentClient(
                new AgentAddress("NodeA", url, ProcessHandle.current().pid()), folder.resolve("token"));
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
