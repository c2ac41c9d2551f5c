package io.github.batonha.supervision.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.supervision.os.Exit;
import io.github.batonha.supervision.spec.RestartPolicy;
import io.github.batonha.supervision.spec.RestartRules;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Random wishes, exits, timers and late news against a world that does what the effects say. */
class RandomWalkTest {

    private static final int WALKS = 2000;
    private static final int STEPS = 200;

    @ParameterizedTest
    @EnumSource
    void givenAnyWalk_whenItIsStoppedInTheEnd_thenOneRunLivedAtATimeAndItIsDown(RestartPolicy restart) {
        for (var seed = 0; seed < WALKS; seed++) {
            var world = new World(seed, restart);
            for (var i = 0; i < STEPS; i++) {
                world.somethingHappens();
            }
            world.stopForGood();
            assertThat(world.state).as("seed %d", seed).isInstanceOf(State.Down.class);
            assertThat(world.isAnythingAlive()).as("seed %d", seed).isFalse();
        }
    }

    private static final class World {

        private final long seed;
        private final Random random;
        private final Policy policy;
        private final List<Instant> counted = new ArrayList<>();
        private final Deque<Event> news = new ArrayDeque<>();
        private State state = ProcessLifecycle.initial();
        private Instant now = Instant.parse("2026-01-01T12:00:00Z");
        private Instant mayKillFrom = Instant.MAX;
        private long run;
        private boolean isSpawning;
        private boolean isMainAlive;
        private boolean isRestAlive;
        private boolean isKilled;
        private StopOrder toBeStopped = new StopOrder(Duration.ofDays(1), false);

        World(long seed, RestartPolicy restart) {
            this.seed = seed;
            this.random = new Random(seed);
            var rules = RestartRules.of(restart).withIntensity(random.nextInt(6), Duration.ofMinutes(1));
            this.policy = new Policy(rules, Duration.ofSeconds(10), Duration.ofSeconds(20), seed);
        }

        boolean isAnythingAlive() {
            return isSpawning || isMainAlive || isRestAlive;
        }

        void somethingHappens() {
            now = now.plusMillis(random.nextInt(3000));
            switch (random.nextInt(16)) {
                case 0, 1 -> send(new Event.Start());
                case 2 -> wish(new StopOrder(Duration.ofSeconds(random.nextInt(8)), random.nextInt(4) == 0));
                case 3 -> send(new Event.DependenciesChanged(random.nextBoolean() ? Set.of() : Set.of("A")));
                case 4 -> send(new Event.Woken());
                case 5, 6 -> spawnEnds();
                case 7 -> mainEnds();
                case 8 -> restEnds();
                case 9 -> lateNews();
                case 10 -> allEnds();
                case 11 -> fails();
                case 12 -> news.add(new Event.Examined(run, "found"));
                default -> deliver();
            }
        }

        void stopForGood() {
            stop(new StopOrder(Duration.ofSeconds(5), false));
            for (var i = 0; i < 100 && !(state instanceof State.Down && !isAnythingAlive()); i++) {
                now = now.plusSeconds(1);
                spawnEnds();
                deliver();
                send(new Event.Woken());
                if (isKilled) {
                    mainEnds();
                    restEnds();
                }
                deliver();
            }
        }

        /** To be stopped, or ended with its group: both may be answered by a kill at the same time. */
        private void wish(StopOrder order) {
            if (random.nextBoolean()) {
                stop(order);
                return;
            }
            switch (state) {
                case State.Spawning _ -> {
                    toBeStopped = toBeStopped.quicker(order);
                    if (!isSpawning) {
                        allowKillFrom(order.killAt(now));
                    }
                }
                case State.Initialising _, State.Ready _ -> allowKillFrom(order.killAt(now));
                case State.Idle _, State.Coming _, State.Cancelling _, State.Ending _ -> {
                    // Changes nothing, so that nothing may be killed the sooner for it.
                }
            }
            send(new Event.RestartWithGroup(order));
        }

        private void stop(StopOrder order) {
            if (isSpawning) {
                toBeStopped = toBeStopped.quicker(order);
            } else {
                allowKillFrom(order.killAt(now));
            }
            send(new Event.Stop(order));
        }

        private void allowKillFrom(Instant at) {
            mayKillFrom = at.isBefore(mayKillFrom) ? at : mayKillFrom;
        }

        private void spawnEnds() {
            if (!isSpawning) {
                return;
            }
            isSpawning = false;
            if (random.nextInt(4) == 0) {
                news.add(new Event.Refused(run, "refused"));
                return;
            }
            isMainAlive = true;
            isRestAlive = true;
            news.add(new Event.Spawned(run));
            if (random.nextBoolean()) {
                news.add(new Event.BecameReady(run));
            }
        }

        private void mainEnds() {
            if (isMainAlive) {
                isMainAlive = false;
                news.add(new Event.Exited(run, new Exit.Status(1)));
            }
        }

        private void allEnds() {
            if (isMainAlive) {
                isMainAlive = false;
                isRestAlive = false;
                news.add(new Event.Ended(run, new Exit.Status(random.nextInt(2))));
            }
        }

        private void restEnds() {
            if (isRestAlive && !isMainAlive) {
                isRestAlive = false;
                news.add(new Event.Gone(run));
            }
        }

        /** A run that works no more may be killed after the time for the evidence and that for its end, or when it was asked to end. */
        private void fails() {
            if (!isMainAlive) {
                return;
            }
            news.add(new Event.Unhealthy(run, "no answer"));
            if (random.nextBoolean()) {
                news.add(new Event.Examined(run, "found"));
            }
        }

        private void lateNews() {
            var old = run - 1 - random.nextInt(2);
            send(
                    switch (random.nextInt(5)) {
                        case 0 -> new Event.Spawned(old);
                        case 3 -> new Event.Ended(old, new Exit.Status(1));
                        case 1 -> new Event.Refused(old, "late");
                        case 2 -> new Event.Exited(old, new Exit.Status(0));
                        default -> new Event.Gone(old);
                    });
        }

        private void assertSuccessorIsWhatFollows(Event.Ended ended) {
            var step = ProcessLifecycle.step(state, ended, now, policy);
            var free = ProcessLifecycle.step(step.state(), new Event.DependenciesChanged(Set.of()), now, policy);
            assertThat(ProcessLifecycle.successor(state, ended, now, policy).stream()
                            .map(Effect.class::cast)
                            .toList())
                    .as("seed %d", seed)
                    .isEqualTo(free.effects().stream()
                            .filter(Effect.Spawn.class::isInstance)
                            .toList());
        }

        private void deliver() {
            while (!news.isEmpty()) {
                var event = news.remove();
                if (event instanceof Event.Ended ended) {
                    assertSuccessorIsWhatFollows(ended);
                }
                if (event instanceof Event.Spawned && state instanceof State.Cancelling) {
                    allowKillFrom(toBeStopped.killAt(now));
                }
                if (event instanceof Event.Unhealthy) {
                    allowKillFrom(now.plus(ProcessLifecycle.EXAMINED_WITHIN).plus(policy.stopWithin()));
                }
                if (event instanceof Event.Examined && state instanceof State.Failing) {
                    allowKillFrom(now.plus(policy.stopWithin()));
                }
                if (event instanceof Event.Exited) {
                    allowKillFrom(
                            state instanceof State.Cancelling
                                    ? toBeStopped.killAt(now)
                                    : now.plus(policy.stopWithin()));
                }
                send(event);
            }
        }

        private void send(Event event) {
            var step = ProcessLifecycle.step(state, event, now, policy);
            assertThat(step.state().run()).as("seed %d: run numbers grow", seed).isGreaterThanOrEqualTo(state.run());
            assertThat(step.state().restarts())
                    .as("seed %d: restarts grow", seed)
                    .isGreaterThanOrEqualTo(state.restarts());
            if (state instanceof State.GaveUp && !(event instanceof Event.Start || event instanceof Event.Stop)) {
                assertThat(step).as("seed %d: a give-up stays", seed).isEqualTo(new Step(state, List.of()));
            }
            countRestarts(
                    state.runHistory().history(), step.state().runHistory().history());
            state = step.state();
            step.effects().forEach(this::carryOut);
        }

        /** As many as are allowed within the period follow ends by itself, since the last stable run or start by hand. */
        private void countRestarts(RestartHistory before, RestartHistory after) {
            if (after.consecutiveFailures() <= before.consecutiveFailures()) {
                if (after.consecutiveFailures() == 0) {
                    counted.clear();
                }
                return;
            }
            counted.add(now);
            var from = now.minus(policy.restart().period());
            assertThat(counted.stream().filter(at -> at.isAfter(from)))
                    .as("seed %d: as many restarts as allowed", seed)
                    .hasSizeLessThanOrEqualTo(policy.restart().maxRestarts());
        }

        private void carryOut(Effect effect) {
            switch (effect) {
                case Effect.TakeStart() -> news.add(new Event.Granted(now.plusMillis(random.nextInt(3) * 500L)));
                case Effect.TellGroup() ->
                    assertThat(policy.restart().policy())
                            .as("seed %d: only restarts concern a group", seed)
                            .isNotEqualTo(RestartPolicy.TEMPORARY);
                case Effect.Spawn(var number, var restarts) -> {
                    assertThat(isAnythingAlive())
                            .as("seed %d: one run at a time", seed)
                            .isFalse();
                    assertThat(number).isGreaterThan(run);
                    run = number;
                    isSpawning = true;
                    isKilled = false;
                    mayKillFrom = Instant.MAX;
                    toBeStopped = new StopOrder(Duration.ofDays(1), false);
                }
                case Effect.Kill(var number) -> {
                    assertThat(number).isEqualTo(run);
                    assertThat(now).as("seed %d: not killed early", seed).isAfterOrEqualTo(mayKillFrom);
                    isKilled = true;
                }
                case Effect.Terminate(var number) -> assertThat(number).isEqualTo(run);
                case Effect.Examine(var number) -> assertThat(number).isEqualTo(run);
                case Effect.CheckDependencies() ->
                    news.add(new Event.DependenciesChanged(random.nextBoolean() ? Set.of() : Set.of("A")));
                case Effect.WakeAt(var at) -> {}
                case Effect.Adopt(var number) -> throw new AssertionError("nothing was there to adopt");
            }
        }
    }
}
