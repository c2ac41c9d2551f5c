package io.github.batonha.supervision.primary.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.supervision.primary.model.Assignment;
import io.github.batonha.supervision.primary.model.Epoch;
import io.github.batonha.supervision.primary.model.Guard;
import io.github.batonha.supervision.primary.model.LeaseTimes;
import io.github.batonha.supervision.primary.model.Message;
import io.github.batonha.supervision.primary.model.NextOrder;
import io.github.batonha.supervision.primary.model.PrimaryRecord;
import io.github.batonha.supervision.primary.model.Report;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** One test for each rule of who may become primary. */
class SetPrimaryTest {

    private static final Duration WAIT = Stage.LEASE.total();

    @Test
    void givenAllAnswer_whenOrdered_thenTheTargetIsActiveAndEveryoneKnows() {
        var stage = new Stage("A", "B", "C");

        stage.order("B");

        assertThat(stage.active()).containsExactly("B");
        assertThat(stage.last("B").outcome()).isEqualTo(Report.Outcome.DONE);
        for (var host : Set.of("A", "B", "C")) {
            assertThat(stage.state(host).record().assignment().primary()).isEqualTo("B");
        }
    }

    @Test
    void givenTheFirstSetPrimary_whenAHostIsSilent_thenItIsRefusedAndNobodyCanBeExcluded() {
        var stage = new Stage("A", "B");
        stage.kill("B");

        var plain = stage.ordered("A");
        var excluding = stage.ordered("A", "B");

        assertThat(plain.outcome()).isEqualTo(Report.Outcome.REFUSED);
        assertThat(plain.text()).contains("every host must answer").contains("B does not answer");
        assertThat(excluding.outcome()).isEqualTo(Report.Outcome.REFUSED);
        assertThat(stage.active()).isEmpty();
    }

    @Test
    void givenAnActiveHost_whenAnotherIsOrdered_thenItReleasesBeforeTheOtherStarts() {
        var stage = new Stage("A", "B");
        stage.order("A");
        stage.slowToEnd.add("A");

        stage.order("B");
        assertThat(stage.active()).isEmpty();
        stage.feed("A", new Event.ProcessesGone(stage.disk("A").active()));
        stage.deliver();

        assertThat(stage.active()).containsExactly("B");
        assertThat(stage.disk("A").active()).isEqualTo(Epoch.NONE);
    }

    @Test
    void givenTheActiveHostAnswers_whenAThirdIsSilent_thenItIsIgnored() {
        var stage = new Stage("A", "B", "C");
        stage.order("A");
        stage.kill("C");

        var report = stage.ordered("B");

        assertThat(report.outcome()).isEqualTo(Report.Outcome.DONE);
        assertThat(stage.state("B").record().assignment().hosts()).containsExactly("A", "B", "C");
    }

    @Test
    void givenTheActiveHostIsSilent_whenOrdered_thenItIsRefusedWithWhoWhenAndWhatToDo() {
        var stage = new Stage("A", "B", "C");
        stage.order("A");
        stage.pass(Duration.ofSeconds(2));
        stage.kill("A");

        var report = stage.ordered("B");

        assertThat(report.outcome()).isEqualTo(Report.Outcome.REFUSED);
        assertThat(report.text()).contains("A does not answer, last heard").contains("ago by");
        assertThat(report.remedy()).contains("If A is down").contains("Nobody may start it until");
        assertThat(next(report)).containsExactly(new NextOrder("B", Set.of("A"), Set.of(), Set.of(), ""));
        assertThat(report.silent()).containsExactly("A");
    }

    @Test
    void givenASilentHostConfirmedDown_whenTheWaitIsOver_thenTheTargetAsksAnewAndIsActive() {
        var stage = new Stage("A", "B", "C");
        stage.order("A");
        stage.kill("A");

        stage.order("B", "A");
        stage.pass(WAIT.minusSeconds(1));
        assertThat(stage.active()).isEmpty();
        assertThat(stage.last("B").phase()).isEqualTo(Report.Phase.WAIT);
        stage.pass(Duration.ofSeconds(4));

        assertThat(stage.active()).containsExactly("B");
        assertThat(stage.state("B").record().assignment().confirmedDown()).containsExactly("A");
    }

    @Test
    void givenAnAnswerBeforeTheWait_whenThatHostIsGoneAfterIt_thenTheAnswerDoesNotCount() {
        var stage = new Stage("A", "B", "C");
        stage.order("A");
        stage.kill("A");

        stage.order("B", "A");
        stage.pass(Duration.ofSeconds(10));
        stage.kill("C");
        stage.pass(Duration.ofSeconds(15));

        assertThat(stage.last("B").outcome()).isEqualTo(Report.Outcome.REFUSED);
        assertThat(stage.last("B").silent()).containsExactly("C");
    }

    @Test
    void givenAHostThatAnswers_whenConfirmedDown_thenItIsRefused() {
        var stage = new Stage("A", "B");
        stage.order("A");

        var report = stage.ordered("B", "A");

        assertThat(report.text()).contains("A answers, so it is not down");
        assertThat(stage.active()).containsExactly("A");
    }

    @Test
    void givenAnExcludedHost_whenItIsHeardDuringTheWait_thenItStartsOver() {
        var stage = new Stage("A", "B");
        stage.order("A");
        stage.cut.add("A");
        stage.order("B", "A");
        stage.pass(Duration.ofSeconds(10));

        stage.cut.clear();
        stage.pass(Duration.ofSeconds(3));

        assertThat(stage.last("B").text()).contains("A answers, so it is not down");
        assertThat(stage.active()).containsExactly("A");
    }

    @Test
    void givenAHostThatHearsNothing_whenItIsHeardAgainAndAgain_thenTheThirdTimeEndsTheOrder() {
        var stage = new Stage("A", "B");
        stage.order("A");
        stage.kill("A");
        stage.order("B", "A");
        for (var times = 1; times <= 3; times++) {
            stage.pass(Duration.ofSeconds(5));
            assertThat(stage.last("B").outcome()).isEqualTo(Report.Outcome.RUNNING);
            stage.feed("B", new Event.Received("A", new Message.Beat(Assignment.NONE, Epoch.NONE)));
        }

        stage.pass(Duration.ofSeconds(30));

        assertThat(stage.last("B").outcome()).isEqualTo(Report.Outcome.REFUSED);
        assertThat(stage.last("B").text()).contains("A was heard by B 3 times").contains("its agent runs");
        assertThat(next(stage.last("B"))).containsExactly(new NextOrder("B", Set.of(), Set.of(), Set.of(), ""));
        assertThat(stage.reports.get("B")).anyMatch(report -> report.text().contains("asking again (1 of 3)"));
        assertThat(stage.active()).isEmpty();
    }

    @Test
    void givenAnActiveHostThatOnlyAnotherOneHears_whenOrdered_thenItIsToldWhoHearsItAndNobodyIsToConfirmItDown() {
        var stage = new Stage("A", "B", "C");
        stage.order("A");
        stage.kill("A");
        stage.pass(Duration.ofSeconds(30));
        stage.feed("C", new Event.Received("A", new Message.Beat(Assignment.NONE, Epoch.NONE)));

        var report = stage.ordered("B");

        assertThat(report.outcome()).isEqualTo(Report.Outcome.REFUSED);
        assertThat(report.text()).contains("A does not answer B, last heard").contains("by C: its agent runs");
        assertThat(report.remedy()).contains("Do not confirm A down").contains("Or make C primary");
        assertThat(next(report))
                .containsExactly(
                        new NextOrder("B", Set.of(), Set.of(), Set.of(), ""),
                        new NextOrder("C", Set.of(), Set.of(), Set.of(), ""));
        assertThat(report.silent()).isEmpty();
    }

    @Test
    void givenAHostConfirmedDown_whenAnotherOneGoesOnHearingIt_thenItIsRefusedInsteadOfWaitingForEver() {
        var stage = new Stage("A", "B", "C");
        stage.order("A");
        stage.kill("A");
        stage.order("B", "A");
        for (var second = 0; second < 60; second++) {
            stage.feed("C", new Event.Received("A", new Message.Beat(Assignment.NONE, Epoch.NONE)));
            stage.pass(Duration.ofSeconds(1));
        }

        assertThat(stage.last("B").outcome()).isEqualTo(Report.Outcome.REFUSED);
        assertThat(stage.last("B").text()).contains("by C: its agent runs");
        assertThat(stage.active()).isEmpty();
    }

    @Test
    void givenARefusal_whenItNamesTheNextOrder_thenThatOrderIsWhole() {
        var stage = new Stage("A", "B", "C");
        stage.order("A");
        stage.kill("A", "C");

        var report = stage.ordered("B", "C");

        assertThat(next(report)).containsExactly(new NextOrder("B", Set.of("A", "C"), Set.of(), Set.of(), ""));
        assertThat(report.remedy().split("\\. "))
                .allSatisfy(sentence -> assertThat(sentence.split(" ")).hasSizeLessThanOrEqualTo(30));
    }

    @Test
    void givenAHostHeardByAnotherAfterTheConfirmation_whenAskedAgain_thenTheWaitGrows() {
        var stage = new Stage("A", "B", "C");
        stage.order("A");
        stage.kill("A");
        stage.order("B", "A");
        stage.pass(Duration.ofSeconds(12));
        stage.feed("C", new Event.Received("A", new Message.Beat(Assignment.NONE, Epoch.NONE)));

        stage.pass(Duration.ofSeconds(12));
        assertThat(stage.active()).isEmpty();
        stage.pass(Duration.ofSeconds(8));

        assertThat(stage.active()).containsExactly("B");
    }

    @Test
    void givenLongerLeaseTimesInTheAssignment_whenAHostIsExcluded_thenTheLongerAreWaited() {
        var stage = new Stage("A", "B");
        var longer = new LeaseTimes(Duration.ofSeconds(40), Duration.ofSeconds(5));
        var hosts = Set.of("A", "B");
        var epoch = new Epoch(stage.now().wall().toEpochMilli() + 1, "A");
        var assignment = new Assignment(
                epoch, "A", stage.now().wall(), "op", "", Set.of(), "", hosts, hosts, Guard.OPERATOR, longer);
        stage.feed("B", new Event.Received("A", new Message.Committed(assignment)));
        stage.kill("A");

        stage.order("B", "A");
        stage.pass(Duration.ofSeconds(44));
        assertThat(stage.active()).isEmpty();
        stage.pass(Duration.ofSeconds(4));

        assertThat(stage.active()).containsExactly("B");
    }

    @Test
    void givenAReleaseToADeadTarget_whenAnotherIsOrdered_thenThatTargetMustBeExcluded() {
        var stage = new Stage("A", "B", "C");
        stage.order("A");
        stage.slowToEnd.add("A");
        stage.order("B");
        stage.kill("B");
        stage.feed("A", new Event.ProcessesGone(stage.disk("A").active()));

        var report = stage.ordered("C");

        assertThat(stage.disk("A").released().host()).isEqualTo("B");
        assertThat(report.outcome()).isEqualTo(Report.Outcome.REFUSED);
        assertThat(report.silent()).containsExactly("B");
    }

    @Test
    void givenTwoTargets_whenTheHigherPreparesDuringTheRelease_thenTheReleaseGoesToItAlone() {
        var stage = new Stage("A", "B", "C");
        stage.order("A");
        stage.slowToEnd.add("A");
        stage.order("B");
        stage.order("C");

        stage.feed("A", new Event.ProcessesGone(stage.disk("A").active()));
        stage.deliver();

        assertThat(stage.active()).containsExactly("C");
        assertThat(stage.last("B").text()).contains("SetPrimary of C overtook it");
    }

    @Test
    void givenAPromise_whenALowerEpochPreparesOrAsksForRelease_thenItIsSupersededAndNothingStops() {
        var stage = new Stage("A", "B");
        stage.order("A");
        stage.forgetEffects();
        var low = new Epoch(5, "B");

        stage.feed(
                "A",
                new Event.Received(
                        "B", new Message.Prepare(low, Set.of(), false, Epoch.NONE, Stage.LEASE, Stage.OPERATORS)));
        stage.feed("A", new Event.Received("B", new Message.AskRelease(low)));

        var promised = stage.disk("A").promise().epoch();
        assertThat(stage.effectsOf("A"))
                .hasSize(2)
                .containsOnly(new Effect.Send("B", new Message.Superseded(low, promised, true)));
        assertThat(stage.active()).containsExactly("A");
    }

    @Test
    void givenAStaleHigherPromise_whenOrdered_thenTheTargetGoesAboveIt() {
        var stage = new Stage("A", "B");
        var high = new Epoch(stage.now().wall().plusSeconds(9999).toEpochMilli(), "B");
        stage.feed(
                "B",
                new Event.Received(
                        "B2", new Message.Prepare(high, Set.of(), false, Epoch.NONE, Stage.LEASE, Stage.OPERATORS)));
        stage.cut.add("B");
        stage.pass(Duration.ofSeconds(10));
        stage.cut.clear();

        stage.order("A");

        assertThat(stage.last("A").outcome()).isEqualTo(Report.Outcome.DONE);
        assertThat(stage.disk("A").active().number()).isGreaterThan(high.number());
    }

    @Test
    void givenAHigherAssignment_whenTheActiveHostLearnsOfIt_thenItEndsItsProcessesAtOnce() {
        var stage = new Stage("A", "B");
        stage.order("A");
        var mine = stage.disk("A").assignment();
        var higher = new Assignment(
                new Epoch(mine.epoch().number() + 1, "B"),
                "B",
                stage.now().wall(),
                "op",
                "",
                Set.of("A"),
                "A",
                mine.hosts(),
                mine.voters(),
                Guard.OPERATOR,
                mine.lease());
        stage.slowToEnd.add("A");
        stage.forgetEffects();

        stage.feed("A", new Event.Received("B", new Message.Beat(higher, higher.epoch())));
        assertThat(stage.effectsOf("A").getFirst()).isInstanceOf(Effect.Persist.class);
        assertThat(stage.effectsOf("A")).contains(new Effect.EndProcesses(mine.epoch(), true));
        stage.feed("A", new Event.ProcessesGone(mine.epoch()));

        assertThat(stage.disk("A").active()).isEqualTo(Epoch.NONE);
        assertThat(stage.disk("A").released()).isEqualTo(Epoch.NONE);
    }

    @Test
    void givenTheTargetIsActive_whenOrdered_thenItIsANoOpThatSaysSo() {
        var stage = new Stage("A", "B");
        stage.order("A");
        var epoch = stage.disk("A").active();

        stage.order("A");

        assertThat(stage.last("A").outcome()).isEqualTo(Report.Outcome.DONE);
        assertThat(stage.last("A").text()).contains("primary already");
        assertThat(stage.disk("A").active()).isEqualTo(epoch);
    }

    @Test
    void givenAnUnknownHostConfirmedDown_whenOrdered_thenItIsRefusedWithTheNames() {
        var stage = new Stage("A", "B");

        stage.order("A", "NodeX");

        assertThat(stage.last("A").text()).contains("NodeX is not a host of this cluster");
        assertThat(stage.last("A").remedy()).contains("A, B");
    }

    @Test
    void givenTheReleasingHostDies_whenItStaysSilent_thenItIsRefusedAndNobodyIsActive() {
        var stage = new Stage("A", "B");
        stage.order("A");
        stage.slowToEnd.add("A");
        stage.order("B");
        stage.kill("A");

        stage.pass(Duration.ofSeconds(8));

        assertThat(stage.last("B").outcome()).isEqualTo(Report.Outcome.REFUSED);
        assertThat(stage.last("B").text()).contains("A was asked to release");
        assertThat(stage.active()).isEmpty();
    }

    @Test
    void givenAnAnswerThatLayInTheQueueOfAPausedTarget_whenItGoesOn_thenTheAnswerIsLate() {
        var stage = new Stage("A", "B");
        stage.order("A");
        stage.pass(Duration.ofSeconds(1));
        stage.kill("A");
        stage.order("B");
        var open = (Proposal.Open) stage.state("B").proposal();
        stage.skip(Duration.ofSeconds(3));

        stage.feed("B", new Event.Received("A", promised(open.epoch(), stage.disk("A"))));

        assertThat(stage.last("B").outcome()).isEqualTo(Report.Outcome.REFUSED);
        assertThat(stage.last("B").text()).contains("A does not answer");
    }

    @Test
    void givenAnAnswerThatSharesTheNumber_whenItCounts_thenTheTargetTakesAHigherOne() {
        var stage = new Stage("A", "B");
        stage.order("A");
        stage.kill("A");
        stage.order("B");
        var asking = (Proposal.Open) stage.state("B").proposal();
        stage.feed("B", new Event.Received("A", new Message.WouldAnswer(promised(asking.epoch(), stage.disk("A")))));
        var open = (Proposal.Open) stage.state("B").proposal();
        var same = new Epoch(open.epoch().number(), "A");

        stage.feed(
                "B",
                new Event.Received(
                        "A",
                        new Message.Promised(
                                open.epoch(),
                                same,
                                Assignment.NONE,
                                Epoch.NONE,
                                Epoch.NONE,
                                Set.of(),
                                LeaseTimes.NONE,
                                "",
                                Set.of(),
                                Epoch.NONE,
                                Duration.ZERO,
                                Map.of())));

        var next = (Proposal.Open) stage.state("B").proposal();
        assertThat(next.epoch().number()).isGreaterThan(same.number());
        assertThat(open.phase()).isInstanceOf(Proposal.Phase.Asking.class);
        assertThat(next.answers()).doesNotContainKey("A");
    }

    private static List<NextOrder> next(Report report) {
        return report.reasons().stream()
                .flatMap(reason -> reason.next().stream())
                .toList();
    }

    private static Message.Promised promised(Epoch epoch, PrimaryRecord record) {
        return new Message.Promised(
                epoch,
                record.promise().epoch(),
                record.assignment(),
                Epoch.NONE,
                Epoch.NONE,
                record.hosts(),
                LeaseTimes.NONE,
                "",
                Set.of(),
                Epoch.NONE,
                Duration.ZERO,
                Map.of());
    }
}
