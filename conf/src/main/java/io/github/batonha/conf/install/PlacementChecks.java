package io.github.batonha.conf.install;

import io.github.batonha.conf.processes.ProcessEntry;
import io.github.batonha.conf.processes.Tag;
import io.github.batonha.conf.report.Findings;
import io.github.batonha.conf.report.Nearest;
import io.github.batonha.conf.report.Place;
import io.github.batonha.conf.system.HostEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;

/** What must hold of the tag {@code <hosts>}: it names hosts, and a process finds there what it depends on. Pure. */
final class PlacementChecks {

    private final RevisionContent content;
    private final Set<String> known;
    private final Set<String> witnesses;
    private final Findings findings;

    private PlacementChecks(RevisionContent content, Set<String> known, Set<String> witnesses, Findings findings) {
        this.content = content;
        this.known = known;
        this.witnesses = witnesses;
        this.findings = findings;
    }

    /**
     * Reports; changes nothing.
     *
     * @param known hosts of all systems of the definition: a process may name those of each system that it is for
     * @param witnesses hosts that run no processes
     */
    static void check(RevisionContent content, Set<String> known, Set<String> witnesses, Findings findings) {
        var checks = new PlacementChecks(content, known, witnesses, findings);
        content.processes().stream()
                .filter(process -> process.tags().containsKey(Tag.HOSTS))
                .forEach(checks::checkHosts);
        checks.checkDependencies();
    }

    private void checkHosts(ProcessEntry process) {
        var place = process.placeOf(Tag.HOSTS);
        var names = process.list(Tag.HOSTS);
        if (names.isEmpty()) {
            findings.problem(
                    place,
                    "process %s names no host in <hosts>: name one, or remove the tag, then it runs on every host"
                            .formatted(process.name()));
            return;
        }
        if (content.hosts().stream().anyMatch(HostEntry::isLocalHost)) {
            return;
        }
        var unknown = names.stream().filter(name -> !isAmong(known, name)).toList();
        unknown.forEach(name -> findings.problem(
                place,
                "process %s is placed on %s, which is no host of system %s%s"
                        .formatted(
                                process.name(),
                                name,
                                content.system(),
                                Nearest.hint(name, names(), ": the hosts are " + String.join(", ", names())))));
        names.stream()
                .filter(name -> isAmong(witnesses, name))
                .forEach(name -> findings.problem(
                        place,
                        "process %s is placed on %s, a witness, which runs no processes: take it out of <hosts>"
                                .formatted(process.name(), name)));
        var placed = hostsOf(process);
        if (unknown.isEmpty() && placed.isEmpty()) {
            findings.problem(
                    place,
                    "process %s is placed on no host of system %s: name one of %s"
                            .formatted(process.name(), content.system(), String.join(", ", names())));
        }
        if (process.isTrue(Tag.PRIMARY_ONLY, false)
                && placed.size() == 1
                && running().size() > 1) {
            findings.warning(
                    place,
                    "process %s is primaryOnly and placed on %s alone: while another host is the primary, it runs nowhere. Place it on two hosts or more"
                            .formatted(process.name(), placed.getFirst()));
        }
    }

    /** One of a process on another, as some hosts have it. */
    private record Lack(String process, String dependency, Place place) {}

    private void checkDependencies() {
        var lacking = new LinkedHashMap<Lack, List<String>>();
        for (var host : running()) {
            var here = HostProcesses.on(host, content);
            for (var process : here) {
                process.list(Tag.DEPENDENCY).stream()
                        .filter(name ->
                                here.stream().noneMatch(other -> other.name().equals(name)))
                        .filter(this::isPlacedSomewhere)
                        .map(name -> new Lack(process.name(), name, process.placeOf(Tag.DEPENDENCY)))
                        .forEach(lack -> lacking.computeIfAbsent(lack, _ -> new ArrayList<>())
                                .add(host.name()));
            }
        }
        lacking.forEach((lack, hosts) -> findings.problem(
                lack.place(),
                "process %s runs on %s and depends on %s, which is not placed there: add %s to <hosts> of %s, or name the other hosts in <hosts> of %s"
                        .formatted(
                                lack.process(),
                                String.join(", ", hosts),
                                lack.dependency(),
                                String.join(", ", hosts),
                                lack.dependency(),
                                lack.process())));
    }

    /** What is not is told of itself. */
    private boolean isPlacedSomewhere(String name) {
        return content.processes().stream()
                .anyMatch(process ->
                        process.name().equals(name) && !hostsOf(process).isEmpty());
    }

    private List<String> hostsOf(ProcessEntry process) {
        return running().stream()
                .filter(host -> HostProcesses.isPlaced(process, host))
                .map(HostEntry::name)
                .toList();
    }

    private List<HostEntry> running() {
        return content.hosts().stream()
                .filter(host -> !isAmong(witnesses, host.name()))
                .toList();
    }

    private List<String> names() {
        return running().stream().map(HostEntry::name).toList();
    }

    private static boolean isAmong(Set<String> names, String name) {
        return names.stream().anyMatch(name::equalsIgnoreCase);
    }
}
