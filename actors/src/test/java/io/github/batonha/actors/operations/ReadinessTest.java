package io.github.batonha.actors.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.actors.api.MonCluster;
import io.github.batonha.actors.api.MonCluster.NodeView;
import io.github.batonha.actors.api.MonCluster.ProcessView;
import io.github.batonha.actors.api.Role;
import io.github.batonha.actors.api.SetPrimaryRequest;
import io.github.batonha.actors.api.StandbyState;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadinessTest {

    private static NodeView node(String name, NodeView.State state, Role role, StandbyState standby) {
        var process = new ProcessView("ONE", "STANDBY", 0, true, "STANDBY", standby);
        return new NodeView(name, state, role, 0, List.of(process), null, "", "");
    }

    @ParameterizedTest
    @CsvSource({
        // primary, its role, standby of the target, confirmed down, --when-ready, waited: decision
        "UP,   PRIMARY,   WARM,    false, 0,  0,  Go",
        "UP,   PRIMARY,   WARMING, false, 0,  0,  Wait",
        "UP,   PRIMARY,   WARMING, false, 0,  5,  Go",
        "UP,   PRIMARY,   FAILED,  false, 0,  0,  Go",
        "UP,   PRIMARY,   COLD,    false, 0,  0,  Go",
        "UP,   PRIMARY,   WARMING, true,  0,  0,  Go",
        "DOWN, PRIMARY,   WARMING, false, 0,  0,  Go",
        "UP,   SECONDARY, WARMING, false, 0,  0,  Go",
        "UP,   PRIMARY,   WARM,    false, 60, 0,  Go",
        "UP,   PRIMARY,   COLD,    false, 60, 0,  Go",
        "UP,   PRIMARY,   WARMING, false, 60, 6,  Wait",
        "UP,   PRIMARY,   FAILED,  false, 60, 6,  Wait",
        "DOWN, PRIMARY,   FAILED,  false, 60, 6,  Wait",
        "UP,   PRIMARY,   WARMING, false, 60, 60, GiveUp",
        "UP,   PRIMARY,   FAILED,  false, 60, 61, GiveUp"
    })
    void givenTheCluster_whenOrdered_thenItIsDoneOrWaitedFor(
            NodeView.State primary,
            Role role,
            StandbyState standby,
            boolean isConfirmedDown,
            int whenReady,
            int waited,
            String decision) {
        var cluster = new MonCluster(
                null,
                List.of(
                        node("NodeA", primary, role, StandbyState.COLD),
                        node("NodeB", NodeView.State.UP, Role.SECONDARY, standby)));
        var down = isConfirmedDown ? List.of("NodeA") : List.<String>of();
        var request = new SetPrimaryRequest("NodeB", down, "ann", "", List.of(), List.of(), false, whenReady);

        var decided = Readiness.decide(cluster, "NodeB", request, Duration.ofSeconds(waited), Duration.ofSeconds(5));

        assertThat(decided.getClass().getSimpleName()).isEqualTo(decision);
    }
}
