package io.github.batonha.conf.processes;

import io.github.batonha.conf.processes.ProcessEntry.Tagged;
import io.github.batonha.conf.report.Findings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Processes that are described once and run several times on a host. {@code <instances>3</instances>} makes WORKER-1 to WORKER-3 of WORKER, and no WORKER. What an
 * instance is stands in its tag as {@code 2 of WORKER}: it says nothing of how many there are, so that another number leaves the others alone.
 */
public final class Instances {

    private static final int MOST = 99;
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,6}");
    private static final Pattern FORM = Pattern.compile("([0-9]{1,2}) of (.+)");

    private Instances() {}

    /**
     * Which one a process is.
     *
     * @param number from 1 on
     * @param template the name in the file
     */
    public record Instance(int number, String template) {}

    /** Empty for a process that runs once. */
    public static Optional<Instance> of(ProcessEntry entry) {
        return entry.text(Tag.INSTANCES)
                .map(FORM::matcher)
                .filter(form -> form.matches())
                .map(form -> new Instance(Integer.parseInt(form.group(1)), form.group(2)));
    }

    /** The merged processes with each instance as one of its own. Who depends on the name in the file waits for all instances. */
    static List<ProcessEntry> expand(List<ProcessEntry> merged, Findings findings) {
        var names = new HashMap<String, List<String>>();
        var all = new LinkedHashMap<String, ProcessEntry>();
        for (var read : merged) {
            var entry = read.tags().containsKey(Tag.INSTANCES) ? withoutItself(read, findings) : read;
            var instances = instances(entry, findings);
            if (entry.tags().containsKey(Tag.INSTANCES)) {
                names.put(
                        entry.name(), instances.stream().map(ProcessEntry::name).toList());
            }
            for (var instance : instances) {
                var other = all.putIfAbsent(instance.variableName(), instance);
                if (other != null) {
                    shared(instance, other, findings);
                }
            }
        }
        return all.values().stream().map(entry -> dependingOn(entry, names)).toList();
    }

    private static ProcessEntry withoutItself(ProcessEntry entry, Findings findings) {
        var others = entry.list(Tag.DEPENDENCY).stream()
                .filter(name -> !name.equals(entry.name()))
                .toList();
        if (others.size() == entry.list(Tag.DEPENDENCY).size()) {
            return entry;
        }
        var place = entry.placeOf(Tag.DEPENDENCY);
        findings.problem(
                place,
                "process %s depends on itself, so none of its instances could ever start: remove it"
                        .formatted(entry.name()));
        return entry.with(Tag.DEPENDENCY, new Tagged(String.join(", ", others), place));
    }

    private static List<ProcessEntry> instances(ProcessEntry entry, Findings findings) {
        var tagged = entry.tags().get(Tag.INSTANCES);
        if (tagged == null) {
            return List.of(entry);
        }
        var count = NUMBER.matcher(tagged.text()).matches() ? Integer.parseInt(tagged.text()) : 0;
        if (count < 1 || count > MOST) {
            findings.problem(
                    tagged.place(),
                    "<instances> is \"%s\", but must be a number from 1 to %d%s"
                            .formatted(
                                    tagged.text(),
                                    MOST,
                                    tagged.text().equals("0") ? ": for none, write <start>false</start>" : ""));
        }
        return IntStream.rangeClosed(1, Math.clamp(count, 1, MOST))
                .mapToObj(number -> instance(entry, number, tagged))
                .toList();
    }

    private static ProcessEntry instance(ProcessEntry entry, int number, Tagged tagged) {
        var named = new ProcessEntry(
                "%s-%d".formatted(entry.name(), number),
                entry.tags(),
                entry.environment(),
                entry.isOverride(),
                entry.place());
        return named.with(Tag.INSTANCES, new Tagged("%d of %s".formatted(number, entry.name()), tagged.place()));
    }

    /** The one that is no instance is the one to rename. */
    private static void shared(ProcessEntry one, ProcessEntry other, Findings findings) {
        var isOne = of(one).isPresent();
        var instance = isOne ? one : other;
        var plain = isOne ? other : one;
        findings.problem(
                plain.place(),
                "process %s would share its name or variables with an instance of %s at %s: rename one"
                        .formatted(
                                plain.name(),
                                of(instance).map(Instance::template).orElse(instance.name()),
                                instance.placeOf(Tag.INSTANCES)));
    }

    private static ProcessEntry dependingOn(ProcessEntry entry, Map<String, List<String>> names) {
        var dependencies = entry.list(Tag.DEPENDENCY);
        if (dependencies.stream().noneMatch(names::containsKey)) {
            return entry;
        }
        var text = dependencies.stream()
                .flatMap(name -> names.getOrDefault(name, List.of(name)).stream())
                .collect(Collectors.joining(", "));
        return entry.with(Tag.DEPENDENCY, new Tagged(text, entry.placeOf(Tag.DEPENDENCY)));
    }

    /** Names by which items and services may mean this process: its own, and that of the file, which means all instances. */
    public static List<String> names(ProcessEntry entry) {
        return Stream.concat(Stream.of(entry.name()), of(entry).map(Instance::template).stream())
                .toList();
    }

    /** Those that differ from the first instance, or are none: what is wrong with the others was said of that one. */
    static List<ProcessEntry> withoutRepetitions(List<ProcessEntry> entries) {
        var first = new HashMap<String, Map<Tag, Tagged>>();
        var all = new ArrayList<ProcessEntry>();
        for (var entry : entries) {
            var template = of(entry).map(Instance::template);
            if (template.isEmpty()) {
                all.add(entry);
                continue;
            }
            var tags = new HashMap<>(entry.tags());
            tags.remove(Tag.INSTANCES);
            if (!tags.equals(first.putIfAbsent(template.get(), tags))) {
                all.add(entry);
            }
        }
        return all;
    }
}
