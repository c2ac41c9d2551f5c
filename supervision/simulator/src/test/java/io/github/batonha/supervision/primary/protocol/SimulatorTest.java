package io.github.batonha.supervision.primary.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.github.batonha.supervision.primary.model.Guard;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Runs the protocol through the lives of many clusters. A failing one is replayed with its trace by
 * {@code mvn test -pl supervision/simulator -am -Dtest=SimulatorTest -Dsurefire.failIfNoSpecifiedTests=false -Dsim.seed=SEED}
 * (and {@code -Dsim.profile=PROFILE} where it was not {@code ANY}).
 */
class SimulatorTest {

    private static final int THREADS = Integer.getInteger("sim.threads", 1);
    private static final long SCHEDULES = Long.getLong("sim.schedules", 100_000);
    private static final Profile PROFILE = Profile.valueOf(System.getProperty("sim.profile", Profile.ANY.name()));
    private static final long SCHEDULES_OF_VOTERS = Long.getLong("sim.schedules.voters", 600);
    private static final String FIRST = System.getProperty("sim.first", "1");
    private static final int SCRIPT_SEEDS = 20;
    private static final int MOST_FAILURES = Integer.getInteger("sim.stop", 5);

    @Test
    void givenFaultsAndOperatorsAtRandom_whenTheClusterLives_thenNoTwoNodesArePrimaryAndOneCanBeMade()
            throws Exception {
        var only = Long.getLong("sim.seed");
        if (only != null) {
            replay(only);
            return;
        }
        var first = seed(FIRST);
        System.out.printf("%s: %,d schedules from seed %d%n", PROFILE, SCHEDULES, first);
        var begun = System.nanoTime();

        var campaign = new Campaign(PROFILE, first, SCHEDULES, MOST_FAILURES, () -> false);
        var tally = campaign.run(THREADS);

        var took = Duration.ofNanos(System.nanoTime() - begun);
        System.out.printf("%s; %.1f s on %d threads%n", tally, took.toMillis() / 1000.0, THREADS);
        assertThat(campaign.failures())
                .as("failing lives; replay one with what stands before its colon")
                .isEmpty();
        assertThat(
                        PROFILE == Profile.ANY
                                ? List.of(
                                        tally.excluding,
                                        tally.fenced,
                                        tally.resumptions,
                                        tally.regroupings,
                                        tally.continuations,
                                        tally.promotions)
                                : List.of(tally.continuations, tally.promotions))
                .as("lives that try everything")
                .doesNotContain(0L);
    }

    /** A short form of what {@code -Dsim.profile} runs at length. */
    @Test
    void givenVoters_whenTheClusterLives_thenNoTwoNodesArePrimaryAndOneCanBeMade() throws Exception {
        for (var profile : Profile.values()) {
            if (profile.guard != Guard.OPERATOR && profile != Profile.DATABASE_LOSSES) {
                var campaign = new Campaign(profile, seed(FIRST), SCHEDULES_OF_VOTERS, MOST_FAILURES, () -> false);
                var tally = campaign.run(THREADS);

                System.out.printf("%s: %s%n", profile, tally);
                assertThat(campaign.failures())
                        .as("failing lives; replay one with what stands before its colon")
                        .isEmpty();
                assertThat(tally.resumptions).isPositive();
            }
        }
    }

    /** Why docs/primary.md asks for a database that keeps what it has acknowledged. */
    @Test
    void givenADatabaseThatLosesWrites_whenTheClusterLives_thenTwoNodesArePrimaryInSomeLife() {
        var lives = LongStream.rangeClosed(1, 2_000);
        assertThat(lives.anyMatch(SimulatorTest::hasOverlapByLosses)).isTrue();
    }

    private static boolean hasOverlapByLosses(long seed) {
        try {
            Profile.DATABASE_LOSSES.live(seed, Set.of(Violation.Kind.OVERLAP));
            return false;
        } catch (Violation overlap) {
            return overlap.kind == Violation.Kind.OVERLAP;
        }
    }

    @Test
    void givenAScript_whenItsEventsMeet_thenNothingIsBrokenAndItGetsToItsEnd() {
        for (var script : Script.values()) {
            for (var seed = 0; seed < SCRIPT_SEEDS; seed++) {
                var promotions = script.live(seed, Violation.Kind.all()).checks.tally.promotions;
                assertThat(promotions > 0).as("%s %d", script, seed).isEqualTo(Script.hasStandbys(seed));
            }
        }
    }

    /** Of a number, or of {@code clock}: then each run has seeds that no other had. */
    static long seed(String first) {
        return first.equals("clock") ? System.currentTimeMillis() * 1000 : Long.parseLong(first);
    }

    private static void replay(long seed) {
        var schedule = new Schedule(PROFILE, seed, Violation.Kind.all(), true);
        try {
            schedule.run();
            print(schedule.world());
        } catch (Violation violation) {
            print(schedule.world());
            fail("%s seed %d: %s", PROFILE, seed, violation.getMessage());
        }
    }

    private static void print(SimWorld world) {
        var log = world.log;
        if (log != null) {
            log.forEach(System.out::println);
        }
    }
}
