package io.github.batonha.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.sample.RecordChecker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What the consolidators of all nodes wrote of themselves into their common record. */
final class Runs {
    private Runs() {}

    static List<RecordChecker.Interval> of(Path record) {
        return check(record).intervals();
    }

    static void assertNoOverlap(Path record) {
        assertThat(check(record).faults()).isEmpty();
    }

    private static RecordChecker.Verdict check(Path record) {
        try {
            return RecordChecker.check(record);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
