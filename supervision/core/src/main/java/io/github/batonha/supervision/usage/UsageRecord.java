package io.github.batonha.supervision.usage;

import java.util.Collection;

/**
 * What one process took during a minute, or several of them.
 *
 * @param minute the first one, in minutes since 1970
 * @param samples how many minutes are in it
 * @param cpu percent of one core, mean of the minutes
 * @param cpuPeak that of the greatest minute
 * @param memory resident bytes, mean of the minutes
 * @param memoryPeak the most that was seen
 * @param threads the most that were seen
 * @param heap bytes in use after a collection, the most that were seen; 0 where it is no JVM
 * @param heapMax what the JVM may take, as by {@code -Xmx}; 0 where it is no JVM
 * @param restarts automatic ones up to the end of the last minute
 */
public record UsageRecord(
        long minute,
        int samples,
        double cpu,
        double cpuPeak,
        double memory,
        long memoryPeak,
        int threads,
        long heap,
        long heapMax,
        int restarts) {

    /** Of one minute. */
    public static UsageRecord of(
            long minute, double cpu, long memory, int threads, long heap, long heapMax, int restarts) {
        return new UsageRecord(minute, 1, cpu, cpu, memory, memory, threads, heap, heapMax, restarts);
    }

    /** All of them as one, which begins with that minute. At least one, in the order of time. */
    static UsageRecord merged(long minute, Collection<UsageRecord> records) {
        var samples = 0;
        var cpu = 0.0;
        var cpuPeak = 0.0;
        var memory = 0.0;
        var memoryPeak = 0L;
        var threads = 0;
        var heap = 0L;
        var heapMax = 0L;
        var restarts = 0;
        for (var each : records) {
            samples += each.samples;
            cpu += each.cpu * each.samples;
            cpuPeak = Math.max(cpuPeak, each.cpuPeak);
            memory += each.memory * each.samples;
            memoryPeak = Math.max(memoryPeak, each.memoryPeak);
            threads = Math.max(threads, each.threads);
            heap = Math.max(heap, each.heap);
            heapMax = each.heapMax;
            restarts = each.restarts;
        }
        return new UsageRecord(
                minute,
                samples,
                cpu / samples,
                cpuPeak,
                memory / samples,
                memoryPeak,
                threads,
                heap,
                heapMax,
                restarts);
    }

    /** What both took in the same time, as far as that can be known: as if their peaks came together. */
    UsageRecord with(UsageRecord other) {
        return new UsageRecord(
                minute,
                Math.max(samples, other.samples),
                cpu + other.cpu,
                cpuPeak + other.cpuPeak,
                memory + other.memory,
                memoryPeak + other.memoryPeak,
                threads + other.threads,
                heap + other.heap,
                heapMax + other.heapMax,
                restarts + other.restarts);
    }
}
