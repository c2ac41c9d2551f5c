package io.github.batonha.actors.api;

/** A node's part in the cluster. */
public enum Role {
    PRIMARY,
    SECONDARY,
    /** The agent has no intact store, or has not heard enough to say. */
    UNKNOWN
}
