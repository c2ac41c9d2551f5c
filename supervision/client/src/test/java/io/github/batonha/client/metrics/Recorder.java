package io.github.batonha.client.metrics;

import java.util.concurrent.CountDownLatch;

/** A process that counts and never ends by itself. */
final class Recorder {

    private Recorder() {}

    public static void main(String[] args) throws InterruptedException {
        Metrics.counter("transactions", "handler", "EVENT_TRADE_INSERT").increment(41);
        Metrics.counter("transactions", "handler", "EVENT_TRADE_INSERT").increment();
        Metrics.gauge("open_orders").set(2.5);
        Metrics.timer("handling").recordNanos(3_000_000);
        System.out.println("recorded");
        new CountDownLatch(1).await();
    }
}
