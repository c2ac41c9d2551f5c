package io.github.batonha.conf.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {

    private static final List<String> TAGS = List.of("primaryOnly", "start", "scheduleRestart", "groupId", "encrypted");

    @ParameterizedTest
    @CsvSource({
        "primaryOnyl, primaryOnly",
        "primaryonly, primaryOnly",
        "strat, start",
        "scheduleRestarts, scheduleRestart",
        "encrypt, encrypted",
        "colour, none",
        "x, none",
        "'', none"
    })
    void givenAWord_whenTheNearestIsSought_thenOnlyOneThatCanBeMeantIsFound(String word, String nearest) {
        assertThat(Nearest.to(word, TAGS).orElse("none")).isEqualTo(nearest);
    }

    @ParameterizedTest
    @CsvSource({"Q, P", "Q1, P1", "B, AB", "Q, QA"})
    void givenNamesOfALetterOrTwo_whenTheNearestIsSought_thenNoneIsTakenForAnother(String word, String name) {
        assertThat(Nearest.to(word, List.of(name))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"NodeX, none", "Nodea, NodeA", "NodAe, NodeA", "NodeAA, NodeA", "NodeBx, NodeB"})
    void givenNamesThatDifferInOneLetter_whenTheNearestIsSought_thenItIsNoGuess(String word, String nearest) {
        assertThat(Nearest.to(word, List.of("NodeA", "NodeB", "NodeC")).orElse("none"))
                .isEqualTo(nearest);
    }

    @ParameterizedTest
    @CsvSource({"mno, mon", "p, P", "FEDE, FEED"})
    void givenASlip_whenTheNearestIsSought_thenItIsFound(String word, String name) {
        assertThat(Nearest.to(word, List.of(name))).contains(name);
    }
}
