package io.github.batonha.e2e;

import static io.github.batonha.e2e.TestCluster.eventually;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HealthIT {
    private static final String ADDRESS = "127.0.57.1";

    @TempDir
    Path folder;

    private TestCluster cluster;

    @BeforeEach
    void start() {
        cluster = TestCluster.in(WebHome.create(folder.resolve("home"), Map.of("NodeA", ADDRESS)));
        cluster.install("NodeA");
        cluster.start("NodeA");
    }

    @AfterEach
    void end() {
        cluster.close();
    }

    @Test
    void givenANode_whenBalancersAsk_thenBothPortsSayTheSameAndOnlyWhatUsersNeedCounts() {
        assertThat(Balancer.ready(ADDRESS).status()).as("before it is there").isIn(0, 503);
        eventually(
                "users may come", ofSeconds(60), () -> Balancer.ready(ADDRESS).status() == 200);
        eventually(
                "HTTP for operators is served",
                ofSeconds(60),
                () -> Balancer.get(ADDRESS, Balancer.MANAGEMENT, "/health/ready")
                                .status()
                        == 200);
        eventually(
                "all of the node is healthy, so that no answer changes any more",
                ofSeconds(60),
                () -> Balancer.get(ADDRESS, Balancer.HEALTH, "/health/status").status() == 200);
        assertThat(Balancer.agentLine(ADDRESS)).isEqualTo("up ready 100%\n");
        for (var check : List.of("ready", "live", "status", "primary", "secondary")) {
            var own = Balancer.get(ADDRESS, Balancer.HEALTH, "/health/" + check);
            assertThat(Balancer.get(ADDRESS, Balancer.MANAGEMENT, "/health/" + check))
                    .as(check)
                    .isEqualTo(own);
            for (var method : List.of("HEAD", "OPTIONS")) {
                assertThat(Balancer.ask(method, ADDRESS, Balancer.HEALTH, "/health/" + check))
                        .isEqualTo(new Balancer.Answer(own.status(), ""));
            }
        }

        for (var port : List.of(Balancer.HEALTH, Balancer.MANAGEMENT)) {
            for (var path : List.of("/", "/health", "/health/ready/")) {
                assertThat(Balancer.get(ADDRESS, port, path).status()).isEqualTo(400);
            }
            assertThat(Balancer.ask("PURGE", ADDRESS, port, "/health/ready").status())
                    .isEqualTo(405);
        }

        cluster.baton("NodeA", "kill-process", WebHome.FEED).orFail();
        eventually(
                "FEED is seen to be stopped",
                ofSeconds(90),
                () -> Balancer.get(ADDRESS, Balancer.HEALTH, "/health/status").status() == 503);
        assertThat(Balancer.ready(ADDRESS).status())
                .as("users do not need FEED")
                .isEqualTo(200);

        cluster.baton("NodeA", "kill-process", WebHome.WEB).orFail();
        eventually("users are kept away", ofSeconds(90), () -> {
            var ready = Balancer.ready(ADDRESS);
            return ready.status() == 503 && ready.body().contains("WEB is STOPPED");
        });
        assertThat(Balancer.agentLine(ADDRESS)).isEqualTo("down #a process that users need is not healthy\n");
        assertThat(Balancer.get(ADDRESS, Balancer.HEALTH, "/health/live").status())
                .isEqualTo(200);

        cluster.baton("NodeA", "start-server").orFail();
        eventually(
                "users may come again",
                ofSeconds(90),
                () -> Balancer.ready(ADDRESS).status() == 200);
        cluster.killAgent("NodeA");
        assertThat(Balancer.ready(ADDRESS).status()).isZero();
    }
}
