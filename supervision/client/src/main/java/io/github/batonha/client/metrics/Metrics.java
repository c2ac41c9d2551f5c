package io.github.batonha.client.metrics;

import java.lang.System.Logger.Level;

/**
 * The application's own numbers, which its agent shows at {@code /metrics}.
 *
 * <pre>{@code
 * private static final Counter TRADES = Metrics.counter("transactions", "handler", "EVENT_TRADE_INSERT");
 * ...
 * TRADES.increment();
 * }</pre>
 *
 * <p>They are in a page of memory that the agent reads: recording takes some nanoseconds, and the numbers outlive the process and the
 * agent. A process that baton did not start has them in memory, and nobody sees them. Nothing is ever thrown: a series that is
 * refused (a bad name, too many of them) gets an instrument that does nothing and a line in the log.
 *
 * <p>Any thread. Keep the instrument where it is used often; asking for it again takes a look into a map.
 */
public final class Metrics {

    private static final Registry REGISTRY = Registry.of(System.getenv(), Metrics::log);

    private Metrics() {}

    /** Shown as {@code name_total}. */
    public static Counter counter(String name, String... labels) {
        return REGISTRY.counter(name, labels);
    }

    /** Shown as {@code name}. */
    public static Gauge gauge(String name, String... labels) {
        return REGISTRY.gauge(name, labels);
    }

    /** Shown as the histogram {@code name_seconds}, and as {@code name_seconds_max} for the longest since the process started. */
    public static Timer timer(String name, String... labels) {
        return REGISTRY.timer(name, labels);
    }

    private static void log(String what) {
        System.getLogger(Metrics.class.getName()).log(Level.WARNING, what);
    }
}
