package io.github.batonha.actors.launch;

import io.github.batonha.supervision.os.NotifySocket;
import io.github.batonha.supervision.probe.log.LogMark;
import io.github.batonha.supervision.run.Run;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A run that lives, and what was made for it before it was started.
 *
 * @param socket where it says how it is, if it is to
 * @param logFrom the ends of its logs at that time
 * @param isAdopted an earlier agent started it, or an earlier actor of this one
 */
public record Started(Run run, @Nullable NotifySocket socket, LogMark logFrom, LogMark errorsFrom, boolean isAdopted) {

    /** One that was started without us. */
    public static Started adopted(Run run) {
        return new Started(run, null, LogMark.NONE, LogMark.NONE, true);
    }

    /** How long the run has lived. Never negative, also where an agent has begun that knows nothing of an earlier one's clock. */
    public Duration age(Instant now) {
        var age = Duration.between(run.startedAt(), now);
        return age.isPositive() ? age : Duration.ZERO;
    }
}
