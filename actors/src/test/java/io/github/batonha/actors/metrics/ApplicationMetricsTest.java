package io.github.batonha.actors.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.actors.api.MetricSample;
import io.github.batonha.actors.metrics.Exposition.Point;
import io.github.batonha.actors.metrics.Exposition.Told;
import io.github.batonha.actors.metrics.Family.Kind;
import io.github.batonha.client.metrics.MetricsPage.Content;
import io.github.batonha.client.metrics.MetricsPage.Series;
import io.github.batonha.client.metrics.MetricsPage.Value.Count;
import io.github.batonha.client.metrics.MetricsPage.Value.Level;
import io.github.batonha.client.metrics.MetricsPage.Value.Times;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ApplicationMetricsTest {

    private static final String WEB = "WEB_SERVER";
    private static final String CONSOLIDATOR = "CONSOLIDATOR";

    @Test
    void givenAPage_whenRendered_thenEachSeriesIsThereWithProcessAndNode() {
        var counts = new ArrayList<>(Collections.nCopies(16, 0L));
        counts.set(4, 2L);
        counts.set(15, 1L);

        var text = text(Map.of(
                WEB,
                PageFamilies.of(new Content(
                        List.of(
                                new Series("transactions", Map.of("handler", "A\"\n"), new Count(3)),
                                new Series("transactions", Map.of(), new Count(4)),
                                new Series("temperature", Map.of(), new Level(-1.5)),
                                new Series("handling", Map.of("by", "all"), new Times(counts, 20.5, 20))),
                        7,
                        1))));

        assertThat(text.lines())
                .contains(
                        "# TYPE transactions_total counter",
                        "transactions_total{handler=\"A\\\"\\n\",node=\"NodeA\",process=\"WEB_SERVER\"} 3.0",
                        "transactions_total{handler=\"\",node=\"NodeA\",process=\"WEB_SERVER\"} 4.0",
                        "temperature{node=\"NodeA\",process=\"WEB_SERVER\"} -1.5",
                        "# TYPE handling_seconds histogram",
                        "handling_seconds_bucket{by=\"all\",node=\"NodeA\",process=\"WEB_SERVER\",le=\"0.0025\"} 0",
                        "handling_seconds_bucket{by=\"all\",node=\"NodeA\",process=\"WEB_SERVER\",le=\"0.005\"} 2",
                        "handling_seconds_bucket{by=\"all\",node=\"NodeA\",process=\"WEB_SERVER\",le=\"+Inf\"} 3",
                        "handling_seconds_count{by=\"all\",node=\"NodeA\",process=\"WEB_SERVER\"} 3",
                        "handling_seconds_sum{by=\"all\",node=\"NodeA\",process=\"WEB_SERVER\"} 20.5",
                        "handling_seconds_max{by=\"all\",node=\"NodeA\",process=\"WEB_SERVER\"} 20.0",
                        "baton_process_metrics_series{group=\"WEB\",process=\"WEB_SERVER\"} 5.0",
                        "baton_process_metrics_refused_total{group=\"WEB\",process=\"WEB_SERVER\"} 7.0",
                        "baton_process_metrics_dropped{group=\"WEB\",process=\"WEB_SERVER\"} 1.0");
    }

    @Test
    void givenAllKinds_whenToldAsSingleNumbers_thenEachIsThereByItsProcessWithoutBuckets() {
        var counts = new ArrayList<>(Collections.nCopies(16, 0L));
        counts.set(4, 2L);

        var samples = ApplicationSamples.of(Observations.with(Map.of(
                WEB,
                page(
                        new Series("trades", Map.of("handler", "A"), new Count(3)),
                        new Series("load", Map.of(), new Level(Double.NaN)),
                        new Series("handling", Map.of(), new Times(counts, 20.5, 20))),
                CONSOLIDATOR,
                page(new Series("trades", Map.of("node", "mine"), new Count(4))))));

        assertThat(samples.get(WEB))
                .containsExactly(
                        new MetricSample("handling_seconds_count", Map.of(), 2),
                        new MetricSample("handling_seconds_max", Map.of(), 20),
                        new MetricSample("handling_seconds_sum", Map.of(), 20.5),
                        new MetricSample("trades_total", Map.of("handler", "A"), 3));
        assertThat(samples.get(CONSOLIDATOR))
                .containsExactly(new MetricSample("trades_total", Map.of("exported_node", "mine"), 4));
    }

    @Test
    void givenOneNameOfTwoTypes_whenRendered_thenTheFirstStaysAndTheOtherIsCounted() {
        var text = text(Map.of(
                WEB,
                page(new Series("things", Map.of(), new Count(3)), new Series("orders", Map.of(), new Count(1))),
                CONSOLIDATOR,
                page(new Series("things", Map.of(), new Level(5)), new Series("orders", Map.of(), new Count(2)))));

        assertThat(text.lines())
                .contains(
                        "things_total{node=\"NodeA\",process=\"WEB_SERVER\"} 3.0",
                        "orders_total{node=\"NodeA\",process=\"WEB_SERVER\"} 1.0",
                        "orders_total{node=\"NodeA\",process=\"CONSOLIDATOR\"} 2.0",
                        "baton_process_metrics_dropped{group=\"AUTH\",process=\"CONSOLIDATOR\"} 1.0")
                .doesNotContain("things{node=\"NodeA\",process=\"CONSOLIDATOR\"} 5.0");
    }

    @Test
    void givenNamesOfBaton_whenTold_thenTheyAreNotShown() {
        var text = text(Map.of(
                WEB,
                new Exposition(
                        List.of(
                                new Told("baton_node_role", Kind.GAUGE, "", List.of(new Point(Map.of(), 1))),
                                new Told("baton_forged", Kind.GAUGE, "", List.of(new Point(Map.of(), 1)))),
                        0,
                        0)));

        assertThat(text)
                .doesNotContain("baton_forged")
                .contains("baton_process_metrics_dropped{group=\"WEB\",process=\"WEB_SERVER\"} 2.0");
    }

    @Test
    void givenLabelsThatTheAgentAdds_whenTold_thenTheyAreRenamed() {
        var told = new Told(
                "things", Kind.GAUGE, "", List.of(new Point(Map.of("process", "OTHER", "node", "B", "empty", ""), 1)));

        assertThat(text(Map.of(WEB, new Exposition(List.of(told, told), 0, 0))).lines())
                .contains(
                        "things{exported_node=\"B\",exported_process=\"OTHER\",node=\"NodeA\",process=\"WEB_SERVER\"} 1.0",
                        "baton_process_metrics_dropped{group=\"WEB\",process=\"WEB_SERVER\"} 1.0");
    }

    @Test
    void givenTwoSlotsOfOneSeries_whenRead_thenTheyAreOne() {
        var page = page(
                new Series("things", Map.of("a", "b"), new Count(3)),
                new Series("things", Map.of("a", "b"), new Count(4)),
                new Series("handling", Map.of(), new Times(Collections.nCopies(16, 1L), 2, 1)),
                new Series("handling", Map.of(), new Times(Collections.nCopies(16, 2L), 3, 2)));

        assertThat(page.families().getFirst().points()).containsExactly(new Point(Map.of("a", "b"), 7));
        assertThat(page.families().get(1).points().getFirst().distribution().orElseThrow())
                .satisfies(taken -> assertThat(taken.count()).isEqualTo(48))
                .satisfies(taken -> assertThat(taken.sum()).isEqualTo(5));
        assertThat(page.families().get(2).points()).containsExactly(new Point(Map.of(), 2));
    }

    @Test
    void givenMoreSeriesThanANodeShows_whenTold_thenTheRestIsCounted() {
        var told = new Told(
                "things",
                Kind.GAUGE,
                "",
                IntStream.range(0, ApplicationMetrics.MOST_SERIES + 5)
                        .mapToObj(i -> new Point(Map.of("i", Integer.toString(i)), i))
                        .toList());

        var families = ApplicationMetrics.of(Observations.with(Map.of(WEB, new Exposition(List.of(told), 0, 0))));

        assertThat(families.getLast().samples()).hasSize(ApplicationMetrics.MOST_SERIES);
        assertThat(families.get(3).samples().getFirst().value()).isEqualTo(5);
    }

    @Test
    void givenProcessesThatTellNothing_whenObserved_thenThereIsNoRowOfThem() {
        assertThat(ApplicationMetrics.of(Observations.with(Map.of(WEB, PageFamilies.of(Content.NONE)))))
                .isEmpty();
    }

    private static Exposition page(Series... series) {
        return PageFamilies.of(new Content(List.of(series), 0, 0));
    }

    private static String text(Map<String, Exposition> applications) {
        return Observations.text(Metrics.of(Observations.with(applications)), "");
    }
}
