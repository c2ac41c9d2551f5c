package io.github.batonha.e2e;

import static io.github.batonha.e2e.TestCluster.eventually;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** A real Prometheus scrapes two nodes, with the rules and the dashboard that baton ships. */
@EnabledIf(value = "hasPrometheus", disabledReason = "there is no Prometheus; .ci/run installs it")
class MonitoringIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, String> NODES =
            new TreeMap<>(Map.of("NodeA", "127.0.66.1", "NodeB", "127.0.66.2"));
    private static final String PROMETHEUS = "127.0.66.9:9090";
    private static final Path MONITORING = Distribution.project().resolve("k8s-free-deploy/monitoring");

    @TempDir
    Path folder;

    private TestCluster cluster;
    private Process prometheus;

    static boolean hasPrometheus() {
        return Files.isExecutable(Path.of("/usr/bin/prometheus")) && Files.isExecutable(Path.of("/usr/bin/promtool"));
    }

    @BeforeEach
    void begin() throws IOException {
        cluster = TestCluster.in(LightHome.create(folder.resolve("home"), folder.resolve("record"), NODES));
        cluster.install("NodeA");
        cluster.startAndAwait("NodeA", "NodeB");
        prometheus = scrape();
    }

    /** As it is shipped, but for addresses and times: an operator would wait for minutes. */
    private Process scrape() throws IOException {
        var rules = Files.readString(MONITORING.resolve("baton-rules.yml")).replaceAll("for: \\d+m", "for: 1s");
        Files.writeString(folder.resolve("baton-rules.yml"), rules);
        var configuration = Files.readString(MONITORING.resolve("prometheus.yml"))
                .replaceAll("interval: 15s", "interval: 1s")
                .replaceAll("(?s)alerting:.*?\\n\\n", "");
        for (var node : NODES.entrySet()) {
            configuration = configuration.replace(node.getKey() + ":", node.getValue() + ":");
        }
        var file = Files.writeString(folder.resolve("prometheus.yml"), configuration);
        return new ProcessBuilder(
                        "/usr/bin/prometheus",
                        "--config.file=" + file,
                        "--storage.tsdb.path=" + folder.resolve("data"),
                        "--web.listen-address=" + PROMETHEUS)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("prometheus.log").toFile())
                .start();
    }

    @AfterEach
    void end() throws InterruptedException {
        prometheus.destroy();
        if (!prometheus.waitFor(20, TimeUnit.SECONDS)) {
            prometheus.destroyForcibly();
        }
        cluster.close();
    }

    @Test
    void givenPrometheus_whenNodesAndProcessesFail_thenTheAlertsOfEachFireAndTheDashboardHasData() throws Exception {
        awaitAlert("BatonNoPrimary", "");

        cluster.baton("NodeA", "set-primary").orFail();
        cluster.awaitHealthy("NodeA", LightHome.CONSOLIDATOR);
        eventually(
                "the alert ends", ofSeconds(90), () -> alerts("BatonNoPrimary").isEmpty());
        assertThat(value("sum(baton_node_role{role=\"primary\"})")).isEqualTo("1");
        assertThat(value("baton_process_state{instance=~\"127.0.66.2.*\",process=\"CONSOLIDATOR\",state=\"standby\"}"))
                .isEqualTo("1");
        assertTheToolIsContent();

        for (var kill = 1; kill <= 5; kill++) {
            killFeed();
        }
        awaitAlert("BatonCrashLoop", LightHome.FEED);
        assertThat(alerts("BatonTwoPrimaries")).isEmpty();
        eventually("each query of the dashboard has data", ofSeconds(60), () -> {
            assertEachPanelHasData();
            return true;
        });

        cluster.killHost("NodeB");
        awaitAlert("BatonNodeSilent", "127.0.66.2:8559");
        awaitAlert("BatonPeerSilent", "NodeB");
    }

    @Test
    void givenTheFilesThatAreShipped_whenCheckedByTheirTools_thenAllIsRight() throws Exception {
        for (var command : List.of(
                List.of(
                        "promtool",
                        "test",
                        "rules",
                        MONITORING.resolve("baton-rules-test.yml").toString()),
                List.of(
                        "promtool",
                        "check",
                        "config",
                        MONITORING.resolve("prometheus.yml").toString()),
                List.of(
                        "amtool",
                        "check-config",
                        MONITORING.resolve("alertmanager.yml").toString()))) {
            Commands.run(command, Map.of()).orFail();
        }
        var rules = Files.readString(MONITORING.resolve("baton-rules.yml"));
        var tested = Files.readString(MONITORING.resolve("baton-rules-test.yml"));
        var headings = Files.readString(Distribution.project().resolve("docs/runbook.md"))
                .lines()
                .filter(line -> line.startsWith("#"))
                .map(line ->
                        line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT).replace(' ', '-'))
                .toList();

        rules.lines()
                .filter(line -> line.contains("alert: "))
                .forEach(line ->
                        assertThat(tested).contains("alertname: " + line.substring(line.indexOf("alert: ") + 7)));
        rules.lines()
                .filter(line -> line.contains("runbook.md#"))
                .forEach(line ->
                        assertThat(headings).contains(line.substring(line.indexOf('#') + 1, line.lastIndexOf('"'))));
    }

    /** The agent starts it again each time. */
    private void killFeed() {
        var pid = cluster.process("NodeA", LightHome.FEED).path("pid").asLong();
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        eventually("FEED is started again", ofSeconds(60), () -> {
            var now = cluster.process("NodeA", LightHome.FEED).path("pid").asLong();
            return now != 0 && now != pid;
        });
    }

    private void assertTheToolIsContent() {
        for (var accept : List.of("", "application/openmetrics-text; version=1.0.0")) {
            var text = Commands.run(
                            List.of("curl", "-sSf", "-H", "Accept: " + accept, "http://127.0.66.1:8559/metrics"),
                            Map.of())
                    .orFail()
                    .out();
            assertThat(text).contains("baton_process_state{");
            if (accept.isEmpty()) {
                assertThat(Commands.run(List.of("promtool", "check", "metrics"), Map.of(), text)
                                .orFail()
                                .err())
                        .isEmpty();
            }
        }
    }

    private void assertEachPanelHasData() throws IOException {
        var dashboard =
                JSON.readTree(MONITORING.resolve("grafana-dashboard.json").toFile());
        assertThat(dashboard.path("panels")).hasSizeGreaterThan(10);
        for (var panel : dashboard.path("panels")) {
            for (var target : panel.path("targets")) {
                assertThat(query(target.path("expr").asText()))
                        .as(panel.path("title").asText())
                        .isNotEmpty();
            }
        }
    }

    private void awaitAlert(String name, String of) {
        eventually(
                "%s fires for %s".formatted(name, of),
                ofSeconds(90),
                () -> alerts(name).toString().contains(of.isEmpty() ? "alertname" : of));
    }

    private static JsonNode alerts(String name) throws IOException {
        return query("ALERTS{alertname=\"%s\",alertstate=\"firing\"}".formatted(name));
    }

    private static String value(String query) throws IOException {
        return query(query).path(0).path("value").path(1).asText();
    }

    private static JsonNode query(String query) throws IOException {
        var encoded = URLEncoder.encode(query, StandardCharsets.UTF_8);
        var answer = Commands.run(
                List.of("curl", "-sS", "http://%s/api/v1/query?query=%s".formatted(PROMETHEUS, encoded)), Map.of());
        var result = JSON.readTree(answer.orFail().out());
        assertThat(result.path("status").asText()).as(query + ": " + result).isEqualTo("success");
        return result.path("data").path("result");
    }
}
