package io.github.batonha.supervision.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CapabilitiesTest {

    @Test
    void givenAStatusOfTheKernel_whenRead_thenEachSetIsToldApart() {
        var unit = Capabilities.parse(List.of(
                "Uid:\t1\t1\t1\t1",
                "CapInh:\t00000000000800e5",
                "CapPrm:\t00000000000800e5",
                "CapEff:\t00000000000800e5",
                "CapBnd:\t00000000000800e5",
                "CapAmb:\t00000000000800e5"));
        var root = Capabilities.parse(List.of("CapEff:\t000001ffffffffff", "CapAmb:\t0000000000000000"));
        var user = Capabilities.parse(List.of("CapEff:\t0000000000000000", "CapAmb:\t0000000000000000"));

        assertThat(unit.mayChangeUser()).isTrue();
        assertThat(unit.arePassedOn()).isTrue();
        assertThat(root.mayChangeUser()).isTrue();
        assertThat(root.arePassedOn()).isFalse();
        assertThat(user.mayChangeUser()).isFalse();
        assertThat(Capabilities.parse(List.of("CapEff:\tffffffffffffffff")).mayChangeUser())
                .isTrue();
        assertThat(Capabilities.parse(List.of())).isEqualTo(new Capabilities(0, 0));
    }
}
