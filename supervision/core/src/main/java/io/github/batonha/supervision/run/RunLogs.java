package io.github.batonha.supervision.run;

import io.github.batonha.supervision.probe.log.LogMark;
import java.nio.file.Path;

/** How far the logs of a process had been written when a run of it began: what follows is of this run, or of a later one. */
public record RunLogs(LogMark output, LogMark errors) {

    /** Of a run that an earlier release of baton started, or of which no record is left. */
    public static final RunLogs UNKNOWN = new RunLogs(LogMark.UNKNOWN, LogMark.UNKNOWN);

    /** Blocks for two small looks at the disk. */
    static RunLogs endsOf(Path output, Path errors) {
        return new RunLogs(LogMark.endOf(output), LogMark.endOf(errors));
    }
}
