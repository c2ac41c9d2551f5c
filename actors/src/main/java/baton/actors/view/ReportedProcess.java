package baton.actors.view;

import baton.actors.api.ProcessStatus;
import baton.actors.wire.Wire;

/**
 * A process in a {@link NodeReport}.
 *
 * @param ageMillis since the process's own actor last confirmed the status, when the report was sent
 */
public record ReportedProcess(ProcessStatus status, long ageMillis) implements Wire {}
