package io.github.batonha.conf.install;

import io.github.batonha.conf.report.Findings;
import io.github.batonha.conf.report.Place;
import java.util.function.BiConsumer;

/**
 * Who is told of what is found while a node is composed.
 *
 * @param problems what keeps the whole from working
 * @param missing variables that are needed and not set
 * @param ofOneStart what would keep one process from starting, such as a program that is not there
 */
record Reporting(Findings problems, BiConsumer<Place, String> missing, Findings ofOneStart) {

    /** A variable may be set only where the agent starts; what can't be started is not installed. */
    static Reporting whenInstalling(Findings findings) {
        return new Reporting(findings, findings::warning, findings);
    }

    /**
     * A folder that is mounted late, or a program that is being replaced, must not keep the agent and all other processes
     * down: the start of that process is refused then, with the reason.
     */
    static Reporting whenLoading(Findings findings) {
        return new Reporting(findings, findings::problem, new Findings());
    }

    /** Collected apart: what a process lacks that is not started by itself is told in another way. */
    Reporting apart() {
        var apart = new Findings();
        return new Reporting(apart, missing, apart);
    }
}
