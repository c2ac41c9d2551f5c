package io.github.batonha.client.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.client.metrics.MetricsPage.Content;
import io.github.batonha.client.metrics.MetricsPage.Series;
import io.github.batonha.client.metrics.MetricsPage.Value.Count;
import io.github.batonha.client.metrics.MetricsPage.Value.Level;
import io.github.batonha.client.metrics.MetricsPage.Value.Times;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class MetricsTest {

    @TempDir
    Path folder;

    private Path page;
    private final List<String> complaints = new ArrayList<>();

    @BeforeEach
    void create() throws IOException {
        page = folder.resolve("page");
        MetricsPage.create(page);
    }

    @Test
    void givenEachKind_whenRecorded_thenTheAgentReadsIt() throws IOException {
        var registry = registry();

        registry.counter("transactions", "handler", "A", "desk", "FX").increment();
        registry.counter("transactions_total", "desk", "FX", "handler", "A").increment(2);
        registry.counter("transactions").increment(-5);
        registry.gauge("temperature").set(20);
        registry.gauge("temperature").add(-0.5);
        registry.timer("handling").record(Duration.ofNanos(100_000));
        registry.timer("handling_seconds").record(Duration.ofSeconds(20));
        registry.timer("handling").recordNanos(-1);

        assertThat(MetricsPage.read(page).series())
                .containsExactly(
                        new Series("transactions", Map.of("handler", "A", "desk", "FX"), new Count(3)),
                        new Series("transactions", Map.of(), new Count(0)),
                        new Series("temperature", Map.of(), new Level(19.5)),
                        new Series("handling", Map.of(), times(20.0001, 20, Map.of(0, 2L, 15, 1L))));
        assertThat(complaints).isEmpty();
    }

    @Test
    void givenManyThreads_whenTheyRecord_thenNothingIsLost() throws Exception {
        var registry = registry();
        int threads = 8;
        int times = 20_000;
        var pool = Executors.newFixedThreadPool(threads);
        try {
            Callable<Boolean> work = () -> {
                for (int i = 0; i < times; i++) {
                    registry.counter("counted", "by", "all").increment();
                    registry.gauge("level").add(0.5);
                    registry.timer("handling").recordNanos(i);
                }
                return true;
            };
            for (var done : pool.invokeAll(Collections.nCopies(threads, work))) {
                assertThat(done.get()).isTrue();
            }
        } finally {
            pool.shutdownNow();
        }

        assertThat(MetricsPage.read(page).series())
                .containsExactlyInAnyOrder(
                        new Series("counted", Map.of("by", "all"), new Count((long) threads * times)),
                        new Series("level", Map.of(), new Level(threads * times / 2.0)),
                        new Series(
                                "handling",
                                Map.of(),
                                times(
                                        (double) threads * times * (times - 1) / 2 / 1e9,
                                        (times - 1) / 1e9,
                                        Map.of(0, (long) threads * times))));
    }

    @Test
    void givenTwoWritersOfOnePage_whenBothCount_thenTheyShareASeries() throws IOException {
        var parent = registry();
        var child = registry();

        parent.counter("counted").increment();
        child.counter("counted").increment();
        child.counter("own").increment();

        assertThat(MetricsPage.read(page).series())
                .containsExactly(
                        new Series("counted", Map.of(), new Count(2)), new Series("own", Map.of(), new Count(1)));
    }

    @Test
    void givenAJvm_whenItIsKilled_thenItsNumbersAreStillThere() throws Exception {
        var builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Recorder.class.getName());
        builder.environment().put("BATON_METRICS_PAGE", page.toString());
        var jvm = builder.redirectErrorStream(true).start();
        try (var out = jvm.inputReader()) {
            assertThat(out.readLine()).isEqualTo("recorded");
        } finally {
            jvm.destroyForcibly().waitFor();
        }

        assertThat(MetricsPage.read(page).series())
                .containsExactly(
                        new Series("transactions", Map.of("handler", "EVENT_TRADE_INSERT"), new Count(42)),
                        new Series("open_orders", Map.of(), new Level(2.5)),
                        new Series("handling", Map.of(), times(0.003, 0.003, Map.of(4, 1L))));
    }

    @Test
    void givenARunThatStillEnds_whenTheNextPageIsMade_thenItIsEmptyAndStaysSo() throws IOException {
        var former = registry().counter("counted");
        former.increment();

        MetricsPage.create(page);
        former.increment();

        assertThat(MetricsPage.read(page)).isEqualTo(Content.NONE);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(page)))
                .isEqualTo("rw-------");
        assertThat((long) Files.getAttribute(page, "unix:size")).isEqualTo(PageLayout.FILE_BYTES);
    }

    @Test
    void givenMoreSeriesThanAPageHas_whenAskedFor_thenTheyAreRefusedCountedAndDoNothing() throws IOException {
        var registry = registry();

        for (int i = 0; i < PageLayout.SLOTS + 100; i++) {
            registry.counter("counted", "number", Integer.toString(i)).increment();
        }
        registry.counter("counted", "number", Integer.toString(PageLayout.SLOTS))
                .increment();

        var content = MetricsPage.read(page);
        assertThat(content.series()).hasSize(PageLayout.SLOTS);
        assertThat(content.refused()).isEqualTo(100);
        assertThat(complaints)
                .hasSize(16)
                .startsWith("counter 'counted' is not measured: this process has 1024 series already")
                .last()
                .asString()
                .endsWith("the next ones are only counted");
    }

    @ParameterizedTest
    @CsvSource({
        "a b, x, letters",
        "1st, x, letters",
        "'', x, letters",
        "baton_node_role, x, reserved",
        "__name, x, reserved",
        "things_total, x, _total",
        "things_count, x, _count",
        "good, process, process",
        "good, node, node",
        "good, le, le",
        "good, 9, 9",
        "good, __x, __x",
    })
    void givenABadName_whenAskedFor_thenItIsRefusedAndSaidWhy(String name, String label, String why)
            throws IOException {
        registry().gauge(name, label, "value").set(1);

        assertThat(complaints).singleElement().asString().contains(why);
        assertThat(MetricsPage.read(page)).isEqualTo(new Content(List.of(), 1, 0));
    }

    @Test
    @SuppressWarnings("NullAway") // as an application may
    void givenBadLabels_whenAskedFor_thenTheyAreRefused() throws IOException {
        var registry = registry();

        registry.counter("odd", "label");
        registry.counter("twice", "label", "a", "label", "b");
        registry.counter("long_value", "label", "x".repeat(121));
        registry.counter("nul", "label", "a\0b");
        registry.counter("long_text", "a", "ü".repeat(120), "b", "ü".repeat(120));
        registry.counter("many", IntStream.range(0, 18).mapToObj(i -> "l" + i).toArray(String[]::new));
        registry.counter("null_value", "label", null);

        assertThat(MetricsPage.read(page)).isEqualTo(new Content(List.of(), 7, 0));
        assertThat(complaints).hasSize(7).last().asString().contains("null");
    }

    @Test
    void givenANameOfOneKind_whenAskedForAsAnother_thenItIsRefused() throws IOException {
        var registry = registry();

        registry.counter("things");
        registry.gauge("things").set(1);

        assertThat(complaints).containsExactly("gauge 'things' is not measured: the name is that of a counter");
        assertThat(MetricsPage.read(page).series()).hasSize(1);
    }

    @Test
    void givenNoAgent_whenRecorded_thenItWorksAndGoesNowhere() {
        var registry = Registry.of(Map.of(), complaints::add);

        registry.counter("counted").increment();
        registry.timer("handling").recordNanos(1);

        assertThat(complaints).isEmpty();
    }

    @Test
    void givenAPageThatIsNone_whenRecorded_thenItWorksAndIsSaidOnce() throws IOException {
        Files.writeString(page, "short");
        var registry = Registry.of(Map.of("BATON_METRICS_PAGE", page.toString()), complaints::add);

        registry.counter("counted").increment();

        assertThat(complaints).singleElement().asString().contains(page.toString(), "5 bytes");
        assertThat(MetricsPage.read(page)).isEqualTo(Content.NONE);
    }

    /** Whatever a process writes there, the agent reads names that it may show and numbers that can be, and never fails. */
    @ParameterizedTest
    @MethodSource("seeds")
    void givenAPageWithRandomBytes_whenRead_thenWhatIsReadIsValid(long seed) throws IOException {
        var random = new Random(seed);
        var registry = registry();
        for (int i = 0; i < 5; i++) {
            registry.counter("counted", "number", Integer.toString(i)).increment();
            registry.timer("timed", "number", Integer.toString(i)).recordNanos(i);
        }
        byte[] bytes = Arrays.copyOf(Files.readAllBytes(page), PageLayout.slot(20));
        for (int i = 0; i < 200; i++) {
            bytes[8 + random.nextInt(16)] = (byte) random.nextInt(256);
            bytes[PageLayout.HEADER_BYTES + random.nextInt(20 * PageLayout.SLOT_BYTES)] = (byte) random.nextInt(256);
            var cut = random.nextBoolean() ? bytes : Arrays.copyOf(bytes, random.nextInt(bytes.length));

            assertThat(MetricsPage.read(cut).series()).allSatisfy(series -> {
                assertThat(series.name()).isIn("counted", "timed");
                assertThat(series.labels()).containsOnlyKeys("number");
            });
        }
        random.nextBytes(bytes);
        assertThat(MetricsPage.read(bytes)).isEqualTo(Content.NONE);
    }

    private static IntStream seeds() {
        return IntStream.range(0, 20);
    }

    private Registry registry() {
        return Registry.of(Map.of("BATON_METRICS_PAGE", page.toString()), complaints::add);
    }

    private static Times times(double sum, double max, Map<Integer, Long> counts) {
        return new Times(
                IntStream.range(0, PageLayout.BUCKETS)
                        .mapToObj(bucket -> counts.getOrDefault(bucket, 0L))
                        .toList(),
                sum,
                max);
    }
}
