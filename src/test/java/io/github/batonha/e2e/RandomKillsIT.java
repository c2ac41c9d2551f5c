package io.github.batonha.e2e;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills agent and processes at random, in whatever they are about to do, again and again; what is wanted comes of it all the same.
 * A few kills in every build, 200 with {@code -Pkills-long}; {@code -Dkills=N} and {@code -Dkills.seed=S} choose others.
 */
class RandomKillsIT {
    private static final int KILLS = Integer.getInteger("kills", 18);
    private static final long SEED = Long.getLong("kills.seed", System.nanoTime());
    private static final int COUNT = 8;
    private static final int ONE_OF_SO_MANY_IS_THE_AGENT = 6;
    private static final String A = Sleepers.NODE;
    private static final String STOPPED = "S0008";

    @TempDir
    Path folder;

    private final Random random = new Random(SEED);
    private TestCluster cluster;

    @BeforeEach
    void start() {
        cluster = TestCluster.in(Sleepers.create(folder.resolve("home"), COUNT, "127.0.63.1"));
        cluster.install(A);
        cluster.startAndAwait(A);
    }

    @AfterEach
    void end() {
        cluster.close();
    }

    @Test
    void givenAgentAndProcessesKilledAtRandom_thenEachThatIsWantedRunsOnceAndNothingElse() {
        cluster.baton(A, "kill-process", STOPPED).orFail();

        for (var kill = 1; kill <= KILLS; kill++) {
            var as = "kill %d of seed %d".formatted(kill, SEED);
            if (kill % ONE_OF_SO_MANY_IS_THE_AGENT == 0) {
                killAgent(as);
            } else {
                killOne(as);
            }
            pause();
        }

        var wanted = Set.copyOf(Sleepers.names(COUNT - 1));
        TestCluster.eventually("each runs that is wanted, seed " + SEED, ofSeconds(90), () -> {
            assertNoDouble("in the end, seed " + SEED);
            return Sleepers.running(cluster).keySet().equals(wanted)
                    && wanted.stream().allMatch(name -> status(name).equals("HEALTHY"))
                    && Stream.of(STOPPED, "IDLE").allMatch(name -> status(name).equals("STOPPED"));
        });
        cluster.stop(A);
        assertThat(cluster.processes(A)).isEmpty();
    }

    /** The next agent is started at once, and may be killed before it has begun. */
    private void killAgent(String as) {
        cluster.killAgent(A);
        assertNoDouble(as);
        cluster.start(A);
    }

    private void killOne(String as) {
        var pids = cluster.processes(A);
        assertNoDouble(as);
        if (!pids.isEmpty()) {
            ProcessHandle.of(pids.get(random.nextInt(pids.size()))).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    private void assertNoDouble(String as) {
        assertThat(Sleepers.running(cluster).values()).as(as).allMatch(pids -> pids.size() == 1);
    }

    /** Mostly shorter than what follows from a kill takes, now and then longer than a start of the agent. */
    private void pause() {
        var longest = random.nextInt(4) == 0 ? ofMillis(2500) : ofMillis(150);
        LockSupport.parkNanos((long) (random.nextDouble() * longest.toNanos()));
    }

    private String status(String name) {
        return cluster.process(A, name).path("status").asText();
    }
}
