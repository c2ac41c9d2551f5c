package io.github.batonha.sample;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;

/** The HTTP server that each process of the sample has: {@code /whoami} says which process of which node answers. */
final class Server {

    private static final int FINISH_WITHIN_SECONDS = 5;

    private final Surroundings surroundings;

    private Server(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /**
     * An answer.
     *
     * @param cookie the value of {@code Set-Cookie}; empty for none
     */
    record Answer(int status, String type, String text, String cookie) {
        Answer(int status, String type, String text) {
            this(status, type, text, "");
        }
    }

    /** What a page may know of the request. */
    record Request(HttpExchange exchange) {
        boolean isPost() {
            return exchange.getRequestMethod().equals("POST");
        }

        /** Of the query, as it stands there. */
        Optional<String> parameter(String name) {
            String query = exchange.getRequestURI().getQuery();
            return value(name, query == null ? "" : query, "&");
        }

        Optional<String> cookie(String name) {
            var cookies = exchange.getRequestHeaders().getOrDefault("Cookie", List.of());
            return value(name, String.join(";", cookies), ";");
        }

        private static Optional<String> value(String name, String pairs, String separator) {
            return Arrays.stream(pairs.split(separator, -1))
                    .map(String::strip)
                    .filter(pair -> pair.startsWith(name + "="))
                    .map(pair -> pair.substring(name.length() + 1))
                    .findFirst();
        }
    }

    /** Makes an answer; runs on a virtual thread, and may block. */
    @FunctionalInterface
    interface Page {
        Answer answer(Request request);
    }

    /** Serves {@code /whoami} and, with the same answer, {@code /}. Stops with the JVM. Returns where it listens. */
    static InetSocketAddress start(Surroundings surroundings) throws IOException {
        var server = new Server(surroundings);
        return server.serve(Map.of("/", request -> server.whoami()));
    }

    /** Serves {@code /whoami}, and pages by their paths. Returns where it listens. */
    static InetSocketAddress start(Surroundings surroundings, Map<String, Page> pages) throws IOException {
        return new Server(surroundings).serve(pages);
    }

    private InetSocketAddress serve(Map<String, Page> pages) throws IOException {
        var http = HttpServer.create(surroundings.address(), 0);
        http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        http.createContext("/whoami", exchange -> send(exchange, whoami()));
        http.createContext("/", exchange -> {
            Page page = pages.getOrDefault(exchange.getRequestURI().getPath(), Server::nothing);
            send(exchange, page.answer(new Request(exchange)));
        });
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(http), "stop"));
        http.start();
        return http.getAddress();
    }

    private Answer whoami() {
        return new Answer(200, "application/json", """
                {"node":"%s","process":"%s","pid":%d}
                """.formatted(
                        surroundings.node(),
                        surroundings.process(),
                        ProcessHandle.current().pid()));
    }

    private static Answer nothing(Request request) {
        return new Answer(404, "text/plain", "Nothing is here.\n");
    }

    /** Takes no new connections, and lets those who are being served have their answers. */
    private void stop(HttpServer http) {
        http.stop(FINISH_WITHIN_SECONDS);
        System.out.println(surroundings.process() + " stopped");
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        byte[] body = answer.text().getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", answer.type() + "; charset=utf-8");
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            if (!answer.cookie().isEmpty()) {
                exchange.getResponseHeaders().set("Set-Cookie", answer.cookie());
            }
            exchange.sendResponseHeaders(answer.status(), body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
