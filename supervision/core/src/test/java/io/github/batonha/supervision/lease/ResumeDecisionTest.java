package io.github.batonha.supervision.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.client.LeasePage;
import io.github.batonha.supervision.primary.model.Assignment;
import io.github.batonha.supervision.primary.model.Epoch;
import io.github.batonha.supervision.primary.model.PrimaryRecord;
import io.github.batonha.supervision.primary.model.Promise;
import org.junit.jupiter.api.Test;

class ResumeDecisionTest {

    private static final Epoch EPOCH = new Epoch(42, "A");
    private static final PrimaryRecord ACTIVE =
            new PrimaryRecord(Promise.NONE, Assignment.NONE, EPOCH, Epoch.NONE, Epoch.NONE);
    private static final PrimaryRecord RELEASED =
            new PrimaryRecord(Promise.NONE, Assignment.NONE, Epoch.NONE, new Epoch(43, "B"), Epoch.NONE);
    private static final long NOW = 1_000;

    private static LeasePage.Reading page(boolean ofThisBoot, long epoch, long deadline) {
        return new LeasePage.Reading(true, ofThisBoot, epoch, deadline);
    }

    private static boolean continues(PrimaryRecord record, LeasePage.Reading page, boolean hasLiveRun) {
        return ResumeDecision.of(record, page, NOW, hasLiveRun) instanceof ResumeDecision.Continue;
    }

    @Test
    void givenEverythingHolds_whenDecided_thenItContinues() {
        assertThat(continues(ACTIVE, page(true, 42, NOW + 1), true)).isTrue();
    }

    @Test
    void givenAnyOneThingIsMissing_whenDecided_thenItIsStandby() {
        assertThat(continues(RELEASED, page(true, 42, NOW + 1), true)).isFalse();
        assertThat(continues(PrimaryRecord.EMPTY, page(true, 0, NOW + 1), true)).isFalse();
        assertThat(continues(ACTIVE, page(false, 42, NOW + 1), true)).isFalse();
        assertThat(continues(ACTIVE, page(true, 41, NOW + 1), true)).isFalse();
        assertThat(continues(ACTIVE, page(true, LeasePage.REVOKED, NOW + 1), true))
                .isFalse();
        assertThat(continues(ACTIVE, page(true, 42, NOW), true)).isFalse();
        assertThat(continues(ACTIVE, page(true, 42, NOW + 1), false)).isFalse();
        assertThat(continues(ACTIVE, new LeasePage.Reading(false, true, 42, NOW + 1), true))
                .isFalse();
    }
}
