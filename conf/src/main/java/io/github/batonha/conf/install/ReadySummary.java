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
        var withPort = processes.stream()
                .filter(ChildSpec::start)
                .filter(ChildSpec::hasPort)
                .toList();
        var everywhere = withPort.stream().filter(spec -> !spec.primaryOnly()).toList();
        if (withPort.isEmpty()) {
            return "Users come (/health/ready) while all processes are healthy, for none that is started has a port: name those that users need by an item ReadyProcesses.";
        }
        return "Users come (/health/ready) while these are healthy, which have a port%s: %s. An item ReadyProcesses or ReadyGroup names others."
                .formatted(
                        everywhere.isEmpty() ? "" : " and run on every node",
                        names(everywhere.isEmpty() ? withPort : everywhere));
    }

    private static String names(List<ChildSpec> processes) {
        var names = processes.stream().map(ChildSpec::name).limit(MOST_NAMES).toList();
        var rest = processes.size() - names.size();
        return String.join(", ", names) + (rest == 0 ? "" : " and %d more".formatted(rest));
    }
}
