package io.github.batonha.e2e.faults;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.e2e.Postgres;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/**
 * The promise, on real agents, processes and sockets: under random faults and random orders no two nodes run primaryOnly
 * processes, and once the faults end one SetPrimary brings a working primary. Worlds of different guards, side by side.
 *
 * <p>{@code -Dfaults.minutes=N} says for how long, {@code -Dfaults.seed=N} with which schedules.
 */
@EnabledIf(value = "isRoot", disabledReason = "network namespaces and SIGSTOP of others need root, which CI has")
class FaultScheduleIT {
    private static final Duration MINUTES = ofMinutes(Long.getLong("faults.minutes", 1));
    /** Long enough for every kind of fault to come. */
    private static final Duration EPISODE = ofSeconds(45);
    /** Also where the machine is so slow that the time is up before. */
    private static final int LEAST_EPISODES = 1;

    private static final List<String> TWO = List.of("NodeA", "NodeB");
    private static final List<String> THREE = List.of("NodeA", "NodeB", "NodeC");

    private enum Life {
        TWO_HOSTS("two", TWO, Guarded.BY_OPERATORS),
        THREE_VOTERS("vote", THREE, Guarded.BY_MAJORITY),
        A_DATABASE("base", TWO, Guarded.BY_DATABASE),
        THREE_HOSTS("three", THREE, Guarded.BY_OPERATORS);

        /** Short, for it becomes part of names of the kernel. */
        private final String shortName;

        @SuppressWarnings("ImmutableEnumChecker") // Made by List.of.
        private final List<String> hosts;

        private final Guarded guarded;

        Life(String shortName, List<String> hosts, Guarded guarded) {
            this.shortName = shortName;
            this.hosts = hosts;
            this.guarded = guarded;
        }

        /** All in long runs; else the first, and one of those with votes. */
        static List<Life> of(long seed) {
            var voting = seed % 2 == 0 || !Postgres.isHere() ? THREE_VOTERS : A_DATABASE;
            return MINUTES.compareTo(ofMinutes(1)) > 0 ? List.of(values()) : List.of(TWO_HOSTS, voting);
        }
    }

    @TempDir
    Path folder;

    static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    @Test
    void givenFaultsAndOrdersAtRandom_whenAllHasHealed_thenNeverTwoRanAtOnceAndOnePrimaryWorks() throws Exception {
        long seed = Long.getLong("faults.seed", System.currentTimeMillis() % 1_000_000);
        System.out.println("faults.seed=" + seed);
        var report = new Report();
        var failures = new ArrayList<Throwable>();
        var lives = Life.of(seed);
        try (var worlds = Executors.newFixedThreadPool(lives.size())) {
            var running = new ArrayList<Future<?>>();
            lives.forEach(life -> running.add(worlds.submit(live(life, seed, report))));
            for (var world : running) {
                try {
                    world.get();
                } catch (ExecutionException e) {
                    failures.add(e.getCause());
                }
            }
        }

        report.write(Path.of("target", "faults-report.md"));
        System.out.println(report);
        assertThat(failures).isEmpty();
    }

    private Callable<Testimony> live(Life life, long seed, Report report) {
        var hosts = life.hosts;
        return () -> {
            long begun = System.nanoTime();
            var journal = new Journal();
            var schedule = Schedule.of(seed, hosts, EPISODE);
            try (var world = World.of(life.shortName, folder.resolve(life.shortName), hosts, seed, life.guarded);
                    var drill = new Drill(world, journal)) {
                try {
                    drill.heal(hosts.getFirst());
                    long until = System.nanoTime() + MINUTES.minus(EPISODE).toNanos();
                    for (long next = seed; next < seed + LEAST_EPISODES || System.nanoTime() - until < 0; next++) {
                        schedule = Schedule.of(next, hosts, world.ends(), EPISODE);
                        drill.run(schedule);
                        drill.heal(hosts.get(new Random(next).nextInt(hosts.size())));
                        assertThat(world.faults()).isEmpty();
                    }
                    assertThat(world.stopAll()).as("left after an orderly stop").isEmpty();
                    return world.testimony();
                } catch (Throwable failure) {
                    throw told(failure, world, schedule, journal);
                } finally {
                    var testimony = world.testimony();
                    var took = Duration.ofNanos(System.nanoTime() - begun);
                    report.add(new Report.Entry(world, seed, took, journal, testimony, world.faults()));
                }
            }
        };
    }

    private static AssertionError told(Throwable failure, World world, Schedule schedule, Journal journal) {
        return new AssertionError(
                "world %s failed: %s%n%nThe schedule: %s%n%nWhat happened:%n%s%n%nLogs: %s"
                        .formatted(world.name(), failure, schedule, journal, world.keepLogs()),
                failure);
    }
}
