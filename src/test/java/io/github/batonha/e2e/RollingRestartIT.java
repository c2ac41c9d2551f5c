package io.github.batonha.e2e;

import static io.github.batonha.e2e.TestCluster.eventually;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Restarts on one node after the other, as operators and their users see them. */
@TestInstance(Lifecycle.PER_CLASS)
class RollingRestartIT {
    private static final String A = "127.0.83.1";
    private static final String B = "127.0.83.2";

    private static final String FRAGILE = """
            <processes>
                <process name="FRAGILE">
                    <groupId>FRAGILE</groupId>
                    <command>sh -c 'test -e broken-$BATON_NODE &amp;&amp; exit 3; exec sleep 100000'</command>
                </process>
            </processes>
            """;

    private Path home;
    private TestCluster cluster;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        home = WebHome.create(folder.resolve("home"), Map.of("NodeA", A, "NodeB", B));
        Files.writeString(home.resolve("conf/fragile-processes.xml"), FRAGILE);
        // Longer than a user of a busy machine may be between the question whether a node takes users and the request.
        Files.writeString(home.resolve("conf/baton.conf"), "baton.drain.settle = 4 s");
        cluster = TestCluster.in(home);
        cluster.install("NodeA");
        cluster.startAndAwait("NodeA", "NodeB");
        for (var address : List.of(A, B)) {
            eventually(
                    address + " takes users",
                    ofSeconds(60),
                    () -> Balancer.ready(address).status() == 200);
        }
        cluster.awaitSeen("NodeA", "NodeB", "UP");
        cluster.awaitHealthy("NodeA", "FRAGILE");
        cluster.awaitHealthy("NodeB", "FRAGILE");
    }

    @AfterAll
    void end() {
        cluster.close();
    }

    private Map<String, Long> pids(String process) {
        var pids = new TreeMap<String, Long>();
        for (var node : List.of("NodeA", "NodeB")) {
            pids.put(node, pid(node, process));
        }
        return pids;
    }

    private long pid(String node, String process) {
        return cluster.process(node, process).path("pid").asLong();
    }

    @Test
    void givenUsersBehindABalancer_whenRestartedNodeByNodeWithDrain_thenNoRequestIsLost() {
        cluster.baton("NodeA", "set-primary").orFail();
        cluster.awaitSeen("NodeA", "NodeA", "UP");
        var before = pids(WebHome.WEB);
        var feeds = pids(WebHome.FEED);

        try (var users = SteadyUsers.of(WebHome.WEB_PORT, A, B)) {
            var result = cluster.baton(
                            "NodeB", "restart", WebHome.WEB, "-g", "--rolling", "--drain", "--deadline", "3s", "-c")
                    .orFail();

            assertThat(result.out()
                            .lines()
                            .filter(line -> line.contains(" done "))
                            .toList())
                    .extracting(line -> line.substring(0, 5))
                    .as("the primary comes last: %s", result.out())
                    .containsExactly("NodeB", "NodeB", "NodeA", "NodeA");
            users.awaitMore();
            assertThat(users.failures()).isEmpty();
            assertThat(users.served()).isPositive();
        }
        var after = pids(WebHome.WEB);
        assertThat(after.get("NodeA")).isNotEqualTo(before.get("NodeA"));
        assertThat(after.get("NodeB")).isNotEqualTo(before.get("NodeB"));
        assertThat(pids(WebHome.FEED)).as("what was not named runs on").isEqualTo(feeds);
    }

    @Test
    void givenAJvm_whenTrainedAndRestartedTwice_thenItsCacheIsListedAndUsed() throws IOException {
        var feed = pids(WebHome.FEED);
        var refused = cluster.baton("NodeA", "train", WebHome.FEED, "-s", "NodeB", "--restart");
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.out()).containsPattern("NodeB +FEED +refused .*only a JVM can have one");
        assertThat(pids(WebHome.FEED)).isEqualTo(feed);

        cluster.baton("NodeA", "train", WebHome.WEB, "-s", "NodeB", "--restart").orFail();
        assertThat(cacheOfWeb().path("state").asText()).isEqualTo("recording");
        cluster.baton("NodeB", "restart", WebHome.WEB).orFail();
        eventually(
                "the cache is made",
                ofSeconds(90),
                () -> cacheOfWeb().path("state").asText().equals("ready"));
        cluster.baton("NodeB", "restart", WebHome.WEB).orFail();

        var maps = Path.of("/proc", Long.toString(pid("NodeB", WebHome.WEB)), "maps");
        var file = cacheOfWeb().path("cache").path("file").asText();
        assertThat(file).startsWith("WEB.").endsWith(".aot");
        assertThat(Files.readString(maps)).contains(file);
        assertThat(cluster.baton("NodeB", "caches").orFail().out()).containsPattern("WEB +used +[0-9.]+ +20");
    }

    private JsonNode cacheOfWeb() {
        return cluster.get("NodeB", "/api/v1/aot-caches")
                .path("processes")
                .valueStream()
                .filter(process -> process.path("process").asText().equals(WebHome.WEB))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void givenTheFirstDoesNotComeBack_whenRestartedNodeByNode_thenTheNextIsLeftRunning() throws IOException {
        var before = pids("FRAGILE");
        Files.createFile(home.resolve("broken-NodeB"));

        var result = cluster.baton("NodeA", "restart", "FRAGILE", "--rolling", "-s", "NodeB", "NodeA");

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.out())
                .containsPattern("NodeB +FRAGILE +failed +.*exit status 3")
                .containsPattern("NodeA +- +refused +.*NodeB is not ready again.*--rolling -s NodeA");
        assertThat(pids("FRAGILE").get("NodeA")).isEqualTo(before.get("NodeA"));

        Files.delete(home.resolve("broken-NodeB"));
        cluster.baton("NodeA", "restart", "FRAGILE", "-c").orFail();
        assertThat(pids("FRAGILE").get("NodeA")).isNotEqualTo(before.get("NodeA"));
        assertThat(cluster.process("NodeB", "FRAGILE").path("status").asText()).isEqualTo("HEALTHY");
    }
}
