package io.github.batonha.supervision.run;

import io.github.batonha.supervision.os.Host;
import io.github.batonha.supervision.os.OsProcess;
import io.github.batonha.supervision.os.ProcStat;
import io.github.batonha.supervision.os.ProcessTable;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Samples what runs take, not more often than every few seconds however often it is asked, but new runs at once. Reads one small file a process; which processes belong to a run is looked up only at each tenth sample, as that lists
 * all of {@code /proc}. Any thread.
 */
public final class UsageSampler {

    private static final int LOOK_UP_EVERY = 10;
    /** Shorter than the five seconds after which a sample is asked for: those are never exactly that. */
    private static final Duration EVERY = Duration.ofSeconds(4);

    private record Sampled(Set<OsProcess> session, Map<OsProcess, Long> cpuTicks, long pages) {}

    private final LongSupplier monotonicTicker;
    private final Duration every;
    private final double memory = Host.memory();
    private Map<String, Sampled> last = Map.of();
    private Map<String, Usage> lastUsage = Map.of();
    private long lastNanos;
    private int samples;
    private boolean hasNew;

    public UsageSampler() {
        this(System::nanoTime, EVERY);
    }

    UsageSampler(LongSupplier monotonicTicker, Duration every) {
        this.every = every;
        this.monotonicTicker = monotonicTicker;
        this.lastNanos = monotonicTicker.getAsLong();
    }

    /** Usage by process name. The first sample of a run says nothing of its CPU. Blocks. */
    public synchronized Map<String, Usage> sample(Collection<Run> runs) {
        var now = monotonicTicker.getAsLong();
        if (now - lastNanos < every.toNanos()) {
            return withNew(runs);
        }
        var ticks = Math.max((now - lastNanos) / 1e9 * Host.ticksPerSecond(), 1e-3);
        var isLookUp =
                samples++ % LOOK_UP_EVERY == 0 || hasNew || !last.keySet().containsAll(ids(runs));
        var lookUp = isLookUp ? Optional.of(ProcessTable.read()) : Optional.<ProcessTable>empty();
        var next = new HashMap<String, Sampled>();
        var usage = new HashMap<String, Usage>();
        for (var run : runs) {
            var main = new OsProcess(run.pid(), run.startTicks());
            var before = last.getOrDefault(run.id(), new Sampled(Set.of(main), Map.of(), 0));
            var sampled = sampled(lookUp.map(table -> table.sessionOf(main)).orElse(before.session()));
            next.put(run.id(), sampled);
            usage.put(
                    run.process(),
                    new Usage(100 * spent(before.cpuTicks(), sampled.cpuTicks()) / ticks, memory(sampled.pages())));
        }
        hasNew = false;
        last = next;
        lastUsage = Map.copyOf(usage);
        lastNanos = now;
        return usage;
    }

    /** Of a run that was not there at the last sample, its main process until the next one. */
    private Map<String, Usage> withNew(Collection<Run> runs) {
        var fresh = runs.stream().filter(run -> !last.containsKey(run.id())).toList();
        if (!fresh.isEmpty()) {
            var next = new HashMap<>(last);
            var usage = new HashMap<>(lastUsage);
            for (var run : fresh) {
                var sampled = sampled(Set.of(new OsProcess(run.pid(), run.startTicks())));
                next.put(run.id(), sampled);
                usage.put(run.process(), new Usage(0, memory(sampled.pages())));
            }
            hasNew = true;
            last = next;
            lastUsage = Map.copyOf(usage);
        }
        return lastUsage;
    }

    private double memory(long pages) {
        return 100.0 * pages * Host.pageSize() / memory;
    }

    private static Set<String> ids(Collection<Run> runs) {
        return runs.stream().map(Run::id).collect(Collectors.toSet());
    }

    private static Sampled sampled(Set<OsProcess> session) {
        var ticks = new HashMap<OsProcess, Long>();
        var pages = 0L;
        for (var process : session) {
            var stat = ProcStat.of(process.pid()).filter(s -> s.startTicks() == process.startTicks());
            if (stat.isPresent()) {
                ticks.put(process, stat.get().cpuTicks());
                pages += stat.get().residentPages();
            }
        }
        return new Sampled(session, ticks, pages);
    }

    /** A process that was not there before counts from its next sample on: what it spent may be older than the last one. */
    private static long spent(Map<OsProcess, Long> before, Map<OsProcess, Long> now) {
        return now.entrySet().stream()
                .mapToLong(entry -> entry.getValue() - before.getOrDefault(entry.getKey(), entry.getValue()))
                .sum();
    }
}
