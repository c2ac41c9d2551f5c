package io.github.batonha.sessions.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Several nodes in one thread on virtual time, with a network that delays, reorders, doubles, loses and is cut as a test
 * wants. One seed, one run.
 */
final class SimulatedCluster {

    static final Limits LIMITS =
            new Limits(64 * 1024, 1024 * 1024, 512, 200_000, 1L << 30, Duration.ofDays(30), Duration.ofHours(24));

    private record Letter(long at, long number, String to, SessionMessage message) {}

    private final Random random;
    private final Map<String, SimulatedNode> nodes = new LinkedHashMap<>();
    private final PriorityQueue<Letter> network =
            new PriorityQueue<>(Comparator.comparingLong(Letter::at).thenComparingLong(Letter::number));
    private final Set<List<String>> cut = new HashSet<>();
    private double loss;
    private long now = 1_700_000_000_000L * 1_000_000;
    private long nextTick = now;
    private long letters;
    private long delivered;

    SimulatedCluster(long seed, Limits limits, String... names) {
        random = new Random(seed);
        for (var name : names) {
            nodes.put(name, new SimulatedNode(name, this, limits));
        }
        nodes.values().forEach(SimulatedNode::start);
    }

    List<String> names() {
        return List.copyOf(nodes.keySet());
    }

    SimulatedNode node(String name) {
        return Optional.ofNullable(nodes.get(name)).orElseThrow();
    }

    List<SimulatedNode> up() {
        return nodes.values().stream().filter(SimulatedNode::isUp).toList();
    }

    Random random() {
        return random;
    }

    long now() {
        return now;
    }

    long delivered() {
        return delivered;
    }

    void loss(double probability) {
        loss = probability;
    }

    /** One way. */
    void cut(String from, String to) {
        cut.add(List.of(from, to));
    }

    void partition(String one, String other) {
        cut(one, other);
        cut(other, one);
    }

    void heal() {
        cut.clear();
        loss = 0;
    }

    void send(String from, String to, SessionMessage message) {
        if (cut.contains(List.of(from, to)) || random.nextDouble() < loss) {
            return;
        }
        var copies = loss > 0 && random.nextInt(20) == 0 ? 2 : 1;
        for (var copy = 0; copy < copies; copy++) {
            var delay = 200_000 + random.nextInt(3_000_000);
            network.add(new Letter(now + delay, letters++, to, message));
        }
    }

    void run(Duration time) {
        var end = now + time.toNanos();
        while (step(end)) {}
        now = end;
    }

    void runUntil(Duration within, BooleanSupplier condition) {
        var end = now + within.toNanos();
        while (!condition.getAsBoolean()) {
            if (!step(end)) {
                throw new AssertionError("the condition did not hold within " + within);
            }
        }
    }

    private boolean step(long end) {
        var next = network.peek();
        if (next != null && next.at() <= nextTick) {
            if (next.at() > end) {
                return false;
            }
            network.remove();
            now = Math.max(now, next.at());
            var node = node(next.to());
            if (node.isPaused()) {
                network.add(new Letter(node.pausedUntil(), next.number(), next.to(), next.message()));
            } else if (node.isUp()) {
                delivered++;
                node.replication().receive(next.message(), now);
            }
            return true;
        }
        if (nextTick > end) {
            return false;
        }
        now = nextTick;
        nextTick += 200_000_000;
        nodes.values().forEach(SimulatedNode::tick);
        return true;
    }

    /** All nodes hold the same, deletions included. */
    boolean isConverged() {
        var asOf = now / 1_000_000;
        var sums = new ArrayList<List<Long>>();
        for (var node : up()) {
            var digests = new ArrayList<Long>();
            for (var digest : node.store().digests(asOf)) {
                digests.add(digest);
            }
            sums.add(digests);
        }
        return sums.stream().distinct().count() == 1;
    }
}
