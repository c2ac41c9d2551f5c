package io.github.batonha.conf.install;

import io.github.batonha.conf.model.HealthDefinition;
import io.github.batonha.conf.model.HostDefinition;
import io.github.batonha.conf.processes.ProcessEntry;
import io.github.batonha.conf.processes.Tag;
import io.github.batonha.conf.report.Findings;
import io.github.batonha.conf.report.Nearest;
import io.github.batonha.conf.report.Place;
import io.github.batonha.conf.system.HostEntry;
import io.github.batonha.conf.system.ItemValues;
import io.github.batonha.conf.system.ItemValues.Placed;
import io.github.batonha.conf.system.KnownItem;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What the items of one host say of health checks. */
final class HealthItems {

    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,5}");
    private static final int LAST_PORT = 65_535;
    /** HAProxy's own limit of a server's weight. */
    private static final int MOST_WEIGHT = 256;

    private final RevisionContent content;
    private final HostEntry host;
    private final ItemValues values;
    private final PortTable ports;
    private final Findings findings;

    HealthItems(RevisionContent content, HostEntry host, ItemValues values, PortTable ports, Findings findings) {
        this.content = content;
        this.host = host;
        this.values = values;
        this.ports = ports;
        this.findings = findings;
    }

    HealthDefinition read() {
        var settings = content.settings().health();
        return new HealthDefinition(
                number(KnownItem.HEALTH_PORT, LAST_PORT).orElse(settings.port()),
                number(KnownItem.AGENT_CHECK_PORT, LAST_PORT).orElse(settings.agentCheckPort()),
                number(KnownItem.BALANCER_WEIGHT, MOST_WEIGHT).orElse(HealthDefinition.NO_WEIGHT),
                placed(required()));
    }

    private Optional<Integer> number(KnownItem item, int most) {
        var value = values.find(item);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        var text = value.get().text();
        var number = DIGITS.matcher(text).matches() ? Integer.parseInt(text) : -1;
        if (number < 0 || number > most) {
            findings.problem(
                    value.get().place(),
                    "item \"%s\" is \"%s\", but must be a whole number from 0 to %d"
                            .formatted(item.itemName(), text, most));
            return Optional.empty();
        }
        return Optional.of(number);
    }

    /** What is not placed on the host counts on others: where none of it is, the rest of the host decides. */
    private Set<String> placed(Set<String> named) {
        return HostProcesses.on(host, content).stream()
                .map(ProcessEntry::name)
                .filter(named::contains)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private Set<String> required() {
        return values.find(KnownItem.READY_PROCESSES)
                .map(this::named)
                .or(() -> values.find(KnownItem.READY_GROUP).map(this::ofGroup))
                .orElse(Set.of());
    }

    private Set<String> named(Placed item) {
        var known = content.processes().stream().map(ProcessEntry::name).toList();
        var names = new LinkedHashSet<String>();
        for (var word : item.text().split(",", -1)) {
            var name = word.strip();
            if (known.contains(name)) {
                names.add(name);
            } else if (!name.isEmpty()) {
                findings.problem(
                        item.place(),
                        "item \"ReadyProcesses\" names %s, which is no process%s"
                                .formatted(name, Nearest.hint(name, known, ": name those that users need")));
            }
        }
        return names;
    }

    private Set<String> ofGroup(Placed item) {
        var group = item.text();
        var members = content.processes().stream()
                .filter(process ->
                        process.text(Tag.GROUP_ID).filter(group::equals).isPresent())
                .toList();
        var names = members.stream()
                .filter(process -> ports.of(process) != 0)
                .map(ProcessEntry::name)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        if (members.isEmpty()) {
            var groups = content.processes().stream()
                    .flatMap(process -> process.text(Tag.GROUP_ID).stream())
                    .distinct()
                    .toList();
            findings.problem(
                    item.place(),
                    "item \"ReadyGroup\" is %s, but no process has that groupId%s"
                            .formatted(
                                    group, Nearest.hint(group, groups, ": name the group that users are served by")));
        } else if (names.isEmpty()) {
            findings.problem(
                    item.place(),
                    "item \"ReadyGroup\" is %s, but no process of that group has a port: name the processes by ReadyProcesses instead"
                            .formatted(group));
        }
        return names;
    }

    /** Reports ports of health checks that the agent itself has another use for. */
    void checkOwnPorts(HostDefinition host, HealthDefinition health) {
        var owners = new HashMap<Integer, String>();
        owners.put(host.clusterPort(), "ClusterPort");
        owners.put(host.httpPort(), "ManagementPort");
        for (var port : ports(health)) {
            var owner = owners.putIfAbsent(port.getValue(), port.getKey().itemName());
            if (owner != null) {
                findings.problem(
                        values.find(port.getKey()).map(Placed::place).orElse(Place.of("conf/baton.conf")),
                        "host %s has port %d twice: %s and %s must differ (0 for none)"
                                .formatted(
                                        host.name(),
                                        port.getValue(),
                                        owner,
                                        port.getKey().itemName()));
            }
        }
    }

    /** Those that are in use, with the items that may change them. */
    static List<Map.Entry<KnownItem, Integer>> ports(HealthDefinition health) {
        return Arrays.asList(
                        Map.entry(KnownItem.HEALTH_PORT, health.port()),
                        Map.entry(KnownItem.AGENT_CHECK_PORT, health.agentCheckPort()))
                .stream()
                .filter(port -> port.getValue() != 0)
                .toList();
    }
}
