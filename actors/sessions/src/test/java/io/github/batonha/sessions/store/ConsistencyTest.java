package io.github.batonha.sessions.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.sessions.store.WriteResult.Written;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A history of writes on all nodes under partitions, loss, clocks that differ, kills and restarts; recorded, healed, checked. What
 * the check demands: all nodes hold the same; every write that was answered as replicated, and was neither overwritten nor lost its
 * session, is on all nodes; nothing deleted or expired is there.
 */
class ConsistencyTest {

    private static final Duration TTL = Duration.ofMinutes(10);

    /** What was done to one attribute of one session. */
    private record Write(SessionId id, String name, String value, long stamp, String node) {}

    private final List<Write> writes = new ArrayList<>();
    private final Set<Write> acknowledged = new HashSet<>();
    private final List<SessionId> ids = new ArrayList<>();
    private final Set<SessionId> deleted = new HashSet<>();
    private final Set<SessionId> shortLived = new HashSet<>();

    static LongStream seeds() {
        return LongStream.range(0, 150);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void givenTwoNodes_whenHealed_thenNothingAcknowledgedIsLost(long seed) {
        runAndCheck(new SimulatedCluster(seed, SimulatedCluster.LIMITS, "NodeA", "NodeB"));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void givenThreeNodes_whenHealed_thenNothingAcknowledgedIsLost(long seed) {
        runAndCheck(new SimulatedCluster(seed, SimulatedCluster.LIMITS, "NodeA", "NodeB", "NodeC"));
    }

    private void runAndCheck(SimulatedCluster cluster) {
        var random = cluster.random();
        cluster.up().forEach(node -> node.skew(Duration.ofMillis(random.nextInt(4000) - 2000)));
        cluster.run(Duration.ofSeconds(3));
        for (var step = 0; step < 400; step++) {
            disturb(cluster);
            write(cluster);
            cluster.run(Duration.ofMillis(random.nextInt(300)));
        }

        cluster.heal();
        cluster.names().stream().map(cluster::node).filter(node -> !node.isUp()).forEach(SimulatedNode::start);
        cluster.runUntil(Duration.ofMinutes(2), () -> isQuiet(cluster));
        cluster.run(Duration.ofSeconds(15));

        assertThat(cluster.isConverged()).isTrue();
        cluster.up().forEach(this::check);
    }

    private static boolean isQuiet(SimulatedCluster cluster) {
        return cluster.isConverged()
                && cluster.up().stream()
                        .allMatch(node -> node.replication().isInSync()
                                && node.replication().reachable(cluster.now()).size()
                                        == cluster.names().size() - 1);
    }

    private void disturb(SimulatedCluster cluster) {
        var random = cluster.random();
        var names = cluster.names();
        var one = names.get(random.nextInt(names.size()));
        var other = names.get(random.nextInt(names.size()));
        switch (random.nextInt(60)) {
            case 0, 1 -> cluster.partition(one, other);
            case 2 -> cluster.cut(one, other);
            case 3 -> cluster.loss(0.2);
            case 4, 5, 6 -> cluster.heal();
            case 7 -> {
                if (cluster.up().size() > 1) {
                    cluster.node(one).kill();
                }
            }
            case 8, 9, 10 -> {
                if (!cluster.node(one).isUp()) {
                    cluster.node(one).start();
                }
            }
            default -> {}
        }
    }

    private void write(SimulatedCluster cluster) {
        var random = cluster.random();
        var nodes = cluster.up();
        var node = nodes.get(random.nextInt(nodes.size()));
        var pick = random.nextInt(20);
        if (ids.isEmpty() || pick == 0) {
            var isShort = random.nextInt(4) == 0;
            var result = node.write(
                    node.store().create(isShort ? Duration.ofSeconds(5) : TTL, List.of()),
                    Level.ONE_OTHER,
                    answer -> {});
            var id = ((Written) result).session().id();
            ids.add(id);
            if (isShort) {
                shortLived.add(id);
            }
            return;
        }
        var id = ids.get(random.nextInt(ids.size()));
        if (pick == 1) {
            if (node.write(node.store().delete(id), Level.ONE_OTHER, answer -> {}) instanceof Written) {
                deleted.add(id);
            }
        } else if (pick == 2) {
            node.write(node.store().touch(id), Level.LOCAL, answer -> {});
        } else {
            set(node, id, "name" + random.nextInt(4), Integer.toString(random.nextInt()));
        }
    }

    private void set(SimulatedNode node, SessionId id, String name, String value) {
        var result = node.store()
                .change(
                        id,
                        new Condition.None(),
                        List.of(Change.put(name, "text/plain", value.getBytes(StandardCharsets.UTF_8))));
        if (result instanceof Written(var session, var deltas, var _)) {
            var write = new Write(
                    id, name, value, session.attribute(name).orElseThrow().stamp(), node.name());
            writes.add(write);
            node.write(result, Level.ONE_OTHER, answer -> {
                if (answer.isReached()) {
                    acknowledged.add(write);
                }
            });
        }
    }

    private void check(SimulatedNode node) {
        var last = new HashMap<List<String>, Write>();
        for (var write : writes) {
            last.merge(List.of(write.id().text(), write.name()), write, ConsistencyTest::later);
        }
        for (var id : deleted) {
            assertThat(node.store().find(id))
                    .as("deleted %s on %s", id, node.name())
                    .isEmpty();
        }
        for (var id : shortLived) {
            assertThat(node.store().find(id))
                    .as("expired %s on %s", id, node.name())
                    .isEmpty();
        }
        check(node, last);
    }

    private void check(SimulatedNode node, Map<List<String>, Write> last) {
        for (var write : acknowledged) {
            if (deleted.contains(write.id()) || shortLived.contains(write.id())) {
                continue;
            }
            var found = node.store().find(write.id()).flatMap(session -> session.attribute(write.name()));
            assertThat(found).as("%s on %s", write, node.name()).isPresent();
            assertThat(found.orElseThrow().stamp())
                    .as("%s on %s", write, node.name())
                    .isGreaterThanOrEqualTo(write.stamp());
            var winner = last.get(List.of(write.id().text(), write.name()));
            if (write.equals(winner)) {
                assertThat(found.orElseThrow().value())
                        .as("%s on %s", write, node.name())
                        .isEqualTo(write.value().getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private static Write later(Write one, Write other) {
        return one.stamp() != other.stamp()
                ? one.stamp() > other.stamp() ? one : other
                : one.node().compareTo(other.node()) > 0 ? one : other;
    }
}
