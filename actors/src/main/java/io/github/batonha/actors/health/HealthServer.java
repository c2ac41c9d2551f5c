package io.github.batonha.actors.health;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.batonha.actors.metrics.Observer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Serves the board's answers over HTTP, with nothing of Pekko. A client that is slow holds nobody up but itself. */
final class HealthServer implements AutoCloseable {
    private static final String ALLOWED = "GET, HEAD, OPTIONS";
    private static final int NO_BODY = -1;
    private static final int BAD_REQUEST = 400;
    private static final int NOT_ALLOWED = 405;
    /** Not 404: that is what tells a balancer that a node drains. */
    private static final byte[] UNKNOWN_PATH =
            "{\"detail\":\"the checks are /health/ready, /health/primary, /health/secondary, /health/status and /health/live\"}"
                    .getBytes(StandardCharsets.UTF_8);

    /** HTTP/1.0 has no chunks: what follows such a request on its connection can't be told from it (RFC 9112, 6.1). */
    private static final Filter WELL_FRAMED = new Filter() {
        @Override
        public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
            if (!exchange.getProtocol().equals("HTTP/1.0")
                    || !exchange.getRequestHeaders().containsKey("Transfer-Encoding")) {
                chain.doFilter(exchange);
                return;
            }
            try (exchange) {
                exchange.getResponseHeaders().set("Connection", "close");
                exchange.sendResponseHeaders(BAD_REQUEST, NO_BODY);
            }
        }

        @Override
        public String description() {
            return "refuses Transfer-Encoding in HTTP/1.0";
        }
    };

    private final HealthBoard board;
    private final HttpServer server;
    private final InPlace threads;

    private HealthServer(HealthBoard board, HttpServer server) {
        this.board = board;
        this.server = server;
        this.threads = new InPlace(board.monotonicNanos());
    }

    /** Listens when it returns. */
    static HealthServer open(HealthBoard board, Optional<Observer> metrics, InetSocketAddress address)
            throws IOException {
        limit();
        var opened = new HealthServer(board, HttpServer.create(address, 0));
        opened.server.createContext("/", opened::answer).getFilters().add(WELL_FRAMED);
        metrics.ifPresent(observer -> opened.server
                .createContext("/metrics", new MetricsHandler(observer))
                .getFilters()
                .add(WELL_FRAMED));
        opened.server.setExecutor(opened.threads);
        opened.server.start();
        return opened;
    }

    /** The JDK's server has these for the whole JVM alone, and waits without end by default. */
    private static void limit() {
        setUnlessSet("sun.net.httpserver.maxReqTime", "5");
        setUnlessSet("sun.net.httpserver.maxRspTime", "5");
        setUnlessSet("sun.net.httpserver.nodelay", "true");
    }

    private static void setUnlessSet(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    InetSocketAddress address() {
        return server.getAddress();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var check = Check.at(exchange.getRequestURI().getPath());
            var answer = check.isEmpty()
                    ? new Answer(BAD_REQUEST, UNKNOWN_PATH)
                    : board.answers().to(check.get());
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
            switch (exchange.getRequestMethod()) {
                case "GET" -> send(exchange, answer);
                case "HEAD" -> {
                    exchange.getResponseHeaders().set("Content-Length", Integer.toString(answer.body().length));
                    head(exchange, answer.status());
                }
                case "OPTIONS" -> {
                    exchange.getResponseHeaders().set("Allow", ALLOWED);
                    exchange.sendResponseHeaders(answer.status(), NO_BODY);
                }
                default -> {
                    exchange.getResponseHeaders().set("Allow", ALLOWED);
                    exchange.sendResponseHeaders(NOT_ALLOWED, NO_BODY);
                }
            }
        }
    }

    private static void head(HttpExchange exchange, int status) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, NO_BODY);
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(answer.status(), answer.body().length);
        exchange.getResponseBody().write(answer.body());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
