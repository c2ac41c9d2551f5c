package io.github.batonha.e2e;

import com.sun.net.httpserver.HttpServer;
import io.github.batonha.client.metrics.Metrics;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** An application with numbers of its own: without words it counts by baton's client, given an address and a port it serves them for Prometheus. */
final class NumbersApplication {

    private static final String SERVED = """
            # TYPE orders_total counter
            orders_total{desk="fx"} 7
            # TYPE open_orders gauge
            open_orders 3
            """;

    private NumbersApplication() {}

    public static void main(String[] words) throws IOException {
        if (words.length == 0) {
            var trades = Metrics.counter("trades", "handler", "INSERT");
            var timer = Metrics.timer("handling", "handler", "INSERT");
            var _ = Executors.newSingleThreadScheduledExecutor()
                    .scheduleAtFixedRate(
                            () -> {
                                trades.increment();
                                timer.recordNanos(3_000_000);
                            },
                            0,
                            50,
                            TimeUnit.MILLISECONDS);
        } else {
            var server = HttpServer.create(new InetSocketAddress(words[0], Integer.parseInt(words[1])), 0);
            server.createContext("/numbers", exchange -> {
                var body = SERVED.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, body.length);
                try (var out = exchange.getResponseBody()) {
                    out.write(body);
                }
            });
            server.start();
        }
    }

    /** What starts it. */
    static String command() {
        return "%s -Xmx32m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp %s:%s %s"
                .formatted(
                        Path.of(System.getProperty("java.home"), "bin/java"),
                        placeOf(NumbersApplication.class),
                        placeOf(Metrics.class),
                        NumbersApplication.class.getName());
    }

    private static String placeOf(Class<?> type) {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath())
                .toString();
    }
}
