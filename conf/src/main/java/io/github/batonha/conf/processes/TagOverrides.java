package io.github.batonha.conf.processes;

import io.github.batonha.conf.processes.ProcessEntry.Tagged;
import io.github.batonha.conf.report.Findings;
import io.github.batonha.conf.report.Nearest;
import io.github.batonha.conf.report.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Applies items and environment variables {@code <PROCESS>_PROCESS_<TAG>}, without regard to letter case. */
public final class TagOverrides {

    private static final String MIDDLE = "_PROCESS_";

    private final List<ProcessEntry> entries;
    private final Findings findings;
    private final Map<String, String> names = new TreeMap<>();

    private TagOverrides(List<ProcessEntry> entries, Findings findings) {
        this.entries = new ArrayList<>(entries);
        this.findings = findings;
    }

    /**
     * The entries with the overrides' values as tags, to be checked like those of files.
     *
     * @param overrides by their names; those of other forms are left alone
     */
    public static List<ProcessEntry> apply(
            List<ProcessEntry> entries, Map<String, Tagged> overrides, Findings findings) {
        var applied = new TagOverrides(entries, findings);
        var sorted = new TreeMap<>(overrides);
        // An item of one instance wins over an item of all instances.
        sorted.forEach((name, value) -> applied.once(name, value, false));
        sorted.forEach((name, value) -> applied.once(name, value, true));
        return applied.entries;
    }

    /** Letter case and dashes of a name don't count, so two names may mean the same tag. */
    private void once(String name, Tagged value, boolean isOfOne) {
        var variable = ProcessEntry.variableName(name);
        if (isOfOne != isOfOne(variable)) {
            return;
        }
        var earlier = names.putIfAbsent(variable, name);
        if (earlier == null) {
            apply(variable, value);
        } else if (!addressed(variable).isEmpty()) {
            findings.problem(value.place(), "%s overrides the same tag as %s: remove one".formatted(name, earlier));
        }
    }

    /** Whether an item or variable of that name addresses a tag, even a misspelt one, of one of the processes. */
    public static boolean isOverride(String name, List<ProcessEntry> entries) {
        var variable = ProcessEntry.variableName(name);
        return entries.stream()
                .flatMap(TagOverrides::variables)
                .anyMatch(process -> variable.startsWith(process + MIDDLE));
    }

    /** Whether it addresses one of these tags of one of the processes. */
    public static boolean addresses(String name, List<ProcessEntry> entries, Set<Tag> tags) {
        var variable = ProcessEntry.variableName(name);
        return entries.stream()
                .flatMap(TagOverrides::variables)
                .anyMatch(process -> tags.stream().anyMatch(tag -> variable.equals(process + MIDDLE + tag.name())));
    }

    private void apply(String variable, Tagged value) {
        var middle = variable.indexOf(MIDDLE);
        if (middle < 0) {
            return;
        }
        var process = addressed(variable);
        if (!process.isEmpty()) {
            override(process, variable, value);
        } else if (Tag.ofVariable(variable.substring(middle + MIDDLE.length())).isPresent()) {
            var name = variable.substring(0, middle);
            var names = entries.stream().map(ProcessEntry::variableName).toList();
            findings.warning(
                    value.place(),
                    "%soverrides nothing, because there is no process %s%s"
                            .formatted(
                                    subject(variable, value.place()),
                                    name,
                                    Nearest.hint(name, names, ": remove it, or correct its name")));
        }
    }

    private static Stream<String> variables(ProcessEntry entry) {
        return Instances.names(entry).stream().map(ProcessEntry::variableName);
    }

    private boolean isOfOne(String variable) {
        var process = addressed(variable);
        return entries.stream().anyMatch(entry -> entry.variableName().equals(process));
    }

    /** The longest name, of a process or of all its instances, that the variable begins with: one name may be the beginning of another. Empty for none. */
    private String addressed(String variable) {
        return entries.stream()
                .flatMap(TagOverrides::variables)
                .filter(process -> variable.startsWith(process + MIDDLE))
                .max(Comparator.comparingInt(String::length))
                .orElse("");
    }

    private void override(String process, String variable, Tagged value) {
        var suffix = variable.substring(process.length() + MIDDLE.length());
        var tag = Tag.ofVariable(suffix);
        if (tag.isEmpty()) {
            findings.problem(
                    value.place(),
                    "%s%s is not a tag of a process%s"
                            .formatted(
                                    subject(variable, value.place()),
                                    suffix,
                                    Nearest.hint(
                                            suffix,
                                            Tag.variableNames(),
                                            ": the tags are " + String.join(", ", Tag.variableNames()))));
            return;
        }
        if (tag.get() == Tag.INSTANCES) {
            findings.problem(
                    value.place(),
                    "%show many instances a process has stands in its file alone: write <instances> there"
                            .formatted(subject(variable, value.place())));
            return;
        }
        entries.replaceAll(entry -> variables(entry).anyMatch(process::equals)
                ? entry.with(tag.get(), new Tagged(value.text().strip(), value.place()))
                : entry);
    }

    /** Begins a message where the place is not the variable itself. */
    private static String subject(String name, Place place) {
        return place.source().startsWith(Place.variable("").source()) ? "" : "item \"%s\": ".formatted(name);
    }
}
