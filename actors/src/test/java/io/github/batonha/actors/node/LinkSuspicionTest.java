package io.github.batonha.actors.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.actors.node.LinkSuspicion.Talk;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinkSuspicionTest {
    private static final Duration TEN = Duration.ofSeconds(10);

    private static long seconds(long seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }

    @ParameterizedTest
    @CsvSource({
        "false, false, false, false", // never heard: nothing of ours can hang
        "true, true, true, false",
        "true, true, false, true", // what we say does not arrive
        "true, false, true, true", // what it says does not arrive
        "true, false, false, true",
    })
    void givenATalk_whenOneWayIsSilent_thenItIsOneSided(
            boolean wasEverHeard, boolean isHeard, boolean hearsUs, boolean expected) {
        assertThat(new Talk(wasEverHeard, isHeard, hearsUs).isOneSided()).isEqualTo(expected);
    }

    @Test
    void givenASuspect_whenItStaysOne_thenItLastsFromTheFirstLook() {
        var suspicion = LinkSuspicion.NONE
                .with(Set.of("B"), seconds(0))
                .with(Set.of("B", "C"), seconds(5))
                .with(Set.of("B", "C"), seconds(10));

        assertThat(suspicion.hasLasted("B", TEN, seconds(10))).isTrue();
        assertThat(suspicion.hasLasted("C", TEN, seconds(10))).isFalse();
        assertThat(suspicion.hasLasted("C", TEN, seconds(15))).isTrue();
    }

    @Test
    void givenASuspect_whenItIsNoneForOneLook_thenTheCountBeginsAnew() {
        var suspicion = LinkSuspicion.NONE
                .with(Set.of("B"), seconds(0))
                .with(Set.of(), seconds(5))
                .with(Set.of("B"), seconds(6));

        assertThat(suspicion.hasLasted("B", TEN, seconds(12))).isFalse();
    }
}
