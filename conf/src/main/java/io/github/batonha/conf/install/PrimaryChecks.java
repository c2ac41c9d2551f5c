package io.github.batonha.conf.install;

import io.github.batonha.conf.model.BatonHome;
import io.github.batonha.conf.model.ConfigurationException;
import io.github.batonha.conf.model.DatabaseSettings;
import io.github.batonha.conf.model.HostDefinition;
import io.github.batonha.conf.model.NodeDefinition;
import io.github.batonha.conf.processes.Tag;
import io.github.batonha.conf.report.Findings;
import io.github.batonha.conf.report.Place;
import io.github.batonha.conf.system.HostEntry;
import io.github.batonha.conf.system.ItemValues;
import io.github.batonha.conf.system.KnownItem;
import io.github.batonha.supervision.primary.model.Guard;
import io.github.batonha.supervision.primary.model.LeaseTimes;
import io.github.batonha.supervision.primary.model.Terms;
import io.github.batonha.supervision.spec.ChildSpec;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What an operator should know of a new revision before the next SetPrimary. Warnings only: each of it may be meant. */
final class PrimaryChecks {

    private final BatonHome home;
    private final Findings findings;

    PrimaryChecks(BatonHome home, Findings findings) {
        this.home = home;
        this.findings = findings;
    }

    /** While the agent lives it keeps pushing the page; one that dies meanwhile leaves them to their leash. */
    void checkStopTimes(NodeDefinition node, RevisionContent content) {
        var grace = node.settings().agentLossGrace();
        for (var spec : node.processes()) {
            if (spec.primaryOnly() && spec.stopWithin().compareTo(grace) > 0) {
                findings.warning(
                        placeOf(spec, content),
                        "process %s may take %d s to stop, longer than baton.primary.agent-loss-grace (%d s): if the agent dies meanwhile, the process is killed before its time is over. Raise agent-loss-grace, or lower stopWithin"
                                .formatted(spec.name(), spec.stopWithin().toSeconds(), grace.toSeconds()));
            }
        }
    }

    /** A guard that could never be met, or whose lease ends before the processes have. */
    void checkGuard(NodeDefinition node, RevisionContent content) {
        var place = content.hosts().isEmpty()
                ? Place.of("conf")
                : content.hosts().getFirst().place();
        var guard = node.settings().guard();
        var isByMajority = guard == Guard.MAJORITY;
        var witnesses = node.hosts().stream()
                .filter(HostDefinition::isWitness)
                .map(HostDefinition::name)
                .toList();
        if (isByMajority && node.hosts().size() < 3) {
            findings.problem(
                    place,
                    "baton.primary.guard is majority, which needs three hosts or more, and there are %d: add a host with the item Witness = \"true\", which runs no processes"
                            .formatted(node.hosts().size()));
        }
        if (!isByMajority && !witnesses.isEmpty()) {
            findings.warning(
                    place,
                    "%s is a witness, but baton.primary.guard is %s: it runs no processes and has no vote"
                            .formatted(
                                    String.join(", ", witnesses), guard.name().toLowerCase(Locale.ROOT)));
        }
        if (guard == Guard.DATABASE) {
            checkDatabase(node, place);
        }
        checkPassword(node.settings().database(), content, place);
        if (!node.hosts().isEmpty() && witnesses.size() == node.hosts().size()) {
            findings.problem(place, "every host is a witness, so nothing would run: take the item Witness from one");
        }
        if (guard != Guard.OPERATOR) {
            checkLease(node, content);
        }
    }

    private void checkDatabase(NodeDefinition node, Place place) {
        if (!node.settings().database().isSet()) {
            findings.problem(
                    place,
                    "baton.primary.guard is database, and baton.primary.database.url is off: give it the URL of the database, such as \"jdbc:postgresql://db.example.com/baton?user=baton&sslmode=verify-full\"");
        }
        if (node.hosts().stream().anyMatch(host -> host.name().equals(Terms.DATABASE))) {
            findings.problem(
                    place,
                    "a host is called %s, as the voter of baton.primary.guard = database is: give the host another name"
                            .formatted(Terms.DATABASE));
        }
    }

    private void checkPassword(DatabaseSettings database, RevisionContent content, Place place) {
        var name = database.passwordItem();
        if (name.isEmpty()) {
            return;
        }
        if (!database.passwordFile().isEmpty()) {
            findings.problem(
                    place, "baton.primary.database has a password-file and a password-item: take one of them out");
        }
        for (var host : content.hosts()) {
            var item = content.itemsOf(host).find(name);
            if (item.isEmpty()) {
                findings.problem(
                        place,
                        "baton.primary.database.password-item is %s, and host %s has no such item: add it to the system, encrypted by baton encrypt"
                                .formatted(name, host.name()));
            } else if (!item.get().encrypted()) {
                findings.warning(
                        item.get().place(),
                        "item \"%s\" is the password of baton.primary.database and not encrypted: encrypt it with baton encrypt"
                                .formatted(name));
                return;
            }
        }
    }

    private void checkLease(NodeDefinition node, RevisionContent content) {
        var beat = node.settings().heartbeatEvery();
        var lease =
                new LeaseTimes(node.settings().agentLossGrace(), node.settings().margin());
        var most = lease.longestStop(beat);
        for (var spec : node.processes()) {
            var stop = spec.stopWithin().plus(beat);
            if (spec.primaryOnly() && stop.compareTo(most) > 0) {
                findings.warning(
                        placeOf(spec, content),
                        "process %s may take %d s to stop. Where the lease of the primary (baton.primary.agent-loss-grace, %d s) can't be renewed, its processes get %d s to end, then they are killed. Raise agent-loss-grace to %d s, or lower stopWithin"
                                .formatted(
                                        spec.name(),
                                        spec.stopWithin().toSeconds(),
                                        lease.grace().toSeconds(),
                                        most.minus(beat).toSeconds(),
                                        stop.plus(beat.multipliedBy(4)).toSeconds()));
            }
        }
    }

    private static Place placeOf(ChildSpec spec, RevisionContent content) {
        return content.processes().stream()
                .filter(process -> process.name().equals(spec.name()))
                .map(process -> process.placeOf(Tag.STOP_WITHIN))
                .findFirst()
                .orElse(Place.of("conf"));
    }

    /** On this machine, which is to run the command of the others. */
    void checkFence(HostEntry host, HostDefinition definition, ItemValues values) {
        var fence = definition.fence();
        if (!fence.exists()) {
            return;
        }
        var program = home.path().resolve(fence.argv().getFirst());
        if (fence.argv().getFirst().contains("/") && !Files.isExecutable(program)) {
            findings.warning(
                    values.find(KnownItem.FENCE_COMMAND)
                            .map(ItemValues.Placed::place)
                            .orElse(host.place()),
                    "the fence command of %s, %s, is no program that can be run on this machine: correct the path, or make it executable"
                            .formatted(definition.name(), program));
        }
    }

    /** An item that other systems follow on any number of hosts. */
    void checkSingleNode(HostEntry host, RevisionContent content, ItemValues values) {
        var item = values.find(KnownItem.PRIMARY_IF_SINGLE_NODE);
        if (item.isEmpty() || content.hosts().size() == 1 || !item.get().text().equalsIgnoreCase("true")) {
            return;
        }
        findings.warning(
                item.get().place(),
                "item \"PrimaryIfSingleNode\" has no effect, because system %s has %d hosts, and a host that hears no other can't know whether one runs. After the agents have started, say `baton set-primary` on the host that is to be primary"
                        .formatted(content.system(), content.hosts().size()));
    }

    /** Against the revision that is installed now. */
    void checkHosts(RevisionContent content) {
        var former = former();
        if (former.isEmpty() || !former.get().system().equals(content.system())) {
            return;
        }
        var before = names(former.get());
        var after = names(content);
        var added = minus(after, before);
        var removed = minus(before, after);
        var place = content.hosts().isEmpty()
                ? Place.of("conf")
                : content.hosts().getFirst().place();
        if (!added.isEmpty() && !removed.isEmpty()) {
            findings.warning(
                    place,
                    "hosts %s are added and hosts %s are removed. To the primary a renamed host is a removed one and a new one. Next: install this on all hosts, restart their agents, then say set-primary; every old host must answer. To replace a dead host remove it first, say set-primary with --confirm-down, then add the new one"
                            .formatted(String.join(", ", added), String.join(", ", removed)));
        } else if (!added.isEmpty()) {
            findings.warning(
                    place,
                    "hosts %s are added: install this on all hosts and restart their agents; the next set-primary needs an answer of every old host (%s)"
                            .formatted(String.join(", ", added), String.join(", ", before)));
        } else if (!removed.isEmpty()) {
            findings.warning(
                    place,
                    "hosts %s are removed: until the next set-primary they still count, so they must answer it or be confirmed down. Should one come back afterwards, delete its run/NAME/primary.store before its agent starts"
                            .formatted(String.join(", ", removed)));
        }
    }

    private Optional<RevisionContent> former() {
        try {
            return Optional.of(new RevisionFile(home).read().content());
        } catch (ConfigurationException nothingUsable) {
            return Optional.empty();
        }
    }

    private static Set<String> names(RevisionContent content) {
        return content.hosts().stream().map(HostEntry::name).collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<String> minus(Set<String> some, Set<String> others) {
        return some.stream().filter(name -> !others.contains(name)).toList();
    }
}
