package io.github.batonha.actors.view;

import io.github.batonha.actors.api.ProcessStatus;
import io.github.batonha.actors.wire.Wire;
import java.time.Duration;

/**
 * A process in a {@link NodeReport}.
 *
 * @param ageMillis since the process's own actor last confirmed the status, when the report was sent
 */
public record ReportedProcess(ProcessStatus status, long ageMillis) implements Wire {

    /** A process says only every few seconds how long it has been up. */
    public ProcessStatus upTillNow() {
        var sinceSaid = Duration.ofMillis(ageMillis).toSeconds();
        return status.pid() == null || sinceSaid == 0 ? status : status.upFor(status.uptimeSeconds() + sinceSaid);
    }
}
