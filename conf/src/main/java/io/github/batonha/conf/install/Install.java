package io.github.batonha.conf.install;

import io.github.batonha.conf.certificates.CertificateProblem;
import io.github.batonha.conf.certificates.ClusterSecurity;
import io.github.batonha.conf.certificates.HttpSecurity;
import io.github.batonha.conf.install.InstallHooks.Hook;
import io.github.batonha.conf.model.BatonHome;
import io.github.batonha.conf.model.NodeDefinition;
import io.github.batonha.conf.model.Reachability;
import io.github.batonha.conf.processes.Tag;
import io.github.batonha.conf.report.Findings;
import io.github.batonha.conf.report.Place;
import io.github.batonha.conf.secrets.SecretKeys.Lookup;
import io.github.batonha.conf.system.HostEntry;
import io.github.batonha.conf.system.ItemValues;
import io.github.batonha.conf.system.Items;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads and checks all configuration of a home, and writes the revision that agents run from. Reads and writes files. */
public final class Install {

    private final BatonHome home;
    private final Map<String, String> environment;
    private final String machine;
    private final Reachability reachability;
    private final InstallAuthor author;
    private final Findings findings = new Findings();
    private final List<String> summary = new ArrayList<>();

    private Install(
            BatonHome home,
            Map<String, String> environment,
            String machine,
            Reachability reachability,
            InstallAuthor author) {
        this.reachability = reachability;
        this.author = author;
        this.home = home;
        this.environment = environment;
        this.machine = machine;
    }

    /** Reports all problems and writes nothing. */
    public static InstallReport check(BatonHome home, Map<String, String> environment, String hostName) {
        var install = new Install(home, environment, hostName, Reachability.ofThisMachine(), InstallAuthor.UNKNOWN);
        install.read();
        var due = install.hooks().due();
        if (!due.isEmpty()) {
            install.summary.add("An install would run the hooks %s.".formatted(names(due)));
        }
        install.summary.add("Checked only; nothing was written.");
        return install.report();
    }

    /** Writes the installed revision if there is no problem; otherwise changes nothing. */
    public static InstallReport run(
            BatonHome home, Map<String, String> environment, String hostName, InstallAuthor author) {
        return run(home, environment, hostName, Reachability.ofThisMachine(), author);
    }

    static InstallReport run(
            BatonHome home,
            Map<String, String> environment,
            String hostName,
            Reachability reachability,
            InstallAuthor author) {
        var install = new Install(home, environment, hostName, reachability, author);
        var content = install.read();
        var hooks = install.hooks();
        var due = hooks.due();
        return due.isEmpty() || content.isEmpty() || install.findings.hasProblems()
                ? install.write(content)
                : install.write(hooks, due);
    }

    private InstallHooks hooks() {
        return new InstallHooks(home, environment, machine, findings);
    }

    private static String names(List<Hook> hooks) {
        return hooks.stream().map(Hook::name).collect(Collectors.joining(", "));
    }

    /** All is good without them. They may write files of the configuration, so all is read and checked once more. */
    private InstallReport write(InstallHooks hooks, List<Hook> due) {
        var ran = hooks.run(due);
        if (findings.hasProblems()) {
            summary.add("The revision that was installed before still holds.");
            if (!ran.isEmpty()) {
                summary.add("Hooks that ended well, and don't run again: %s.".formatted(names(ran)));
            }
            return report();
        }
        var again = new Install(home, environment, machine, reachability, author);
        again.summary.add("Hooks ran: %s. What they wrote is in generated/install-hooks.".formatted(names(ran)));
        var content = again.read();
        var _ = again.hooks().due();
        return again.write(content);
    }

    /** Checks a revision that was installed before on this machine, as it is now, and writes nothing. */
    static InstallReport check(
            BatonHome home, Map<String, String> environment, String hostName, RevisionContent content) {
        var install = new Install(home, environment, hostName, Reachability.ofThisMachine(), InstallAuthor.UNKNOWN);
        install.check(content);
        install.summary.add("Checked only; nothing was written.");
        return install.report();
    }

    /** Writes a revision that was installed before, as {@link #run} writes that of the files. */
    static InstallReport again(
            BatonHome home,
            Map<String, String> environment,
            String hostName,
            RevisionContent content,
            InstallAuthor author) {
        var install = new Install(home, environment, hostName, Reachability.ofThisMachine(), author);
        install.check(content);
        return install.write(Optional.of(content));
    }

    private InstallReport write(Optional<RevisionContent> content) {
        if (findings.hasProblems() || content.isEmpty()) {
            summary.add("Nothing was changed.");
        } else {
            write(content.get());
        }
        return report();
    }

    /** The key to encrypt with, as the definition of a home leads to it. Problems of the definition don't matter here. */
    public static Lookup key(BatonHome home, Map<String, String> environment, String hostName) {
        var reader = new DefinitionReader(home, environment, new Findings());
        var items = reader.read(hostName)
                .flatMap(content -> content.host(hostName).map(content::itemsOf))
                .orElse(Items.NONE);
        return KeyItem.lookup(items, environment);
    }

    private Optional<RevisionContent> read() {
        var content = new DefinitionReader(home, environment, findings).read(machine);
        content.ifPresent(this::check);
        return content;
    }

    private void check(RevisionContent content) {
        var hash = RevisionFile.hash(content);
        content.hosts().stream()
                .findFirst()
                .map(first -> content.host(machine).orElse(first))
                .ifPresent(self -> {
                    var node = new Composition(home, content, self, environment, Reporting.whenInstalling(findings))
                            .node(machine, hash);
                    checkPrimary(node, content);
                    checkReach(node, self, content);
                    HeapCheck.check(node.processes(), findings);
                    new SecretChecks(content.itemsOf(self), environment, findings).check();
                    checkPorts(content);
                    summarize(content, self, node);
                    checkCertificates(node, self);
                });
    }

    private void checkPrimary(NodeDefinition node, RevisionContent content) {
        var checks = new PrimaryChecks(home, findings);
        checks.checkStopTimes(node, content);
        checks.checkGuard(node, content);
        checks.checkHosts(content);
        var table = new HostTable(content, environment, (_, _) -> {}, new Findings());
        for (var host : content.hosts()) {
            var values = new ItemValues(content.itemsOf(host), environment, (_, _) -> {});
            checks.checkFence(host, table.host(host, machine), values);
            checks.checkSingleNode(host, content, values);
        }
    }

    private void checkReach(NodeDefinition node, HostEntry self, RevisionContent content) {
        if (findings.hasProblems()) {
            return;
        }
        reachability
                .unknown(node.hosts())
                .forEach(host -> content.hosts().stream()
                        .filter(entry -> entry.name().equals(host.name()))
                        .forEach(entry -> findings.warning(
                                entry.place(),
                                "%s, the address of %s, can't be looked up on this machine, so %s: correct it, or make it known by DNS or /etc/hosts"
                                        .formatted(
                                                host.address(),
                                                host.name(),
                                                host.equals(node.self())
                                                        ? "its agent can't start here"
                                                        : "the agent of %s can't reach it"
                                                                .formatted(node.self()
                                                                        .name())))));
        reachability.find(node.self(), node.hosts()).ifPresent(obstacle -> {
            if (obstacle.isCertain()) {
                findings.problem(self.place(), obstacle.text());
            } else {
                findings.warning(self.place(), obstacle.text());
            }
        });
    }

    private void checkCertificates(NodeDefinition node, HostEntry self) {
        if (findings.hasProblems()) {
            return;
        }
        switch (ClusterSecurity.of(node, home, reachability)) {
            case ClusterSecurity.Tls(var files) -> {
                try {
                    var _ = files.read();
                } catch (CertificateProblem e) {
                    findings.warning(self.place(), String.valueOf(e.getMessage()));
                }
            }
            case ClusterSecurity.Open(var risk) -> {
                if (!node.settings().clusterTls()) {
                    findings.warning(Place.of("conf/baton.conf"), risk);
                }
            }
            case ClusterSecurity.Refused(var why) -> {
                doesNotStart(why);
                return;
            }
        }
        switch (HttpSecurity.of(node, home, reachability)) {
            case HttpSecurity.Tls() -> {}
            case HttpSecurity.Plain(var risk) -> {
                if (!risk.isEmpty()) {
                    findings.warning(Place.of("conf/baton.conf"), risk);
                }
            }
            case HttpSecurity.Refused(var why) -> doesNotStart(why);
        }
    }

    private void doesNotStart(String why) {
        summary.add("The agent does not start yet: %s.".formatted(why));
    }

    private void checkPorts(RevisionContent content) {
        var table = new HostTable(content, environment, findings::warning, findings);
        var taken = new HashMap<String, String>();
        for (var entry : content.hosts()) {
            var values = new ItemValues(content.itemsOf(entry), environment, findings::warning);
            var host = table.host(entry, machine);
            var ports = new PortTable(content, values, findings);
            var items = new HealthItems(content, entry, values, ports, findings);
            var health = items.read();
            ports.checkTaken(host, health, HostProcesses.on(entry, content));
            items.checkOwnPorts(host, health);
            HealthItems.ports(health).forEach(port -> {
                var other = taken.putIfAbsent(host.urlHost() + ":" + port.getValue(), host.name());
                if (other != null && !other.equals(host.name())) {
                    findings.problem(
                            entry.place(),
                            "hosts %s and %s would both answer health checks at %s:%d: give one of them an item \"%s\" of its own, or 0 for none"
                                    .formatted(
                                            other,
                                            host.name(),
                                            host.address(),
                                            port.getValue(),
                                            port.getKey().itemName()));
                }
            });
        }
    }

    private void summarize(RevisionContent content, HostEntry self, NodeDefinition node) {
        if (findings.hasProblems()) {
            return;
        }
        var primaryOnly = content.processes().stream()
                .filter(process -> process.isTrue(Tag.PRIMARY_ONLY, false))
                .count();
        summary.add("System %s with %s; this host is %s."
                .formatted(
                        content.system(),
                        content.hosts().stream().map(this::shown).collect(Collectors.joining(", ")),
                        shown(self)));
        var here = HostProcesses.on(self, content).size();
        var all = content.processes().size();
        summary.add("Processes: %d, of them primaryOnly: %d%s."
                .formatted(all, primaryOnly, here == all ? "" : ", placed on this host: " + here));
        if (!node.processes().isEmpty()) {
            summary.add(ReadySummary.of(node.processes(), node.health()));
        }
        if (node.primaryIfSingleNode()) {
            summary.add("PrimaryIfSingleNode is true: %s makes itself the primary whenever its agent starts."
                    .formatted(shown(self)));
        }
        summary.add("Content hash %s.".formatted(node.hash()));
    }

    private String shown(HostEntry host) {
        return host.isLocalHost() ? machine : host.name();
    }

    private void write(RevisionContent content) {
        try {
            switch (new RevisionFile(home).write(content, author)) {
                case WRITTEN ->
                    summary.add("Installed. Agents that run take it by `baton apply`, others when they start.");
                case UNCHANGED -> summary.add("The same is installed already; nothing was changed.");
                case BUSY -> {
                    findings.problem(
                            Place.of("generated"),
                            "another baton install is at work in this home: run it again when that one is done");
                    summary.add("Nothing was changed.");
                }
            }
        } catch (IOException e) {
            findings.problem(
                    Place.of("generated"),
                    "can't be written (%s: %s): make room, or make it writable for the user who installs"
                            .formatted(e.getClass().getSimpleName(), e.getMessage()));
            summary.add("The revision that was installed before still holds.");
        }
    }

    private InstallReport report() {
        return new InstallReport(findings.problems(), findings.warnings(), summary);
    }
}
