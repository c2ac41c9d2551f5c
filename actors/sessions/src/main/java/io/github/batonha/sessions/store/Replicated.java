package io.github.batonha.sessions.store;

import java.util.List;

/**
 * How far a write went.
 *
 * @param wanted the level that was asked for
 * @param nodes the other nodes that have acknowledged it by now
 * @param isReached whether that is what was asked for; if not, the write stands on this node and goes to the others when they
 *     can be reached
 */
public record Replicated(Level wanted, List<String> nodes, boolean isReached) {
    public Replicated {
        nodes = List.copyOf(nodes);
    }
}
