package io.github.batonha.conf.install;

import io.github.batonha.conf.processes.ProcessEntry;
import io.github.batonha.conf.processes.ProcessEntry.Tagged;
import io.github.batonha.conf.processes.TagOverrides;
import io.github.batonha.conf.report.Findings;
import io.github.batonha.conf.report.Place;
import io.github.batonha.conf.system.HostEntry;
import io.github.batonha.conf.system.Item;
import io.github.batonha.conf.system.Items;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What overrides tags of processes, by names {@code <PROCESS>_PROCESS_<TAG>}: items, and the environment over them. */
final class TagValues {

    private final List<ProcessEntry> processes;
    private final Map<String, String> environment;
    private final Findings findings;
    private final Map<String, Tagged> byName = new HashMap<>();

    private TagValues(List<ProcessEntry> processes, Map<String, String> environment, Findings findings) {
        this.processes = processes;
        this.environment = environment;
        this.findings = findings;
    }

    /**
     * Every item and variable that could be meant, by name.
     *
     * @param items of the global and the system level
     * @param overrides items that the environment gave; they win over variables of the very name, as those of ports do
     */
    static Map<String, Tagged> of(
            List<ProcessEntry> processes,
            Items items,
            Items overrides,
            Map<String, String> environment,
            Findings findings) {
        var values = new TagValues(processes, environment, findings);
        var stronger = Stream.concat(
                        environment.keySet().stream(), overrides.all().stream().map(Item::name))
                .map(ProcessEntry::variableName)
                .collect(Collectors.toSet());
        items.all().stream()
                .filter(item -> !stronger.contains(ProcessEntry.variableName(item.name())))
                .forEach(values::add);
        environment.forEach((name, value) -> values.byName.put(name, new Tagged(value, Place.variable(name))));
        overrides.all().forEach(values::add);
        return values.byName;
    }

    /** The processes of the revision are those of all hosts, so an item of one host would be ignored. */
    static void refuse(List<HostEntry> hosts, List<ProcessEntry> processes, Findings findings) {
        for (var host : hosts) {
            host.items().stream()
                    .filter(item -> TagOverrides.isOverride(item.name(), processes))
                    .forEach(item -> findings.problem(
                            item.place(),
                            "item \"%s\" can't override a tag on host %s alone, because all hosts have the same processes: move it to the system"
                                    .formatted(item.name(), host.name())));
        }
    }

    private void add(Item item) {
        if (item.encrypted() && TagOverrides.isOverride(item.name(), processes)) {
            findings.problem(
                    item.place(),
                    "item \"%s\" can't be encrypted, because baton itself needs it in clear: remove encrypted"
                            .formatted(item.name()));
            return;
        }
        var value = item.value().in(environment);
        if (value.isPresent()) {
            byName.put(item.name(), new Tagged(value.get(), item.place()));
        } else if (TagOverrides.isOverride(item.name(), processes)) {
            findings.problem(
                    item.place(),
                    "item \"%s\" overrides a tag with the environment variable %s, which is not set: set it where baton install is run"
                            .formatted(item.name(), item.value().variable().orElse("")));
        }
    }
}
