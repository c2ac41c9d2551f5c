package baton.actors.sessions;

import java.util.List;

/**
 * The session store of a node, in figures.
 *
 * @param entries sessions, and deletions that are remembered
 * @param bytes estimated heap that they take
 * @param maxBytes what local writes may fill
 * @param inSync whether this node has what the others have
 * @param reachable other nodes that writes go to at present
 * @param replicated writes answered with the level that was asked for, if that was more than local; since the agent's start
 * @param unreplicated writes answered without
 * @param refused messages of other nodes in which there was no room for a session
 * @param journaled whether the journal takes what is written
 */
public record SessionsStatus(
        String node,
        long entries,
        long bytes,
        long maxBytes,
        boolean inSync,
        List<String> reachable,
        long replicated,
        long unreplicated,
        long refused,
        boolean journaled) {

    public SessionsStatus {
        reachable = List.copyOf(reachable);
    }
}
