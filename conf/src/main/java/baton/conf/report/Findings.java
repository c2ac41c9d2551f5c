package baton.conf.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what readers and checks find, so that none of them stops at the first problem. Used by one thread. */
public final class Findings {

    private static final Comparator<Finding> BY_PLACE = Comparator.comparing(
                    (Finding finding) -> finding.place().source())
            .thenComparingInt(finding -> finding.place().line())
            .thenComparingInt(finding -> finding.place().column());

    private final List<Finding> problems = new ArrayList<>();
    private final List<Finding> warnings = new ArrayList<>();

    /** Keeps the configuration from being installed or run. */
    public void problem(Place place, String message) {
        problems.add(new Finding(place, message));
    }

    public void warning(Place place, String message) {
        warnings.add(new Finding(place, message));
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
