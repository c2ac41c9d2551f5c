package io.github.batonha.e2e.faults;

/** The kinds of fault that a schedule goes through. */
enum Kind {
    AGENT_KILLED("agent killed (kill -9), started again"),
    HOST_KILLED("host killed: agent and all processes, started again"),
    HOST_GIVEN_UP("host killed and confirmed down"),
    AGENT_GIVEN_UP("agent killed, its processes alive, confirmed down"),
    PROCESSES_KILLED("primaryOnly processes killed"),
    STOPPED("agent stopped in order, started again"),
    ALL_RESTARTED("all hosts ended, started in a random order"),
    AGENT_FROZEN("agent stopped by SIGSTOP for longer than the grace"),
    PROCESSES_FROZEN("processes stopped by SIGSTOP for longer than the grace"),
    BOTH_FROZEN("agent and processes stopped by SIGSTOP for longer than the grace"),
    CUT_OFF("host cut off, both ways"),
    CUT_ONE_WAY("host cut off, one way"),
    SLOW_AND_LOSSY("network of a host slow and lossy"),
    DISK_FULL("disk of the primary's store full"),
    DISK_FULL_AND_AGENT_KILLED("disk of the primary's store full, agent killed and started");

    private final String text;

    Kind(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
