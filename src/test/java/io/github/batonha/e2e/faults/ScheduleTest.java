package io.github.batonha.e2e.faults;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.e2e.faults.Schedule.Timed;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Schedules are truthful, repeatable, and go through everything. */
class ScheduleTest {
    private static final List<String> HOSTS = List.of("NodeA", "NodeB", "NodeC");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void givenASeed_whenAScheduleIsMadeTwice_thenItIsTheSame(long seed) {
        assertThat(Schedule.of(seed, HOSTS, ofSeconds(100))).isEqualTo(Schedule.of(seed, HOSTS, ofSeconds(100)));
        assertThat(Schedule.of(seed, HOSTS, ofSeconds(100)).steps())
                .isNotEqualTo(Schedule.of(seed + 1, HOSTS, ofSeconds(100)).steps());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void givenASchedule_whenAHostIsGivenUp_thenItIsDownAndNotStartedBefore(long seed) {
        Set<String> down = new HashSet<>();

        for (Timed timed : Schedule.of(seed, HOSTS, ofSeconds(299)).steps()) {
            switch (timed.step()) {
                case Step.KillAgent(var node) -> down.add(node);
                case Step.KillHost(var node) -> down.add(node);
                case Step.Start(var node) -> down.remove(node);
                case Step.GiveUp(var target, var gone) -> {
                    assertThat(down).as(timed.toString()).contains(gone);
                    assertThat(target).isNotEqualTo(gone);
                }
                case Step.KillProcesses _,
                        Step.Stop _,
                        Step.Freeze _,
                        Step.Thaw _,
                        Step.Cut _,
                        Step.Worsen _,
                        Step.Mend _,
                        Step.FillDisk _,
                        Step.EmptyDisk _,
                        Step.SetPrimary _ -> {} // Say nothing of who is down.
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void givenALongSchedule_whenItIsMade_thenEveryKindOfFaultComes(long seed) {
        assertThat(Schedule.of(seed, HOSTS, ofSeconds(100)).kinds()).containsOnlyKeys(Kind.values());
    }
}
