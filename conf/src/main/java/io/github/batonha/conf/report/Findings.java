package io.github.batonha.conf.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Collects what readers and checks find, so that none of them stops at the first problem. Used by one thread. */
public final class Findings {

    private static final Comparator<Finding> BY_PLACE = Comparator.comparing(
                    (Finding finding) -> finding.place().source())
            .thenComparingInt(finding -> finding.place().line())
            .thenComparingInt(finding -> finding.place().column());

    /** Texts of files by their names, to find again in them what a message quotes. */
    private final Map<String, String> sources = new HashMap<>();

    private final List<Finding> problems = new ArrayList<>();
    private final List<Finding> warnings = new ArrayList<>();

    /** Keeps the configuration from being installed or run. */
    public void problem(Place place, String message) {
        problems.add(OddSignFinding.of(place, message, sources));
    }

    public void warning(Place place, String message) {
        warnings.add(OddSignFinding.of(place, message, sources));
    }

    /** Makes the text of a file known, so that a sign in it which nobody sees can be told with its column. */
    public void source(String name, String text) {
        sources.put(name, text);
    }

    public boolean hasProblems() {
        return !problems.isEmpty();
    }

    /** By file, line and column; the same words about the same place come once. */
    public List<Finding> problems() {
        return problems.stream().distinct().sorted(BY_PLACE).toList();
    }

    public List<Finding> warnings() {
        return warnings.stream().distinct().sorted(BY_PLACE).toList();
    }
}
