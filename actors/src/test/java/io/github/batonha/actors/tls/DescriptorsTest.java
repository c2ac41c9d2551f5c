package io.github.batonha.actors.tls;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DescriptorsTest {

    @ParameterizedTest
    @CsvSource({
        "0, 1024, false",
        "896, 1024, false",
        "897, 1024, true",
        "1024, 1024, true",
        "5000, -1, false",
        "-1, 1024, false"
    })
    void givenOpenDescriptorsAndTheirLimit_whenAStrangerConnects_thenAnEighthStaysInReserve(
            long open, long limit, boolean scarce) {
        assertThat(Descriptors.areScarce(open, limit)).isEqualTo(scarce);
    }
}
