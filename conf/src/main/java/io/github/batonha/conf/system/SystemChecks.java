package io.github.batonha.conf.system;

import io.github.batonha.conf.report.Findings;
import io.github.batonha.conf.report.Place;
import io.github.batonha.supervision.run.OddSigns;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;

/** What must hold in every system definition, however it was written. */
public final class SystemChecks {
    private static final int MOST_LETTERS = 128;

    private final Findings findings;

    private SystemChecks(Findings findings) {
        this.findings = findings;
    }

    /** Reports; changes nothing. */
    public static void check(SystemDefinition definition, Findings findings) {
        new SystemChecks(findings).check(definition);
    }

    private void check(SystemDefinition definition) {
        ItemChecks.check(definition.global(), findings);
        if (definition.systems().isEmpty()) {
            findings.problem(definition.place(), "defines no system: add one with the hosts of the cluster");
        }
        Map<String, SystemEntry> seen = new HashMap<>();
        SystemEntry everywhere = null;
        for (var system : definition.systems()) {
            checkSystem(system);
            var earlier = seen.putIfAbsent(system.name(), system);
            if (earlier != null) {
                findings.problem(
                        system.place(),
                        "system \"%s\" is already defined at %s: give it another name or remove one"
                                .formatted(system.name(), earlier.place()));
            }
            if (everywhere != null) {
                findings.warning(
                        system.place(),
                        "system \"%s\" never applies, because LOCAL_HOST at %s matches every machine: put that system last"
                                .formatted(system.name(), everywhere.place()));
            }
            if (everywhere == null && system.hosts().stream().anyMatch(HostEntry::isLocalHost)) {
                everywhere = system;
            }
        }
    }

    private void checkSystem(SystemEntry system) {
        ItemChecks.check(system.items(), findings);
        if (OddSigns.first(system.name()).isPresent()) {
            findings.problem(
                    system.place(),
                    "\"%s\" can't be the name of a system, because commands and messages show it: choose another"
                            .formatted(system.name()));
        }
        checkLength("system", system.name(), system.place());
        if (system.hosts().isEmpty()) {
            findings.problem(
                    system.place(), "system \"%s\" has no host: name its hosts in hosts".formatted(system.name()));
        }
        var names = new HashSet<String>();
        for (var host : system.hosts()) {
            ItemChecks.check(host.items(), findings);
            checkHostName(host);
            if (!names.add(host.name().toLowerCase(Locale.ROOT))) {
                findings.problem(
                        host.place(),
                        "host \"%s\" stands twice in system \"%s\": remove one".formatted(host.name(), system.name()));
            }
            if (host.isLocalHost() && system.hosts().size() > 1) {
                findings.problem(
                        host.place(),
                        "LOCAL_HOST stands among named hosts, and would be another host on every machine of the cluster:"
                                + " give it a system of its own, as the last one");
            }
        }
    }

    private void checkHostName(HostEntry host) {
        if (!HostEntry.isName(host.name())) {
            findings.problem(
                    host.place(),
                    "\"%s\" can't be the name of a host: use letters, digits, dots, dashes and underscores"
                            .formatted(host.name()));
        }
        checkLength("host", host.name(), host.place());
    }

    private void checkLength(String what, String name, Place place) {
        if (name.length() > MOST_LETTERS) {
            findings.problem(
                    place,
                    "the name of a %s has %d letters, but may have no more than %d, because files, screens and messages carry it: shorten %s…"
                            .formatted(what, name.length(), MOST_LETTERS, name.substring(0, 40)));
        }
    }
}
