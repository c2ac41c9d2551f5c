package baton.actors.api;

import baton.actors.wire.Wire;
import java.util.List;

/**
 * {@code POST /api/v1/operations}: start or stop processes, one, a group's, or all of a node.
 *
 * @param action START or STOP
 * @param scope PROCESS, GROUP or SERVER
 * @param name of the process or group; empty for SERVER
 * @param hosts where; empty: the node that is asked
 * @param everyNode all hosts of the system, in place of {@code hosts}
 * @param force SIGKILL at once
 * @param waitSeconds from SIGTERM to SIGKILL, -1 for what each process has
 * @param agentToo with STOP of a SERVER: end the agent itself afterwards
 * @param by who asks
 */
public record Operation(
        Action action,
        Scope scope,
        String name,
        List<String> hosts,
        boolean everyNode,
        boolean force,
        int waitSeconds,
        boolean agentToo,
        String by)
        implements Wire {

    public enum Action {
        START,
        STOP
    }

    public enum Scope {
        PROCESS,
        GROUP,
        SERVER
    }

    public Operation {
        hosts = List.copyOf(hosts);
    }
}
