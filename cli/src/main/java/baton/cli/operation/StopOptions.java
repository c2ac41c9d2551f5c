package baton.cli.operation;

import picocli.CommandLine.Option;

/** How processes are stopped. */
final class StopOptions {

    @Option(
            names = {"-f", "--force"},
            description = "Kill at once (SIGKILL).")
    private boolean force;

    @Option(
            names = {"-w", "--wait"},
            paramLabel = "SECONDS",
            description = "Seconds from asking the process to end (SIGTERM) to SIGKILL. Default: what the process has.")
    private int waitSeconds = -1;

    boolean isForced() {
        return force;
    }

    int waitSeconds() {
        return waitSeconds;
    }
}
