package io.github.batonha.actors.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.actors.metrics.Family.Distribution;
import io.github.batonha.actors.metrics.Family.Kind;
import io.github.batonha.actors.metrics.Family.Sample;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the library of Prometheus writes is right. */
class PrometheusTextTest {

    private static final List<Double> NUMBERS = List.of(
            0.0,
            -0.0,
            1.0,
            -7.0,
            0.1,
            1e7,
            9999999.0,
            1.7e9,
            1e-7,
            3.5e300,
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            (double) (1L << 53));
    private static final List<String> WORDS =
            List.of("", "WEB", "a\"b", "c\\d", "e\nf", "gr\u00fc\u00df", "\ud83d\ude00", "x y,{}");

    @ParameterizedTest
    @ValueSource(strings = {"", "text/plain", "application/openmetrics-text; version=1.0.0, text/plain;q=0.5"})
    void givenAnObservation_whenRendered_thenItIsWhatTheLibraryWrites(String accept) {
        assertSame(Metrics.of(Observations.two()), accept);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "application/openmetrics-text"})
    void givenAnyFamilies_whenRendered_thenTheyAreWhatTheLibraryWrites(String accept) {
        for (var seed = 0; seed < 300; seed++) {
            var random = new Random(seed);
            var families = new ArrayList<Family>();
            for (var kind : Kind.values()) {
                families.add(family(kind, random));
            }
            assertSame(families, accept);
        }
    }

    @Test
    void givenManySamples_whenWritten_thenThePartsAreSmall() {
        var samples = IntStream.range(0, 10_000)
                .mapToObj(i -> new Sample(List.of("PROCESS_%05d".formatted(i)), i))
                .toList();
        var families = List.of(new Family("some_gauge", Kind.GAUGE, "Helps.", List.of("process"), samples));

        var sizes = new ArrayList<Integer>();
        PrometheusText.write(families, "", part -> sizes.add(part.length));

        assertThat(sizes).hasSizeGreaterThan(20).allMatch(size -> size < 18 * 1024);
        assertSame(families, "");
    }

    private static void assertSame(List<Family> families, String accept) {
        var sorted = families.stream()
                .sorted(Comparator.comparing(Family::name))
                .map(PrometheusTextTest::sorted)
                .toList();

        assertThat(Observations.text(sorted, accept)).isEqualTo(LibraryText.of(sorted, accept));
        assertThat(PrometheusText.contentType(accept)).isEqualTo(LibraryText.contentType(accept));
    }

    /** The library sorts, which means nothing. */
    private static Family sorted(Family family) {
        var order = IntStream.range(0, family.labels().size())
                .boxed()
                .sorted(Comparator.comparing(family.labels()::get))
                .toList();
        var samples = family.samples().stream()
                .sorted(Comparator.comparing(sample ->
                        order.stream().map(sample.labels()::get).toList().toString()))
                .toList();
        return new Family(family.name(), family.kind(), family.help(), family.labels(), samples);
    }

    private static Family family(Kind kind, Random random) {
        var labels = IntStream.range(0, random.nextInt(4))
                .mapToObj(i -> (char) ('z' - i) + "_label" + random.nextInt(9))
                .toList();
        var samples = new ArrayList<Sample>();
        for (var i = 0; i < random.nextInt(4) + (labels.isEmpty() ? 0 : 1); i++) {
            var own = i;
            var values = IntStream.range(0, labels.size())
                    .mapToObj(label -> label == 0 ? "v" + own : WORDS.get(random.nextInt(WORDS.size())))
                    .toList();
            samples.add(new Sample(values, value(kind, random), distribution(kind, random)));
            if (labels.isEmpty() || kind == Kind.HISTOGRAM) {
                break;
            }
        }
        var help = random.nextBoolean() ? "Helps \"much\"\\ and\nmore." : "Helps.";
        return new Family("some_" + kind.name().toLowerCase(Locale.ROOT) + "_x", kind, help, labels, samples);
    }

    private static double value(Kind kind, Random random) {
        return switch (kind) {
            case GAUGE, UNKNOWN -> NUMBERS.get(random.nextInt(NUMBERS.size()));
            case COUNTER, HISTOGRAM -> random.nextInt(1 << 20) / 8.0;
            case INFO -> 1;
            case BUCKETS, SUMMARY -> 0;
        };
    }

    private static Optional<Distribution> distribution(Kind kind, Random random) {
        return switch (kind) {
            case GAUGE, UNKNOWN, COUNTER, HISTOGRAM, INFO -> Optional.empty();
            case BUCKETS ->
                Optional.of(new Distribution(
                        List.of(0.5, 20.0, Double.POSITIVE_INFINITY),
                        List.of((double) random.nextInt(9), 0.0, 7.0),
                        0,
                        random.nextDouble()));
            case SUMMARY ->
                Optional.of(new Distribution(
                        List.of(0.5, 0.99),
                        List.of(random.nextDouble(), 3.0),
                        random.nextInt(99),
                        random.nextDouble()));
        };
    }
}
