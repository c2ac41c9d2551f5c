package io.github.batonha.actors.supervisor;

import io.github.batonha.actors.api.ProcessState;
import io.github.batonha.actors.api.ProcessStatus;
import io.github.batonha.actors.api.StandbyState;
import io.github.batonha.supervision.spec.ChildSpec;

/** A primaryOnly process of a node that is not active, as long as there is no process of it. */
final class Standby {

    private Standby() {}

    static ProcessStatus status(ChildSpec spec) {
        return new ProcessStatus(
                        spec.name(),
                        spec.group(),
                        null,
                        spec.hasPort() ? spec.port() : null,
                        ProcessState.STANDBY,
                        0,
                        0,
                        0,
                        0,
                        true,
                        "")
                .inStandby(spec.isWarm() ? StandbyState.WARMING : StandbyState.COLD, "");
    }

    /** @param primary name of the node that is primary, empty where there is none */
    static String refusal(String node, String primary) {
        var who = primary.isEmpty()
                ? "no node is primary"
                : primary.equals(node)
                        ? "%s was made primary but is not active".formatted(primary)
                        : "%s is primary".formatted(primary);
        return "it runs on the primary alone, and %s: ".formatted(who)
                + (primary.isEmpty() || primary.equals(node)
                        ? "make this node primary with 'baton set-primary %s'".formatted(node)
                        : "start it there, or make this node primary with 'baton set-primary %s'".formatted(node));
    }
}
