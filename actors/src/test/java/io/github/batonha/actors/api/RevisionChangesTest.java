package io.github.batonha.actors.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.actors.wire.WireText;
import io.github.batonha.conf.install.RevisionDifference;
import io.github.batonha.conf.install.RevisionDifference.Kind;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class RevisionChangesTest {
    @Test
    void givenAFewDifferences_whenTold_thenNoneIsLeftOut() {
        var changes = RevisionChanges.of(
                "a", "b", List.of(new RevisionDifference("process A <options>", "-Xmx1m", "-Xmx2m", Kind.CHANGED)));

        assertThat(changes.left()).isZero();
        assertThat(changes.changes())
                .containsExactly(new RevisionChanges.Change(
                        RevisionChanges.Kind.CHANGED, "process A <options>", "-Xmx1m", "-Xmx2m"));
    }

    @Test
    void givenMoreThanAMessageTakes_whenTold_thenTheRestIsCountedAndALongTextIsCut() {
        var one = new RevisionDifference("item X", "ü".repeat(9000), "", Kind.REMOVED);

        var changes = RevisionChanges.of("a", "b", Collections.nCopies(500, one));

        assertThat(changes.changes())
                .isNotEmpty()
                .allSatisfy(
                        change -> assertThat(WireText.bytes(change.before())).isLessThanOrEqualTo(1000));
        assertThat(changes.left()).isEqualTo(500 - changes.changes().size());
        assertThat(changes.changes().stream()
                        .mapToInt(change -> WireText.bytes(change.what()) + WireText.bytes(change.before()))
                        .sum())
                .isBetween(40_000, 48 << 10);
    }
}
