package io.github.batonha.supervision.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResourceControlTest {

    @Test
    void givenLimits_whenShown_thenTheyAreThoseOfTheTags() {
        assertThat(new ResourceControl(512L << 20, 50, 200).words())
                .containsExactly("memoryMax=512M", "cpuWeight=50", "tasksMax=200");
        assertThat(ResourceControl.NONE.words()).isEmpty();
        assertThat(ResourceControl.NONE.isNone()).isTrue();
        assertThat(new ResourceControl(0, 0, 1).isNone()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1",
        "1000, 1000",
        "1024, 1K",
        "1536, 1536",
        "1572864, 1536K",
        "2147483648, 2G",
        "1125899906842624, 1024T"
    })
    void givenBytes_whenShown_thenTheUnitLeavesAWholeNumber(long bytes, String shown) {
        assertThat(ResourceControl.shown(bytes)).isEqualTo(shown);
    }

    @Test
    void givenAWeightOfAnother_whenBesideIt_thenAProcessWithoutOneHasTheUsualOne() {
        var limited = new ResourceControl(1024, 0, 9);
        var weighted = new ResourceControl(0, 50, 0);

        assertThat(limited.beside(Stream.of(limited, ResourceControl.NONE))).isEqualTo(limited);
        assertThat(ResourceControl.NONE.beside(Stream.of(limited))).isEqualTo(ResourceControl.NONE);
        assertThat(limited.beside(Stream.of(limited, weighted))).isEqualTo(new ResourceControl(1024, 100, 9));
        assertThat(weighted.beside(Stream.of(weighted))).isEqualTo(weighted);
    }
}
