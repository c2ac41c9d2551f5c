package io.github.batonha.micrometer;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.NamingConvention;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** How a meter is called among the series of an application, as Micrometer's registry for Prometheus would. Pure. */
final class SeriesNames {

    /** What the agent adds, and what the forms of metrics use. Prometheus itself renames those of an application like this. */
    private static final Set<String> TAKEN = Set.of("process", "node", "group", "le", "quantile");

    private static final List<String> FORM_ENDS =
            List.of("_total", "_created", "_bucket", "_count", "_sum", "_info", "_max");

    private SeriesNames() {}

    /** The agent puts {@code _total} behind it. */
    static String counter(Meter.Id id) {
        String name = withUnit(id);
        return name.endsWith("_total") ? name : withoutFormEnd(name);
    }

    /** The agent puts {@code _seconds} behind it. */
    static String timer(Meter.Id id) {
        String name = word(id.getName());
        return name.endsWith("_seconds") ? name : withoutFormEnd(name);
    }

    static String gauge(Meter.Id id) {
        return withoutFormEnd(withUnit(id));
    }

    private static String withUnit(Meter.Id id) {
        String name = word(id.getName());
        String unit = id.getBaseUnit() == null ? "" : "_" + word(id.getBaseUnit());
        return unit.length() > 1 && !name.endsWith(unit) ? name + unit : name;
    }

    /** {@code cpu_count} is the number of something, and a form of metrics would take it for that of its observations. */
    private static String withoutFormEnd(String name) {
        return FORM_ENDS.stream().anyMatch(name::endsWith) ? name + "_value" : name;
    }

    static String[] labels(Meter.Id id) {
        return labels(id.getTags()).toArray(String[]::new);
    }

    static String[] labels(Meter.Id id, String statistic) {
        List<String> words = labels(id.getTags());
        words.add("statistic");
        words.add(statistic.toLowerCase(Locale.ROOT));
        return words.toArray(String[]::new);
    }

    private static List<String> labels(List<Tag> tags) {
        List<String> words = new ArrayList<>();
        for (Tag tag : tags) {
            String label = word(tag.getKey());
            words.add(TAKEN.contains(label) ? "exported_" + label : label);
            words.add(tag.getValue());
        }
        return words;
    }

    private static String word(String name) {
        String plain = NamingConvention.snakeCase.tagKey(name).replaceAll("[^a-zA-Z0-9_]", "_");
        return plain.isEmpty() || Character.isDigit(plain.charAt(0)) ? "_" + plain : plain;
    }
}
