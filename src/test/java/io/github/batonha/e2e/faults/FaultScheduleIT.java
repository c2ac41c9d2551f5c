package io.github.batonha.e2e.faults;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/**
 * The promise, on real agents, processes and sockets: under random faults and random orders no two nodes run primaryOnly
 * processes, and once the faults end one SetPrimary brings a working primary. A world of two hosts and one of three, side by side.
 *
 * <p>{@code -Dfaults.minutes=N} says for how long, {@code -Dfaults.seed=N} with which schedules.
 */
@EnabledIf(value = "isRoot", disabledReason = "network namespaces and SIGSTOP of others need root, which CI has")
class FaultScheduleIT {
    private static final Duration MINUTES = ofMinutes(Long.getLong("faults.minutes", 1));
    /** Long enough for every kind of fault to come. */
    private static final Duration EPISODE = ofSeconds(45);
    /** Also where the machine is so slow that the time is up before. */
    private static final int LEAST_EPISODES = 2;

    private static final Map<String, List<String>> WORLDS =
            new TreeMap<>(Map.of("two", List.of("NodeA", "NodeB"), "three", List.of("NodeA", "NodeB", "NodeC")));

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
        try (var worlds = Executors.newFixedThreadPool(WORLDS.size())) {
            var running = new ArrayList<Future<?>>();
            WORLDS.forEach((name, hosts) -> running.add(worlds.submit(live(name, hosts, seed, report))));
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

    private Callable<Testimony> live(String name, List<String> hosts, long seed, Report report) {
        return () -> {
            long begun = System.nanoTime();
            var journal = new Journal();
            var schedule = Schedule.of(seed, hosts, EPISODE);
            try (var world = World.of(name, folder.resolve(name), hosts, seed, FaultHome.SHORT_GRACE);
                    var drill = new Drill(world, journal)) {
                try {
                    drill.heal(hosts.getFirst());
                    long until = System.nanoTime() + MINUTES.minus(EPISODE).toNanos();
                    for (long next = seed; next < seed + LEAST_EPISODES || System.nanoTime() - until < 0; next++) {
                        schedule = Schedule.of(next, hosts, EPISODE);
                        drill.run(schedule);
                        drill.heal(hosts.get(new Random(next).nextInt(hosts.size())));
                        assertThat(world.testimony().faults()).isEmpty();
                    }
                    assertThat(world.stopAll()).as("left after an orderly stop").isEmpty();
                    return world.testimony();
                } catch (Throwable failure) {
                    throw told(failure, world, schedule, journal);
                } finally {
                    var testimony = world.testimony();
                    var took = Duration.ofNanos(System.nanoTime() - begun);
                    report.add(new Report.Entry(world, seed, took, journal, testimony, testimony.faults()));
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
