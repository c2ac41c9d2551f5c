package io.github.batonha.supervision.primary.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.supervision.primary.model.Epoch;
import io.github.batonha.supervision.primary.model.Message;
import io.github.batonha.supervision.primary.model.Report;
import io.github.batonha.supervision.primary.model.StoreCondition;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Hosts added to and removed from the definition of a running cluster. */
class HostChangesTest {

    private static Stage withPrimary(String... hosts) {
        var stage = new Stage(hosts);
        stage.order("A");
        stage.pass(Duration.ofSeconds(2));
        return stage;
    }

    @Test
    void givenAnAddedHost_whenTheActiveNodeIsOrderedAgain_thenAFullRoundAdoptsTheNewSet() {
        var stage = withPrimary("A", "B");
        stage.configure("A", "B", "C");
        stage.begin("A", new StoreCondition.Intact(), true);
        stage.start("B");
        stage.start("C");
        stage.pass(Duration.ofSeconds(5));

        stage.order("A");

        assertThat(stage.last("A").outcome()).isEqualTo(Report.Outcome.DONE);
        assertThat(stage.disk("A").assignment().hosts()).containsExactly("A", "B", "C");
        assertThat(stage.reports.get("A"))
                .anyMatch(report -> report.text().contains("primaryOnly processes are started anew"));
    }

    @Test
    void givenAnAddedHost_whenAnOldHostIsSilent_thenItIsRefusedEvenIfConfirmedDown() {
        var stage = withPrimary("A", "B");
        stage.configure("A", "B", "C");
        stage.kill("A");
        stage.start("B");
        stage.start("C");
        stage.pass(Duration.ofSeconds(5));

        var report = stage.ordered("C", "A");

        assertThat(report.outcome()).isEqualTo(Report.Outcome.REFUSED);
        assertThat(report.text()).contains("C would be added").contains("A does not answer");
    }

    @Test
    void givenANewcomer_whenItKnowsOnlyItself_thenAnswersMakeItAskAllOthers() {
        var stage = withPrimary("A", "B");
        stage.configure("B", "C");
        stage.start("C");
        stage.pass(Duration.ofSeconds(5));
        stage.cut.add("A");

        var report = stage.ordered("C");

        assertThat(report.outcome()).isEqualTo(Report.Outcome.REFUSED);
        assertThat(report.text()).contains("A");
    }

    @Test
    void givenARemovedHost_whenItIsSilent_thenItStillHasToBeConfirmedDownAndIsThenForgotten() {
        var stage = withPrimary("A", "B");
        stage.kill("A");
        stage.configure("B");
        stage.start("B");
        stage.pass(Duration.ofSeconds(1));

        var plain = stage.ordered("B");
        stage.order("B", "A");
        stage.pass(Stage.LEASE.total().plusSeconds(5));

        assertThat(plain.silent()).containsExactly("A");
        assertThat(plain.text()).contains("(no longer configured)");
        assertThat(stage.active()).containsExactly("B");
        assertThat(stage.disk("B").assignment().hosts()).containsExactly("B");
    }

    @Test
    void givenARefusedRename_whenItIsReverted_thenTheOtherNameIsKnownToNobody() {
        var stage = withPrimary("A", "B");
        stage.kill("A");
        stage.configure("B", "C");
        stage.start("B");
        stage.pass(Duration.ofSeconds(5));
        var renamed = stage.ordered("B", "A", "C");
        stage.configure("A", "B");
        stage.kill("B");
        stage.start("B");
        stage.pass(Duration.ofSeconds(5));

        stage.order("B", "A");
        stage.pass(Stage.LEASE.total().plusSeconds(5));

        assertThat(renamed.outcome()).isEqualTo(Report.Outcome.REFUSED);
        assertThat(stage.active()).containsExactly("B");
        assertThat(stage.disk("B").assignment().hosts()).containsExactly("A", "B");
    }

    @Test
    void givenADefinitionWithAWrongHost_whenItsOrderIsRefused_thenNothingIsChangedAnywhere() {
        var stage = withPrimary("A", "B", "C");
        stage.kill("A");
        stage.configure("A", "B", "C", "X");
        stage.start("C");
        stage.pass(Duration.ofSeconds(5));
        var before = Map.copyOf(stage.disks);

        var refused = stage.ordered("C", "X");
        stage.pass(Duration.ofSeconds(5));

        assertThat(refused.outcome()).isEqualTo(Report.Outcome.REFUSED);
        assertThat(stage.disks).isEqualTo(before);
        assertThat(stage.effectsOf("C"))
                .noneMatch(effect ->
                        effect instanceof Effect.Send(String _, Message message) && message instanceof Message.Prepare);
    }

    @Test
    void givenANodeThatProposesItself_whenItsDefinitionHasAWrongHost_thenNothingIsChangedAnywhere() {
        var stage = withPrimary("A", "B");
        stage.kill("A");
        stage.configure("A", "B", "X");
        stage.resuming().start("A");
        stage.pass(Duration.ofSeconds(1));
        var before = stage.disk("B");

        stage.pass(Duration.ofSeconds(20));

        assertThat(stage.active()).isEmpty();
        assertThat(stage.disk("B")).isEqualTo(before);
    }

    @Test
    void givenAPromiseWithMoreHosts_whenALaterProposerKnowsFewer_thenTheyAreNotForgotten() {
        var stage = withPrimary("A", "B");
        var first = new Epoch(stage.now().wall().plusSeconds(10).toEpochMilli(), "C");
        var later = new Epoch(first.number() + 1, "A");
        var three = Set.of("A", "B", "C");
        var two = Set.of("A", "B");

        stage.feed(
                "B",
                new Event.Received(
                        "C", new Message.Prepare(first, three, false, Epoch.NONE, Stage.LEASE, Stage.OPERATORS)));
        stage.feed(
                "B",
                new Event.Received(
                        "A", new Message.Prepare(later, two, false, Epoch.NONE, Stage.LEASE, Stage.OPERATORS)));

        assertThat(stage.disk("B").promise().hosts()).containsExactly("A", "B", "C");
    }

    @Test
    void givenARemovedHostConfirmedDown_whenTheActiveNodeIsOrderedAgain_thenItIsForgottenAfterTheWait() {
        var stage = withPrimary("A", "B", "C");
        stage.kill("C");
        stage.configure("A", "B");
        stage.begin("A", new StoreCondition.Intact(), true);
        stage.start("B");
        stage.pass(Duration.ofSeconds(1));

        stage.order("A", "C");
        stage.pass(Stage.LEASE.total().plusSeconds(5));
        var again = stage.ordered("A", "C");

        assertThat(stage.disk("A").assignment().hosts()).containsExactly("A", "B");
        assertThat(again.text()).contains("primary already");
    }
}
