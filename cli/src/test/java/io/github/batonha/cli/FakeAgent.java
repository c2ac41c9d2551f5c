package io.github.batonha.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers as an agent of a node would, with what the test lays down; registers itself in the home as agents do. */
public final class FakeAgent implements AutoCloseable {

    private static final String TOKEN = "s3cret";

    private record Answer(int status, String type, List<String> parts) {}

    private final HttpServer server;
    private final Map<String, List<Answer>> answers = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();

    public FakeAgent(Path home, String node) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", this::answer);
            server.start();
            var run = Files.createDirectories(home.resolve("run").resolve(node));
            Files.writeString(run.resolve("token"), TOKEN + "\n");
            register(home, node, server.getAddress().getPort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Leaves in the home what an agent leaves that answers no more; its process is this one. */
    public static void register(Path home, String node, int port) {
        try {
            Files.writeString(
                    Files.createDirectories(home.resolve("run").resolve(node)).resolve("agent.json"),
                    "{\"node\":\"%s\",\"url\":\"http://127.0.0.1:%d\",\"pid\":%d}"
                            .formatted(node, port, ProcessHandle.current().pid()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Answers of the same path are given in turn; the last one stays. */
    public FakeAgent answering(String path, String json) {
        return answering(path, 200, "application/json", List.of(json));
    }

    public FakeAgent streaming(String path, String... lines) {
        return answering(
                path,
                200,
                "application/x-ndjson",
                List.of(lines).stream().map(line -> line + "\n").toList());
    }

    public FakeAgent refusing(String path, int status, String detail, String remedy) {
        return refusing(path, status, detail, remedy, "\"reasons\":[]");
    }

    /** {@code more} are further fields. */
    public FakeAgent refusing(String path, int status, String detail, String remedy, String more) {
        var problem = "{\"type\":\"about:blank\",\"title\":\"No\",\"status\":%d,\"detail\":\"%s\",\"remedy\":\"%s\",%s}"
                .formatted(status, detail, remedy, more);
        return answering(path, status, "application/problem+json", List.of(problem));
    }

    private FakeAgent answering(String path, int status, String type, List<String> parts) {
        answers.computeIfAbsent(path, _ -> new ArrayList<>()).add(new Answer(status, type, parts));
        return this;
    }

    /** What was asked: {@code METHOD /path?query body}. */
    public List<String> requests() {
        return requests;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            var uri = exchange.getRequestURI();
            requests.add((exchange.getRequestMethod() + " " + uri + " " + body).strip());
            var isProtected = exchange.getRequestMethod().equals("POST")
                    || uri.getPath().contains("/logs/")
                    || uri.getPath().endsWith("/events");
            var token = exchange.getRequestHeaders().getFirst("Authorization");
            var laidDown = answers.get(uri.getPath());
            if (isProtected && !("Bearer " + TOKEN).equals(token)) {
                exchange.sendResponseHeaders(401, -1);
            } else if (exchange.getRequestMethod().equals("POST") && !isJson(exchange, body)) {
                exchange.sendResponseHeaders(415, -1);
            } else if (laidDown == null) {
                exchange.sendResponseHeaders(404, -1);
            } else {
                send(exchange, laidDown.size() > 1 ? laidDown.removeFirst() : laidDown.getFirst());
            }
        }
    }

    private static boolean isJson(HttpExchange exchange, String body) {
        return "application/json".equals(exchange.getRequestHeaders().getFirst("Content-Type")) && body.startsWith("{");
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", answer.type());
        exchange.sendResponseHeaders(answer.status(), 0);
        try (var out = exchange.getResponseBody()) {
            for (var part : answer.parts()) {
                out.write(part.getBytes(UTF_8));
                out.flush();
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
