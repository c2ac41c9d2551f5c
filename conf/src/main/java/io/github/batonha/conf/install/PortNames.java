package io.github.batonha.conf.install;

import io.github.batonha.conf.processes.Instances;
import io.github.batonha.conf.processes.ProcessEntry;
import io.github.batonha.conf.processes.Service;
import io.github.batonha.conf.report.Findings;
import io.github.batonha.conf.report.Nearest;
import io.github.batonha.conf.report.Place;
import io.github.batonha.conf.system.Item;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Warns of ports whose names were probably meant to be those of processes. */
final class PortNames {

    private static final String SUFFIX = "_PORT";

    private final List<String> processes;
    /** Of processes and services, as items and variables have them. */
    private final List<String> known;

    private final Findings findings;

    PortNames(List<ProcessEntry> processes, Map<String, Service> services, Findings findings) {
        this.processes = processes.stream()
                .flatMap(process -> Instances.names(process).stream())
                .distinct()
                .toList();
        this.known = Stream.concat(this.processes.stream(), services.keySet().stream())
                .map(ProcessEntry::variableName)
                .toList();
        this.findings = findings;
    }

    void checkServices(Collection<Service> services) {
        services.stream()
                .filter(service -> !service.isExternal() && !processes.contains(service.name()))
                .forEach(
                        service -> findings.warning(
                                service.place(),
                                "service %s is the port of no process%s"
                                        .formatted(
                                                service.name(),
                                                Nearest.hint(
                                                        service.name(),
                                                        processes,
                                                        ": correct its name, or write external=\"true\" if it runs elsewhere"))));
    }

    /** Other names ending like a port are the application's. */
    void checkItems(Collection<Item> items) {
        for (var item : items) {
            meant(ProcessEntry.variableName(item.name()), known)
                    .ifPresent(port -> findings.warning(
                            item.place(),
                            "item \"%s\" is the port of no process or service: did you mean %s?"
                                    .formatted(item.name(), port)));
        }
    }

    /** Environments are full of other programs' ports, so only what nearly names a process is told. */
    void checkEnvironment(Map<String, String> environment) {
        var candidates = processes.stream().map(ProcessEntry::variableName).toList();
        for (var name : new TreeMap<>(environment).keySet()) {
            meant(name, candidates)
                    .ifPresent(port -> findings.warning(
                            Place.variable(name),
                            "is the port of no process or service: did you mean %s?".formatted(port)));
        }
    }

    private Optional<String> meant(String name, List<String> candidates) {
        if (!name.endsWith(SUFFIX)) {
            return Optional.empty();
        }
        var owner = name.substring(0, name.length() - SUFFIX.length());
        return known.contains(owner)
                ? Optional.empty()
                : Nearest.misspelt(owner, candidates).map(PortTable::variable);
    }
}
