package io.github.batonha.cli.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpGetTest {

    private static final Duration LONG = Duration.ofSeconds(30);

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
    void givenAnAnswer_whenGot_thenAllOfItIsThere() throws IOException {
        var request = answerOnce(
                "HTTP/1.1 404 Not Found\r\nContent-Type: application/problem+json\r\ncontent-length:  5\r\n\r\ndéja"
                        .getBytes(UTF_8));

        var answer = HttpGet.of(url("/api/v1/x?resources=true"), LONG, LONG, "");

        assertThat(answer).isEqualTo(new HttpGet.Answer(404, "application/problem+json", "déja"));
        assertThat(request.join()).first().isEqualTo("GET /api/v1/x?resources=true HTTP/1.0");
        assertThat(request.join()).contains("Host: 127.0.0.1:" + server.getLocalPort(), "Connection: close");
    }

    @Test
    void givenAToken_whenGot_thenItIsSentAndNothingElseThatIsNot() throws IOException {
        var without = answerOnce("HTTP/1.0 200 OK\r\n\r\n".getBytes(UTF_8));
        HttpGet.of(url("/"), LONG, LONG, "");
        assertThat(without.join()).noneMatch(line -> line.startsWith("Authorization"));

        var with = answerOnce("HTTP/1.0 200 OK\r\n\r\n".getBytes(UTF_8));
        HttpGet.of(url("/"), LONG, LONG, "the-token");
        assertThat(with.join()).contains("Authorization: Bearer the-token");
    }

    @Test
    void givenNoLength_whenGot_thenTheEndOfTheConnectionIsThatOfTheAnswer() throws IOException {
        var _ = answerOnce("HTTP/1.0 200 OK\r\n\r\n[1,\r\n\r\n2]".getBytes(UTF_8));

        assertThat(HttpGet.of(url(""), LONG, LONG, "")).isEqualTo(new HttpGet.Answer(200, "", "[1,\r\n\r\n2]"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n[1",
                "HTTP/1.1 200 OK\r\nContent-",
                "SSH-2.0-x\r\n\r\n",
                "HTTP/1.1 \r\n\r\n",
                "HTTP/1.1 2x0 OK\r\n\r\n"
            })
    void givenNotAllOfAnAnswer_whenGot_thenItIsRefused(String answer) {
        var _ = answerOnce(answer.getBytes(UTF_8));

        assertThatThrownBy(() -> HttpGet.of(url("/"), LONG, LONG, "")).isInstanceOf(IOException.class);
    }

    @Test
    void givenSilence_whenGot_thenItEnds() {
        assertThatThrownBy(() -> HttpGet.of(url("/"), LONG, Duration.ofMillis(50), ""))
                .isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void givenNobody_whenGot_thenItSaysSo() throws IOException {
        var url = url("/");
        server.close();

        assertThatThrownBy(() -> HttpGet.of(url, LONG, LONG, "")).isInstanceOf(ConnectException.class);
    }

    private URI url(String path) {
        return URI.create("http://127.0.0.1:" + server.getLocalPort() + path);
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
