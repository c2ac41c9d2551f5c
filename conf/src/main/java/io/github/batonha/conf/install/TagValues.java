package io.github.batonha.conf.install;

import io.github.batonha.conf.processes.ProcessEntry;
import io.github.batonha.conf.processes.ProcessEntry.Tagged;
import io.github.batonha.conf.processes.Tag;
import io.github.batonha.conf.processes.TagOverrides;
import io.github.batonha.conf.report.Findings;
import io.github.batonha.conf.report.Place;
import io.github.batonha.conf.system.HostEntry;
import io.github.batonha.conf.system.Item;
import io.github.batonha.conf.system.Items;
import io.github.batonha.conf.system.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What overrides tags of processes, by names {@code <PROCESS>_PROCESS_<TAG>}: items, and the environment over them. */
final class TagValues {

    private static final Set<Tag> OF_ALL_HOSTS = Set.of(Tag.HOSTS, Tag.PRIMARY_ONLY);

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
        var stronger = stronger(overrides, environment);
        items.all().stream()
                .filter(item -> !stronger.contains(ProcessEntry.variableName(item.name())))
                .forEach(values::add);
        environment.forEach((name, value) -> values.byName.put(name, new Tagged(value, Place.variable(name))));
        overrides.all().forEach(values::add);
        return values.byName;
    }

    /**
     * The hosts with what they override for themselves alone as texts, as a node reads them from a revision that is the same on each
     * host. What overrides a tag on all hosts, by the environment, wins.
     */
    static List<HostEntry> ofHosts(
            List<HostEntry> hosts,
            List<ProcessEntry> processes,
            Items overrides,
            Map<String, String> environment,
            Findings findings) {
        var stronger = stronger(overrides, environment);
        return hosts.stream()
                .map(host -> new HostEntry(
                        host.name(),
                        host.items().stream()
                                .flatMap(item -> TagOverrides.isOverride(item.name(), processes)
                                        ? ofHost(host, item, processes, stronger, environment, findings).stream()
                                        : Stream.of(item))
                                .toList(),
                        host.place()))
                .toList();
    }

    private static Optional<Item> ofHost(
            HostEntry host,
            Item item,
            List<ProcessEntry> processes,
            Set<String> stronger,
            Map<String, String> environment,
            Findings findings) {
        if (TagOverrides.addresses(item.name(), processes, OF_ALL_HOSTS)) {
            findings.problem(
                    item.place(),
                    "item \"%s\" can't hold on host %s alone, because all hosts must agree on it: move it to the system"
                            .formatted(item.name(), host.name()));
            return Optional.empty();
        }
        if (stronger.contains(ProcessEntry.variableName(item.name()))) {
            return Optional.empty();
        }
        var one = new TagValues(processes, environment, findings);
        one.add(item);
        return Optional.ofNullable(one.byName.get(item.name()))
                .map(value -> new Item(item.name(), new Value.Text(value.text()), false, item.place()));
    }

    /** What a host overrides for itself alone, by the names of its items. */
    static Map<String, Tagged> ofHost(HostEntry host, List<ProcessEntry> processes) {
        var values = new HashMap<String, Tagged>();
        host.items().stream()
                .filter(item -> TagOverrides.isOverride(item.name(), processes))
                .forEach(item -> item.value()
                        .in(Map.of())
                        .ifPresent(text -> values.put(item.name(), new Tagged(text, item.place()))));
        return values;
    }

    private static Set<String> stronger(Items overrides, Map<String, String> environment) {
        return Stream.concat(
                        environment.keySet().stream(), overrides.all().stream().map(Item::name))
                .map(ProcessEntry::variableName)
                .collect(Collectors.toSet());
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
