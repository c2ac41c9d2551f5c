package baton.sample;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;

/** The HTTP server that each process of the sample has: {@code /whoami} says which process of which node answers. */
final class Server {

    private static final int THREADS = 4;

    private final Surroundings surroundings;

    private Server(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** An answer to {@code GET}. */
    record Answer(int status, String type, String text) {}

    /** Makes an answer; runs on a thread of the server, and may block. */
    @FunctionalInterface
    interface Page {
        Answer answer();
    }

    /** Serves {@code /whoami} and, with the same answer, {@code /}. Stops with the JVM. Returns where it listens. */
    static InetSocketAddress start(Surroundings surroundings) throws IOException {
        var server = new Server(surroundings);
        return server.serve(server::whoami);
    }

    /** Serves {@code /whoami}, and a page of its own at {@code /}. Returns where it listens. */
    static InetSocketAddress start(Surroundings surroundings, Page front) throws IOException {
        return new Server(surroundings).serve(front);
    }

    private InetSocketAddress serve(Page front) throws IOException {
        var http = HttpServer.create(surroundings.address(), 0);
        http.setExecutor(Executors.newFixedThreadPool(THREADS, work -> {
            var thread = new Thread(work, "http");
            thread.setDaemon(true);
            return thread;
        }));
        http.createContext("/whoami", exchange -> send(exchange, whoami()));
        http.createContext("/", exchange -> {
            boolean isFront = exchange.getRequestURI().getPath().equals("/");
            send(exchange, isFront ? front.answer() : new Answer(404, "text/plain", "Nothing is here.\n"));
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

    private void stop(HttpServer http) {
        http.stop(0);
        System.out.println(surroundings.process() + " stopped");
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        byte[] body = answer.text().getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", answer.type() + "; charset=utf-8");
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            exchange.sendResponseHeaders(answer.status(), body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
