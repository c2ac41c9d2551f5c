package io.github.batonha.actors.view;

import io.github.batonha.actors.api.ProcessState;
import io.github.batonha.actors.api.ProcessStatus;
import io.github.batonha.actors.api.StandbyState;
import io.github.batonha.supervision.spec.ChildSpec;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What this node's processes last said, in the order of the definition; a process that said nothing yet is shown as what it
 * is going to be. Confined to the actor that owns it. Times are monotonic nanoseconds.
 */
final class OwnProcesses {
    private static final String AGENT_STARTS = "the agent starts";

    private record Said(ProcessStatus status, long at) {}

    private final Map<String, Said> byName = new LinkedHashMap<>();
    private final Set<String> unheard = new HashSet<>();

    OwnProcesses(List<ChildSpec> specs, long now) {
        for (var spec : specs) {
            byName.put(spec.name(), new Said(initial(spec), now));
            if (spec.start() || spec.primaryOnly()) {
                unheard.add(spec.name());
            }
        }
    }

    /** The same words under another definition. */
    OwnProcesses reconfigured(List<ChildSpec> specs, long now) {
        var next = new OwnProcesses(specs, now);
        next.byName.replaceAll((name, initial) -> byName.getOrDefault(name, initial));
        next.unheard.removeIf(name -> byName.containsKey(name) && !unheard.contains(name));
        return next;
    }

    /** Returns whether others should hear of it at once: usage alone can wait for the heartbeat. */
    boolean said(ProcessStatus status, long now) {
        if (!byName.containsKey(status.name())) {
            return false; // not defined any more, or not yet: it speaks again within a second
        }
        var before = byName.put(status.name(), new Said(status, now));
        return unheard.remove(status.name())
                || before == null
                || before.status().status() != status.status()
                || before.status().standby() != status.standby()
                || !Objects.equals(before.status().pid(), status.pid())
                || !before.status().message().equals(status.message())
                || !before.status().publicMessage().equals(status.publicMessage());
    }

    /** Whether each that is to do something has said something by now. */
    boolean isComplete() {
        return unheard.isEmpty();
    }

    List<ReportedProcess> report(long now) {
        return byName.values().stream()
                .map(said -> new ReportedProcess(
                        said.status(),
                        Duration.ofNanos(Math.max(0, now - said.at())).toMillis()))
                .toList();
    }

    private static @Nullable StandbyState standby(ChildSpec spec) {
        if (!spec.primaryOnly()) {
            return null;
        }
        return spec.isWarm() ? StandbyState.WARMING : StandbyState.COLD;
    }

    private static ProcessStatus initial(ChildSpec spec) {
        var state =
                spec.primaryOnly() ? ProcessState.STANDBY : spec.start() ? ProcessState.STARTING : ProcessState.STOPPED;
        var port = spec.hasPort() ? Integer.valueOf(spec.port()) : null;
        return new ProcessStatus(
                spec.name(),
                spec.group(),
                null,
                port,
                state,
                0,
                0,
                0,
                0,
                Map.of(),
                spec.primaryOnly(),
                standby(spec),
                AGENT_STARTS,
                AGENT_STARTS);
    }
}
