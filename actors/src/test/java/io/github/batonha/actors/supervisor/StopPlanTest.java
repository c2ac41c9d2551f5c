package io.github.batonha.actors.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.supervision.spec.ChildSpec;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StopPlanTest {

    /** D needs B and C, which need A; E stands alone. */
    private static final List<ChildSpec> SPECS =
            List.of(spec("A"), spec("B", "A"), spec("C", "A"), spec("D", "B", "C"), spec("E"));

    @Test
    void givenADiamond_whenAllStop_thenDependentsGoFirstAndIndependentOnesTogether() {
        var plan = new StopPlan(SPECS, Set.of("A", "B", "C", "D", "E"));

        assertThat(plan.next()).containsExactlyInAnyOrder("D", "E");
        assertThat(plan.next()).isEmpty();
        plan.gone("E");
        assertThat(plan.next()).isEmpty();
        plan.gone("D");
        assertThat(plan.next()).containsExactlyInAnyOrder("B", "C");
        plan.gone("B");
        assertThat(plan.next()).isEmpty();
        plan.gone("C");
        assertThat(plan.next()).containsExactly("A");
    }

    @Test
    void givenSomeOfThem_whenTheyStop_thenTheOrderHoldsOverThoseThatStay() {
        var plan = new StopPlan(SPECS, Set.of("A", "D"));

        assertThat(plan.next()).containsExactly("D");
        plan.gone("D");
        assertThat(plan.next()).containsExactly("A");
    }

    private static ChildSpec spec(String name, String... dependencies) {
        return ChildSpec.of(name, "true").dependencies(List.of(dependencies)).build();
    }
}
