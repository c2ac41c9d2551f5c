package io.github.batonha.conf.install;

import io.github.batonha.conf.model.AgentSettings;
import io.github.batonha.conf.processes.ProcessEntry;
import io.github.batonha.conf.processes.Service;
import io.github.batonha.conf.system.HostEntry;
import io.github.batonha.conf.system.HostNames;
import io.github.batonha.conf.system.Items;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All that agents need of a configuration, before and after it was written. Holds references and cipher text, no resolved
 * values, and nothing that names the machine: hosts that were installed alike have the same.
 *
 * @param system name of the system that applies
 * @param hosts in the order of the definition; LOCAL_HOST still stands for itself
 * @param items of the global and the system level
 * @param overrides items that the environment gave, over all levels
 * @param services by name
 * @param processes in the order of the definition, merged, with overrides applied
 */
record RevisionContent(
        String system,
        List<HostEntry> hosts,
        Items items,
        Items overrides,
        Map<String, Service> services,
        List<ProcessEntry> processes,
        AgentSettings settings) {

    RevisionContent {
        hosts = List.copyOf(hosts);
        services = new TreeMap<>(services);
        processes = List.copyOf(processes);
    }

    /** As they apply on one of the hosts. */
    Items itemsOf(HostEntry host) {
        return overrides.over(Items.of(host.items()).over(items));
    }

    /** The host that a machine of that name is; a host of the very name comes before LOCAL_HOST. */
    Optional<HostEntry> host(String machine) {
        return HostNames.of(hosts, machine)
                .find()
                .flatMap(name ->
                        hosts.stream().filter(host -> host.isCalled(name)).findFirst())
                .or(() -> hosts.stream().filter(HostEntry::isLocalHost).findFirst());
    }
}
