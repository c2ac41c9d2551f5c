package io.github.batonha.actors.tls;

import io.github.batonha.supervision.os.ProcFiles;

/**
 * Keeps some of the agent's descriptors from strangers: whoever reaches the cluster port can hold connections open, and the agent has
 * processes to start meanwhile.
 */
final class Descriptors {
    /** Of all, so many stay in reserve: an eighth. */
    private static final int RESERVE = 8;

    private Descriptors() {}

    /** Whether a connection from outside would be taken from the reserve. Looks into {@code /proc}. */
    static boolean areScarce() {
        var self = ProcessHandle.current().pid();
        return areScarce(ProcFiles.descriptors(self), ProcFiles.descriptorLimit(self));
    }

    /**
     * For any process.
     *
     * @param open negative if unknown
     * @param limit negative if there is none
     */
    static boolean areScarce(long open, long limit) {
        return open >= 0 && limit >= 0 && open > limit - limit / RESERVE;
    }
}
