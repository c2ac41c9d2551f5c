package io.github.batonha.actors.api;

import java.util.List;

/**
 * What the processes of a node take together.
 *
 * @param processes how many are defined
 * @param running how many have a PID
 * @param unwell how many somebody has to look at
 * @param cpu percent of one core
 * @param memory percent of the host's; shared pages counted in each process
 */
public record Totals(int processes, int running, int unwell, double cpu, double memory) {

    public static Totals of(List<ProcessStatus> processes) {
        var running = 0;
        var unwell = 0;
        var cpu = 0.0;
        var memory = 0.0;
        for (var process : processes) {
            running += process.pid() == null ? 0 : 1;
            unwell += process.status().isHealthy() ? 0 : 1;
            cpu += process.cpu();
            memory += process.memory();
        }
        return new Totals(processes.size(), running, unwell, rounded(cpu), rounded(memory));
    }

    /** A sum of decimals, without the digits that only binary fractions make. */
    private static double rounded(double sum) {
        return Math.round(sum * 1000) / 1000.0;
    }
}
