package io.github.batonha.conf.install;

import io.github.batonha.conf.model.HealthDefinition;
import io.github.batonha.conf.model.HostDefinition;
import io.github.batonha.conf.parsing.Ports;
import io.github.batonha.conf.processes.Instances;
import io.github.batonha.conf.processes.ProcessEntry;
import io.github.batonha.conf.report.Findings;
import io.github.batonha.conf.report.Place;
import io.github.batonha.conf.system.ItemValues;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The ports of processes and services on one host: item or variable {@code <NAME>_PORT}, else the service definition. */
final class PortTable {

    private final RevisionContent content;
    private final ItemValues values;
    private final Findings findings;

    PortTable(RevisionContent content, ItemValues values, Findings findings) {
        this.content = content;
        this.values = values;
        this.findings = findings;
    }

    private record Port(int number, Place place) {}

    /** Name of the item, and of the variable that processes find a port in. */
    static String variable(String name) {
        return ProcessEntry.variableName(name) + "_PORT";
    }

    /** 0 for a process without one. */
    int of(ProcessEntry process) {
        return find(process.name()).map(Port::number).orElse(0);
    }

    /** The ports of all services and processes that have one, by their variables. */
    Map<String, String> variables() {
        var variables = new TreeMap<String, String>();
        content.services().keySet().forEach(name -> add(name, variables));
        content.processes().forEach(process -> add(process.name(), variables));
        return variables;
    }

    private void add(String name, Map<String, String> variables) {
        find(name).ifPresent(port -> variables.put(variable(name), Integer.toString(port.number())));
    }

    private Optional<Port> find(String name) {
        return exactly(name).or(() -> ofInstance(name));
    }

    /** The port of all instances is that of the first one, and each other has the next. */
    private Optional<Port> ofInstance(String name) {
        var instance = content.processes().stream()
                .filter(process -> process.name().equals(name))
                .findFirst()
                .flatMap(Instances::of);
        return instance.flatMap(one -> exactly(one.template()).flatMap(first -> {
            var number = first.number() + one.number() - 1;
            if (Ports.parse(Integer.toString(number)).isEmpty()) {
                findings.problem(
                        first.place(),
                        "port of %s would be %d, as that of %s is %d, but must be a number from 1 to 65535: give %s a lower one"
                                .formatted(name, number, one.template(), first.number(), one.template()));
                return Optional.empty();
            }
            return Optional.of(new Port(number, first.place()));
        }));
    }

    private Optional<Port> exactly(String name) {
        var item = values.find(variable(name)).or(() -> values.findIgnoringCase(name, variable(name)));
        if (item.isPresent()) {
            var number = Ports.parse(item.get().text());
            if (number.isEmpty()) {
                findings.problem(
                        item.get().place(),
                        "port of %s is \"%s\", but must be a number from 1 to 65535"
                                .formatted(name, item.get().text()));
            }
            return number.map(port -> new Port(port, item.get().place()));
        }
        return Optional.ofNullable(content.services().get(name))
                .map(service -> new Port(service.port(), service.place()));
    }

    /** Two processes with one port, or a process with one of baton's own, could not run on this host. */
    void checkTaken(HostDefinition host, HealthDefinition health, List<ProcessEntry> placed) {
        var owners = new HashMap<Integer, String>();
        owners.put(host.clusterPort(), "baton's ClusterPort");
        owners.put(host.httpPort(), "baton's ManagementPort");
        HealthItems.ports(health)
                .forEach(port ->
                        owners.put(port.getValue(), "baton's " + port.getKey().itemName()));
        for (var process : placed) {
            find(process.name()).ifPresent(port -> {
                var owner = owners.putIfAbsent(port.number(), "process " + process.name());
                if (owner != null) {
                    findings.problem(
                            port.place(),
                            "port %d of process %s is already that of %s on the same host: give it another"
                                    .formatted(port.number(), process.name(), owner));
                }
            });
        }
    }
}
