package io.github.batonha.supervision.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.supervision.spec.GroupStrategy;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GroupRestartTest {

    private static final List<String> MEMBERS = List.of("A", "B", "C", "D");

    @Test
    void givenTheStrategies_whenOneFails_thenEachConcernsItsOwn() {
        assertThat(failed(GroupStrategy.ONE_FOR_ONE, "B").concerned()).isEmpty();
        assertThat(failed(GroupStrategy.ONE_FOR_ALL, "B").concerned()).containsExactlyInAnyOrder("A", "C", "D");
        assertThat(failed(GroupStrategy.REST_FOR_ONE, "B").concerned()).containsExactlyInAnyOrder("C", "D");
        assertThat(failed(GroupStrategy.REST_FOR_ONE, "D").concerned()).isEmpty();
    }

    @Test
    void givenAFailure_whenTheyEndOneByOne_thenAllWaitForTheLast() {
        var restart = failed(GroupStrategy.REST_FOR_ONE, "B").next();
        assertThat(restart.holding("B")).containsExactlyInAnyOrder("C", "D");
        assertThat(restart.holding("D")).containsExactlyInAnyOrder("B", "C");
        assertThat(restart.holding("A")).isEmpty();

        restart = ended(restart, "D", false);
        restart = ended(restart, "B", false);
        assertThat(restart.holding("B")).containsExactly("C");
        assertThat(restart.holding("D")).containsExactly("C");
        assertThat(restart.holding("C")).isEmpty();

        assertThat(ended(restart, "C", false)).isEqualTo(GroupRestart.NONE);
    }

    @Test
    void givenOneGivesUp_whenTheOthersHaveEnded_thenThoseThatItConcernsWaitUntilItIsBack() {
        var restart = failed(GroupStrategy.REST_FOR_ONE, "B").next();
        restart = ended(ended(ended(restart, "C", false), "D", false), "B", true);

        assertThat(restart.holding("C")).containsExactly("B");
        assertThat(restart.holding("D")).containsExactly("B");
        assertThat(restart.holding("A")).isEmpty();
        assertThat(restart.holding("B")).isEmpty();

        assertThat(restart.recovered("B")).isEqualTo(GroupRestart.NONE);
        assertThat(restart.recovered("A")).isEqualTo(restart);
    }

    @Test
    void givenOneGaveUp_whenItFailsAgainLater_thenItHoldsNobodyForTheOldReason() {
        var restart = failed(GroupStrategy.ONE_FOR_ALL, "B").next();
        for (var name : MEMBERS) {
            restart = ended(restart, name, name.equals("B"), GroupStrategy.ONE_FOR_ALL);
        }
        assertThat(restart.holding("A")).containsExactly("B");

        var again = restart.failed("B", MEMBERS, GroupStrategy.ONE_FOR_ALL).next();

        assertThat(again.lost()).isEmpty();
        assertThat(again.ending()).containsExactlyInAnyOrderElementsOf(MEMBERS);
    }

    @Test
    void givenTwoFailures_whenTheyOverlap_thenEverybodyWaitsForEverybody() {
        var restart = failed(GroupStrategy.REST_FOR_ONE, "C").next();
        var failure = restart.failed("B", MEMBERS, GroupStrategy.REST_FOR_ONE);

        assertThat(failure.concerned()).containsExactlyInAnyOrder("C", "D");
        assertThat(failure.next().holding("B")).containsExactlyInAnyOrder("C", "D");
        assertThat(failure.next().holding("D")).containsExactlyInAnyOrder("B", "C");
    }

    @ParameterizedTest
    @EnumSource
    void givenAnyFailures_whenAllHaveEnded_thenNobodyIsHeldForEver(GroupStrategy strategy) {
        for (var seed = 0; seed < 500; seed++) {
            var random = new Random(seed);
            var restart = GroupRestart.NONE;
            for (var i = 0; i < 30; i++) {
                var name = MEMBERS.get(random.nextInt(MEMBERS.size()));
                restart = random.nextBoolean()
                        ? restart.failed(name, MEMBERS, strategy).next()
                        : restart.ended(name, random.nextInt(3) == 0, MEMBERS, strategy);
            }
            for (var name : MEMBERS) {
                restart = restart.ended(name, false, MEMBERS, strategy);
            }
            assertThat(restart).as("seed %d", seed).isEqualTo(GroupRestart.NONE);
        }
    }

    @ParameterizedTest
    @EnumSource
    void givenAnyFailures_whenAllButOneMayStart_thenNoTwoWaitForEachOtherOnceEnded(GroupStrategy strategy) {
        for (var seed = 0; seed < 500; seed++) {
            var random = new Random(seed);
            var restart = restartOf(strategy, random);
            var ended = new HashSet<>(MEMBERS);
            ended.removeAll(restart.ending());
            ended.removeAll(restart.lost().keySet());
            for (var one : ended) {
                for (var other : ended) {
                    assertThat(restart.holding(one)).as("seed %d", seed).doesNotContain(other);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void givenAnyFailures_whenOneLeavesTheGroup_thenNobodyWaitsForIt(GroupStrategy strategy) {
        for (var seed = 0; seed < 500; seed++) {
            var random = new Random(seed);
            var gone = MEMBERS.get(random.nextInt(MEMBERS.size()));

            var restart = restartOf(strategy, random).without(gone);

            assertThat(restart.holding(gone)).as("seed %d", seed).isEmpty();
            assertThat(MEMBERS)
                    .as("seed %d", seed)
                    .noneMatch(name -> restart.holding(name).contains(gone));
            assertThat(restart.ending().isEmpty())
                    .as("seed %d", seed)
                    .isEqualTo(restart.scope().isEmpty());
        }
    }

    private static GroupRestart restartOf(GroupStrategy strategy, Random random) {
        var restart = GroupRestart.NONE;
        for (var i = 0; i < 10; i++) {
            var name = MEMBERS.get(random.nextInt(MEMBERS.size()));
            restart = random.nextBoolean()
                    ? restart.failed(name, MEMBERS, strategy).next()
                    : restart.ended(name, random.nextInt(3) == 0, MEMBERS, strategy);
        }
        return restart;
    }

    private static GroupRestart.Failure failed(GroupStrategy strategy, String name) {
        return GroupRestart.NONE.failed(name, MEMBERS, strategy);
    }

    private static GroupRestart ended(GroupRestart restart, String name, boolean hasGivenUp) {
        return ended(restart, name, hasGivenUp, GroupStrategy.REST_FOR_ONE);
    }

    private static GroupRestart ended(GroupRestart restart, String name, boolean hasGivenUp, GroupStrategy strategy) {
        return restart.ended(name, hasGivenUp, MEMBERS, strategy);
    }
}
