package io.github.batonha.actors.sessions;

import io.github.batonha.actors.wire.Wire;
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
 * @param refused writes of users, and messages of other nodes, for which there was no room
 * @param fullPercent of what local writes may fill: of {@code max-sessions} or of the bytes, whichever is more
 * @param endedEarly sessions that nobody had come back to and that ended to make room
 * @param warning what an operator should do something about; empty if nothing
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
        int fullPercent,
        long endedEarly,
        String warning,
        boolean journaled)
        implements Wire {

    public SessionsStatus {
        reachable = List.copyOf(reachable);
    }
}
