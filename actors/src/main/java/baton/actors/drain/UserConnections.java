package baton.actors.drain;

import baton.conf.NodeDefinition;
import baton.supervision.os.OsProcess;
import baton.supervision.os.ProcessTable;
import baton.supervision.os.TcpConnections;
import baton.supervision.run.Run;
import baton.supervision.run.RunTable;
import baton.supervision.spec.ChildSpec;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the connections that users have open to the processes that they need. Goes by the runs themselves: a process that
 * was just adopted has users before its actor has said anything of it. Blocks.
 */
final class UserConnections {
    private static final Logger LOG = LoggerFactory.getLogger(UserConnections.class);
    private static final int UNKNOWN = -1;

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

    /** -1 where it can't be found out. */
    int count() {
        try {
            var connections = TcpConnections.read();
            var processes = ProcessTable.read();
            var count = 0;
            for (var server : servers) {
                var run = runs.live(server.name());
                if (run.isPresent()) {
                    count += connections.incoming(server.port(), family(run.get(), processes));
                }
            }
            return count;
        } catch (IOException | IllegalStateException e) {
            LOG.warn("Could not count connections, so that the drain goes on at its deadline", e);
            return UNKNOWN;
        }
    }

    /** The process that listens may be a child of the one that was started. */
    private static List<Long> family(Run run, ProcessTable processes) {
        return processes.withDescendants(Set.of(new OsProcess(run.pid(), run.startTicks()))).stream()
                .map(OsProcess::pid)
                .toList();
    }
}
