package io.github.batonha.actors.drain;

import io.github.batonha.conf.model.NodeDefinition;
import io.github.batonha.supervision.drain.DrainEvent;
import io.github.batonha.supervision.os.OsProcess;
import io.github.batonha.supervision.os.ProcessTable;
import io.github.batonha.supervision.os.TcpConnections;
import io.github.batonha.supervision.probe.Check;
import io.github.batonha.supervision.run.Run;
import io.github.batonha.supervision.run.RunTable;
import io.github.batonha.supervision.spec.ChildSpec;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the connections that users have open to the processes that they need. Goes by the runs themselves: a process that
 * was just adopted has users before its actor has said anything of it. Blocks.
 */
final class UserConnections {
    private static final Logger LOG = LoggerFactory.getLogger(UserConnections.class);
    private static final DrainEvent.Counted UNKNOWN = new DrainEvent.Counted(-1);
    /** Exceeds the time between two looks, so that no connection closed in between is missed. */
    private static final Duration WINDOW = Duration.ofSeconds(2);

    private static final int MOST_NAMED = 3;
    private static final int MOST_CHECKS = 2;

    private final List<ChildSpec> servers;
    private final RunTable runs;

    UserConnections(NodeDefinition definition, RunTable runs) {
        var required = definition.health().required();
        this.servers = definition.processes().stream()
                .filter(ChildSpec::hasPort)
                .filter(spec -> required.isEmpty() || required.contains(spec.name()))
                .toList();
        this.runs = runs;
    }

    /** How many there are, and from where; unknown where it can't be found out. */
    DrainEvent.Counted count() {
        try {
            var connections = TcpConnections.read();
            var processes = ProcessTable.read();
            var node = new ArrayList<Long>(List.of(ProcessHandle.current().pid()));
            runs.live().forEach(run -> node.addAll(family(run, processes)));
            var from = new TreeMap<String, Integer>();
            for (var server : servers) {
                var run = runs.live(server.name());
                if (run.isPresent()) {
                    connections
                            .incoming(server.port(), family(run.get(), processes), node, WINDOW, checks(server))
                            .forEach(address -> from.merge(
                                    "%s to %s".formatted(address.getHostAddress(), server.name()), 1, Integer::sum));
                }
            }
            return counted(from);
        } catch (IOException | IllegalStateException e) {
            LOG.warn("Could not count connections, so that the drain goes on at its deadline", e);
            return UNKNOWN;
        }
    }

    /** How many checks of the agent's own may have been closed within the window. */
    private static int checks(ChildSpec server) {
        return server.probes().liveness().check() instanceof Check.None ? 0 : MOST_CHECKS;
    }

    private static DrainEvent.Counted counted(Map<String, Integer> from) {
        var who = from.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .limit(MOST_NAMED)
                .map(Map.Entry::getKey)
                .collect(Collectors.joining(", "));
        var more = from.size() - MOST_NAMED;
        var count = from.values().stream().mapToInt(Integer::intValue).sum();
        return new DrainEvent.Counted(count, who + (more > 0 ? " and %d more".formatted(more) : ""));
    }

    /** The process that listens may be a child of the one that was started. */
    private static List<Long> family(Run run, ProcessTable processes) {
        return processes.withDescendants(Set.of(new OsProcess(run.pid(), run.startTicks()))).stream()
                .map(OsProcess::pid)
                .toList();
    }
}
