package io.github.batonha.conf.install;

import io.github.batonha.conf.report.Finding;
import java.util.List;

/**
 * What {@code baton install} found and did.
 *
 * @param problems each keeps the revision from being written; in the order of files and lines
 * @param warnings worth an operator's look, but no obstacle
 * @param summary lines for people: system, hosts, processes, the hash, and what was or was not written
 */
public record InstallReport(List<Finding> problems, List<Finding> warnings, List<String> summary) {

    public InstallReport {
        problems = List.copyOf(problems);
        warnings = List.copyOf(warnings);
        summary = List.copyOf(summary);
    }

    public boolean isGood() {
        return problems.isEmpty();
    }
}
