package io.github.batonha.actors.api;

/** What screens call the state of a process; {@code mon} shows the name itself, {@code mon-cluster} {@link #inCluster()}. */
public enum ProcessState {
    /** Wanted, and waits for what it depends on, or for its next start. */
    STARTING("STARTING"),
    /** Started, not ready yet. */
    RUNNING("STARTING"),
    /** Ready. */
    HEALTHY("UP"),
    /** primaryOnly, and this node is not the active primary. */
    STANDBY("STANDBY"),
    /** On its way down, asked to. */
    STOPPING("STOPPING"),
    /** Not wanted, and not there. */
    STOPPED("STOPPED"),
    /** Has done its work: ended with success, which its policy takes for the end of it. What depends on it may start. */
    DONE("DONE"),
    /** Wanted, and not there. */
    MISSING("MISSING"),
    /** Could not be started: the message says why. */
    ERROR("ERROR");

    private final String inCluster;

    ProcessState(String inCluster) {
        this.inCluster = inCluster;
    }

    public String inCluster() {
        return inCluster;
    }

    /** Whether a balancer or an operator has nothing to worry about. */
    public boolean isHealthy() {
        return this == HEALTHY || this == STANDBY || this == DONE;
    }
}
