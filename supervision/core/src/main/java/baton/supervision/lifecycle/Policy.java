package baton.supervision.lifecycle;

import baton.supervision.spec.RestartPolicy;
import java.time.Duration;

/**
 * What does not change while a process is supervised.
 *
 * @param restartDelay from the end of a run that nobody asked for to the next start
 * @param stopWithin from SIGTERM to SIGKILL for what a run leaves behind when its main process ends by itself
 * @param dependencyTimeout after which waiting for dependencies is shown as late; the wait goes on
 */
public record Policy(RestartPolicy restart, Duration restartDelay, Duration stopWithin, Duration dependencyTimeout) {}
