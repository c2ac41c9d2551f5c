package io.github.batonha.actors.apply;

import static io.github.batonha.actors.fixture.Definitions.hosts;
import static io.github.batonha.actors.fixture.Definitions.primaryOnly;
import static io.github.batonha.actors.fixture.Definitions.server;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.actors.api.Outcome;
import io.github.batonha.actors.api.Outcome.Result;
import io.github.batonha.actors.api.ProcessState;
import io.github.batonha.actors.apply.ApplyPlan.Known;
import io.github.batonha.actors.fixture.Definitions;
import io.github.batonha.conf.model.NodeDefinition;
import io.github.batonha.conf.model.Placement;
import io.github.batonha.supervision.run.LaunchDigest;
import io.github.batonha.supervision.spec.ChildSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ApplyPlanTest {

    private static final LaunchDigest OLD = LaunchDigest.of(List.of("old"), Map.of(), List.of());
    private static final LaunchDigest NEW = LaunchDigest.of(List.of("new"), Map.of(), List.of());

    private final Map<String, Known> known = new HashMap<>();

    private static NodeDefinition definition(ChildSpec... processes) {
        return Definitions.of("NodeA", hosts("NodeA"), processes);
    }

    private static Known live(LaunchDigest started, LaunchDigest before, LaunchDigest after) {
        return new Known(false, true, true, ProcessState.HEALTHY, true, true, started, before, after);
    }

    private static Known down(ProcessState state, boolean wasWanted, boolean isWanted, LaunchDigest after) {
        return new Known(false, true, false, state, wasWanted, isWanted, LaunchDigest.UNKNOWN, OLD, after);
    }

    private static Known standby() {
        return new Known(false, false, false, ProcessState.STANDBY, true, true, LaunchDigest.UNKNOWN, OLD, NEW);
    }

    private List<String> steps(NodeDefinition now, NodeDefinition next) {
        var plan = ApplyPlan.of(now, next, known);
        assertThat(plan.isPossible()).isTrue();
        return plan.steps().stream()
                .map(step -> "%s %s".formatted(step.action(), step.process()))
                .toList();
    }

    @Test
    void givenTheSame_whenPlanned_thenNothingIsToDo() {
        known.put("A", live(OLD, OLD, OLD));
        known.put("B", down(ProcessState.STOPPED, false, false, OLD));

        var both = definition(server("A", true), server("B", true));
        assertThat(steps(both, both)).isEmpty();
    }

    @Test
    void givenGoneChangedAndNew_whenPlanned_thenInThisOrder() {
        known.put("GONE", live(OLD, OLD, LaunchDigest.UNKNOWN));
        known.put("GONE_BEFORE", down(ProcessState.STOPPED, true, false, LaunchDigest.UNKNOWN));
        known.put("SAME", live(OLD, OLD, OLD));
        known.put("CHANGED", live(OLD, OLD, NEW));
        known.put("NEW", down(ProcessState.STOPPED, false, true, NEW));
        known.put("NEW_BY_HAND", down(ProcessState.STOPPED, false, false, NEW));

        var plan = ApplyPlan.of(
                definition(
                        server("SAME", true),
                        server("CHANGED", true),
                        server("GONE", true),
                        server("GONE_BEFORE", true)),
                definition(
                        server("NEW_BY_HAND", false),
                        server("NEW", true),
                        server("SAME", true),
                        server("CHANGED", true)),
                known);

        assertThat(plan.steps())
                .extracting(step -> "%s %s".formatted(step.action(), step.process()))
                .containsExactly(
                        "STOP GONE", "RESTART CHANGED", "START NEW", "UPDATE GONE_BEFORE", "UPDATE NEW_BY_HAND");
        assertThat(plan.stopping()).containsExactlyInAnyOrder("GONE", "CHANGED");
        assertThat(plan.starting()).containsExactlyInAnyOrder("NEW", "CHANGED");
    }

    @Test
    void givenAProcessThatMoves_whenPlanned_thenItStopsAndStartsAndItIsSaidWhy() {
        var there = new Placement("MOVES", "GROUP", false, List.of("NodeB"));
        var here = new Placement("COMES", "GROUP", false, List.of("NodeA"));
        var elsewhere = new Placement("COMES", "GROUP", false, List.of("NodeB"));
        known.put("MOVES", live(OLD, OLD, LaunchDigest.UNKNOWN));
        known.put("COMES", down(ProcessState.STOPPED, false, true, NEW));

        var plan = ApplyPlan.of(
                Definitions.placed(definition(server("MOVES", true)), elsewhere),
                Definitions.placed(definition(server("COMES", true)), there, here),
                known);

        assertThat(plan.steps())
                .extracting(step -> "%s %s: %s".formatted(step.action(), step.process(), step.why()))
                .containsExactly(
                        "STOP MOVES: it is not placed here any more: <hosts> is NodeB",
                        "START COMES: it is placed here now");
    }

    @Test
    void givenARunOfAnEarlierSet_whenTheAgentWasStartedSince_thenItIsStillSeenToHaveChanged() {
        known.put("A", live(OLD, NEW, NEW));

        assertThat(steps(definition(server("A", true)), definition(server("A", true))))
                .containsExactly("RESTART A");
    }

    @Test
    void givenARunThatTellsNothing_whenPlanned_thenTheDefinitionsAreCompared() {
        known.put("A", live(LaunchDigest.UNKNOWN, OLD, NEW));
        known.put("B", live(LaunchDigest.UNKNOWN, NEW, NEW));

        var both = definition(server("A", true), server("B", true));
        assertThat(steps(both, both)).containsExactly("RESTART A");
    }

    @Test
    void givenOnlyStart_whenItChanges_thenItStartsOrStops() {
        known.put("ON", down(ProcessState.STOPPED, false, true, OLD));
        known.put("OFF", new Known(false, true, true, ProcessState.HEALTHY, true, false, OLD, OLD, OLD));
        known.put("BY_HAND", down(ProcessState.STOPPED, false, false, OLD));

        assertThat(steps(
                        definition(server("ON", false), server("OFF", true), server("BY_HAND", false)),
                        definition(server("ON", true), server("OFF", false), server("BY_HAND", true))))
                .containsExactly("STOP OFF", "START ON", "UPDATE BY_HAND");
    }

    @Test
    void givenAnOperatorsStopUnderWay_whenItsRecipeChanges_thenItIsNotStartedAgain() {
        known.put("A", new Known(false, true, true, ProcessState.STOPPING, false, false, OLD, OLD, NEW));

        var plan = ApplyPlan.of(definition(server("A", true)), definition(server("A", true)), known);

        assertThat(plan.starting()).isEmpty();
        assertThat(plan.stopping()).isEmpty();
    }

    @Test
    void givenAFailure_whenItsCauseMayBeMended_thenItIsStarted() {
        known.put("A", down(ProcessState.ERROR, true, true, NEW));
        known.put("B", down(ProcessState.ERROR, true, true, OLD));
        known.put("C", down(ProcessState.STOPPED, true, true, NEW));

        var all = definition(server("A", true), server("B", true), server("C", true));
        assertThat(steps(all, all)).containsExactly("START A", "UPDATE C");
    }

    @Test
    void givenAnAgentThatDiedInTheMiddle_whenPlannedAgain_thenWhatItStoppedIsStarted() {
        known.put("A", new Known(true, true, false, ProcessState.MISSING, true, true, LaunchDigest.UNKNOWN, NEW, NEW));
        known.put("B", new Known(true, true, true, ProcessState.HEALTHY, true, true, NEW, NEW, NEW));
        known.put(
                "C", new Known(true, true, false, ProcessState.STOPPED, false, false, LaunchDigest.UNKNOWN, NEW, NEW));

        var all = definition(server("A", true), server("B", true), server("C", true));
        assertThat(steps(all, all)).containsExactly("START A");
    }

    @Test
    void givenAStandby_whenItChanges_thenNothingStartsHere() {
        known.put("P", standby());
        known.put("Q", standby());

        assertThat(steps(definition(primaryOnly("P")), definition(primaryOnly("P"), primaryOnly("Q"))))
                .containsExactly("UPDATE Q");
    }

    @Test
    void givenAProcessThatRuns_whenItsPlaceChanges_thenNothingIsDone() {
        known.put("A", live(OLD, OLD, OLD));
        known.put("B", live(OLD, OLD, NEW));

        var plan = ApplyPlan.of(
                definition(server("A", true), server("B", true)),
                definition(primaryOnly("A"), server("B", true)),
                known);

        assertThat(plan.isPossible()).isFalse();
        assertThat(plan.outcomes("NodeA"))
                .filteredOn(outcome -> !outcome.isOk())
                .singleElement()
                .satisfies(outcome -> assertThat(outcome.text()).contains("A runs", "kill-process A -c"));
    }

    @Test
    void givenHostsThatDiffer_whenShown_thenItIsSaidWhatThePrimaryMakesOfThem() {
        var plan = ApplyPlan.of(
                Definitions.of("NodeA", hosts("NodeA", "NodeB")),
                Definitions.of("NodeA", hosts("NodeA", "NodeC")),
                known);

        assertThat(plan.outcomes("NodeA"))
                .singleElement()
                .isEqualTo(new Outcome(
                        "NodeA",
                        "",
                        Result.PLANNED,
                        "left until the agent is started again: host NodeC, which is new; host NodeB, which is gone."
                                + " The primary counts other hosts from the next set-primary on"));
    }
}
