package io.github.batonha.conf.install;

import io.github.batonha.conf.files.ConfFile;
import io.github.batonha.conf.files.ConfFiles;
import io.github.batonha.conf.hocon.HoconReader;
import io.github.batonha.conf.kts.KtsReader;
import io.github.batonha.conf.model.AgentSettings;
import io.github.batonha.conf.model.BatonHome;
import io.github.batonha.conf.processes.Instances;
import io.github.batonha.conf.processes.Merge;
import io.github.batonha.conf.processes.ProcessChecks;
import io.github.batonha.conf.processes.ProcessEntry;
import io.github.batonha.conf.processes.ProcessesReader;
import io.github.batonha.conf.processes.Service;
import io.github.batonha.conf.processes.ServicesReader;
import io.github.batonha.conf.processes.TagOverrides;
import io.github.batonha.conf.report.Findings;
import io.github.batonha.conf.report.Place;
import io.github.batonha.conf.settings.SettingsReader;
import io.github.batonha.conf.system.HostEntry;
import io.github.batonha.conf.system.Item;
import io.github.batonha.conf.system.ItemOverrides;
import io.github.batonha.conf.system.ItemValues;
import io.github.batonha.conf.system.Items;
import io.github.batonha.conf.system.KnownItem;
import io.github.batonha.conf.system.SystemChecks;
import io.github.batonha.conf.system.SystemDefinition;
import io.github.batonha.conf.system.SystemEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads all files of a home into one content, whatever is wrong with some of them. */
final class DefinitionReader {

    private static final String HOCON = "system.conf";
    private static final String SETTINGS = "baton.conf";
    private static final String KTS = "-system-definition.kts";

    private static final List<String> SUFFIXES = Stream.concat(
                    ProcessesReader.SUFFIXES.stream(), Stream.of(ServicesReader.SUFFIX, KTS))
            .toList();

    private final ConfFiles files;
    private final Map<String, String> environment;
    private final Findings findings;
    private boolean isWhole;
    private boolean hasAllProcesses;

    DefinitionReader(BatonHome home, Map<String, String> environment, Findings findings) {
        this.files = ConfFiles.of(home, findings);
        this.environment = environment;
        this.findings = findings;
    }

    /**
     * Content for the checks that follow, complete only if no problem was found. Empty if no system could be read at all.
     * Where no system applies to the machine, the first one stands in, so that the rest is checked nevertheless.
     */
    Optional<RevisionContent> read(String machine) {
        files.warnOfOthers(SUFFIXES, List.of(HOCON, SETTINGS));
        var processes = processes();
        var services = services();
        var settings = files.named(SETTINGS)
                .flatMap(file -> file.text(findings).map(text -> SettingsReader.read(file, text, findings)))
                .orElseGet(SettingsReader::defaults);
        var content = definition()
                .flatMap(definition -> system(definition, machine)
                        .map(system -> content(definition, system, processes, services, settings)));
        if (content.isEmpty()) {
            overridden(processes, Items.NONE, Items.NONE, false);
        }
        return content;
    }

    private RevisionContent content(
            SystemDefinition definition,
            SystemEntry system,
            List<ProcessEntry> processes,
            Map<String, Service> services,
            AgentSettings settings) {
        var all = items(definition, system);
        var items = Items.of(system.items()).over(Items.of(definition.global()));
        var overrides = overrides(all, processes, services);
        var hosts = TagValues.ofHosts(system.hosts(), processes, overrides, environment, findings);
        if (hasAllProcesses) {
            var names = new PortNames(processes, services, findings);
            names.checkServices(services.values());
            names.checkItems(all);
            names.checkEnvironment(environment);
        }
        var hasBootstrapClass = hasBootstrapClass(all) || hasBootstrapClass(overrides.all());
        var content = new RevisionContent(
                system.name(),
                hosts,
                items,
                overrides,
                services,
                overridden(processes, items, overrides, hasBootstrapClass),
                settings);
        hosts.forEach(host -> checkOverrides(host, content.processes(), hasBootstrapClass));
        if (hasAllProcesses) {
            PlacementChecks.check(content, hosts(definition), witnesses(content), findings);
        }
        return content;
    }

    /** As the processes are on one host that overrides some of their tags. */
    private void checkOverrides(HostEntry host, List<ProcessEntry> processes, boolean hasBootstrapClass) {
        var values = TagValues.ofHost(host, processes);
        if (!values.isEmpty()) {
            ProcessChecks.check(TagOverrides.apply(processes, values, findings), hasBootstrapClass, findings);
        }
    }

    private static Set<String> hosts(SystemDefinition definition) {
        return definition.systems().stream()
                .flatMap(system -> system.hosts().stream())
                .map(HostEntry::name)
                .collect(Collectors.toSet());
    }

    /** What is wrong with their items is said elsewhere. */
    private Set<String> witnesses(RevisionContent content) {
        return content.hosts().stream()
                .filter(host -> SwitchItem.isTrue(
                                KnownItem.WITNESS,
                                new ItemValues(content.itemsOf(host), environment, (_, _) -> {}),
                                new Findings())
                        .orElse(false))
                .map(HostEntry::name)
                .collect(Collectors.toSet());
    }

    /** Of all levels that apply. */
    private static List<Item> items(SystemDefinition definition, SystemEntry system) {
        return Stream.of(
                        definition.global().stream(),
                        system.items().stream(),
                        system.hosts().stream().flatMap(host -> host.items().stream()))
                .flatMap(items -> items)
                .toList();
    }

    /**
     * The one that has systems, with the global items of all. Empty, with a problem reported, if none has or more than one.
     */
    private Optional<SystemDefinition> definition() {
        var candidates = new ArrayList<>(files.endingWith(KTS));
        files.named(HOCON).ifPresent(candidates::add);
        if (candidates.isEmpty()) {
            findings.problem(
                    Place.of("conf"),
                    "there is no system definition: write conf/%s or conf/<name>%s".formatted(HOCON, KTS));
        }
        var known = findings.problems().size();
        var definitions =
                candidates.stream().flatMap(file -> definition(file).stream()).toList();
        isWhole = findings.problems().size() == known;
        return merged(definitions);
    }

    private Optional<SystemDefinition> definition(ConfFile file) {
        return file.text(findings)
                .map(text -> file.fileName().equals(HOCON)
                        ? HoconReader.read(file, text, findings)
                        : KtsReader.read(file, text, findings));
    }

    private Optional<SystemDefinition> merged(List<SystemDefinition> definitions) {
        var withSystems = definitions.stream()
                .filter(definition -> !definition.systems().isEmpty())
                .toList();
        if (withSystems.size() > 1) {
            findings.problem(
                    withSystems.getFirst().place(),
                    "there is more than one system definition with systems (%s): keep the systems in one of them; the others may have global items"
                            .formatted(withSystems.stream()
                                    .map(definition -> definition.place().source())
                                    .collect(Collectors.joining(", "))));
        }
        var definition = Stream.concat(withSystems.stream(), definitions.stream())
                .findFirst()
                .map(first -> new SystemDefinition(
                        definitions.stream()
                                .flatMap(each -> each.global().stream())
                                .toList(),
                        first.systems(),
                        first.place()));
        definition
                .filter(read -> isWhole || !read.systems().isEmpty())
                .ifPresent(read -> SystemChecks.check(read, findings));
        return definition.filter(read -> !read.systems().isEmpty());
    }

    /** Where parts of the definition could not be read, a host may be missing only for that reason. */
    private Optional<SystemEntry> system(SystemDefinition definition, String machine) {
        var applying = definition.applyingTo(machine);
        if (applying.isEmpty() && isWhole) {
            findings.problem(
                    definition.place(), definition.names(machine).notFound("no system has a host", "baton install"));
        }
        return applying.or(() -> definition.systems().stream().findFirst());
    }

    /** Merged, before anything but files has a say. */
    private List<ProcessEntry> processes() {
        var known = findings.problems().size();
        var entries = new ArrayList<ProcessEntry>();
        var sources = ProcessesReader.SUFFIXES.stream()
                .flatMap(suffix -> files.endingWith(suffix).stream())
                .toList();
        for (var file : sources) {
            file.text(findings).ifPresent(text -> entries.addAll(ProcessesReader.read(file, text, findings)));
        }
        if (sources.isEmpty()) {
            findings.warning(
                    Place.of("conf"), "there is no file *-processes.xml or *-processes.conf, so no process will run");
        }
        hasAllProcesses = findings.problems().size() == known;
        return Merge.of(entries, findings);
    }

    private static boolean hasBootstrapClass(List<Item> items) {
        return items.stream().anyMatch(item -> item.name().equals(KnownItem.BOOTSTRAP_CLASS.itemName()));
    }

    private List<ProcessEntry> overridden(
            List<ProcessEntry> processes, Items items, Items overrides, boolean hasBootstrapClass) {
        var values = TagValues.of(processes, items, overrides, environment, findings);
        var overridden = TagOverrides.apply(processes, values, findings);
        ProcessChecks.check(overridden, hasBootstrapClass, findings);
        return overridden;
    }

    private Map<String, Service> services() {
        Map<String, Service> services = new TreeMap<>();
        for (var file : files.endingWith(ServicesReader.SUFFIX)) {
            file.text(findings).ifPresent(text -> ServicesReader.read(file, text, services, findings));
        }
        return services;
    }

    private Items overrides(List<Item> items, List<ProcessEntry> processes, Map<String, Service> services) {
        var names = items.stream().map(Item::name).toList();
        var bare = Stream.concat(
                        processes.stream().flatMap(process -> Instances.names(process).stream()),
                        services.keySet().stream())
                .map(PortTable::variable)
                .collect(Collectors.toCollection(ArrayList::new));
        bare.add("JVM_OPTIONS");
        return ItemOverrides.of(names, bare, environment, findings);
    }
}
