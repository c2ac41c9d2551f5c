package io.github.batonha.e2e;

import static io.github.batonha.e2e.TestCluster.eventually;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.e2e.ClickingUsers.Tally;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Fifty users behind a real HAProxy, four clicks a second each, while everything happens to the nodes that happens to nodes. A few
 * others come through HAProxy with the primary preferred, and through nginx.
 */
class HaproxyIT {
    private static final Map<String, String> ADDRESSES = Map.of("NodeA", "127.0.61.1", "NodeB", "127.0.61.2");
    /** {@code fall} times {@code inter}, and {@code timeout check}, of the configurations. */
    private static final Duration NOTICED = ofSeconds(3);
    /** What balancers get when a node is drained or comes back: longer than it takes them ({@code rise} times {@code inter}). */
    private static final Duration SETTLE = ofSeconds(5);
    /** How long the sample's router waits for its node's agent. */
    private static final Duration PATIENCE = ofSeconds(2);
    /** Longer than a write waits for another node: a link that is cut would have shown itself. */
    private static final Duration LINKED = ofSeconds(3);
    /** What a busy machine may add to a wait. */
    private static final Duration SLACK = ofSeconds(3);

    /**
     * The nodes stand for hosts of their own: where the agents of three other tests take the cores, one stands still for half a second, has to ask
     * what it missed, and nobody serves. Only root may; elsewhere it is told, and goes on.
     */
    private static final String[] BEFORE_OTHERS = {"nice", "-n", "-10"};

    private static final int USERS = 50;

    /** The links end and come again: for that long a session is on one node alone, and nginx sends each click to another one. */
    private static final String ROTATION = "certificates and their authority are replaced";

    @TempDir
    Path folder;

    private final List<Tally> atNoCost = new ArrayList<>();
    private final List<Tally> atTheCostOfOne = new ArrayList<>();

    @Test
    void givenFiftyUsers_whenNodesDieAndAreServiced_thenEveryoneGoesOn() throws IOException {
        Path home = RouterHome.create(folder.resolve("home"), folder.resolve("record"), ADDRESSES);
        try (var cluster = TestCluster.in(home).through(BEFORE_OTHERS)) {
            Files.writeString(
                    home.resolve("conf/baton.conf"), "baton.drain.settle = %d s\n".formatted(SETTLE.toSeconds()));
            cluster.install("NodeA");
            var certificates = new CertificateRotation(cluster, home, folder.resolve("certificates"));
            certificates.begin();
            List.of("NodeA", "NodeB").forEach(cluster::start);
            awaitAnswer(cluster, "NodeA", "NodeB");
            cluster.awaitSeen("NodeA", "NodeB", "UP");
            cluster.baton("NodeA", "set-primary").orFail();
            try (var hot = haproxy("haproxy-hot-hot.cfg", 1);
                    var preferring = haproxy("haproxy-primary-backup.cfg", 2);
                    var nginx = RunningBalancer.nginx(folder, at(3), ADDRESSES)) {
                awaitUp(hot, "NodeA", "NodeB");
                awaitUp(preferring, "NodeA", "NodeB");
                preferring.awaitState("primary", "NodeA", "UP");
                aFailedJobKeepsNoNodeOutOfTheBalancer(cluster, hot);
                try (var users = new ClickingUsers(hot.url(), USERS, ofMillis(250));
                        var followers = new ClickingUsers(preferring.url(), 5, ofMillis(200));
                        var others = new ClickingUsers(nginx.url(), 5, ofMillis(200))) {
                    var story = new Story(cluster, hot, preferring, List.of(users, followers, others));
                    story.play(certificates);
                    List.of(users, followers, others).forEach(ClickingUsers::end);
                    report(users, followers, others);
                    System.out.println(hot.changes());
                    check(users, followers, others);
                }
            }
        }
    }

    private static void aFailedJobKeepsNoNodeOutOfTheBalancer(TestCluster cluster, RunningBalancer hot) {
        for (String node : List.of("NodeA", "NodeB")) {
            eventually(
                    "the job of " + node + " has failed",
                    ofSeconds(30),
                    () -> cluster.process(node, RouterHome.JOB)
                            .path("status")
                            .asText()
                            .equals("MISSING"));
            awaitUp(hot, node);
        }
    }

    private RunningBalancer haproxy(String configuration, int number) {
        return RunningBalancer.haproxy(configuration, folder, at(number), ADDRESSES);
    }

    private static InetSocketAddress at(int number) {
        return new InetSocketAddress("127.0.61.9", 18080 + number);
    }

    /** Both run by then. Until they are one cluster, one of them may start its ActorSystem again, and answers no order meanwhile. */
    private static void awaitAnswer(TestCluster cluster, String... nodes) {
        List.of(nodes).forEach(cluster::awaitAnswer);
        cluster.awaitOneCluster("NodeA", "NodeB");
    }

    private static void awaitUp(RunningBalancer haproxy, String... nodes) {
        for (String node : nodes) {
            haproxy.awaitState("application", node, "UP");
        }
    }

    /** What happens, in its order. */
    private final class Story {
        private final TestCluster cluster;
        private final RunningBalancer hot;
        private final RunningBalancer preferring;
        private final List<ClickingUsers> everybody;

        Story(TestCluster cluster, RunningBalancer hot, RunningBalancer preferring, List<ClickingUsers> everybody) {
            this.cluster = cluster;
            this.hot = hot;
            this.preferring = preferring;
            this.everybody = everybody;
        }

        void play(CertificateRotation certificates) throws IOException {
            everybody.forEach(ClickingUsers::start);
            free("nothing");
            pass(ofSeconds(3));
            List<Tally> during = free(ROTATION);
            certificates.rotate();
            pass(ofSeconds(1)); // the last links of the old authority end as soon as something is sent
            eventually(
                    "the nodes are linked again",
                    ofSeconds(60),
                    () -> during.stream()
                            .allMatch(tally -> tally.replicatedFor().compareTo(LINKED) > 0));
            free("NodeB is drained");
            drain("NodeB");
            free("its agent is replaced, and it is undrained");
            cluster.stop("NodeB");
            cluster.start("NodeB");
            awaitAnswer(cluster, "NodeB");
            undrain("NodeB");
            free("SetPrimary on NodeB");
            setPrimary("NodeB");
            free("the router is restarted node by node");
            restartNodeByNode();
            free("SetPrimary on NodeA again");
            setPrimary("NodeA");
            costly("the agent of NodeA is killed and started again");
            cluster.killAgent("NodeA");
            bringBack("NodeA");
            loseHost("NodeA");
            loseHost("NodeB");
        }

        private void setPrimary(String node) {
            cluster.baton(node, "set-primary").orFail();
            preferring.awaitState("primary", node, "UP");
            pass(ofSeconds(1));
        }

        private void drain(String node) {
            var drained = cluster.baton(node, "drain", "--deadline", "8s").orFail();
            assertThat(drained.out())
                    .containsPattern("\\d+ connections of users are open \\([0-9.]+ to %s".formatted(RouterHome.ROUTER))
                    .doesNotContain(RouterHome.JOB);
            assertThat(cluster.process(node, RouterHome.ROUTER).path("pid").isNull())
                    .isTrue();
        }

        private void undrain(String node) {
            cluster.baton(node, "undrain").orFail();
            awaitUp(hot, node);
            awaitUp(preferring, node);
            pass(ofSeconds(1));
        }

        private void restartNodeByNode() {
            List<Long> before = routers();
            cluster.baton("NodeA", "restart", RouterHome.ROUTER, "--rolling", "--drain", "--deadline", "2s", "-c")
                    .orFail();
            assertThat(routers()).doesNotContainAnyElementsOf(before);
            awaitUp(hot, "NodeA", "NodeB");
            awaitUp(preferring, "NodeA", "NodeB");
            preferring.awaitState("primary", "NodeB", "UP");
            pass(ofSeconds(1));
        }

        private List<Long> routers() {
            return Stream.of("NodeA", "NodeB")
                    .map(node ->
                            cluster.process(node, RouterHome.ROUTER).path("pid").asLong())
                    .toList();
        }

        private void loseHost(String node) {
            costly("the host of %s dies".formatted(node));
            cluster.killHost(node);
            hot.awaitState("application", node, "DOWN");
            pass(ofSeconds(2));
            free("%s comes back".formatted(node));
            bringBack(node);
        }

        private void bringBack(String node) {
            cluster.start(node);
            awaitAnswer(cluster, node);
            awaitUp(hot, node);
            awaitUp(preferring, node);
            pass(ofSeconds(1));
        }

        private List<Tally> free(String event) {
            List<Tally> tallies =
                    everybody.stream().map(users -> users.during(event)).toList();
            atNoCost.addAll(tallies.subList(0, 2)); // nginx sees neither drains nor sessions that are missing yet
            return tallies;
        }

        private void costly(String event) {
            List<Tally> tallies =
                    everybody.stream().map(users -> users.during(event)).toList();
            atTheCostOfOne.addAll(tallies.subList(0, 2));
        }

        private void pass(Duration time) {
            long end = System.nanoTime() + time.toNanos();
            while (System.nanoTime() < end) {
                LockSupport.parkNanos(end - System.nanoTime());
            }
        }
    }

    private static void report(ClickingUsers users, ClickingUsers followers, ClickingUsers others) throws IOException {
        var text = new StringBuilder();
        text.append("%d users, HAProxy HOT-HOT%n%s%n".formatted(USERS, Tally.header()));
        users.tallies().forEach(tally -> text.append(tally.row()).append('\n'));
        text.append("%n5 users, HAProxy, the primary preferred%n".formatted());
        followers.tallies().forEach(tally -> text.append(tally.row()).append('\n'));
        text.append("%n5 users, nginx%n".formatted());
        others.tallies().forEach(tally -> text.append(tally.row()).append('\n'));
        Files.writeString(Path.of("target", "haproxy-it.txt"), text);
        System.out.println(text);
    }

    private void check(ClickingUsers users, ClickingUsers followers, ClickingUsers others) {
        var all = new SoftAssertions();
        for (Tally tally : atNoCost) {
            all.assertThat(tally.failures()).as(tally.event()).isEmpty();
            all.assertThat(tally.excused()).as("lost: " + tally.event()).isZero();
        }
        for (Tally tally : atTheCostOfOne) {
            all.assertThat(tally.longestWait())
                    .as(tally.event())
                    .isLessThan(NOTICED.plus(PATIENCE).plus(SLACK));
        }
        for (Tally tally : users.tallies()) {
            // What was in flight, and on a busy machine the next try: until the checks notice there are six times as
            // many clicks.
            all.assertThat(tally.failed()).as(tally.event()).isLessThanOrEqualTo(2 * USERS);
            all.assertThat(tally.clicks()).as(tally.event()).isPositive();
        }
        for (Tally tally : Stream.of(users, followers, others)
                .flatMap(each -> each.tallies().stream()
                        .filter(tally -> !each.equals(others) || !tally.event().equals(ROTATION)))
                .toList()) {
            all.assertThat(tally.lost()).as("lost: " + tally.event()).isZero();
            all.assertThat(tally.twice()).as("twice: " + tally.event()).isZero();
        }
        for (String address : ADDRESSES.values()) {
            var router = URI.create("http://%s:%d".formatted(address, RouterHome.PORT));
            List.of(users, followers, others).forEach(each -> each.assertCountersOn(router));
        }
        var before = followers.tallies().getFirst();
        all.assertThat(before.served().getOrDefault("NodeA", 0L))
                .as("while NodeA is the primary")
                .isGreaterThan(3 * before.served().getOrDefault("NodeB", 0L));
        all.assertAll();
    }
}
