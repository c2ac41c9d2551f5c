package io.github.batonha.micrometer;

import io.github.batonha.client.metrics.Metrics;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.cumulative.CumulativeCounter;
import io.micrometer.core.instrument.cumulative.CumulativeTimer;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.core.instrument.distribution.pause.PauseDetector;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Micrometer's meters as the application's own numbers of {@link Metrics}, which the agent shows at {@code /metrics}.
 *
 * <pre>{@code
 * io.micrometer.core.instrument.Metrics.addRegistry(new BatonMeterRegistry());
 * }</pre>
 *
 * <p>Counters and timers are told at once. Whatever has to be asked (gauges, functions) is asked every ten seconds by one thread, as are distribution summaries and other meters: each
 * of their measurements is a gauge with the label {@code statistic}. Counters are whole: the fractions of a counter are shown when
 * they make up one. Names are those of Micrometer's registry for Prometheus. A meter that is removed keeps its last number.
 *
 * <p>Any thread. Throws nothing for a meter that the agent does not take: {@link Metrics} says so in the log.
 */
public final class BatonMeterRegistry extends SimpleMeterRegistry {

    private static final Duration ASK_EVERY = Duration.ofSeconds(10);

    private final Map<Meter.Id, Whole> functions = new ConcurrentHashMap<>();
    private final ScheduledExecutorService asking;

    public BatonMeterRegistry() {
        this(ASK_EVERY);
    }

    BatonMeterRegistry(Duration askEvery) {
        super(SimpleConfig.DEFAULT, Clock.SYSTEM);
        asking = Executors.newSingleThreadScheduledExecutor(run -> {
            Thread thread = new Thread(run, "baton-micrometer");
            thread.setDaemon(true);
            return thread;
        });
        Future<?> unused = asking.scheduleWithFixedDelay(this::askAll, 0, askEvery.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    protected Counter newCounter(Meter.Id id) {
        Whole whole = whole(id);
        return new CumulativeCounter(id) {
            @Override
            public void increment(double amount) {
                super.increment(amount);
                whole.raise(count());
            }
        };
    }

    @Override
    protected Timer newTimer(Meter.Id id, DistributionStatisticConfig statistics, PauseDetector pauses) {
        io.github.batonha.client.metrics.Timer told = Metrics.timer(SeriesNames.timer(id), SeriesNames.labels(id));
        return new CumulativeTimer(id, clock, statistics, pauses, getBaseTimeUnit(), false) {
            @Override
            protected void recordNonNegative(long amount, TimeUnit unit) {
                super.recordNonNegative(amount, unit);
                told.recordNanos(unit.toNanos(amount));
            }
        };
    }

    private static Whole whole(Meter.Id id) {
        return new Whole(Metrics.counter(SeriesNames.counter(id), SeriesNames.labels(id)), new AtomicLong());
    }

    /** A meter whose function throws is asked again the next time, and none of the others waits for it. */
    private void askAll() {
        for (Meter meter : getMeters()) {
            try {
                ask(meter);
            } catch (RuntimeException e) {
                System.getLogger(BatonMeterRegistry.class.getName())
                        .log(
                                System.Logger.Level.DEBUG,
                                "No number of meter=" + meter.getId().getName(),
                                e);
            }
        }
    }

    private void ask(Meter meter) {
        Meter.Id id = meter.getId();
        if (meter instanceof Counter || meter instanceof Timer) {
            return;
        }
        if (meter instanceof FunctionCounter counter) {
            functions.computeIfAbsent(id, BatonMeterRegistry::whole).raise(counter.count());
        } else if (meter instanceof Gauge gauge) {
            tell(id, gauge.value(), SeriesNames.labels(id));
        } else {
            for (Measurement measurement : meter.measure()) {
                tell(
                        id,
                        measurement.getValue(),
                        SeriesNames.labels(id, measurement.getStatistic().getTagValueRepresentation()));
            }
        }
    }

    /** No number is what a gauge has whose object is gone. */
    private static void tell(Meter.Id id, double value, String[] labels) {
        if (!Double.isNaN(value)) {
            Metrics.gauge(SeriesNames.gauge(id), labels).set(value);
        }
    }

    @Override
    public void close() {
        asking.shutdown();
        askAll();
        super.close();
    }

    /** A counter that has only whole numbers, told of one that has fractions. Any thread. */
    private record Whole(io.github.batonha.client.metrics.Counter counter, AtomicLong told) {
        void raise(double to) {
            long now = (long) to;
            long before = told.getAndAccumulate(now, Math::max);
            if (now > before) {
                counter.increment(now - before);
            }
        }
    }
}
