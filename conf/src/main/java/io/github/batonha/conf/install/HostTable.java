package io.github.batonha.conf.install;

import io.github.batonha.conf.model.HostDefinition;
import io.github.batonha.conf.parsing.HostAddress;
import io.github.batonha.conf.parsing.Ports;
import io.github.batonha.conf.report.Findings;
import io.github.batonha.conf.report.Place;
import io.github.batonha.conf.system.HostEntry;
import io.github.batonha.conf.system.ItemValues;
import io.github.batonha.conf.system.KnownItem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** Makes the hosts of a system from their items. */
final class HostTable {

    static final int CLUSTER_PORT = 6000;
    static final int HTTP_PORT = 8558;

    private final RevisionContent content;
    private final Map<String, String> environment;
    private final BiConsumer<Place, String> missing;
    private final Findings findings;

    /** @param missing is told of variables that are needed and not set */
    HostTable(
            RevisionContent content,
            Map<String, String> environment,
            BiConsumer<Place, String> missing,
            Findings findings) {
        this.content = content;
        this.environment = environment;
        this.missing = missing;
        this.findings = findings;
    }

    /** In the order of the definition. Two that would be reached at the same place are a problem. */
    List<HostDefinition> hosts(String machine) {
        var hosts = new ArrayList<HostDefinition>();
        for (var entry : content.hosts()) {
            var host = host(entry, machine);
            checkSockets(entry, host, hosts);
            hosts.add(host);
        }
        return hosts;
    }

    private void checkSockets(HostEntry entry, HostDefinition host, List<HostDefinition> earlier) {
        if (host.clusterPort() == host.httpPort()) {
            findings.problem(
                    entry.place(),
                    "host %s has port %d twice: ClusterPort and ManagementPort must differ"
                            .formatted(host.name(), host.clusterPort()));
        }
        earlier.stream()
                .filter(other -> other.address().equals(host.address())
                        && !other.name().equals(host.name())
                        && !Collections.disjoint(ports(other), ports(host)))
                .findFirst()
                .ifPresent(other -> findings.problem(
                        entry.place(),
                        "hosts %s and %s would both be at address %s with the same port: give each an Address or ports of its own"
                                .formatted(other.name(), host.name(), host.address())));
    }

    private static List<Integer> ports(HostDefinition host) {
        return List.of(host.clusterPort(), host.httpPort());
    }

    HostDefinition host(HostEntry entry, String machine) {
        var values = new ItemValues(content.itemsOf(entry), environment, missing);
        var name = entry.isLocalHost() ? machine : entry.name();
        return new HostDefinition(
                name,
                address(values, name, entry.place()),
                port(values, KnownItem.CLUSTER_PORT, CLUSTER_PORT),
                port(values, KnownItem.MANAGEMENT_PORT, HTTP_PORT),
                new FenceItems(values, findings).command(),
                SwitchItem.isTrue(KnownItem.WITNESS, values, findings).orElse(false));
    }

    private String address(ItemValues values, String name, Place place) {
        var item = values.find(KnownItem.ADDRESS);
        var text = item.map(ItemValues.Placed::text).orElse(name);
        return switch (HostAddress.parse(text)) {
            case HostAddress.Parsed.Valid(var address) -> address;
            case HostAddress.Parsed.Invalid _
            when item.isEmpty() && !HostEntry.isName(name) -> text; // Said of the name.
            case HostAddress.Parsed.Invalid(var reason) -> {
                findings.problem(
                        item.map(ItemValues.Placed::place).orElse(place),
                        item.isPresent()
                                ? "item \"Address\" is \"%s\", which %s".formatted(text, reason)
                                : "host %s has no item \"Address\", so the others would reach it by its name, which %s. Say that in an item \"Address\" of the host; it keeps its name"
                                        .formatted(name, reason));
                yield text;
            }
        };
    }

    private int port(ItemValues values, KnownItem item, int otherwise) {
        var value = values.find(item);
        if (value.isEmpty()) {
            return otherwise;
        }
        var port = Ports.parse(value.get().text());
        if (port.isEmpty()) {
            findings.problem(
                    value.get().place(),
                    "item \"%s\" is \"%s\", but must be a port number from 1 to 65535"
                            .formatted(item.itemName(), value.get().text()));
        }
        return port.orElse(otherwise);
    }
}
