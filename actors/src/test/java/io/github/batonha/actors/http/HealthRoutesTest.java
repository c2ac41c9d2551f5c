package io.github.batonha.actors.http;

import static io.github.batonha.actors.fixture.Definitions.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.actors.api.MonCluster;
import io.github.batonha.actors.api.ProcessState;
import io.github.batonha.actors.view.ClusterView;
import io.github.batonha.supervision.drain.DrainOrder;
import io.github.batonha.supervision.drain.DrainState;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HealthRoutesTest extends RoutesFixture {
    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "OPTIONS"})
    void givenAHealthyNode_whenChecked_thenEveryMethodSays200(String method) throws Exception {
        for (var path : List.of("/health/status", "/health/secondary", "/health/live", "/health/ready")) {
            assertThat(send(request(path).method(method, BodyPublishers.noBody()))
                            .statusCode())
                    .isEqualTo(200);
        }
        assertThat(send(request("/health/primary").method(method, BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(503);
    }

    @Test
    void givenAMissingProcess_whenChecked_thenStatusAndReadySay503AndWhy() throws Exception {
        said("WEB_SERVER", ProcessState.MISSING);
        awaitCheck("/health/ready", 503, "WEB_SERVER is MISSING");

        var status = get("/health/status");

        assertThat(status.statusCode()).isEqualTo(503);
        assertThat(status.body()).contains("\"PROCESS_NAME\":\"WEB_SERVER\",\"STATUS\":\"MISSING\"", "\"PORT\":8001");
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
    }

    @Test
    void givenANodeThatHasNotJoinedOrStops_whenChecked_thenItIsNotReady() {
        isMember.set(false);
        awaitCheck("/health/ready", 503, "has not joined");
        isMember.set(true);
        view.tell(new ClusterView.Stopping());
        awaitCheck("/health/ready", 503, "is stopping");
    }

    @Test
    void givenANodeThatDrains_whenChecked_thenItIsNotFoundByBalancers() throws Exception {
        var order = new DrainOrder("op", Duration.ofSeconds(60), true, false, false);
        drain.set(new DrainState.Draining(order, Instant.EPOCH, Instant.EPOCH, Instant.EPOCH));
        view.tell(new ClusterView.DrainSaid(MonCluster.NodeView.Drain.DRAINING));

        awaitCheck("/health/ready", 404, "DRAINING");
        assertThat(get("/health/status").statusCode()).isEqualTo(200);
    }

    @Test
    void givenAWrongCheckOrMethod_whenAsked_thenItIsNot404WhichMeansADrain() throws Exception {
        assertProblem(get("/health/redy"), 400);
        assertProblem(send(request("/health/ready").POST(BodyPublishers.noBody())), 405);
    }

    @Test
    void givenPrometheus_whenItScrapes_thenItGetsAllMetrics() throws Exception {
        var response = get("/metrics");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain");
        assertThat(response.body())
                .contains("baton_process_restarts_total{cause=\"crash\",group=\"WEB\",process=\"WEB_SERVER\"} 2.0");
    }
}
