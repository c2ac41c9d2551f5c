package io.github.batonha.cli.check;

import io.github.batonha.actors.api.MetricSample;
import io.github.batonha.actors.api.Mon;
import io.github.batonha.actors.api.MonCluster;
import io.github.batonha.actors.api.MonCluster.NodeView;
import io.github.batonha.actors.api.ProcessDetail;
import io.github.batonha.actors.api.ProcessState;
import io.github.batonha.actors.api.ProcessStatus;
import io.github.batonha.actors.api.Role;
import io.github.batonha.cli.check.CheckResult.Figure;
import io.github.batonha.cli.check.CheckResult.Status;
import io.github.batonha.cli.output.Samples;
import io.github.batonha.supervision.lifecycle.RestartCause;
import io.github.batonha.supervision.secrets.VisibleText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What each check makes of the answers of an agent. Pure. */
final class Checks {

    /** The ranges that were asked for. */
    record Limits(Optional<Range> warning, Optional<Range> critical) {

        Status of(double value) {
            if (critical.filter(range -> range.alerts(value)).isPresent()) {
                return Status.CRITICAL;
            }
            return warning.filter(range -> range.alerts(value)).isPresent() ? Status.WARNING : Status.OK;
        }

        boolean areGiven() {
            return warning.isPresent() || critical.isPresent();
        }

        private Figure figure(String label, double value, String unit) {
            return new Figure(label, value, unit, areGiven() ? ";%s;%s".formatted(text(warning), text(critical)) : "");
        }

        private static String text(Optional<Range> range) {
            return range.map(Range::text).orElse("");
        }
    }

    /** Nagios cuts what a plugin prints at 8 KiB. */
    private static final int MOST_SERIES = 50;

    private Checks() {}

    /** All processes of a node. The limits are for the number of those that need a look. */
    static CheckResult node(Mon mon, Limits limits) {
        var wrong = wrong(mon.processes());
        var status = limits.areGiven() ? limits.of(wrong.size()) : worst(wrong);
        var warning = Optional.ofNullable(mon.warning()).filter(text -> !text.isEmpty());
        var shown = warning.isPresent() ? status.worseOf(Status.WARNING) : status;
        var count = mon.processes().size();
        var more = new ArrayList<String>();
        warning.ifPresent(text -> more.add("node: " + VisibleText.of(text)));
        wrong.forEach(process -> more.add(line(process)));
        return new CheckResult(
                shown,
                "%s, %s, %d of %d processes are well%s"
                        .formatted(
                                mon.node(),
                                mon.role(),
                                count - wrong.size(),
                                count,
                                wrong.isEmpty() ? "" : ": " + names(wrong)),
                List.of(
                        limits.figure("unwell", wrong.size(), ""),
                        Figure.of("processes", count, ""),
                        Figure.of(
                                "restarts",
                                mon.processes().stream()
                                        .mapToInt(ProcessStatus::restarts)
                                        .sum(),
                                "c")),
                more);
    }

    /** One process, all of a group, or all. The limits are for the CPU of each, in percent of a core. */
    static CheckResult process(Mon mon, String name, Limits limits) {
        var chosen = mon.processes().stream()
                .filter(process -> name.isEmpty()
                        || process.name().equals(name)
                        || process.group().equals(name))
                .toList();
        if (chosen.isEmpty()) {
            return CheckResult.of(
                    Status.UNKNOWN, "%s has no process or group %s".formatted(mon.node(), VisibleText.of(name)));
        }
        var status = worst(wrong(chosen));
        var figures = new ArrayList<Figure>();
        for (var process : chosen) {
            status = status.worseOf(limits.of(process.cpu()));
            figures.add(limits.figure(process.name() + " cpu", process.cpu(), "%"));
            figures.add(Figure.of(process.name() + " memory", process.memory(), "%"));
            figures.add(Figure.of(process.name() + " uptime", process.uptimeSeconds(), "s"));
            figures.add(Figure.of(process.name() + " restarts", process.restarts(), "c"));
        }
        if (chosen.size() == 1) {
            figures.addAll(restarts(chosen.getFirst()));
        }
        var text = chosen.size() == 1
                ? line(chosen.getFirst())
                : "%d of %d are well".formatted(chosen.size() - wrong(chosen).size(), chosen.size());
        return new CheckResult(
                status,
                text,
                figures,
                chosen.size() == 1
                        ? List.of()
                        : wrong(chosen).stream().map(Checks::line).toList());
    }

    /** By cause; those of a process alone, as all of a node would be more than a line bears. */
    private static List<Figure> restarts(ProcessStatus process) {
        return Stream.of(RestartCause.values())
                .map(RestartCause::word)
                .map(cause ->
                        Figure.of("restarts " + cause, process.restartsByCause().getOrDefault(cause, 0), "c"))
                .toList();
    }

    /**
     * A number that a process tells of itself, or all series of a metric. The limits are for the value of each.
     *
     * @param metric a name, or a series as {@code mon --metrics} shows it
     */
    static CheckResult metric(List<ProcessDetail> details, String process, String metric, Limits limits) {
        var told = details.stream()
                .filter(detail -> detail.name().equals(process))
                .findFirst()
                .map(detail -> Objects.requireNonNullElse(detail.metrics(), List.<MetricSample>of()));
        return told.isEmpty()
                ? CheckResult.of(Status.UNKNOWN, "there is no process %s".formatted(VisibleText.of(process)))
                : metric(told.get(), process, metric, limits);
    }

    /** A number of {@code who}: a process, or the agent of a node. */
    static CheckResult metric(Collection<MetricSample> told, String who, String metric, Limits limits) {
        var chosen = told.stream()
                .filter(sample ->
                        sample.name().equals(metric) || sample.series().equals(metric))
                .toList();
        if (chosen.isEmpty()) {
            return CheckResult.of(
                    Status.UNKNOWN,
                    "%s tells no %s: see baton mon --metrics, and /metrics of the agent"
                            .formatted(who, VisibleText.of(metric)));
        }
        var status = Status.OK;
        var outside = new ArrayList<String>();
        for (var sample : chosen) {
            var each = limits.of(sample.value());
            status = status.worseOf(each);
            if (each != Status.OK) {
                outside.add(Samples.line(sample));
            }
        }
        var text = chosen.size() == 1
                ? "%s tells %s".formatted(who, Samples.line(chosen.getFirst()))
                : "%s tells %d series of %s, %d outside of the limits"
                        .formatted(who, chosen.size(), VisibleText.of(metric), outside.size());
        return new CheckResult(
                status,
                text,
                chosen.stream()
                        .limit(MOST_SERIES)
                        .map(sample -> limits.figure(label(sample), sample.value(), unit(sample)))
                        .toList(),
                chosen.size() == 1
                        ? List.of()
                        : outside.stream().limit(MOST_SERIES).toList());
    }

    private static String label(MetricSample sample) {
        return Stream.concat(Stream.of(sample.name()), sample.labels().values().stream())
                .collect(Collectors.joining(" "));
    }

    private static String unit(MetricSample sample) {
        return sample.name().endsWith("_total") || sample.name().endsWith("_count") ? "c" : "";
    }

    /** Whether a node that is up is the primary. */
    static CheckResult primary(MonCluster cluster) {
        var active = cluster.nodes().stream()
                .filter(node -> node.state() == NodeView.State.UP && node.role() == Role.PRIMARY)
                .map(NodeView::name)
                .toList();
        var assigned = Optional.ofNullable(cluster.primary());
        var epoch = List.of(
                Figure.of("epoch", assigned.map(MonCluster.Primary::epoch).orElse(0L), ""));
        return switch (active.size()) {
            case 0 ->
                new CheckResult(
                        Status.CRITICAL,
                        assigned.map(primary -> "%s is assigned and not active".formatted(primary.node()))
                                .orElse("no node was ever assigned"),
                        epoch,
                        List.of());
            case 1 -> new CheckResult(Status.OK, active.getFirst() + " is primary", epoch, List.of());
            default ->
                new CheckResult(
                        Status.CRITICAL,
                        "%s say that they are primary".formatted(String.join(" and ", active)),
                        epoch,
                        List.of());
        };
    }

    /** All nodes as one sees them. The limits are for the number of nodes that are down. */
    static CheckResult cluster(MonCluster cluster, Limits limits) {
        var down = cluster.nodes().stream()
                .filter(node -> node.state() == NodeView.State.DOWN)
                .map(NodeView::name)
                .toList();
        var revisions = cluster.nodes().stream()
                .filter(node -> node.state() == NodeView.State.UP)
                .map(NodeView::configHash)
                .distinct()
                .count();
        var status = limits.areGiven() ? limits.of(down.size()) : down.isEmpty() ? Status.OK : Status.CRITICAL;
        var count = cluster.nodes().size();
        var text = "%d of %d nodes are up%s%s"
                .formatted(
                        count - down.size(),
                        count,
                        down.isEmpty() ? "" : "; down: " + String.join(", ", down),
                        revisions > 1 ? "; they run from different revisions" : "");
        return new CheckResult(
                revisions > 1 ? status.worseOf(Status.WARNING) : status,
                text,
                List.of(limits.figure("down", down.size(), ""), Figure.of("nodes", count, "")),
                cluster.nodes().stream()
                        .filter(node -> !node.remark().isEmpty())
                        .map(node -> "%s: %s".formatted(node.name(), VisibleText.of(node.remark())))
                        .toList());
    }

    /** What a node holds of sessions. The limits are for how full it is, in percent. */
    static CheckResult sessions(SessionFigures held, Limits limits) {
        var status = limits.of(held.fullPercent());
        var text = held.inSync() ? "%d sessions".formatted(held.entries()) : "the node does not have all sessions";
        var warned = held.warning().isEmpty() && held.inSync() ? status : status.worseOf(Status.WARNING);
        return new CheckResult(
                warned,
                text + (held.warning().isEmpty() ? "" : "; " + VisibleText.of(held.warning())),
                List.of(
                        limits.figure("full", held.fullPercent(), "%"),
                        Figure.of("sessions", held.entries(), ""),
                        Figure.of("unreplicated", held.unreplicated(), "c")),
                List.of());
    }

    /** What {@code GET /api/v1/sessions} says. */
    record SessionFigures(long entries, int fullPercent, boolean inSync, long unreplicated, String warning) {}

    private static List<ProcessStatus> wrong(List<ProcessStatus> processes) {
        return processes.stream()
                .filter(process -> !process.status().isHealthy())
                .toList();
    }

    private static Status worst(List<ProcessStatus> wrong) {
        return wrong.stream().map(process -> status(process.status())).reduce(Status.OK, Status::worseOf);
    }

    /** Somebody stopped it, or it is under way: that is no fault yet. */
    private static Status status(ProcessState state) {
        return switch (state) {
            case HEALTHY, STANDBY, DONE -> Status.OK;
            case STARTING, RUNNING, STOPPING, STOPPED -> Status.WARNING;
            case MISSING, ERROR -> Status.CRITICAL;
        };
    }

    private static String names(List<ProcessStatus> processes) {
        return processes.stream()
                        .limit(5)
                        .map(process -> "%s %s".formatted(process.name(), process.status()))
                        .collect(Collectors.joining(", "))
                + (processes.size() > 5 ? ", …" : "");
    }

    private static String line(ProcessStatus process) {
        var message = VisibleText.of(process.message());
        return "%s is %s%s".formatted(process.name(), process.status(), message.isEmpty() ? "" : ": " + message);
    }
}
