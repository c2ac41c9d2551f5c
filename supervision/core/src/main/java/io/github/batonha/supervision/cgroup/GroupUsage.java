package io.github.batonha.supervision.cgroup;

/**
 * What a run takes of its limits at one moment, as its control group says; -1 where there is no such limit.
 *
 * @param memory bytes, with the page cache of its files
 * @param tasks processes and threads
 * @param refused how often it was refused a task
 */
public record GroupUsage(long memory, long memoryMax, long tasks, long tasksMax, long refused, long cpuWeight) {}
