package io.github.batonha.conf.install;

import io.github.batonha.conf.model.HealthDefinition;
import io.github.batonha.supervision.spec.ChildSpec;
import java.util.List;

/** Tells whoever installs which processes decide whether users are sent to a host. */
final class ReadySummary {

    private static final int MOST_NAMES = 12;

    private ReadySummary() {}

    static String of(List<ChildSpec> processes, HealthDefinition health) {
        if (!health.required().isEmpty()) {
            return "Users come (/health/ready) while these are healthy: %s."
                    .formatted(names(processes.stream()
                            .filter(spec -> health.required().contains(spec.name()))
                            .toList()));
        }
        var started = processes.stream().filter(ChildSpec::start).toList();
        var deciding = HealthDefinition.deciding(started, ChildSpec::hasPort, ChildSpec::primaryOnly);
        if (deciding.stream().noneMatch(ChildSpec::hasPort)) {
            return "Users come (/health/ready) while all processes are healthy. No process that is started has a port: name those that users need by an item ReadyProcesses.";
        }
        var where = deciding.stream().noneMatch(ChildSpec::primaryOnly) ? " and run on every node" : "";
        return "Users come (/health/ready) while these are healthy, which have a port%s: %s. An item ReadyProcesses or ReadyGroup names others."
                .formatted(where, names(deciding));
    }

    private static String names(List<ChildSpec> processes) {
        var names = processes.stream().map(ChildSpec::name).limit(MOST_NAMES).toList();
        var rest = processes.size() - names.size();
        return String.join(", ", names) + (rest == 0 ? "" : " and %d more".formatted(rest));
    }
}
