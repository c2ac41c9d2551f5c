package io.github.batonha.actors.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.actors.api.HistoryEntry;
import io.github.batonha.actors.api.Mon;
import io.github.batonha.actors.metrics.Family.Kind;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class MetricsTest {

    private static final Pattern NAME = Pattern.compile("baton_[a-z_]+[a-z]");
    private static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0";

    @Test
    void givenAnObservation_whenRendered_thenEachFactIsThere() {
        var text = text(Observations.two(), "");

        assertThat(text.lines())
                .contains(
                        "baton_node_info{node=\"NodeA\",revision=\"abc\",system=\"DEV\"} 1",
                        "baton_node_role{role=\"primary\"} 1.0",
                        "baton_node_role{role=\"secondary\"} 0.0",
                        "baton_node_drain{state=\"serving\"} 1.0",
                        "baton_primary_epoch 7.0",
                        "baton_primary_assigned{host=\"NodeA\"} 1.0",
                        "baton_primary_assigned{host=\"NodeB\"} 0.0",
                        "baton_primary_switchovers_total{outcome=\"done\"} 2.0",
                        "baton_primary_switchovers_total{outcome=\"refused\"} 1.0",
                        "baton_primary_switchovers_total{outcome=\"unfinished\"} 0.0",
                        "baton_primary_missed_time_seconds 0.0",
                        "baton_primary_switchover_phase_seconds_bucket{phase=\"ask\",le=\"0.005\"} 1",
                        "baton_primary_switchover_phase_seconds_bucket{phase=\"ask\",le=\"0.05\"} 2",
                        "baton_primary_switchover_phase_seconds_bucket{phase=\"stop\",le=\"+Inf\"} 1",
                        "baton_primary_switchover_phase_seconds_count{phase=\"ask\"} 2",
                        "baton_primary_switchover_gap_seconds_bucket{le=\"0.01\"} 0",
                        "baton_primary_switchover_gap_seconds_bucket{le=\"0.025\"} 1",
                        "baton_primary_switchover_gap_seconds_count 1",
                        "baton_peer_up{peer=\"NodeB\"} 0.0",
                        "baton_peer_last_heard_seconds{peer=\"NodeB\"} 42.0",
                        "baton_peer_last_heard_seconds{peer=\"NodeC\"} NaN",
                        "baton_peer_same_revision{peer=\"NodeB\"} 0.0",
                        "baton_process_state{group=\"WEB\",process=\"WEB_SERVER\",state=\"healthy\"} 1.0",
                        "baton_process_state{group=\"AUTH\",process=\"CONSOLIDATOR\",state=\"standby\"} 1.0",
                        "baton_process_state{group=\"AUTH\",process=\"CONSOLIDATOR\",state=\"healthy\"} 0.0",
                        "baton_process_restarts_total{cause=\"crash\",group=\"WEB\",process=\"WEB_SERVER\"} 2.0",
                        "baton_process_restarts_total{cause=\"group\",group=\"WEB\",process=\"WEB_SERVER\"} 0.0",
                        "baton_process_restarts_total{cause=\"crash\",group=\"AUTH\",process=\"CONSOLIDATOR\"} 0.0",
                        "baton_process_probe_seconds{group=\"WEB\",probe=\"liveness\",process=\"WEB_SERVER\"} 0.025",
                        "baton_process_last_exit_status{group=\"WEB\",process=\"WEB_SERVER\"} 137.0",
                        "baton_process_cpu_seconds_total{group=\"WEB\",process=\"WEB_SERVER\"} 1.5",
                        "baton_process_cpu_seconds_total{group=\"AUTH\",process=\"CONSOLIDATOR\"} 0.0",
                        "baton_process_resident_memory_bytes{group=\"WEB\",process=\"WEB_SERVER\"} 1048576.0",
                        "baton_process_open_fds{group=\"WEB\",process=\"WEB_SERVER\"} NaN",
                        "baton_process_jvm_heap_max_bytes{group=\"WEB\",process=\"WEB_SERVER\"} 3000.0",
                        "baton_process_jvm_gc_seconds_total{group=\"WEB\",process=\"WEB_SERVER\"} 0.25",
                        "baton_sessions_writes_total{outcome=\"unreplicated\"} 1.0",
                        "baton_agent_cpu_seconds_total 1.5",
                        "baton_agent_max_fds NaN",
                        "baton_logs_free_bytes 5000.0",
                        "baton_certificate_end_time_seconds 1.7673552E9");
        assertThat(text).doesNotContain("password", "GONE");
    }

    @Test
    void givenProcessesThatDoNotRun_whenObserved_thenNoRowIsLostButThoseOfTheHeap() {
        var running = Observations.two();
        var stopped = new Observation(
                running.at(),
                running.mon(),
                running.cluster(),
                new Observation.Measured(
                        Map.of(),
                        running.measured().probes(),
                        running.measured().exits()),
                running.sessions(),
                running.history(),
                running.agent(),
                Map.of());

        assertThat(rows(stopped))
                .isEqualTo(rows(running).stream()
                        .filter(row -> !row.contains("_jvm_"))
                        .toList());
    }

    @Test
    void givenOpenMetrics_whenAskedForIt_thenTheTextEndsAsItHasTo() {
        assertThat(PrometheusText.contentType(OPEN_METRICS)).startsWith("application/openmetrics-text");
        assertThat(text(Observations.two(), OPEN_METRICS))
                .endsWith("# EOF\n")
                .contains("# TYPE baton_process_restarts counter");
    }

    @Test
    void givenAllMetrics_whenNamed_thenTheyKeepToTheConventions() {
        var families = Metrics.of(Observations.two());

        assertThat(families).extracting(Family::name).doesNotHaveDuplicates().allMatch(NAME.asMatchPredicate());
        assertThat(families).allSatisfy(family -> {
            assertThat(family.help()).endsWith(".").hasSizeLessThan(120);
            assertThat(family.name()).doesNotEndWith("_total");
            assertThat(family.labels())
                    .allSatisfy(label -> assertThat(family.name()).doesNotContain("_by_" + label));
            if (family.kind() == Kind.HISTOGRAM) {
                assertThat(family.name()).endsWith("_seconds");
            }
        });
    }

    @Test
    void givenAWarningOfTheNode_whenObserved_thenItIsCountedAndNotQuoted() {
        var seen = Observations.two();
        var mon = seen.mon();
        var warned = new Mon(
                mon.node(),
                mon.role(),
                mon.epoch(),
                mon.startedAt(),
                mon.system(),
                mon.configHash(),
                mon.processes(),
                "the certificate ends");

        var text = text(
                new Observation(
                        seen.at(),
                        warned,
                        seen.cluster(),
                        seen.measured(),
                        seen.sessions(),
                        seen.history(),
                        seen.agent(),
                        Map.of()),
                "");

        assertThat(text).contains("baton_node_warning 1.0").doesNotContain("the certificate ends");
    }

    @Test
    void givenAMissedSwitchover_whenSomebodyOrdersOne_thenItIsNotTheNewestAnyMore() {
        var missed = entry("op", HistoryEntry.Outcome.MISSED, 100);

        assertThat(text(Observations.after(missed), "")).contains("baton_primary_missed_time_seconds 1.7673553E9");
        assertThat(text(Observations.after(missed, entry("NodeA", HistoryEntry.Outcome.DONE, 200)), ""))
                .as("a node that proposed itself")
                .contains("baton_primary_missed_time_seconds 1.7673553E9");
        assertThat(text(Observations.after(missed, entry("op", HistoryEntry.Outcome.REFUSED, 200)), ""))
                .contains("baton_primary_missed_time_seconds 0.0");
    }

    private static HistoryEntry entry(String by, HistoryEntry.Outcome outcome, long secondsPastNoon) {
        return new HistoryEntry(
                0,
                null,
                "NodeA",
                by,
                "",
                Observations.NOON.plusSeconds(secondsPastNoon),
                List.of(),
                outcome,
                "",
                List.of(),
                List.of());
    }

    private static List<String> rows(Observation seen) {
        return text(seen, "")
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.substring(0, line.lastIndexOf(' ')))
                .toList();
    }

    private static String text(Observation seen, String accept) {
        return Observations.text(Metrics.of(seen), accept);
    }
}
