package io.github.batonha.e2e;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Asks a node what load balancers ask it. */
final class Balancer {
    static final int MANAGEMENT = 8558;
    static final int HEALTH = 8559;

    private static final int AGENT_CHECK = 8560;
    private static final Duration WITHIN = Duration.ofSeconds(5);
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().connectTimeout(WITHIN).build();

    private Balancer() {}

    /** The status and the body; 0 and why where nobody answers. */
    record Answer(int status, String body) {}

    static Answer get(String address, int port, String path) {
        return ask("GET", address, port, path);
    }

    static Answer ask(String method, String address, int port, String path) {
        var request = HttpRequest.newBuilder(URI.create("http://%s:%d%s".formatted(address, port, path)))
                .timeout(WITHIN)
                .method(method, BodyPublishers.noBody())
                .build();
        try {
            HttpResponse<String> response = CLIENT.send(request, BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body());
        } catch (IOException e) {
            return new Answer(0, e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Of the port of its own. */
    static Answer ready(String address) {
        return get(address, HEALTH, "/health/ready");
    }

    /** What HAProxy's agent check reads; empty where nobody answers. */
    static String agentLine(String address) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, AGENT_CHECK), (int) WITHIN.toMillis());
            socket.setSoTimeout((int) WITHIN.toMillis());
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            return "";
        }
    }
}
