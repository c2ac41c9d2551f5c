package io.github.batonha.conf.system;

import io.github.batonha.conf.report.Place;
import java.util.List;

/**
 * One system of a definition.
 *
 * @param hosts in the order of the definition
 * @param items those that hold on all hosts unless a host has its own
 */
public record SystemEntry(String name, List<HostEntry> hosts, List<Item> items, Place place) {

    public SystemEntry {
        hosts = List.copyOf(hosts);
        items = List.copyOf(items);
    }

    boolean appliesTo(String host) {
        return hosts.stream().anyMatch(each -> each.isLocalHost() || each.isCalled(host));
    }
}
