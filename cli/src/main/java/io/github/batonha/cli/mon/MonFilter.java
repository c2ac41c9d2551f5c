package io.github.batonha.cli.mon;

import io.github.batonha.actors.api.ProcessState;
import picocli.CommandLine.Option;

/** Which processes {@code mon} shows: several options add up, none means all. */
final class MonFilter {

    @Option(names = "--unhealthy", description = "Only processes that are not HEALTHY, STANDBY or DONE.")
    private boolean unhealthy;

    @Option(names = "--healthy", description = "Only HEALTHY processes: ready.")
    private boolean healthy;

    @Option(
            names = "--standby",
            description = "Only processes in STANDBY: primaryOnly, and this node is not the primary.")
    private boolean standby;

    @Option(names = "--running", description = "Only RUNNING processes: started, not ready yet.")
    private boolean running;

    @Option(
            names = "--starting",
            description = "Only STARTING processes: they wait for another one, or for their next start.")
    private boolean starting;

    @Option(names = "--stopping", description = "Only STOPPING processes.")
    private boolean stopping;

    @Option(
            names = "--stopped",
            description = "Only STOPPED processes: an operator stopped them, or they are not started by themselves.")
    private boolean stopped;

    @Option(names = "--done", description = "Only DONE processes: they have ended with success, and are not run again.")
    private boolean done;

    @Option(names = "--missing", description = "Only MISSING processes: they should run and do not.")
    private boolean missing;

    @Option(names = "--error", description = "Only processes in ERROR: they can't be started.")
    private boolean error;

    /** {@code status} is the name of a {@link ProcessState}. */
    boolean shows(String status) {
        if (isOff()) {
            return true;
        }
        var state = ProcessState.valueOf(status);
        return isAskedFor(state) || (unhealthy && !state.isHealthy());
    }

    private boolean isOff() {
        return !(unhealthy || healthy || standby || running || starting || stopping || stopped || done || missing
                || error);
    }

    private boolean isAskedFor(ProcessState state) {
        return switch (state) {
            case HEALTHY -> healthy;
            case STANDBY -> standby;
            case RUNNING -> running;
            case STARTING -> starting;
            case STOPPING -> stopping;
            case STOPPED -> stopped;
            case DONE -> done;
            case MISSING -> missing;
            case ERROR -> error;
        };
    }
}
