package io.github.batonha.supervision.run;

import io.github.batonha.supervision.cgroup.ControlGroups;
import io.github.batonha.supervision.cgroup.GroupUsage;
import io.github.batonha.supervision.os.Host;
import io.github.batonha.supervision.os.JvmCounters;
import io.github.batonha.supervision.os.OsProcess;
import io.github.batonha.supervision.os.ProcFiles;
import io.github.batonha.supervision.os.ProcStat;
import io.github.batonha.supervision.os.ProcessTable;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a run takes at one moment, over its whole session.
 *
 * @param processes how many there are
 * @param cpu time spent so far
 * @param residentBytes shared pages counted in each process
 * @param proportionalBytes shared pages divided among all that have them (PSS); -1 where the kernel does not tell this user
 * @param threads of all processes
 * @param descriptors open files and sockets of all processes; -1 where the kernel does not tell this user
 * @param descriptorLimit how many the main process may have; -1 where there is no limit, or none to see
 * @param jvm of the main process, where it is a JVM that lets its counters be read
 * @param limits what it takes of the limits of its control group, where it has one
 */
public record Resources(
        int processes,
        Duration cpu,
        long residentBytes,
        long proportionalBytes,
        int threads,
        long descriptors,
        long descriptorLimit,
        Optional<JvmCounters> jvm,
        Optional<GroupUsage> limits) {

    /** Without a control group of its own. */
    public Resources(
            int processes,
            Duration cpu,
            long residentBytes,
            long proportionalBytes,
            int threads,
            long descriptors,
            long descriptorLimit,
            Optional<JvmCounters> jvm) {
        this(
                processes,
                cpu,
                residentBytes,
                proportionalBytes,
                threads,
                descriptors,
                descriptorLimit,
                jvm,
                Optional.empty());
    }

    private Resources with(Optional<GroupUsage> other) {
        return new Resources(
                processes, cpu, residentBytes, proportionalBytes, threads, descriptors, descriptorLimit, jvm, other);
    }

    /** By process name. Costs some milliseconds a process, for the kernel counts pages: on demand only. Blocks. */
    public static Map<String, Resources> of(Collection<Run> runs, ControlGroups groups) {
        var table = ProcessTable.read();
        var found = new HashMap<String, Resources>();
        for (var run : runs) {
            found.put(
                    run.process(),
                    of(run, table, true, ProcFiles.descriptorLimit(run.pid()), JvmCounters.of(run.pid()))
                            .with(groups.usage(run.process(), run.id())));
        }
        return found;
    }

    static Resources of(
            Run run, ProcessTable table, boolean withPages, long descriptorLimit, Optional<JvmCounters> jvm) {
        var processes = 0;
        var threads = 0;
        var ticks = 0L;
        var pages = 0L;
        var proportional = 0L;
        var descriptors = 0L;
        for (var stat : (Iterable<ProcStat>) table.membersOf(new OsProcess(run.pid(), run.startTicks()))::iterator) {
            processes++;
            threads += stat.threads();
            ticks += stat.cpuTicks();
            pages += stat.residentPages();
            proportional = sum(proportional, withPages ? ProcFiles.proportionalBytes(stat.pid()) : -1);
            descriptors = sum(descriptors, ProcFiles.descriptors(stat.pid()));
        }
        return new Resources(
                processes,
                Duration.ofMillis(ticks * 1000 / Host.ticksPerSecond()),
                pages * Host.pageSize(),
                proportional,
                threads,
                descriptors,
                descriptorLimit,
                jvm);
    }

    private static long sum(long first, long second) {
        return first < 0 || second < 0 ? -1 : first + second;
    }
}
