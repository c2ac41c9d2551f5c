package io.github.batonha.sessions.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.sessions.store.WriteResult.Written;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Users who count their clicks in their sessions by compare-and-set, on a node that is in sync, and send a click again elsewhere
 * when they had no answer, while nodes stand still and are killed one at a time. What they sent first may still be carried out
 * later: no click may be lost or counted twice.
 */
class CounterTest {

    private static final int USERS = 5;
    private static final Duration PATIENCE = Duration.ofMillis(2500);

    static LongStream seeds() {
        return LongStream.range(0, 80);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void givenTwoNodes_whenOneAtATimeStandsStillOrDies_thenEachClickCountsOnce(long seed) {
        new Run(new SimulatedCluster(seed, SimulatedCluster.LIMITS, "NodeA", "NodeB")).check();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void givenThreeNodes_whenOneAtATimeStandsStillOrDies_thenEachClickCountsOnce(long seed) {
        new Run(new SimulatedCluster(seed, SimulatedCluster.LIMITS, "NodeA", "NodeB", "NodeC")).check();
    }

    /** As the sample's router has it: the count, and the number of the last click in it. */
    private record Counter(long count, long last, String tag) {}

    private static final class Run {
        private final SimulatedCluster cluster;
        private final Random random;
        private final List<User> users = new ArrayList<>();

        Run(SimulatedCluster cluster) {
            this.cluster = cluster;
            this.random = cluster.random();
        }

        void check() {
            cluster.up().forEach(node -> node.skew(Duration.ofMillis(random.nextInt(4000) - 2000)));
            cluster.run(Duration.ofSeconds(5));
            for (var index = 0; index < USERS; index++) {
                users.add(new User(cluster));
            }
            cluster.run(Duration.ofSeconds(5));
            for (var round = 0; round < 6; round++) {
                clickFor(Duration.ofSeconds(1 + random.nextInt(3)));
                disturb();
                clickFor(Duration.ofSeconds(9));
                cluster.names().stream()
                        .map(cluster::node)
                        .filter(one -> !one.isUp())
                        .forEach(SimulatedNode::start);
                cluster.runUntil(
                        Duration.ofMinutes(1), () -> cluster.up().stream().allMatch(SimulatedNode::serves));
                cluster.runUntil(Duration.ofMinutes(1), cluster::isConverged);
            }
            users.forEach(user -> cluster.runUntil(Duration.ofMinutes(1), user::goOn));
            cluster.runUntil(Duration.ofMinutes(1), cluster::isConverged);

            for (var node : cluster.up()) {
                assertThat(users)
                        .allSatisfy(user -> assertThat(user.counter(node).count())
                                .as("clicks on %s", node.name())
                                .isEqualTo(user.answered)
                                .isGreaterThan(10));
            }
        }

        private void disturb() {
            var node = cluster.node(
                    cluster.names().get(random.nextInt(cluster.names().size())));
            if (random.nextInt(3) > 0) {
                node.pause(Duration.ofMillis(random.nextInt(6000)));
            } else {
                node.kill();
            }
        }

        private void clickFor(Duration time) {
            for (var end = cluster.now() + time.toNanos(); cluster.now() < end; ) {
                users.forEach(User::click);
                cluster.run(Duration.ofMillis(1 + random.nextInt(100)));
            }
        }
    }

    /** Clicks, one click after the other; each until it is answered. */
    private static final class User {
        private final SimulatedCluster cluster;
        private final SessionId id;
        private final List<Attempt> attempts = new ArrayList<>();
        private long answered;
        private long begun;

        User(SimulatedCluster cluster) {
            this.cluster = cluster;
            var node = cluster.up().getFirst();
            var made = node.write(node.store().create(Duration.ofDays(1), List.of()), Level.ONE_OTHER, answer -> {});
            this.id = ((Written) made).session().id();
        }

        void click() {
            if (begun == answered && cluster.random().nextInt(4) == 0) {
                begun++;
            }
            goOn();
        }

        /** Returns whether nothing is under way any more, also nothing that the user has given up. */
        boolean goOn() {
            attempts.removeIf(Attempt::isOver);
            attempts.forEach(Attempt::act);
            var isWaiting = attempts.stream().anyMatch(one -> one.click == begun && !one.isGivenUp());
            var nodes = cluster.up().stream().filter(SimulatedNode::serves).toList();
            if (begun > answered && !isWaiting && !nodes.isEmpty()) {
                attempts.add(new Attempt(this, nodes.get(cluster.random().nextInt(nodes.size())), begun));
            }
            return begun == answered && attempts.isEmpty();
        }

        Counter counter(SimulatedNode node) {
            return node.store()
                    .find(id)
                    .flatMap(session -> session.attribute("clicks"))
                    .map(found -> {
                        var words = new String(found.value(), StandardCharsets.UTF_8).split(" ", 2);
                        return new Counter(Long.parseLong(words[0]), Long.parseLong(words[1]), found.tag());
                    })
                    .orElse(new Counter(0, 0, ""));
        }
    }

    /** A request for a click on a node: reads at once, and writes a little later, or much later if the node stands still. */
    private static final class Attempt {
        private final User user;
        private final SimulatedNode node;
        private final Replication life;
        private final long click;
        private final long begun;
        private Counter read;
        private boolean isWritten;
        private boolean isAnswered;

        Attempt(User user, SimulatedNode node, long click) {
            this.user = user;
            this.node = node;
            this.life = node.replication();
            this.click = click;
            this.begun = user.cluster.now();
            this.read = user.counter(node);
        }

        boolean isGivenUp() {
            return user.cluster.now() - begun > PATIENCE.toNanos();
        }

        boolean isOver() {
            var isOver = isAnswered || (isWritten && isGivenUp());
            return isOver || !node.isUp() || node.replication() != life;
        }

        void act() {
            if (isOver() || isWritten || !node.serves()) {
                return;
            }
            if (click <= read.last()) {
                answer();
                return;
            }
            var condition = read.tag().isEmpty()
                    ? new Condition.AttributeIsAbsent("clicks")
                    : new Condition.AttributeIs("clicks", read.tag());
            var next = "%d %d".formatted(read.count() + 1, click).getBytes(StandardCharsets.UTF_8);
            var written = node.write(
                    node.store().change(user.id, condition, List.of(Change.put("clicks", "text/plain", next))),
                    Level.ALL_REACHABLE,
                    reached -> answer());
            isWritten = written instanceof Written;
            read = user.counter(node);
        }

        private void answer() {
            isAnswered = true;
            if (!isGivenUp()) {
                user.answered = Math.max(user.answered, click);
            }
        }
    }
}
