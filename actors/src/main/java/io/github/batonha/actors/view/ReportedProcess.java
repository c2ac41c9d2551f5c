package io.github.batonha.actors.view;

import io.github.batonha.actors.api.ProcessStatus;
import io.github.batonha.actors.wire.Wire;

/**
 * A process in a {@link NodeReport}.
 *
 * @param ageMillis since the process's own actor last confirmed the status, when the report was sent
 */
public record ReportedProcess(ProcessStatus status, long ageMillis) implements Wire {}
