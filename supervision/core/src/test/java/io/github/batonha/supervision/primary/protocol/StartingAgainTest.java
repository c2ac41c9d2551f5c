package io.github.batonha.supervision.primary.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.supervision.primary.model.Assignment;
import io.github.batonha.supervision.primary.model.Epoch;
import io.github.batonha.supervision.primary.model.Message;
import io.github.batonha.supervision.primary.model.Report;
import io.github.batonha.supervision.primary.model.StoreCondition;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What an agent makes of what it finds when it starts. */
class StartingAgainTest {

    private static Stage withPrimary(String... hosts) {
        var stage = new Stage(hosts);
        stage.order("A");
        stage.pass(Duration.ofSeconds(2));
        return stage;
    }

    @Test
    void givenAnActiveMarkThatHolds_whenTheAgentStartsAgain_thenItContinuesAndAsksNobody() {
        var stage = withPrimary("A", "B");
        var epoch = stage.disk("A").active();
        stage.kill("A");
        stage.forgetEffects();

        stage.begin("A", new StoreCondition.Intact(), true);

        assertThat(stage.effectsOf("A"))
                .containsExactly(new Effect.StartProcesses(
                        stage.disk("A").assignment(), stage.now().nanos()));
        assertThat(stage.state("A").activity()).isEqualTo(new Activity.Active(epoch));
    }

    @Test
    void givenAStaleMark_whenItsProcessesAreNotGoneYet_thenNothingIsAnsweredAndAfterwardsItIsNoRelease() {
        var stage = withPrimary("A", "B");
        stage.kill("A");
        stage.slowToEnd.add("A");
        stage.begin("A", new StoreCondition.Intact(), false);

        stage.order("B");
        assertThat(stage.active()).isEmpty();
        assertThat(stage.disk("A").active().exists()).isTrue();
        stage.slowToEnd.clear();
        stage.pass(Duration.ofSeconds(4));

        assertThat(stage.disk("A").released()).isEqualTo(Epoch.NONE);
        assertThat(stage.active()).containsExactly("B");
    }

    @Test
    void givenNoResume_whenThePrimaryStartsAgain_thenItStaysInStandby() {
        var stage = withPrimary("A", "B");
        stage.kill("A");

        stage.start("A");
        stage.pass(Duration.ofSeconds(30));

        assertThat(stage.active()).isEmpty();
    }

    @Test
    void givenResume_whenEveryoneAnswers_thenThePrimaryProposesItselfUnderANewEpoch() {
        var stage = withPrimary("A", "B").resuming();
        var before = stage.disk("A").active();
        stage.kill("A");

        stage.start("A");
        stage.pass(Duration.ofSeconds(5));

        assertThat(stage.active()).containsExactly("A");
        assertThat(stage.disk("A").active().isAbove(before)).isTrue();
    }

    @Test
    void givenResume_whenAHostIsSilent_thenItWaitsAndSaysSo() {
        var stage = withPrimary("A", "B").resuming();
        stage.kill("A", "B");

        stage.start("A");
        stage.pass(Duration.ofSeconds(30));

        assertThat(stage.active()).isEmpty();
        assertThat(stage.state("A").trouble()).contains("could not resume").contains("B does not answer");
    }

    @Test
    void givenAnOperatorsUnfinishedPromise_whenThePrimaryWouldResume_thenItDoesNot() {
        var stage = withPrimary("A", "B", "C").resuming();
        stage.kill("A");
        var operators = new Epoch(stage.now().wall().toEpochMilli() + 1, "C");
        stage.feed(
                "B",
                new Event.Received(
                        "C",
                        new Message.Prepare(
                                operators, Set.of("A", "B", "C"), false, Epoch.NONE, Stage.LEASE, Stage.OPERATORS)));

        stage.start("A");
        stage.pass(Duration.ofSeconds(30));

        assertThat(stage.active()).isEmpty();
        assertThat(stage.disk("B").promise().epoch()).isEqualTo(operators);
    }

    @Test
    void givenAResumptionUnderWay_whenANewerAssignmentIsHeard_thenItGivesWayAlthoughItsEpochIsHigher() {
        var stage = withPrimary("A", "B").resuming();
        var older = stage.disk("A").assignment();
        stage.kill("A", "B");
        stage.start("A");
        stage.pass(Duration.ofMillis(600));
        var proposed = ((Proposal.Open) stage.state("A").proposal()).epoch();
        var newer = new Assignment(
                new Epoch(older.epoch().number() + 1, "B"),
                "B",
                older.at(),
                "op",
                "",
                Set.of("A"),
                "A",
                older.hosts(),
                older.voters(),
                older.guard(),
                older.lease());

        stage.feed("A", new Event.Received("B", new Message.Beat(newer, newer.epoch())));

        assertThat(proposed.isAbove(newer.epoch())).isTrue();
        assertThat(stage.state("A").proposal()).isEqualTo(new Proposal.None());
        assertThat(stage.state("A").resumeWanted()).isFalse();
    }

    @Test
    void givenALostLease_whenTheProcessesAreGone_thenTheMarkIsClearedAndItResumesByItself() {
        var stage = withPrimary("A", "B");
        var lost = stage.disk("A").active();
        stage.slowToEnd.add("A");

        stage.feed("A", new Event.LeaseLost(lost));
        assertThat(stage.effectsOf("A")).contains(new Effect.EndProcesses(lost, true));
        stage.feed("A", new Event.ProcessesGone(lost));
        assertThat(stage.disk("A").active()).isEqualTo(Epoch.NONE);
        stage.pass(Duration.ofSeconds(3));

        assertThat(stage.disk("A").active().isAbove(lost)).isTrue();
    }

    @Test
    void givenALostLease_whenAskedToRelease_thenItNeverCountsAsARelease() {
        var stage = withPrimary("A", "B");
        var lost = stage.disk("A").active();
        stage.slowToEnd.add("A");
        stage.order("B");

        stage.feed("A", new Event.LeaseLost(lost));
        stage.feed("A", new Event.ProcessesGone(lost));

        assertThat(stage.disk("A").released()).isEqualTo(Epoch.NONE);
    }

    @Test
    void givenADamagedStore_whenAskedBeforeGraceAndMargin_thenItSaysUnknownAndTheTargetWaits() {
        var stage = withPrimary("A", "B");
        stage.kill("A");
        stage.begin("A", new StoreCondition.Damaged("run/A/primary.store: neither slot"), false);

        stage.order("B");
        stage.pass(Duration.ofSeconds(10));
        assertThat(stage.active()).isEmpty();
        assertThat(stage.last("B").text()).contains("A can't answer yet: its store is damaged");
        stage.pass(Duration.ofSeconds(12));

        assertThat(stage.active()).containsExactly("B");
    }

    @Test
    void givenADamagedStore_whenOrdered_thenItIsRefusedForEverWithTheRepair() {
        var stage = withPrimary("A", "B");
        stage.kill("A");
        stage.begin("A", new StoreCondition.Damaged("run/A/primary.store: neither slot"), false);
        stage.pass(Duration.ofSeconds(60));

        var report = stage.ordered("A");

        assertThat(report.outcome()).isEqualTo(Report.Outcome.REFUSED);
        assertThat(report.text()).contains("run/A/primary.store");
        assertThat(report.remedy()).contains("have its store repaired there");
    }

    @Test
    void givenAFreshStore_whenAskedAtOnce_thenItPromisesNothingUntilOldQuestionsHaveExpired() {
        var stage = withPrimary("A", "B");
        stage.kill("B");
        stage.disks.remove("B");
        stage.start("B");
        stage.forgetEffects();
        var epoch = new Epoch(stage.now().wall().plusSeconds(5).toEpochMilli(), "A");
        var prepare = new Message.Prepare(epoch, Set.of("A", "B"), false, Epoch.NONE, Stage.LEASE, Stage.OPERATORS);

        stage.feed("B", new Event.Received("A", prepare));
        assertThat(stage.disks).doesNotContainKey("B");
        stage.pass(Stage.ANSWER_WITHIN.multipliedBy(2));
        stage.feed("B", new Event.Received("A", prepare));

        assertThat(stage.disk("B").promise().epoch()).isEqualTo(epoch);
    }

    @Test
    void givenAFreshStoreAndAnOrder_whenTheAssignmentUntilNowIsHeardFirst_thenTheOrderGoesOn() {
        var stage = withPrimary("A", "B");
        stage.kill("B");
        stage.disks.remove("B");
        stage.start("B");
        stage.order("B");
        var known = stage.disk("A");
        stage.skip(Stage.ANSWER_WITHIN.multipliedBy(2));

        stage.feed(
                "B",
                new Event.Received(
                        "A",
                        new Message.Beat(known.assignment(), known.promise().epoch())));
        stage.pass(Duration.ofSeconds(4));

        assertThat(stage.active()).containsExactly("B");
    }

    @Test
    void givenAStop_whenTheProcessesAreGone_thenTheMarkIsClearedFarewellIsSaidAndNothingIsReleased() {
        var stage = withPrimary("A", "B");
        stage.slowToEnd.add("A");
        var epoch = stage.disk("A").active();
        stage.forgetEffects();

        stage.feed("A", new Event.Stop());
        assertThat(stage.effectsOf("A")).contains(new Effect.EndProcesses(epoch, false));
        stage.feed("A", new Event.ProcessesGone(epoch));

        assertThat(stage.effectsOf("A"))
                .contains(new Effect.Send("B", new Message.Farewell()))
                .endsWith(new Effect.Stopped());
        assertThat(stage.disk("A").released()).isEqualTo(Epoch.NONE);
    }

    @Test
    void givenAFarewell_whenOrdered_thenItIsToldAndIsNoAnswer() {
        var stage = withPrimary("A", "B");
        stage.feed("A", new Event.Stop());
        stage.deliver();
        stage.kill("A");

        var report = stage.ordered("B");

        assertThat(report.outcome()).isEqualTo(Report.Outcome.REFUSED);
        assertThat(report.text()).contains("said that its agent ends in good order");
    }

    @Test
    void givenADiskThatRefuses_whenOrdered_thenTheOrderIsRefusedAndNothingWasSent() {
        var stage = withPrimary("A", "B");
        stage.full.add("B");
        stage.forgetEffects();

        var report = stage.ordered("B");

        assertThat(report.outcome()).isEqualTo(Report.Outcome.REFUSED);
        assertThat(report.text()).contains("its store can't be written: disk full");
        assertThat(stage.effectsOf("B"))
                .noneMatch(effect ->
                        effect instanceof Effect.Send(String _, Message message) && message instanceof Message.Prepare);
        assertThat(stage.active()).containsExactly("A");
    }

    @Test
    void givenADiskThatRefuses_whenTheReleaseCantBeWritten_thenItIsNotAnsweredUntilItCan() {
        var stage = withPrimary("A", "B");
        stage.slowToEnd.add("A");
        stage.order("B");
        stage.full.add("A");
        stage.slowToEnd.clear();

        stage.pass(Duration.ofSeconds(3));
        assertThat(stage.active()).isEmpty();
        stage.full.clear();
        stage.pass(Duration.ofSeconds(1));

        assertThat(stage.active()).containsExactly("B");
    }
}
