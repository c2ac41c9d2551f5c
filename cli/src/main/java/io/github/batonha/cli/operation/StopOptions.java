package io.github.batonha.cli.operation;

import io.github.batonha.cli.command.CommandFailed;
import io.github.batonha.cli.command.ExitCode;
import org.jspecify.annotations.Nullable;
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
            description = "Seconds from asking the process to end (SIGTERM) to SIGKILL."
                    + " Default: 10, unless the process's definition says otherwise.")
    private @Nullable Integer waitSeconds;

    boolean isForced() {
        return force;
    }

    /** -1 for what each process has. */
    int waitSeconds() {
        if (waitSeconds == null) {
            return -1;
        }
        if (waitSeconds < 0) {
            throw new CommandFailed(
                    ExitCode.WRONG_USAGE,
                    "-w is %d seconds, and must be 0 or more".formatted(waitSeconds),
                    "leave it out to wait as long as each process's definition says, or say -f to kill at once");
        }
        return waitSeconds;
    }
}
