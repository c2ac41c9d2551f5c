package io.github.batonha.actors.api;

import io.github.batonha.actors.wire.Wire;
import java.util.List;

/**
 * {@code POST /api/v1/operations}: start, stop or restart processes, one, a group's, or all of a node; or have one record an AOT cache.
 *
 * @param action START, STOP, RESTART, which is no action for a SERVER, or TRAIN, which is one for a PROCESS alone
 * @param scope PROCESS, GROUP or SERVER
 * @param name of the process or group; empty for SERVER
 * @param hosts where; empty: the node that is asked
 * @param everyNode all hosts of the system, in place of {@code hosts}
 * @param force SIGKILL at once
 * @param waitSeconds from SIGTERM to SIGKILL, -1 for what each process has
 * @param agentToo with STOP of a SERVER: end the agent itself afterwards
 * @param by who asks
 * @param rolling with RESTART: one node after the other, the next when all of the last is ready again
 * @param drainSeconds with {@code rolling}: take the users of each node away first, and wait so long for them; 0: don't
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
        String by,
        boolean rolling,
        int drainSeconds)
        implements Wire {

    public enum Action {
        START,
        STOP,
        RESTART,
        /** The next start records an AOT cache; nothing restarts for it. */
        TRAIN
    }

    public enum Scope {
        PROCESS,
        GROUP,
        SERVER
    }

    public Operation {
        hosts = List.copyOf(hosts);
    }

    /** On all its nodes at once. */
    public Operation(
            Action action,
            Scope scope,
            String name,
            List<String> hosts,
            boolean everyNode,
            boolean force,
            int waitSeconds,
            boolean agentToo,
            String by) {
        this(action, scope, name, hosts, everyNode, force, waitSeconds, agentToo, by, false, 0);
    }
}
