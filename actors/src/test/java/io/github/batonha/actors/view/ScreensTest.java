package io.github.batonha.actors.view;

import static io.github.batonha.actors.fixture.Definitions.hosts;
import static io.github.batonha.actors.fixture.Definitions.primaryOnly;
import static io.github.batonha.actors.fixture.Definitions.role;
import static io.github.batonha.actors.fixture.Definitions.server;
import static io.github.batonha.actors.fixture.Definitions.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.actors.api.MonCluster;
import io.github.batonha.actors.api.MonCluster.NodeView;
import io.github.batonha.actors.api.MonCluster.ProcessView;
import io.github.batonha.actors.api.PrimaryStatus;
import io.github.batonha.actors.api.ProcessState;
import io.github.batonha.actors.api.ProcessStatus;
import io.github.batonha.actors.api.Role;
import io.github.batonha.actors.api.Totals;
import io.github.batonha.actors.fixture.Definitions;
import io.github.batonha.conf.model.NodeDefinition;
import io.github.batonha.conf.model.Placement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScreensTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final PrimaryStatus A_IS_PRIMARY = role(Role.PRIMARY, "NodeA", 7);
    private static final PrimaryStatus KNOWS_A = role(Role.SECONDARY, "NodeA", 7);
    private static final NodeDefinition DEFINITION =
            Definitions.of("NodeB", hosts("NodeA", "NodeB"), server("SERVER", true), primaryOnly("CONSOLIDATOR"));

    private static NodeReport report(String node, long tick, PrimaryStatus primary, ProcessState consolidator) {
        return new NodeReport(
                node,
                START,
                tick,
                false,
                "hash-1",
                primary,
                List.of(
                        new ReportedProcess(status("SERVER", ProcessState.HEALTHY), 0),
                        new ReportedProcess(status("CONSOLIDATOR", consolidator), 1200)),
                null,
                0,
                1,
                null);
    }

    private static NodeView seen(String name, NodeView.State state, Role role, long age, ProcessView... processes) {
        var totals = state == NodeView.State.UP ? new Totals(2, 0, 0, 0, 0) : null;
        return new NodeView(name, state, role, age, List.of(processes), null, "hash-1", "", totals);
    }

    private static long seconds(long seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }

    private static NodeView node(MonCluster screen, String name) {
        return screen.nodes().stream()
                .filter(node -> node.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void givenNobodyIsPrimary_whenBothAreHeard_thenTheScreenIsThatOfTheThirdPicture() {
        var none = role(Role.SECONDARY, null, 0);
        var lastHeard = LastHeard.NONE
                .heard(report("NodeA", 1, none, ProcessState.STANDBY), seconds(10))
                .heard(report("NodeB", 1, none, ProcessState.STANDBY), seconds(10));

        var screen = Screens.monCluster(DEFINITION, lastHeard, seconds(10));

        assertThat(screen.primary()).isNull();
        assertThat(screen.nodes())
                .containsExactly(
                        seen(
                                "NodeA",
                                NodeView.State.UP,
                                Role.SECONDARY,
                                0,
                                new ProcessView("SERVER", "UP", 0, false, "UP"),
                                new ProcessView("CONSOLIDATOR", "STANDBY", 1, false, "STANDBY")),
                        seen(
                                "NodeB",
                                NodeView.State.UP,
                                Role.SECONDARY,
                                0,
                                new ProcessView("SERVER", "UP", 0, false, "UP"),
                                new ProcessView("CONSOLIDATOR", "STANDBY", 1, false, "STANDBY")));
    }

    @Test
    void givenThePrimaryFallsSilent_whenLongerThanDownAfter_thenItIsDownAndStillMarkedPrimary() {
        var lastHeard = LastHeard.NONE
                .heard(report("NodeA", 1, A_IS_PRIMARY, ProcessState.HEALTHY), seconds(10))
                .heard(report("NodeB", 1, KNOWS_A, ProcessState.STANDBY), seconds(18));

        var screen = Screens.monCluster(DEFINITION, lastHeard, seconds(18));

        assertThat(screen.primary()).isEqualTo(new MonCluster.Primary("NodeA", 7, "", List.of(), List.of()));
        assertThat(node(screen, "NodeA"))
                .isEqualTo(seen(
                        "NodeA",
                        NodeView.State.DOWN,
                        Role.PRIMARY,
                        8,
                        new ProcessView("SERVER", "DOWN", 8, false, "UP"),
                        new ProcessView("CONSOLIDATOR", "DOWN", 9, false, "UP")));
        assertThat(node(screen, "NodeB").state()).isEqualTo(NodeView.State.UP);
    }

    @Test
    void givenAPrimaryByVotes_whenItFallsSilent_thenItsLeaseGrowsOldAndRunsOutOnTheScreens() {
        var granted = new PrimaryStatus.Lease(List.of("NodeA", "NodeW"), -seconds(1), seconds(14));
        var voters = List.of("NodeA", "NodeB", "NodeW");
        var byVotes = new PrimaryStatus(Role.PRIMARY, "NodeA", 7, "", List.of(), List.of(), voters, "", granted);
        var known = new PrimaryStatus(Role.SECONDARY, "NodeA", 7, "", List.of(), List.of(), voters, "", null);
        var lastHeard = LastHeard.NONE
                .heard(report("NodeA", 0, byVotes, ProcessState.HEALTHY), seconds(10))
                .heard(report("NodeB", 1, known, ProcessState.STANDBY), seconds(18));

        assertThat(Screens.monCluster(DEFINITION, lastHeard, seconds(12)).primary())
                .isEqualTo(new MonCluster.Primary(
                        "NodeA",
                        7,
                        "",
                        List.of(),
                        List.of(),
                        voters,
                        new MonCluster.Lease(List.of("NodeA", "NodeW"), 3000, 12_000)))
                .returns("majority", MonCluster.Primary::guard);
        assertThat(Screens.monCluster(DEFINITION, lastHeard, seconds(40)).primary())
                .extracting(MonCluster.Primary::lease)
                .isEqualTo(new MonCluster.Lease(List.of("NodeA", "NodeW"), 31_000, 0));
        assertThat(Screens.console(DEFINITION, lastHeard, seconds(12)).primary())
                .isEqualTo(
                        Screens.monCluster(DEFINITION, lastHeard, seconds(12)).primary());
    }

    @Test
    void givenSilenceOfExactlyDownAfter_whenRendered_thenTheNodeIsStillUp() {
        var lastHeard = LastHeard.NONE.heard(report("NodeA", 1, KNOWS_A, ProcessState.STANDBY), seconds(10));

        assertThat(node(Screens.monCluster(DEFINITION, lastHeard, seconds(14)), "NodeA")
                        .state())
                .isEqualTo(NodeView.State.UP);
        assertThat(node(Screens.monCluster(DEFINITION, lastHeard, seconds(14) + 1), "NodeA")
                        .state())
                .isEqualTo(NodeView.State.DOWN);
    }

    @Test
    void givenADeadPrimary_whenANewerAssignmentNamesAnother_thenItIsSecondary() {
        var lastHeard = LastHeard.NONE
                .heard(report("NodeA", 1, A_IS_PRIMARY, ProcessState.HEALTHY), seconds(10))
                .heard(report("NodeB", 1, role(Role.PRIMARY, "NodeB", 8), ProcessState.HEALTHY), seconds(40));

        var screen = Screens.monCluster(DEFINITION, lastHeard, seconds(40));

        assertThat(screen.primary()).isEqualTo(new MonCluster.Primary("NodeB", 8, "", List.of(), List.of()));
        assertThat(node(screen, "NodeA").role()).isEqualTo(Role.SECONDARY);
    }

    @Test
    void givenALivingNodeThatCallsItselfPrimary_whenANewerAssignmentNamesAnother_thenBothAreShownAsTheySay() {
        var lastHeard = LastHeard.NONE
                .heard(report("NodeA", 1, A_IS_PRIMARY, ProcessState.HEALTHY), seconds(40))
                .heard(report("NodeB", 1, role(Role.PRIMARY, "NodeB", 8), ProcessState.HEALTHY), seconds(40));

        var screen = Screens.monCluster(DEFINITION, lastHeard, seconds(40));

        assertThat(screen.nodes()).allMatch(node -> node.role() == Role.PRIMARY);
    }

    @Test
    void givenAHostNeverHeard_whenRendered_thenAllOfItIsDownAndItsRoleIsThatOfTheAssignment() {
        var lastHeard = LastHeard.NONE.heard(report("NodeB", 1, KNOWS_A, ProcessState.STANDBY), seconds(1));

        var screen = Screens.monCluster(DEFINITION, lastHeard, seconds(1));

        assertThat(node(screen, "NodeA"))
                .isEqualTo(new NodeView(
                        "NodeA",
                        MonCluster.NodeView.State.DOWN,
                        Role.PRIMARY,
                        -1,
                        List.of(
                                new ProcessView("SERVER", "DOWN", -1, false, ""),
                                new ProcessView("CONSOLIDATOR", "DOWN", -1, true, "")),
                        null,
                        "",
                        ""));
    }

    @Test
    void givenAVersion_whenSomethingElseOfANodeIsLeftOut_thenTheVersionStays() {
        var view = new NodeView(
                "NodeA",
                MonCluster.NodeView.State.UP,
                Role.SECONDARY,
                3,
                List.of(),
                null,
                "hash-1",
                "",
                null,
                List.of(),
                "0.2.0");

        assertThat(List.of(view.withoutProcesses(), view.withoutFigures()))
                .allSatisfy(copy -> assertThat(copy.version()).isEqualTo("0.2.0"));
    }

    @Test
    void givenProcessesThatRunOnSomeHosts_whenRendered_thenEachNodeTellsWhichAreNotPlacedThere() {
        var placed = Definitions.placed(
                DEFINITION,
                new Placement("CONSOLIDATOR", "GROUP", true, List.of("NodeB")),
                new Placement("GATEWAY", "GROUP", false, List.of("NodeA")));
        var heard = LastHeard.NONE.heard(report("NodeB", 1, KNOWS_A, ProcessState.STANDBY), seconds(1));

        var screen = Screens.monCluster(placed, heard, seconds(1));

        assertThat(node(screen, "NodeA").notPlaced()).containsExactly("CONSOLIDATOR");
        assertThat(node(screen, "NodeA").processes())
                .extracting(ProcessView::name)
                .containsExactly("SERVER", "GATEWAY");
        assertThat(node(screen, "NodeB").notPlaced()).containsExactly("GATEWAY");
    }

    @Test
    void givenANodeThatStillRunsWhatWasMoved_whenRendered_thenItsWordCounts() {
        var placed = Definitions.placed(DEFINITION, new Placement("SERVER", "GROUP", false, List.of("NodeB")));
        var heard = LastHeard.NONE.heard(report("NodeA", 1, KNOWS_A, ProcessState.STANDBY), seconds(1));

        assertThat(node(Screens.monCluster(placed, heard, seconds(1)), "NodeA").notPlaced())
                .isEmpty();
    }

    @Test
    void givenNothingKnown_whenAHostWasNeverHeard_thenItsRoleIsUnknown() {
        var screen = Screens.monCluster(DEFINITION, LastHeard.NONE, 0);

        assertThat(screen.nodes()).extracting(NodeView::role).containsOnly(Role.UNKNOWN);
    }

    @Test
    void givenProcesses_whenTheirTotalIsMade_thenThoseWithAPidRunAndDecimalsStayShort() {
        var running = new ProcessStatus("A", "G", 7L, null, ProcessState.RUNNING, 0.1, 2.5, 1, 0, false, "");
        var standby = new ProcessStatus("B", "G", 8L, null, ProcessState.STANDBY, 0.2, 1.5, 1, 0, true, "");
        var missing = new ProcessStatus("C", "G", null, null, ProcessState.MISSING, 0, 0, 0, 0, false, "");

        assertThat(Totals.of(List.of(running, standby, missing))).isEqualTo(new Totals(3, 2, 2, 0.3, 4.0));
    }

    @Test
    void givenAFarewell_whenRenderedAtOnce_thenTheNodeIsDown() {
        var farewell = new NodeReport("NodeA", START, 2, true, "hash-1", KNOWS_A, List.of(), null, 0, 1, null);
        var lastHeard = LastHeard.NONE
                .heard(report("NodeA", 1, KNOWS_A, ProcessState.STANDBY), seconds(1))
                .heard(farewell, seconds(1));

        assertThat(node(Screens.monCluster(DEFINITION, lastHeard, seconds(1)), "NodeA")
                        .state())
                .isEqualTo(NodeView.State.DOWN);
    }

    @Test
    void givenANodeThatOnlyItsOwnDefinitionKnows_whenHeard_thenItIsShownLastUntilItFallsSilent() {
        var lastHeard = LastHeard.NONE.heard(report("Another", 1, KNOWS_A, ProcessState.STANDBY), seconds(10));

        assertThat(Screens.monCluster(DEFINITION, lastHeard, seconds(10)).nodes())
                .extracting(NodeView::name)
                .containsExactly("NodeA", "NodeB", "Another");
        assertThat(Screens.monCluster(DEFINITION, lastHeard, seconds(20)).nodes())
                .extracting(NodeView::name)
                .containsExactly("NodeA", "NodeB");
    }

    @Test
    void givenAnOvertakenReport_whenHeardLate_thenItChangesNothing() {
        var newer = report("NodeA", 5, A_IS_PRIMARY, ProcessState.HEALTHY);
        var lastHeard = LastHeard.NONE.heard(newer, seconds(10));

        var late = lastHeard.heard(report("NodeA", 4, KNOWS_A, ProcessState.STANDBY), seconds(11));

        assertThat(late).isEqualTo(lastHeard);
    }

    @Test
    void givenAnAgentThatWasStartedAgain_whenItsClockReadsLess_thenItsReportCounts() {
        var lastHeard = LastHeard.NONE.heard(report("NodeA", 500, A_IS_PRIMARY, ProcessState.HEALTHY), seconds(10));
        var reborn = new NodeReport(
                "NodeA", START.plusSeconds(60), 1, false, "hash-1", KNOWS_A, List.of(), null, 0, 1, null);

        assertThat(lastHeard
                        .heard(reborn, seconds(70))
                        .of("NodeA")
                        .orElseThrow()
                        .report())
                .isEqualTo(reborn);
    }

    @Test
    void givenAProcessThatSpokeAWhileAgo_whenMonIsDrawn_thenItIsUpForThatMuchLonger() {
        var up = new ProcessStatus("SERVER", "GROUP", 42L, null, ProcessState.HEALTHY, 1.5, 2.5, 100, 3, false, "so");
        var down = status("CONSOLIDATOR", ProcessState.STOPPED);
        var own = new NodeReport(
                "NodeB",
                START,
                1,
                false,
                "hash-1",
                KNOWS_A,
                List.of(new ReportedProcess(up, 4_900), new ReportedProcess(down, 4_900)),
                null,
                0,
                1,
                null);

        assertThat(Screens.mon(DEFINITION, own).processes())
                .containsExactly(
                        new ProcessStatus(
                                "SERVER", "GROUP", 42L, null, ProcessState.HEALTHY, 1.5, 2.5, 104, 3, false, "so"),
                        down);
    }
}
