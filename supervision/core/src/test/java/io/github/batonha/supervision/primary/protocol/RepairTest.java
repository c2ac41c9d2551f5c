package io.github.batonha.supervision.primary.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.supervision.primary.model.Reason;
import io.github.batonha.supervision.primary.model.RepairOrder;
import io.github.batonha.supervision.primary.model.Report;
import io.github.batonha.supervision.primary.model.StoreCondition;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A damaged store that is written anew from what the others know. */
class RepairTest {

    private static Stage withDamaged(String damaged, String... hosts) {
        var stage = new Stage(hosts);
        stage.order("A");
        stage.pass(Duration.ofSeconds(5));
        stage.kill(damaged);
        stage.begin(damaged, new StoreCondition.Damaged("run/x/primary.store: neither slot"), false);
        stage.forgetEffects();
        return stage;
    }

    private static RepairOrder order(boolean dry, String... down) {
        return new RepairOrder(50, "op", "disk", Set.of(down), dry);
    }

    private static void repair(Stage stage, String host, boolean dry, String... down) {
        stage.feed(host, new Event.RepairStore(order(dry, down)));
        stage.deliver();
        stage.pass(Stage.LEASE.total().plusSeconds(5));
    }

    @Test
    void givenAllAnswer_whenRepaired_thenThePromiseIsAboveEverythingKnownAndTheNodeCanBePrimary() {
        var stage = withDamaged("B", "A", "B");
        var known = stage.disk("A").promise().epoch();

        repair(stage, "B", false);

        assertThat(stage.last("B").outcome()).isEqualTo(Report.Outcome.DONE);
        var record = stage.disk("B");
        assertThat(record.promise().epoch().isAbove(known)).isTrue();
        assertThat(record.assignment()).isEqualTo(stage.disk("A").assignment());
        assertThat(record.active().exists()).isFalse();
        assertThat(stage.state("B").isDamaged()).isFalse();
        assertThat(stage.effectsOf("B")).anyMatch(Effect.AppendRepair.class::isInstance);
        assertThat(stage.active()).containsExactly("A");
        stage.order("B");
        stage.pass(Duration.ofSeconds(1));
        assertThat(stage.active()).containsExactly("B");
    }

    @Test
    void givenItHasJustStarted_whenRepaired_thenItWaitsUntilWhatRanBeforeIsGone() {
        var stage = withDamaged("B", "A", "B");

        stage.feed("B", new Event.RepairStore(order(false)));
        stage.deliver();
        stage.pass(Stage.LEASE.total().minusSeconds(2));

        assertThat(stage.state("B").isDamaged()).isTrue();
        assertThat(stage.last("B").phase()).isEqualTo(Report.Phase.WAIT);
    }

    @Test
    void givenTwoRepairsAtOnce_whenTheSecondEndsFirst_thenTheOtherLeavesWhatItWroteAlone() {
        var stage = withDamaged("B", "A", "B", "C");
        stage.pass(Stage.LEASE.total().plusSeconds(5));
        stage.cut.add("C");
        stage.feed("B", new Event.RepairStore(order(false)));
        stage.deliver();
        stage.cut.remove("C");
        stage.feed("B", new Event.RepairStore(new RepairOrder(51, "op", "disk", Set.of(), false)));
        stage.deliver();
        var written = stage.disk("B");

        stage.pass(Duration.ofSeconds(5));

        assertThat(stage.disk("B")).isEqualTo(written);
        assertThat(stage.effectsOf("B"))
                .filteredOn(Effect.AppendRepair.class::isInstance)
                .hasSize(1);
        assertThat(stage.last("B").text()).contains("there is nothing to repair");
    }

    @Test
    void givenADryRun_whenEnded_thenItSaysWhatItWouldWriteAndWritesNothing() {
        var stage = withDamaged("B", "A", "B");
        var disk = stage.disk("B");

        repair(stage, "B", true);

        assertThat(stage.last("B").text()).contains("would write: the primary is A under epoch");
        assertThat(stage.disk("B")).isEqualTo(disk);
        assertThat(stage.state("B").isDamaged()).isTrue();
    }

    @Test
    void givenASilentHost_whenRepaired_thenRefusedUntilItIsConfirmedDown() {
        var stage = withDamaged("B", "A", "B", "C");
        stage.kill("C");

        repair(stage, "B", false);
        var refused = stage.last("B");
        assertThat(stage.state("B").isDamaged()).isTrue();
        repair(stage, "B", false, "C");

        assertThat(refused.outcome()).isEqualTo(Report.Outcome.REFUSED);
        assertThat(refused.text()).contains("C does not answer");
        assertThat(stage.last("B").outcome()).isEqualTo(Report.Outcome.DONE);
        assertThat(stage.state("B").isDamaged()).isFalse();
    }

    @Test
    void givenAHostThatAnswers_whenItIsConfirmedDown_thenRefused() {
        var stage = withDamaged("B", "A", "B");

        repair(stage, "B", false, "A");

        assertThat(stage.last("B").text()).contains("A answers");
        assertThat(stage.state("B").isDamaged()).isTrue();
    }

    @Test
    void givenAnIntactStore_whenRepaired_thenNothingIsDone() {
        var stage = new Stage("A", "B");

        repair(stage, "A", false);

        assertThat(stage.last("A").text()).contains("there is nothing to repair");
    }

    @Test
    void givenADiskThatRefuses_whenRepaired_thenRefusedAndStillDamaged() {
        var stage = withDamaged("B", "A", "B");
        stage.pass(Stage.LEASE.total().plusSeconds(1));
        stage.full.add("B");

        repair(stage, "B", false);

        assertThat(stage.last("B").outcome()).isEqualTo(Report.Outcome.REFUSED);
        assertThat(stage.last("B").reasons()).extracting(Reason::code).containsExactly(Reason.Code.STORE_UNWRITABLE);
        assertThat(stage.state("B").isDamaged()).isTrue();
        assertThat(stage.state("B").queries()).isEmpty();
    }
}
