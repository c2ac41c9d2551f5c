package io.github.batonha.bench;

import io.github.batonha.client.metrics.Counter;
import io.github.batonha.client.metrics.Gauge;
import io.github.batonha.client.metrics.Metrics;
import io.github.batonha.client.metrics.MetricsPage;
import io.github.batonha.client.metrics.Timer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/** What an application pays for recording its own numbers, beside an AtomicLong. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class MetricsBench {

    private final AtomicLong atomic = new AtomicLong();
    private Counter counter;
    private Gauge gauge;
    private Timer timer;
    private long nanos;

    @Setup
    public void open() throws IOException {
        var page = Path.of(System.getenv("BATON_METRICS_PAGE"));
        MetricsPage.create(page);
        counter = Metrics.counter("transactions", "handler", "EVENT_TRADE_INSERT");
        gauge = Metrics.gauge("open_orders");
        timer = Metrics.timer("handling");
        counter.increment();
        if (MetricsPage.read(page).series().size() != 3) {
            throw new IllegalStateException("not in the page: nothing worth measuring");
        }
    }

    @Benchmark
    public void increment() {
        counter.increment();
    }

    @Benchmark
    @Threads(2)
    public void incrementByTwoThreads() {
        counter.increment();
    }

    @Benchmark
    public void incrementLookedUp() {
        Metrics.counter("transactions", "handler", "EVENT_TRADE_INSERT").increment();
    }

    @Benchmark
    public void set() {
        gauge.set(nanos++);
    }

    @Benchmark
    public void record() {
        timer.recordNanos(nanos++ & 0xFF_FFFF);
    }

    @Benchmark
    public long atomicLong() {
        return atomic.incrementAndGet();
    }
}
