package io.github.batonha.cli.operation;

import io.github.batonha.cli.command.CommandFailed;
import io.github.batonha.cli.command.Deadline;
import io.github.batonha.cli.command.ExitCode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whether one node comes after the other, and its users are taken away first. */
final class RollingOptions {

    private static final String DEFAULT_DEADLINE = "60s";

    @Option(names = "--rolling", description = "One node after the other, each when the one before is ready again.")
    private boolean rolling;

    @Option(names = "--drain", description = "With --rolling: take the users of each node away first.")
    private boolean drain;

    @Option(
            names = "--deadline",
            paramLabel = "TIME",
            description = "With --drain: the longest wait for users, such as 90s or 5m. A plain number is seconds."
                    + " Default: 60s.")
    private @Nullable String deadline;

    boolean isRolling() {
        return rolling;
    }

    /** 0 to leave users where they are. Refuses options that do not go together. */
    int drainSeconds() {
        if (drain && !rolling) {
            throw new CommandFailed(
                    ExitCode.WRONG_USAGE,
                    "--drain takes the users from one node to the others, and needs --rolling for that",
                    "say --rolling, or leave --drain out");
        }
        if (deadline != null && !drain) {
            throw new CommandFailed(
                    ExitCode.WRONG_USAGE, "--deadline is about users that --drain waits for", "say --drain too");
        }
        return drain ? Deadline.seconds(deadline == null ? DEFAULT_DEADLINE : deadline, 1) : 0;
    }
}
