package io.github.batonha.actors.drain;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.actors.api.Operation;
import io.github.batonha.actors.api.Operation.Action;
import io.github.batonha.actors.api.Operation.Scope;
import io.github.batonha.actors.api.Outcome;
import io.github.batonha.supervision.drain.DrainOrder;
import io.github.batonha.supervision.drain.DrainState;
import io.github.batonha.supervision.drain.DrainState.Drained;
import io.github.batonha.supervision.drain.DrainState.Serving;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StartingTest {
    private static DrainState drained(boolean stop) {
        var order = new DrainOrder("ops", Duration.ofSeconds(60), stop, false, false);
        return new Drained(order, Instant.parse("2026-01-02T12:00:00.123Z"), stop, Set.of());
    }

    private static Operation operation(Action action, Scope scope) {
        return new Operation(action, scope, "ROUTER", List.of(), false, false, -1, false, "op");
    }

    @ParameterizedTest
    @CsvSource({
        "true, SERVER, REFUSED",
        "true, GROUP, NOTHING",
        "true, PROCESS, NOTHING",
        "false, SERVER, NOTHING",
        "false, PROCESS, NOTHING",
    })
    void givenADrainedNode_whenStarted_thenOnlyAWholeNodeThatWasStoppedIsRefused(
            boolean stop, Scope scope, Outcome.Result result) {
        var remark = Starting.remark("NodeA", drained(stop), operation(Action.START, scope));

        assertThat(remark).map(Outcome::result).hasValue(result);
        assertThat(remark.orElseThrow().text()).contains("DRAINED since 2026-01-02T12:00:00Z, by ops", "baton undrain");
    }

    @Test
    void givenNoDrainOrAStop_whenAsked_thenThereIsNothingToSay() {
        assertThat(Starting.remark("NodeA", new Serving(), operation(Action.START, Scope.SERVER)))
                .isEmpty();
        assertThat(Starting.remark("NodeA", drained(true), operation(Action.STOP, Scope.SERVER)))
                .isEmpty();
    }
}
