package io.github.batonha.actors.metrics;

import io.github.batonha.actors.api.SyslogFigures;
import io.github.batonha.supervision.os.Host;
import io.github.batonha.supervision.os.ProcFiles;
import io.github.batonha.supervision.os.ProcStat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * What the agent's own JVM takes.
 *
 * @param descriptors open files and sockets
 * @param descriptorLimit how many there may be; -1 where there is no limit
 * @param logsFreeBytes what is free on the file system of the logs; -1 where it can't be read
 * @param certificateEnds of the cluster port; empty where it speaks in clear
 * @param syslog of events that are sent; empty where none are
 */
public record AgentFigures(
        double cpuSeconds,
        long residentBytes,
        int threads,
        long descriptors,
        long descriptorLimit,
        long heapUsedBytes,
        long heapMaxBytes,
        long logsFreeBytes,
        Optional<Instant> certificateEnds,
        Optional<SyslogFigures> syslog) {

    /** At this moment. Reads a few files of {@code /proc}. */
    public static AgentFigures read(Path logs, Optional<Instant> certificateEnds, Optional<SyslogFigures> syslog) {
        var pid = ProcessHandle.current().pid();
        var stat = ProcStat.of(pid);
        var runtime = Runtime.getRuntime();
        return new AgentFigures(
                stat.map(ProcStat::cpuTicks).orElse(0L) / (double) Host.ticksPerSecond(),
                stat.map(ProcStat::residentPages).orElse(0L) * Host.pageSize(),
                stat.map(ProcStat::threads).orElse(0),
                ProcFiles.descriptors(pid),
                ProcFiles.descriptorLimit(pid),
                runtime.totalMemory() - runtime.freeMemory(),
                runtime.maxMemory(),
                free(logs),
                certificateEnds,
                syslog);
    }

    private static long free(Path folder) {
        try {
            return Files.getFileStore(folder).getUsableSpace();
        } catch (IOException e) {
            return -1;
        }
    }
}
