package io.github.batonha.cli.geneos;

import static io.github.batonha.cli.output.Columns.decimals;

import io.github.batonha.actors.api.MetricSample;
import io.github.batonha.actors.api.Mon;
import io.github.batonha.actors.api.MonCluster;
import io.github.batonha.actors.api.MonCluster.NodeView;
import io.github.batonha.actors.api.ProcessDetail;
import io.github.batonha.actors.api.ProcessStatus;
import io.github.batonha.cli.agent.Json;
import io.github.batonha.cli.output.Samples;
import io.github.batonha.supervision.lifecycle.RestartCause;
import io.github.batonha.supervision.secrets.VisibleText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Makes dataviews of what an agent tells. Rows stay the same while things come and go: what is down has its row, too. */
final class Dataviews {

    static final String STATUS = "samplingStatus";

    static final List<String> PROCESSES = Stream.concat(
                    Stream.of(
                            "name",
                            "group",
                            "state",
                            "healthy",
                            "pid",
                            "port",
                            "cpuPercent",
                            "memoryPercent",
                            "uptimeSeconds",
                            "restarts"),
                    Stream.concat(causes().map("restarts_"::concat), Stream.of("primaryOnly", "message")))
            .toList();
    static final List<String> NODES =
            List.of("name", "state", "role", "lastHeardSeconds", "drain", "revision", "remark");
    static final List<String> SESSIONS = List.of(
            "name",
            "entries",
            "bytes",
            "maxBytes",
            "fullPercent",
            "inSync",
            "replicated",
            "unreplicated",
            "refused",
            "endedEarly",
            "warning");

    static final List<String> METRICS = List.of("name", "process", "metric", "labels", "value");
    static final List<String> AGENT = List.of("name", "metric", "labels", "value");

    private Dataviews() {}

    private static Stream<String> causes() {
        return Stream.of(RestartCause.values()).map(RestartCause::word);
    }

    static Dataview processes(Mon mon) {
        var unwell = mon.processes().stream()
                .filter(process -> !process.status().isHealthy())
                .count();
        var headlines = new LinkedHashMap<String, String>();
        headlines.put(STATUS, "OK");
        headlines.put("node", mon.node());
        headlines.put("system", mon.system());
        headlines.put("role", mon.role().toString());
        headlines.put("epoch", Long.toString(mon.epoch()));
        headlines.put("processes", Integer.toString(mon.processes().size()));
        headlines.put("unwell", Long.toString(unwell));
        headlines.put("warning", VisibleText.of(Objects.requireNonNullElse(mon.warning(), "")));
        return new Dataview(
                PROCESSES,
                headlines,
                mon.processes().stream()
                        .sorted(Comparator.comparing(ProcessStatus::name))
                        .map(Dataviews::row)
                        .toList());
    }

    private static List<String> row(ProcessStatus process) {
        var row = new ArrayList<String>(List.of(
                process.name(),
                process.group(),
                process.status().toString(),
                process.status().isHealthy() ? "true" : "false",
                process.pid() == null ? "" : process.pid().toString(),
                process.port() == null ? "" : process.port().toString(),
                decimals(process.cpu(), 1),
                decimals(process.memory(), 1),
                Long.toString(process.uptimeSeconds()),
                Integer.toString(process.restarts())));
        causes().forEach(cause ->
                row.add(Integer.toString(process.restartsByCause().getOrDefault(cause, 0))));
        row.add(process.primaryOnly() ? "true" : "false");
        row.add(VisibleText.of(process.message()));
        return row;
    }

    static Dataview nodes(MonCluster cluster) {
        var headlines = new LinkedHashMap<String, String>();
        headlines.put(STATUS, "OK");
        headlines.put(
                "primary", cluster.primary() == null ? "" : cluster.primary().node());
        headlines.put(
                "epoch",
                Long.toString(cluster.primary() == null ? 0 : cluster.primary().epoch()));
        headlines.put("nodes", Integer.toString(cluster.nodes().size()));
        headlines.put(
                "down",
                Long.toString(cluster.nodes().stream()
                        .filter(node -> node.state() == NodeView.State.DOWN)
                        .count()));
        return new Dataview(
                NODES,
                headlines,
                cluster.nodes().stream()
                        .sorted(Comparator.comparing(NodeView::name))
                        .map(node -> List.of(
                                node.name(),
                                node.state().toString(),
                                node.role().toString(),
                                node.ageSeconds() < 0 ? "" : Long.toString(node.ageSeconds()),
                                node.drain() == null ? "SERVING" : node.drain().toString(),
                                VisibleText.of(node.configHash()),
                                VisibleText.of(node.remark())))
                        .toList());
    }

    /** @param sessions the answer of {@code /api/v1/sessions} */
    static Dataview sessions(Json sessions) {
        var row = SESSIONS.stream()
                .map(column -> switch (column) {
                    case "name" -> sessions.text("node");
                    case "inSync" -> sessions.flag(column) ? "true" : "false";
                    case "warning" -> sessions.text(column);
                    default -> sessions.digits(column);
                })
                .toList();
        return new Dataview(SESSIONS, Map.of(STATUS, "OK"), List.of(row));
    }

    /** A row is named after its process and its series. */
    static Dataview metrics(List<ProcessDetail> details) {
        var rows = new ArrayList<List<String>>();
        details.stream().sorted(Comparator.comparing(ProcessDetail::name)).forEach(detail -> {
            for (var sample : Objects.requireNonNullElse(detail.metrics(), List.<MetricSample>of())) {
                rows.add(List.of(
                        detail.name() + " " + sample.series(),
                        detail.name(),
                        sample.name(),
                        sample.labelText(),
                        Samples.number(sample.value())));
            }
        });
        return new Dataview(METRICS, Map.of(STATUS, "OK"), rows);
    }

    /** A row is named after its series. */
    static Dataview agent(List<MetricSample> samples) {
        return new Dataview(
                AGENT,
                Map.of(STATUS, "OK"),
                samples.stream()
                        .map(sample -> List.of(
                                sample.series(), sample.name(), sample.labelText(), Samples.number(sample.value())))
                        .toList());
    }

    /** The agent did not answer: without rows, whatever they are. */
    static Dataview failed(List<String> columns, String why) {
        return new Dataview(columns, Map.of(STATUS, "ERROR: " + why), List.of());
    }
}
