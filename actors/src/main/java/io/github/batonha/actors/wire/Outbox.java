package io.github.batonha.actors.wire;

/**
 * Sends to the same-named actor of another host at its configured address. Asks nothing of cluster membership, may lose
 * what it sends, never blocks.
 */
@FunctionalInterface
public interface Outbox {
    void tell(String host, Wire message);
}
