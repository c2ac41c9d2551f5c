package io.github.batonha.actors.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpositionParserTest {

    private static final String WHOLE = """
            # HELP jvm_memory_used_bytes The amount of used memory
            # TYPE jvm_memory_used_bytes gauge
            jvm_memory_used_bytes{area="heap",id="G1 Eden Space",} 4.194304E7
            # TYPE http_requests_total counter
            http_requests_total{uri="/a\\\\b\\"c\\n",process="OTHER"} 1027 1395066363000
            # TYPE jvm_info gauge
            jvm_info{version="25"} 1
            # TYPE odd counter
            odd 5
            # TYPE latency_seconds histogram
            latency_seconds_bucket{le="0.1"} 2
            latency_seconds_bucket{le="+Inf"} 3
            latency_seconds_sum 7.5
            latency_seconds_count 3
            # TYPE size summary
            size{quantile="0.5"} NaN
            size{quantile="0.99"} 12
            size_sum 100
            size_count 20
            something_else{} -Inf
            # any comment
            """;

    @Test
    void givenAWholeText_whenTakenUp_thenItIsShownWithProcessAndNode() throws IOException {
        assertThat(shown(WHOLE).lines())
                .contains(
                        "jvm_memory_used_bytes{area=\"heap\",id=\"G1 Eden Space\",node=\"NodeA\",process=\"WEB_SERVER\"} 4.194304E7",
                        "http_requests_total{exported_process=\"OTHER\",node=\"NodeA\",process=\"WEB_SERVER\",uri=\"/a\\\\b\\\"c\\n\"} 1027.0",
                        "jvm_info{node=\"NodeA\",process=\"WEB_SERVER\",version=\"25\"} 1.0",
                        "odd{node=\"NodeA\",process=\"WEB_SERVER\"} 5.0",
                        "latency_seconds_bucket{node=\"NodeA\",process=\"WEB_SERVER\",le=\"0.1\"} 2",
                        "latency_seconds_bucket{node=\"NodeA\",process=\"WEB_SERVER\",le=\"+Inf\"} 3",
                        "latency_seconds_sum{node=\"NodeA\",process=\"WEB_SERVER\"} 7.5",
                        "size{node=\"NodeA\",process=\"WEB_SERVER\",quantile=\"0.5\"} NaN",
                        "size_count{node=\"NodeA\",process=\"WEB_SERVER\"} 20",
                        "something_else{node=\"NodeA\",process=\"WEB_SERVER\"} -Inf",
                        "baton_process_metrics_up{group=\"WEB\",process=\"WEB_SERVER\"} 1.0",
                        "baton_process_metrics_series{group=\"WEB\",process=\"WEB_SERVER\"} 7.0",
                        "baton_process_metrics_dropped{group=\"WEB\",process=\"WEB_SERVER\"} 0.0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a b c",
                "1a 5",
                "a 0x10",
                "a{b=\"c\" 5",
                "a{b=\"c\"d=\"e\"} 5",
                "a{b=\"c\",b=\"d\"} 5",
                "a{__name__=\"baton_node_role\"} 5",
                "a{b=\"c\\t\"} 5",
                "a{b=\"c",
                "a 5 later",
                "a 5 1 2",
                "a",
                "a 5\r",
                "<html>",
                "# TYPE a nonsense",
                "a 5\n# TYPE a counter",
                "# TYPE a gauge\n# TYPE a gauge",
                "# TYPE a histogram\na 5",
                "# TYPE a histogram\na_bucket 5",
                "# TYPE a summary\na 5",
            })
    void givenATextThatBreaksTheRules_whenTakenUp_thenItIsRefused(String text) {
        assertThatThrownBy(() -> parse(text)).isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "# TYPE a_total counter\na_total -1",
                "# TYPE a_total counter\na_total NaN",
                "# TYPE a histogram\na_bucket{le=\"1\"} 2",
                "# TYPE a histogram\na_bucket{le=\"1\"} 2\na_bucket{le=\"+Inf\"} 1",
                "# TYPE a histogram\na_bucket{le=\"+Inf\"} 1\na_count 2",
                "# TYPE a histogram\na_bucket{le=\"+Inf\"} 1.5",
                "# TYPE a summary\na{quantile=\"2\"} 1\na_count 1",
                "# TYPE a summary\na{quantile=\"0.5\"} 1\na_count -1",
                "baton_node_role{role=\"primary\"} 1",
            })
    void givenASeriesThatCantBe_whenTakenUp_thenItIsDroppedAndCounted(String text) throws IOException {
        assertThat(shown(text).lines())
                .contains(
                        "baton_process_metrics_series{group=\"WEB\",process=\"WEB_SERVER\"} 0.0",
                        "baton_process_metrics_dropped{group=\"WEB\",process=\"WEB_SERVER\"} 1.0");
    }

    @Test
    void givenMoreSeriesThanAProcessMayHave_whenTakenUp_thenTheRestIsCounted() throws IOException {
        var told = parse(IntStream.range(0, ExpositionParser.MOST_SERIES + 7)
                .mapToObj("a{i=\"%d\"} 1"::formatted)
                .collect(Collectors.joining("\n")));

        assertThat(told.families().getFirst().points()).hasSize(ExpositionParser.MOST_SERIES);
        assertThat(told.dropped()).isEqualTo(7);
    }

    /** What a hostile process serves never breaks the text of the agent, and never gives it a row of baton's that it has not itself. */
    @ParameterizedTest
    @MethodSource("seeds")
    void givenATextThatWasTamperedWith_whenTakenUp_thenTheAgentsTextIsWholeAndHasNoForgedRow(long seed)
            throws IOException {
        var random = new Random(seed);
        var pieces = "{}\"\\\n ,=#_0.1e+NaNInf baton_node_role# TYPE counter\u0001é".toCharArray();
        var own = names(shown(""));
        for (var round = 0; round < 50; round++) {
            var text = new StringBuilder(WHOLE);
            for (var change = 0; change <= random.nextInt(4); change++) {
                var at = random.nextInt(text.length());
                if (random.nextBoolean()) {
                    text.setCharAt(at, pieces[random.nextInt(pieces.length)]);
                } else {
                    text.insert(at, WHOLE, 0, random.nextInt(200));
                }
            }
            String shown;
            try {
                shown = shown(text.toString());
            } catch (IOException refused) {
                continue;
            }
            assertThat(names(shown))
                    .filteredOn(name -> name.startsWith("baton_"))
                    .containsExactlyElementsOf(own);
            assertThat(parse(shown).dropped()).isZero();
        }
    }

    private static IntStream seeds() {
        return IntStream.range(0, 20);
    }

    private static List<String> names(String text) {
        return text.lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.substring(0, Math.max(line.lastIndexOf('}') + 1, line.lastIndexOf(' '))))
                .filter(line -> line.startsWith("baton_"))
                .toList();
    }

    private static Exposition parse(String text) throws IOException {
        return ExpositionParser.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String shown(String text) throws IOException {
        var seen = Observations.with(Map.of("WEB_SERVER", parse(text)));
        return Observations.text(Metrics.of(seen), "");
    }
}
