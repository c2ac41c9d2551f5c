package io.github.batonha.supervision.primary.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.supervision.primary.model.FenceResult;
import io.github.batonha.supervision.primary.model.NextOrder;
import io.github.batonha.supervision.primary.model.Reason;
import io.github.batonha.supervision.primary.model.Report;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Silent hosts that are switched off. */
class FencingTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final FenceResult OFF = new FenceResult.Off(Duration.ofSeconds(4));
    private static final FenceResult FAILED = new FenceResult.Failed("exit status 3 after 0.1 s", "no such outlet");

    private static Stage withDeadPrimary(String... hosts) {
        var stage = new Stage();
        for (var host : hosts) {
            stage.fences.put(host, LIMIT);
        }
        stage.configure(hosts);
        for (var host : hosts) {
            stage.start(host);
        }
        stage.pass(Stage.ANSWER_WITHIN.multipliedBy(3));
        stage.order("A");
        stage.pass(Duration.ofSeconds(5));
        assertThat(stage.active()).containsExactly("A");
        stage.kill("A");
        return stage;
    }

    private static void orderAndWaitForTheFence(Stage stage, String... fence) {
        stage.order(stage.fencing(fence), "B");
        stage.pass(Stage.ANSWER_WITHIN.plusSeconds(1));
    }

    @Test
    void givenAFenceThatSwitchesOff_whenOrdered_thenTheTargetIsPrimaryWithoutAWait() {
        var stage = withDeadPrimary("A", "B");
        orderAndWaitForTheFence(stage, "A");
        var before = stage.disk("B").promise().epoch();

        stage.fenceEnds("B", OFF);

        assertThat(stage.active()).containsExactly("B");
        var assignment = stage.disk("B").assignment();
        assertThat(assignment.fenced()).containsExactly("A");
        assertThat(assignment.confirmedDown()).isEmpty();
        assertThat(assignment.epoch().isAbove(before))
                .as("a round after the fence")
                .isTrue();
        assertThat(stage.last("B").text()).contains("A was fenced");
    }

    @Test
    void givenAFenceThatFails_whenItEnds_thenItIsRefusedWithItsOutput() {
        var stage = withDeadPrimary("A", "B");
        orderAndWaitForTheFence(stage, "A");

        stage.fenceEnds("B", FAILED);

        assertThat(stage.active()).isEmpty();
        var last = stage.last("B");
        assertThat(last.outcome()).isEqualTo(Report.Outcome.REFUSED);
        assertThat(last.phase()).isEqualTo(Report.Phase.FENCE);
        assertThat(last.text()).contains("exit status 3").contains("no such outlet");
        assertThat(last.reasons()).extracting(Reason::code).containsExactly(Reason.Code.FENCE_FAILED);
    }

    @Test
    void givenAnOrderWithoutAFence_whenAHostIsSilent_thenNothingIsSwitchedOffAndTheNextOrdersNameIt() {
        var stage = withDeadPrimary("A", "B");

        var last = stage.ordered("B");

        assertThat(stage.fencesOf("B")).isEmpty();
        assertThat(last.reasons().getFirst().next())
                .containsExactly(
                        new NextOrder("B", Set.of(), Set.of("A"), Set.of(), ""),
                        new NextOrder("B", Set.of("A"), Set.of(), Set.of(), ""));
        assertThat(last.silences()).singleElement().satisfies(silence -> {
            assertThat(silence.fenceable()).isTrue();
            assertThat(silence.waitFor()).isEqualTo(Stage.LEASE.total());
            assertThat(silence.heardBy()).isEqualTo("B");
        });
    }

    @Test
    void givenAHostThatAnswers_whenItIsToBeFenced_thenRefused() {
        var stage = withDeadPrimary("A", "B", "C");

        orderAndWaitForTheFence(stage, "A", "C");

        assertThat(stage.fencesOf("B")).isEmpty();
        assertThat(stage.last("B").text()).contains("C answers");
    }

    @Test
    void givenTheTargetItself_whenItIsToBeFenced_thenRefused() {
        var stage = withDeadPrimary("A", "B");

        orderAndWaitForTheFence(stage, "B");

        assertThat(stage.fencesOf("B")).isEmpty();
        assertThat(stage.last("B").text()).contains("it can't be down itself");
    }

    @Test
    void givenAnActiveHostThatReleases_whenASilentOneMayBeFenced_thenItIsLeftAlone() {
        var stage = withDeadPrimary("A", "B", "C");
        stage.start("A");
        stage.pass(Duration.ofSeconds(10));
        stage.order("A");
        stage.pass(Duration.ofSeconds(5));
        stage.kill("C");

        orderAndWaitForTheFence(stage, "C");

        assertThat(stage.fencesOf("B")).isEmpty();
        assertThat(stage.active()).containsExactly("B");
    }

    @Test
    void givenTwoSilentHosts_whenOneFenceFails_thenTheOthersEndIsAwaitedAndItIsRefused() {
        var stage = withDeadPrimary("A", "B", "C");
        stage.kill("C");
        orderAndWaitForTheFence(stage, "A", "C");
        var fences = stage.fencesOf("B");
        assertThat(fences).extracting(Effect.Fence::host).containsExactlyInAnyOrder("A", "C");

        stage.feed("B", new Event.FenceEnded("A", fences.getFirst().epoch(), FAILED));
        assertThat(stage.last("B").outcome()).isEqualTo(Report.Outcome.RUNNING);
        stage.feed("B", new Event.FenceEnded("C", fences.getFirst().epoch(), OFF));

        assertThat(stage.last("B").outcome()).isEqualTo(Report.Outcome.REFUSED);
        assertThat(stage.active()).isEmpty();
    }

    @Test
    void givenAHostThatWasSwitchedOff_whenItIsHeardBeforeTheOthersAreOff_thenTheOrderDoesNotGoThrough() {
        var stage = withDeadPrimary("A", "B", "C");
        stage.kill("C");
        orderAndWaitForTheFence(stage, "A", "C");
        var epoch = stage.fencesOf("B").getFirst().epoch();
        stage.feed("B", new Event.FenceEnded("A", epoch, OFF));
        stage.start("A");
        stage.pass(Duration.ofSeconds(2));

        stage.feed("B", new Event.FenceEnded("C", epoch, OFF));
        stage.pass(Duration.ofSeconds(4));

        assertThat(stage.active()).isEmpty();
        assertThat(stage.last("B").text()).contains("A answers");
    }

    @Test
    void givenALateResult_whenTheOrderIsOver_thenItMeansNothing() {
        var stage = withDeadPrimary("A", "B");
        orderAndWaitForTheFence(stage, "A");
        var fence = stage.fencesOf("B").getLast();
        stage.fenceEnds("B", FAILED);

        stage.feed("B", new Event.FenceEnded("A", fence.epoch(), OFF));
        stage.pass(Duration.ofSeconds(1));

        assertThat(stage.active()).isEmpty();
    }

    @Test
    void givenAHostWithoutACommand_whenItIsToBeFenced_thenRefused() {
        var stage = withDeadPrimary("A", "B");
        stage.fences.clear();
        stage.kill("B");
        stage.start("B");
        stage.pass(Duration.ofSeconds(1));

        orderAndWaitForTheFence(stage, "A");

        assertThat(stage.last("B").reasons()).extracting(Reason::code).containsExactly(Reason.Code.NO_FENCE_COMMAND);
        assertThat(stage.last("B").reasons().getFirst().hosts()).isEqualTo(Set.of("A"));
    }
}
