package io.github.batonha.supervision.run;

/**
 * The right to start runs. It ends when another one is taken for the same kind of process, so that a start still queued by
 * actors that are gone comes to nothing.
 */
public interface Spawner {

    /** Starts a run, and returns when it is live. Blocks on files and on exec; any thread. */
    StartResult start(StartRequest request);

    /** Whether what it starts is held as a warm standby. */
    default boolean startsStandbys() {
        return false;
    }
}
