package baton.actors.drain;

import baton.actors.api.Mon;
import baton.actors.api.ProcessStatus;
import baton.supervision.os.OsProcess;
import baton.supervision.os.ProcStat;
import baton.supervision.os.ProcessTable;
import baton.supervision.os.TcpConnections;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts the connections that users have open to the processes that they need. Blocks. */
final class UserConnections {
    private static final Logger LOG = LoggerFactory.getLogger(UserConnections.class);
    private static final int UNKNOWN = -1;

    private final Set<String> required;

    /** @param required names of the processes that users need; empty for all that have a port */
    UserConnections(Set<String> required) {
        this.required = required;
    }

    /** -1 where it can't be found out. */
    int count(Mon mon) {
        var servers = mon.processes().stream()
                .filter(process -> required.isEmpty() || required.contains(process.name()))
                .filter(process -> process.pid() != null && process.port() != null)
                .toList();
        if (servers.isEmpty()) {
            return 0;
        }
        try {
            var connections = TcpConnections.read();
            var processes = ProcessTable.read();
            var count = 0;
            for (var server : servers) {
                count += connections.incoming(port(server), family(server, processes));
            }
            return count;
        } catch (IOException | IllegalStateException e) {
            LOG.warn("Could not count connections, so that the drain goes on at its deadline", e);
            return UNKNOWN;
        }
    }

    private static int port(ProcessStatus server) {
        var port = server.port();
        return port == null ? 0 : port;
    }

    /** The process that listens may be a child of the one that was started. */
    private static List<Long> family(ProcessStatus server, ProcessTable processes) {
        var pid = server.pid();
        if (pid == null) {
            return List.of();
        }
        var roots = ProcStat.of(pid).map(stat -> Set.of(stat.process())).orElse(Set.of());
        return processes.withDescendants(roots).stream().map(OsProcess::pid).toList();
    }
}
