package io.github.batonha.actors.metrics;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.batonha.actors.metrics.Family.Distribution;
import io.github.batonha.actors.metrics.Family.Kind;
import io.github.batonha.actors.metrics.Family.Sample;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * All metrics of an observation as a request of OTLP in JSON, with the names and labels that {@code /metrics} has. Numbers of 64 bits are texts there, as
 * the mapping of protocol buffers wants it. A value that is not a number is left out. Pure.
 */
public final class OtlpJson {

    private static final JsonFactory FACTORY = new JsonFactory();
    private static final int CUMULATIVE = 2;
    private static final int NANO_DIGITS = 1_000_000_000;

    private final JsonGenerator json;
    private final String time;

    private OtlpJson(JsonGenerator json, Instant at) {
        this.json = json;
        this.time =
                Long.toString(Math.addExact(Math.multiplyExact(at.getEpochSecond(), (long) NANO_DIGITS), at.getNano()));
    }

    private interface Writing {
        void write() throws IOException;
    }

    /** The body of one {@code ExportMetricsServiceRequest}. */
    public static byte[] of(Observation seen) {
        return of(seen, Metrics.of(seen));
    }

    static byte[] of(Observation seen, List<Family> families) {
        var bytes = new ByteArrayOutputStream();
        try (var generator = FACTORY.createGenerator(bytes)) {
            new OtlpJson(generator, seen.at()).request(seen, families);
        } catch (IOException e) {
            throw new UncheckedIOException("not to be had in memory", e);
        }
        return bytes.toByteArray();
    }

    private void request(Observation seen, List<Family> families) throws IOException {
        json.writeStartObject();
        one("resourceMetrics", () -> {
            json.writeObjectFieldStart("resource");
            attributes(
                    List.of("service.name", "service.namespace", "service.instance.id"),
                    List.of("baton", seen.mon().system(), seen.mon().node()));
            json.writeEndObject();
            one("scopeMetrics", () -> {
                json.writeObjectFieldStart("scope");
                json.writeStringField("name", "io.github.batonha");
                json.writeEndObject();
                json.writeArrayFieldStart("metrics");
                for (var family : families) {
                    if (!family.samples().isEmpty()) {
                        metric(family.kind() == Kind.HISTOGRAM ? family.asBuckets() : family);
                    }
                }
                json.writeEndArray();
            });
        });
        json.writeEndObject();
    }

    /** A list of one object. */
    private void one(String name, Writing content) throws IOException {
        json.writeArrayFieldStart(name);
        json.writeStartObject();
        content.write();
        json.writeEndObject();
        json.writeEndArray();
    }

    private void metric(Family family) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", family.name() + family.kind().end());
        json.writeStringField("description", family.help());
        switch (family.kind()) {
            case GAUGE, UNKNOWN, INFO -> data("gauge", family, false, false);
            case COUNTER -> data("sum", family, true, true);
            case HISTOGRAM, BUCKETS -> data("histogram", family, true, false);
            case SUMMARY -> data("summary", family, false, false);
        }
        json.writeEndObject();
    }

    private void data(String form, Family family, boolean isCumulative, boolean isMonotonic) throws IOException {
        json.writeObjectFieldStart(form);
        if (isCumulative) {
            json.writeNumberField("aggregationTemporality", CUMULATIVE);
        }
        if (isMonotonic) {
            json.writeBooleanField("isMonotonic", true);
        }
        json.writeArrayFieldStart("dataPoints");
        for (var sample : family.samples()) {
            point(family, sample);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void point(Family family, Sample sample) throws IOException {
        var isMeasured = family.kind() == Kind.BUCKETS || family.kind() == Kind.SUMMARY;
        if (isMeasured ? sample.distribution().isEmpty() : !Double.isFinite(sample.value())) {
            return;
        }
        json.writeStartObject();
        attributes(family.labels(), sample.labels());
        json.writeStringField("timeUnixNano", time);
        if (isMeasured) {
            measured(sample.distribution(), family.kind() == Kind.SUMMARY);
        } else {
            json.writeNumberField("asDouble", sample.value());
        }
        json.writeEndObject();
    }

    private void measured(Optional<Distribution> distribution, boolean isSummary) throws IOException {
        var taken = distribution.orElseThrow();
        var count = isSummary
                ? taken.count()
                : taken.values().stream().mapToLong(Double::longValue).sum();
        json.writeStringField("count", Long.toString(count));
        if (Double.isFinite(taken.sum())) {
            json.writeNumberField("sum", taken.sum());
        }
        if (isSummary) {
            quantiles(taken);
            return;
        }
        json.writeArrayFieldStart("bucketCounts");
        for (var value : taken.values()) {
            json.writeString(Long.toString(value.longValue()));
        }
        json.writeEndArray();
        json.writeArrayFieldStart("explicitBounds");
        for (var bound : taken.at()) {
            if (Double.isFinite(bound)) { // the last one is understood
                json.writeNumber(bound);
            }
        }
        json.writeEndArray();
    }

    private void quantiles(Distribution taken) throws IOException {
        json.writeArrayFieldStart("quantileValues");
        for (var i = 0; i < taken.at().size(); i++) {
            if (Double.isFinite(taken.values().get(i))) {
                json.writeStartObject();
                json.writeNumberField("quantile", taken.at().get(i));
                json.writeNumberField("value", taken.values().get(i));
                json.writeEndObject();
            }
        }
        json.writeEndArray();
    }

    /** Without those that are empty, which is the same as none. */
    private void attributes(List<String> names, List<String> values) throws IOException {
        json.writeArrayFieldStart("attributes");
        for (var i = 0; i < names.size(); i++) {
            if (!values.get(i).isEmpty()) {
                json.writeStartObject();
                json.writeStringField("key", names.get(i));
                json.writeObjectFieldStart("value");
                json.writeStringField("stringValue", values.get(i));
                json.writeEndObject();
                json.writeEndObject();
            }
        }
        json.writeEndArray();
    }
}
