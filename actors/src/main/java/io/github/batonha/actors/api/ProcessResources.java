package io.github.batonha.actors.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What the processes of a run take at one moment.
 *
 * @param processes how many there are in its session
 * @param cpuSeconds spent so far
 * @param residentBytes shared pages counted in each process
 * @param proportionalBytes shared pages divided among those that share them (PSS); -1 where the agent may not see it
 * @param descriptors open files and sockets; -1 where the agent may not see them
 * @param descriptorLimit of the main process; -1 where there is none
 * @param heap null where the process is no JVM, or one whose counters can't be read
 * @param limits null where it has no control group of its own
 */
public record ProcessResources(
        int processes,
        double cpuSeconds,
        long residentBytes,
        long proportionalBytes,
        int threads,
        long descriptors,
        long descriptorLimit,
        @Nullable Heap heap,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Limits limits) {

    /**
     * What its control group holds it to; -1 where there is no such limit.
     *
     * @param memoryBytes of all its processes, with the page cache of its files
     * @param tasks processes and threads
     * @param refusedTasks how often it was refused one
     */
    public record Limits(
            long memoryBytes, long memoryMaxBytes, long tasks, long tasksMax, long refusedTasks, long cpuWeight) {}

    /**
     * Heap of a JVM, as of its last collection.
     *
     * @param maxBytes as by {@code -Xmx}
     */
    public record Heap(
            long usedBytes, long committedBytes, long maxBytes, long collections, double collectionSeconds) {}
}
