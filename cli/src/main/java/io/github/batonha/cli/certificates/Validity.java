package io.github.batonha.cli.certificates;

import io.github.batonha.cli.command.CommandFailed;
import io.github.batonha.cli.command.ExitCode;
import java.time.Duration;

/** For how long certificates are made. */
final class Validity {
    private static final int MOST_DAYS = 36_500;

    private Validity() {}

    static Duration of(int days) {
        if (days < 1 || days > MOST_DAYS) {
            throw new CommandFailed(
                    ExitCode.WRONG_USAGE, "--days is %d, but must be from 1 to %d".formatted(days, MOST_DAYS), "");
        }
        return Duration.ofDays(days);
    }
}
