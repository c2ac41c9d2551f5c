package io.github.batonha.supervision.lifecycle;

import io.github.batonha.supervision.spec.RestartRules;
import java.time.Duration;

/**
 * What does not change while a process is supervised.
 *
 * @param stopWithin from SIGTERM to SIGKILL for what a run leaves behind when its main process ends by itself
 * @param dependencyTimeout after which waiting for dependencies is shown as late; the wait goes on
 * @param jitterSeed makes the waits of one process differ from those of all others, the same ones each time
 */
public record Policy(RestartRules restart, Duration stopWithin, Duration dependencyTimeout, long jitterSeed) {}
