package io.github.batonha.cli.command;

import io.github.batonha.conf.parsing.Durations;
import java.time.Duration;

/** The option {@code --deadline}: a time with its unit, or a plain number of seconds. */
public final class Deadline {

    private static final Duration LONGEST = Duration.ofHours(24);

    private Deadline() {}

    /**
     * In whole seconds, rounded up.
     *
     * @throws CommandFailed if it is no time, or not from {@code leastSeconds} to 24 hours
     */
    public static int seconds(String text, int leastSeconds) {
        return Durations.parse(text.matches("[0-9]+") ? text + "s" : text)
                .filter(time -> time.compareTo(Duration.ofSeconds(leastSeconds)) >= 0 && time.compareTo(LONGEST) <= 0)
                .map(time -> (int) time.plusMillis(999).toSeconds())
                .orElseThrow(() -> new CommandFailed(
                        ExitCode.WRONG_USAGE,
                        "--deadline %s is no time from %ds to 24h".formatted(text, leastSeconds),
                        "write it with its unit, such as 90s or 5m"));
    }
}
