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
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A real Prometheus with the rules that baton ships. */
final class Prometheus implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path MONITORING = Distribution.project().resolve("k8s-free-deploy/monitoring");

    private final String address;
    private final Process process;

    /** As it is shipped, but for addresses and times: an operator would wait for minutes. */
    Prometheus(String address, Path folder, Map<String, String> nodes) throws IOException {
        this.address = address;
        var rules = Files.readString(MONITORING.resolve("baton-rules.yml")).replaceAll("for: \\d+m", "for: 1s");
        Files.writeString(folder.resolve("baton-rules.yml"), rules);
        var configuration = Files.readString(MONITORING.resolve("prometheus.yml"))
                .replaceAll("interval: 15s", "interval: 1s")
                .replaceAll("(?s)alerting:.*?\\n\\n", "");
        for (var node : nodes.entrySet()) {
            configuration = configuration.replace(node.getKey() + ":", node.getValue() + ":");
        }
        var file = Files.writeString(folder.resolve("prometheus.yml"), configuration);
        process = new ProcessBuilder(
                        "/usr/bin/prometheus",
                        "--config.file=" + file,
                        "--storage.tsdb.path=" + folder.resolve("data"),
                        "--web.listen-address=" + address)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("prometheus.log").toFile())
                .start();
    }

    static boolean isHere() {
        return Files.isExecutable(Path.of("/usr/bin/prometheus")) && Files.isExecutable(Path.of("/usr/bin/promtool"));
    }

    void awaitAlert(String name, String of) {
        eventually(
                "%s fires for %s".formatted(name, of),
                ofSeconds(90),
                () -> alerts(name).toString().contains(of.isEmpty() ? "alertname" : of));
    }

    void awaitEnd(String alert) {
        eventually(alert + " ends", ofSeconds(90), () -> alerts(alert).isEmpty());
    }

    JsonNode alerts(String name) throws IOException {
        return query("ALERTS{alertname=\"%s\",alertstate=\"firing\"}".formatted(name));
    }

    /** Names of all alerts that have fired so far. */
    Set<String> fired() throws IOException {
        var names = new TreeSet<String>();
        query("count by (alertname) (max_over_time(ALERTS{alertstate=\"firing\"}[1h]))")
                .forEach(one -> names.add(one.path("metric").path("alertname").asText()));
        return names;
    }

    String value(String query) throws IOException {
        return query(query).path(0).path("value").path(1).asText();
    }

    JsonNode query(String query) throws IOException {
        return ask(query, "query?query=");
    }

    /** Its values over a time, each so many seconds. */
    JsonNode range(String query, Instant from, Instant to, long step) throws IOException {
        return ask(
                query,
                "query_range?start=%d&end=%d&step=%d&query="
                        .formatted(from.getEpochSecond(), to.getEpochSecond(), step));
    }

    private JsonNode ask(String query, String path) throws IOException {
        var encoded = URLEncoder.encode(query, StandardCharsets.UTF_8);
        var answer = Commands.run(
                List.of("curl", "-sS", "http://%s/api/v1/%s%s".formatted(address, path, encoded)), Map.of());
        var result = JSON.readTree(answer.orFail().out());
        assertThat(result.path("status").asText()).as(query + ": " + result).isEqualTo("success");
        return result.path("data").path("result");
    }

    @Override
    public void close() {
        Commands.end(process);
    }
}
