package io.github.batonha.actors.supervisor;

import static io.github.batonha.actors.fixture.Definitions.hosts;
import static io.github.batonha.actors.fixture.Definitions.server;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.actors.api.Operation;
import io.github.batonha.actors.api.Operation.Action;
import io.github.batonha.actors.api.Operation.Scope;
import io.github.batonha.actors.api.Outcome.Result;
import io.github.batonha.actors.fixture.Definitions;
import io.github.batonha.conf.model.NodeDefinition;
import io.github.batonha.conf.model.Placement;
import io.github.batonha.supervision.spec.ChildSpec;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelectionTest {

    private static final NodeDefinition DEFINITION = Definitions.placed(
            Definitions.of("NodeA", hosts("NodeA", "NodeB"), server("HERE", true), server("EVERYWHERE", true)),
            new Placement("HERE", "GROUP", false, List.of("NodeA")),
            new Placement("THERE", "FAR", false, List.of("NodeB", "NodeC")));

    private static Operation operation(Action action, Scope scope, String name, boolean everyNode) {
        return new Operation(action, scope, name, List.of(), everyNode, false, -1, false, "op", false, 0);
    }

    private static Selection.None none(Operation operation) {
        assertThat(Selection.of(operation, DEFINITION)).isInstanceOf(Selection.None.class);
        return (Selection.None) Selection.of(operation, DEFINITION);
    }

    @ParameterizedTest
    @CsvSource({
        "START, PROCESS, THERE, false, REFUSED",
        "RESTART, PROCESS, THERE, false, REFUSED",
        "STOP, PROCESS, THERE, false, NOTHING",
        "TRAIN, PROCESS, THERE, false, NOTHING",
        "RESTART, PROCESS, THERE, true, NOTHING",
        "STOP, PROCESS, THERE, true, NOTHING",
        "START, GROUP, FAR, false, NOTHING",
        "STOP, GROUP, FAR, false, NOTHING",
        "START, PROCESS, NOWHERE, false, REFUSED",
        "STOP, GROUP, NOWHERE, false, REFUSED",
    })
    void givenAProcessThatIsNotHere_whenSelected_thenItIsAMistakeWhereItWasMeantHere(
            Action action, Scope scope, String name, boolean everyNode, Result expected) {
        assertThat(none(operation(action, scope, name, everyNode)).result()).isEqualTo(expected);
    }

    @Test
    void givenAStartOfWhatIsPlacedElsewhere_whenSelected_thenTheReasonAndTheCommandAreSaid() {
        assertThat(none(operation(Action.START, Scope.PROCESS, "THERE", false)).why())
                .isEqualTo("it is not placed on NodeA (<hosts> is NodeB, NodeC): `baton start-process THERE -s NodeB`");
    }

    @Test
    void givenAServer_whenSelected_thenOnlyWhatIsHereIsMeant() {
        assertThat(Selection.of(operation(Action.STOP, Scope.SERVER, "", false), DEFINITION))
                .isEqualTo(new Selection.Chosen(DEFINITION.processes()));
        assertThat(((Selection.Chosen) Selection.of(operation(Action.STOP, Scope.GROUP, "GROUP", false), DEFINITION))
                        .specs())
                .extracting(ChildSpec::name)
                .containsExactly("HERE", "EVERYWHERE");
    }
}
