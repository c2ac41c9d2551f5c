package io.github.batonha.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.batonha.client.metrics.MetricsPage;
import io.github.batonha.client.metrics.MetricsPage.Series;
import io.github.batonha.client.metrics.MetricsPage.Value.Count;
import io.github.batonha.client.metrics.MetricsPage.Value.Level;
import io.github.batonha.client.metrics.MetricsPage.Value.Times;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** By a JVM of its own, as an agent starts one: with a page that the agent made. */
class BatonMeterRegistryTest {

    @TempDir
    static Path folder;

    private static Map<String, List<Series>> told = Map.of();

    @BeforeAll
    static void runTheApplication() throws IOException, InterruptedException {
        Path page = folder.resolve("page");
        Path output = folder.resolve("output");
        MetricsPage.create(page);
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Application.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("BATON_METRICS_PAGE", page.toString());

        assertThat(builder.start().waitFor())
                .as("%s", (Object) Files.readAllLines(output))
                .isZero();

        told = MetricsPage.read(page).series().stream().collect(Collectors.groupingBy(Series::name));
    }

    static final class Application {
        public static void main(String[] args) {
            BatonMeterRegistry registry = new BatonMeterRegistry(Duration.ofDays(1));
            registry.counter("trades.inserted", "handler", "A", "process", "mine")
                    .increment(2.4);
            registry.counter("trades.inserted", "handler", "A", "process", "mine")
                    .increment(0.7);
            registry.counter("orders.total").increment();
            Timer.builder("handling").register(registry).record(Duration.ofMillis(3));
            Gauge.builder("jvm.memory.max", () -> 64).baseUnit("bytes").register(registry);
            Gauge.builder("system.cpu.count", () -> 2).register(registry);
            Gauge.builder("broken", BatonMeterRegistryTest::broken).register(registry);
            Gauge.builder("absent", () -> Double.NaN).register(registry);
            FunctionCounter.builder("polled", "", of -> 7.9).register(registry);
            DistributionSummary.builder("size")
                    .baseUnit("rows")
                    .register(registry)
                    .record(5);
            registry.counter("x".repeat(100)).increment();
            registry.close();
        }
    }

    private static double broken() {
        throw new IllegalStateException("no number");
    }

    @Test
    void givenACounter_whenFractionsMakeUpOne_thenItCountsWhole() {
        assertThat(told.get("trades_inserted"))
                .containsExactly(new Series(
                        "trades_inserted", Map.of("handler", "A", "exported_process", "mine"), new Count(3)));
        assertThat(told.get("orders")).extracting(Series::value).containsExactly(new Count(1));
        assertThat(told.get("polled")).extracting(Series::value).containsExactly(new Count(7));
    }

    @Test
    void givenATimer_whenRecorded_thenItIsToldAtOnce() {
        assertThat(told.get("handling"))
                .singleElement()
                .extracting(Series::value)
                .isInstanceOfSatisfying(
                        Times.class, times -> assertThat(times.maxSeconds()).isEqualTo(0.003));
    }

    @Test
    void givenGauges_whenAsked_thenTheNameNeverEndsAsAFormOfMetrics() {
        assertThat(told.get("jvm_memory_max_bytes")).extracting(Series::value).containsExactly(new Level(64));
        assertThat(told.get("system_cpu_count_value")).extracting(Series::value).containsExactly(new Level(2));
    }

    @Test
    void givenAGaugeThatThrowsOrHasNoNumber_whenAsked_thenTheOthersAreTold() {
        assertThat(told).doesNotContainKeys("broken", "absent").containsKey("polled");
    }

    @Test
    void givenAMeterOfAnotherKind_whenAsked_thenEachMeasurementIsAGauge() {
        assertThat(told.get("size_rows"))
                .extracting(Series::labels, Series::value)
                .containsExactlyInAnyOrder(
                        tuple(Map.of("statistic", "count"), new Level(1)),
                        tuple(Map.of("statistic", "total"), new Level(5)),
                        tuple(Map.of("statistic", "max"), new Level(5)));
    }

    @Test
    void givenANameThatTheAgentRefuses_whenCounted_thenTheApplicationGoesOn() {
        assertThat(told.keySet()).noneMatch(name -> name.startsWith("xxx"));
    }
}
