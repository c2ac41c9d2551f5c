package io.github.batonha.conf.processes;

import io.github.batonha.conf.processes.ProcessEntry.Tagged;
import io.github.batonha.conf.report.Findings;
import io.github.batonha.conf.report.Nearest;
import io.github.batonha.conf.report.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

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
        new TreeMap<>(overrides).forEach(applied::once);
        return applied.entries;
    }

    /** Letter case and dashes of a name don't count, so two names may mean the same tag. */
    private void once(String name, Tagged value) {
        var variable = ProcessEntry.variableName(name);
        var earlier = names.putIfAbsent(variable, name);
        if (earlier == null) {
            apply(variable, value);
        } else if (addressed(variable).isPresent()) {
            findings.problem(value.place(), "%s overrides the same tag as %s: remove one".formatted(name, earlier));
        }
    }

    /** Whether an item or variable of that name addresses a tag, even a misspelt one, of one of the processes. */
    public static boolean isOverride(String name, List<ProcessEntry> entries) {
        var variable = ProcessEntry.variableName(name);
        return entries.stream().anyMatch(entry -> variable.startsWith(entry.variableName() + MIDDLE));
    }

    /** Whether it addresses one of these tags of one of the processes. */
    public static boolean addresses(String name, List<ProcessEntry> entries, Set<Tag> tags) {
        var variable = ProcessEntry.variableName(name);
        return entries.stream()
                .anyMatch(entry ->
                        tags.stream().anyMatch(tag -> variable.equals(entry.variableName() + MIDDLE + tag.name())));
    }

    private void apply(String variable, Tagged value) {
        var middle = variable.indexOf(MIDDLE);
        if (middle < 0) {
            return;
        }
        var process = addressed(variable);
        if (process.isPresent()) {
            override(process.get(), variable, value);
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

    /** The process with the longest name that the variable begins with: one name may be the beginning of another. */
    private Optional<ProcessEntry> addressed(String variable) {
        return entries.stream()
                .filter(entry -> variable.startsWith(entry.variableName() + MIDDLE))
                .max(Comparator.comparingInt(entry -> entry.name().length()));
    }

    private void override(ProcessEntry process, String variable, Tagged value) {
        var suffix = variable.substring(process.variableName().length() + MIDDLE.length());
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
        entries.replaceAll(entry -> entry.name().equals(process.name())
                ? entry.with(tag.get(), new Tagged(value.text().strip(), value.place()))
                : entry);
    }

    /** Begins a message where the place is not the variable itself. */
    private static String subject(String name, Place place) {
        return place.source().startsWith(Place.variable("").source()) ? "" : "item \"%s\": ".formatted(name);
    }
}
