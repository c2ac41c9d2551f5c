package baton.conf.install;

import baton.conf.HostDefinition;
import baton.conf.report.Findings;
import baton.conf.report.Place;
import baton.conf.system.HostEntry;
import baton.conf.system.ItemValues;
import baton.conf.system.KnownItem;
import baton.conf.words.Ports;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** Makes the hosts of a system from their items. */
final class HostTable {

    static final int CLUSTER_PORT = 6000;
    static final int HTTP_PORT = 8558;

    private final SetContent content;
    private final Map<String, String> environment;
    private final BiConsumer<Place, String> missing;
    private final Findings findings;

    /** @param missing is told of variables that are needed and not set */
    HostTable(
            SetContent content,
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
        var taken = new HashMap<String, String>();
        for (var entry : content.hosts()) {
            var host = host(entry, machine);
            hosts.add(host);
            for (var port : List.of(host.clusterPort(), host.httpPort())) {
                var other = taken.putIfAbsent(host.address() + " port " + port, host.name());
                if (other != null) {
                    findings.problem(entry.place(), sameSocket(host, other, port));
                }
            }
        }
        return hosts;
    }

    private static String sameSocket(HostDefinition host, String other, int port) {
        return host.name().equals(other)
                ? "host %s has port %d twice: ClusterPort and ManagementPort must differ".formatted(other, port)
                : "hosts %s and %s would both be at address %s, port %d: give each an Address of its own"
                        .formatted(other, host.name(), host.address(), port);
    }

    HostDefinition host(HostEntry entry, String machine) {
        var values = new ItemValues(content.itemsOf(entry), environment, missing);
        var name = entry.isLocalHost() ? machine : entry.name();
        return new HostDefinition(
                name,
                values.find(KnownItem.ADDRESS).map(ItemValues.Placed::text).orElse(name),
                port(values, KnownItem.CLUSTER_PORT, CLUSTER_PORT),
                port(values, KnownItem.MANAGEMENT_PORT, HTTP_PORT));
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
