package io.github.batonha.conf.install;

import io.github.batonha.conf.model.Placement;
import io.github.batonha.conf.processes.ProcessEntry;
import io.github.batonha.conf.processes.Tag;
import io.github.batonha.conf.processes.TagOverrides;
import io.github.batonha.conf.report.Findings;
import io.github.batonha.conf.system.HostEntry;
import io.github.batonha.conf.system.Items;
import java.util.List;

/** Which processes of a revision run on which host. Pure. */
final class HostProcesses {

    private HostProcesses() {}

    /** Those that are placed on the host, in the order of the definition. */
    static List<ProcessEntry> on(HostEntry host, RevisionContent content) {
        return all(host, content).stream()
                .filter(process -> isPlaced(process, host))
                .toList();
    }

    /** Wherever they are placed, with the tags that the host overrides for itself by its items. */
    static List<ProcessEntry> all(HostEntry host, RevisionContent content) {
        var overrides = TagValues.ofHost(host, content.processes());
        return overrides.isEmpty()
                ? content.processes()
                : TagOverrides.apply(content.processes(), overrides, new Findings());
    }

    /** Those that processes get: a tag of one process on this host is no other's business, and its change must not restart them. */
    static Items itemsOfProcesses(HostEntry host, RevisionContent content) {
        var items = host.items().stream()
                .filter(item -> !TagOverrides.isOverride(item.name(), content.processes()))
                .toList();
        return content.itemsOf(new HostEntry(host.name(), items, host.place()));
    }

    /** LOCAL_HOST stands for every machine, and so for each that a process may name. */
    static boolean isPlaced(ProcessEntry process, HostEntry host) {
        return !process.tags().containsKey(Tag.HOSTS)
                || host.isLocalHost()
                || process.list(Tag.HOSTS).stream().anyMatch(host::isCalled);
    }

    /** Of the processes that name hosts. */
    static List<Placement> placements(RevisionContent content) {
        return content.processes().stream()
                .filter(process -> process.tags().containsKey(Tag.HOSTS))
                .filter(_ -> content.hosts().stream().noneMatch(HostEntry::isLocalHost))
                .map(process -> new Placement(
                        process.name(),
                        process.text(Tag.GROUP_ID).orElse(""),
                        process.isTrue(Tag.PRIMARY_ONLY, false),
                        content.hosts().stream()
                                .filter(host -> isPlaced(process, host))
                                .map(HostEntry::name)
                                .toList()))
                .toList();
    }
}
