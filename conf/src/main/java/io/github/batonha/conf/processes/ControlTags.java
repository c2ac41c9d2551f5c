package io.github.batonha.conf.processes;

import io.github.batonha.conf.parsing.WholeNumbers;
import io.github.batonha.conf.report.Findings;
import io.github.batonha.supervision.spec.ResourceControl;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The tags that say what the kernel holds each run of a process to. */
public final class ControlTags {

    private static final Pattern SIZE = Pattern.compile("(\\d{1,9})([KMGT])");
    private static final Map<String, Integer> SHIFTS = Map.of("K", 10, "M", 20, "G", 30, "T", 40);
    private static final List<Tag> ALL = List.of(Tag.MEMORY_MAX, Tag.CPU_WEIGHT, Tag.TASKS_MAX);
    /** As for systemd: what one host wants no limit of that others have. */
    private static final String NONE = "infinity";

    private static final long LEAST_MEMORY = 1L << 20;
    private static final int MOST_WEIGHT = 10_000;
    private static final int MOST_TASKS = 4_194_304;

    private ControlTags() {}

    /** What the tags of a process that was checked say. */
    static ResourceControl control(ProcessEntry entry) {
        return new ResourceControl(
                number(entry, Tag.MEMORY_MAX), (int) number(entry, Tag.CPU_WEIGHT), number(entry, Tag.TASKS_MAX));
    }

    private static long number(ProcessEntry entry, Tag tag) {
        return entry.text(tag).flatMap(text -> parse(tag, text)).orElse(0L);
    }

    /** Zero for no limit; empty if it is wrong. */
    private static Optional<Long> parse(Tag tag, String text) {
        if (text.equals(NONE) && tag != Tag.CPU_WEIGHT) {
            return Optional.of(0L);
        }
        return switch (tag) {
            case MEMORY_MAX -> size(text);
            case CPU_WEIGHT -> WholeNumbers.parse(text, 1, MOST_WEIGHT).map(Integer::longValue);
            default -> WholeNumbers.parse(text, 1, MOST_TASKS).map(Integer::longValue);
        };
    }

    private static Optional<Long> size(String text) {
        var found = SIZE.matcher(text);
        if (!found.matches()) {
            return Optional.empty();
        }
        var shift = SHIFTS.getOrDefault(found.group(2), 0);
        var number = Long.parseLong(found.group(1));
        var bytes = number << shift;
        return Optional.of(bytes).filter(all -> all >= LEAST_MEMORY && all >> shift == number);
    }

    /** What it must be; empty if it is that. */
    static String wrong(Tag tag, String text) {
        if (parse(tag, text).isPresent()) {
            return "";
        }
        return switch (tag) {
            case MEMORY_MAX -> "a size of at least 1M with its unit, such as 512M or 2G, or infinity";
            case CPU_WEIGHT -> "a whole number from 1 to %d".formatted(MOST_WEIGHT);
            default -> "a whole number from 1 to %d, or infinity".formatted(MOST_TASKS);
        };
    }

    /**
     * Warns of limits that this host can't hold, and of a heap that its limit cuts off.
     *
     * @param impossible why the host can't hold them; empty where it can
     * @param heap most bytes of the heap of the JVM, where it is told
     */
    public static void check(
            ProcessEntry entry,
            Function<ResourceControl, Optional<String>> impossible,
            OptionalLong heap,
            Findings findings) {
        var control = control(entry);
        ALL.stream()
                .filter(tag -> number(entry, tag) > 0)
                .findFirst()
                .ifPresent(first -> impossible
                        .apply(control)
                        .ifPresent(why -> findings.warning(
                                entry.placeOf(first),
                                "process %s will run here without %s: %s"
                                        .formatted(entry.name(), String.join(", ", control.words()), why))));
        heap.stream()
                .filter(bytes -> control.memoryMax() > 0 && bytes >= control.memoryMax())
                .forEach(bytes -> findings.warning(
                        entry.placeOf(Tag.MEMORY_MAX),
                        "process %s has a heap of %s (-Xmx), but memoryMax of the whole process is %s: the kernel will kill it, lower -Xmx"
                                .formatted(
                                        entry.name(),
                                        ResourceControl.shown(bytes),
                                        ResourceControl.shown(control.memoryMax()))));
    }
}
