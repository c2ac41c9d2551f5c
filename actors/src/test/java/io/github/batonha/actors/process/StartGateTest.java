package io.github.batonha.actors.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.batonha.actors.api.ProcessState;
import io.github.batonha.supervision.lifecycle.ProcessLifecycle;
import io.github.batonha.supervision.lifecycle.RunHistory;
import io.github.batonha.supervision.lifecycle.State;
import io.github.batonha.supervision.lifecycle.StopOrder;
import io.github.batonha.supervision.lifecycle.Why;
import io.github.batonha.supervision.os.Exit;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whether a process may start: dependencies, group, retirement, permit and immediate restart. */
class StartGateTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final RunHistory PAST = ProcessLifecycle.initial().runHistory();
    private static final State WAITING = new State.Waiting(PAST, Set.of(), NOON, false);
    private static final State BACKING_OFF = new State.BackingOff(PAST, NOON, new Why.Told("exit status 3"), false);
    private static final State DOWN = new State.Down(PAST);
    private static final State MISSING = new State.Missing(PAST, new Exit.Status(3));
    private static final State SPAWNING = new State.Spawning(PAST);
    private static final State INITIALISING = new State.Initialising(PAST);
    private static final State READY = new State.Ready(PAST, NOON);
    private static final State DRAINING = new State.Draining(PAST, NOON, false, State.Then.STAY_DOWN);
    private static final State CANCELLING =
            new State.Cancelling(PAST, new StopOrder(Duration.ofSeconds(1), false), State.Then.STAY_DOWN);
    private static final Map<String, ProcessState> ON_DB = Map.of("DB", ProcessState.STARTING);

    private static final StartGate ALONE = new StartGate("G", true, Map.of(), StartGate.InGroup.CALM, "");
    private static final StartGate GROUPED = new StartGate("G", false, Map.of(), StartGate.InGroup.CALM, "");

    static Stream<Arguments> holders() {
        return Stream.of(
                // gate, state, permit, what it waits for, whether the permit is asked for
                arguments(ALONE, WAITING, true, Set.of(), 1),
                arguments(ALONE, WAITING, false, Set.of(StartGate.PERMIT), 1),
                arguments(ALONE, BACKING_OFF, true, Set.of(), 0),
                arguments(ALONE, READY, false, Set.of(), 0),
                arguments(ALONE.dependingOn(ON_DB), WAITING, true, Set.of("DB"), 0),
                arguments(ALONE.dependingOn(ON_DB), DOWN, true, Set.of("DB"), 0),
                arguments(ALONE.dependingOn(ON_DB).dependingOn(Map.of()), WAITING, true, Set.of(), 1),
                arguments(ALONE.failed(), WAITING, true, Set.of(), 1),
                arguments(GROUPED, WAITING, true, Set.of(), 1),
                arguments(GROUPED.failed(), WAITING, true, Set.of("its group G"), 0),
                arguments(GROUPED.failed().dependingOn(ON_DB), WAITING, true, Set.of("its group G"), 0),
                arguments(GROUPED.failed().groupTold(), WAITING, true, Set.of(), 1),
                arguments(GROUPED.restartWithGroup(), WAITING, true, Set.of(), 1));
    }

    @ParameterizedTest
    @MethodSource
    void holders(StartGate gate, State state, boolean permit, Set<String> waitsFor, int asked) {
        var asks = new AtomicInteger();

        var holders = gate.holders(state, () -> {
            asks.incrementAndGet();
            return permit;
        });

        assertThat(holders).isEqualTo(waitsFor);
        assertThat(asks).hasValue(asked);
    }

    static Stream<Arguments> immediateRestarts() {
        return Stream.of(
                arguments(ALONE, READY, 0, true),
                arguments(ALONE, INITIALISING, 0, true),
                arguments(ALONE, READY, 7, false),
                arguments(ALONE, WAITING, 0, false),
                arguments(ALONE, SPAWNING, 0, false),
                arguments(ALONE, DRAINING, 0, false),
                arguments(ALONE, DOWN, 0, false),
                arguments(ALONE.dependingOn(ON_DB), READY, 0, false),
                arguments(ALONE.retire("the agent is ending"), READY, 0, false),
                arguments(ALONE.restartWithGroup(), READY, 0, false),
                arguments(ALONE.restartWithGroup().endTold(), READY, 0, true),
                arguments(GROUPED, READY, 0, false));
    }

    @ParameterizedTest
    @MethodSource
    void immediateRestarts(StartGate gate, State state, long epoch, boolean isAllowed) {
        assertThat(gate.allowsImmediateRestart(state, epoch)).isEqualTo(isAllowed);
    }

    static Stream<Arguments> runsThatWereNotExpected() {
        return Stream.of(
                arguments(WAITING, StartGate.Unexpected.KEEP),
                arguments(BACKING_OFF, StartGate.Unexpected.KEEP),
                arguments(DOWN, StartGate.Unexpected.STOP),
                arguments(MISSING, StartGate.Unexpected.STOP),
                arguments(SPAWNING, StartGate.Unexpected.LEAVE),
                arguments(READY, StartGate.Unexpected.LEAVE),
                arguments(DRAINING, StartGate.Unexpected.LEAVE));
    }

    @ParameterizedTest
    @MethodSource
    void runsThatWereNotExpected(State state, StartGate.Unexpected expected) {
        assertThat(StartGate.unexpected(state)).isEqualTo(expected);
    }

    static Stream<Arguments> permits() {
        return Stream.of(
                arguments(WAITING, true),
                arguments(SPAWNING, true),
                arguments(INITIALISING, true),
                arguments(READY, false),
                arguments(BACKING_OFF, false),
                arguments(CANCELLING, false),
                arguments(DOWN, false),
                arguments(DRAINING, false));
    }

    @ParameterizedTest
    @MethodSource
    void permits(State state, boolean isKept) {
        assertThat(StartGate.keepsPermit(state)).isEqualTo(isKept);
    }

    @Test
    void givenARetiredProcess_whenItWaitsToStart_thenItStopsAndRefusesStarts() {
        var retired = ALONE.retire("the agent of NodeA is ending");

        assertThat(ALONE.refusal()).isEmpty();
        assertThat(retired.refusal()).contains("the agent of NodeA is ending");
        assertThat(ALONE.endsStart(WAITING)).isFalse();
        assertThat(retired.endsStart(WAITING)).isTrue();
        assertThat(retired.endsStart(BACKING_OFF)).isTrue();
        assertThat(retired.endsStart(READY)).isFalse();
    }

    @Test
    void givenAFailureInItsGroup_whenNothingOfItIsLeft_thenTheParentIsOwedThatOnce() {
        var failed = GROUPED.failed();

        assertThat(failed.hasEndedWithGroup(READY)).isFalse();
        assertThat(failed.hasEndedWithGroup(WAITING)).isTrue();
        assertThat(failed.hasEndedWithGroup(DOWN)).isTrue();
        assertThat(failed.endTold().hasEndedWithGroup(DOWN)).isFalse();
        assertThat(failed.isRestartingWithGroup()).isFalse();
        assertThat(GROUPED.restartWithGroup().isRestartingWithGroup()).isTrue();
        assertThat(failed.restartWithGroup().isRestartingWithGroup()).isFalse();
    }
}
