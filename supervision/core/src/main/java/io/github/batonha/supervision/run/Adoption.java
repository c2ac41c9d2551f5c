package io.github.batonha.supervision.run;

import io.github.batonha.supervision.os.Environ;
import io.github.batonha.supervision.os.Host;
import io.github.batonha.supervision.os.OsProcess;
import io.github.batonha.supervision.os.ProcStat;
import io.github.batonha.supervision.os.ProcessTable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the runs that earlier agents left: those recorded, and those of which an agent died between spawn and record, known
 * by the marks in their environment.
 */
final class Adoption {

    private static final Logger log = LoggerFactory.getLogger(Adoption.class);

    private final Path directory;
    private final Path runs;
    private final Instant now;
    private final ProcessTable table = ProcessTable.read();

    Adoption(Path directory, Path runs, Instant now) {
        this.directory = directory;
        this.runs = runs;
        this.now = now;
    }

    /** The runs of this boot: those of which something is alive, one a process, and those that have ended. */
    record Found(List<LiveRun> live, List<LiveRun> ended) {
        Found {
            live = List.copyOf(live);
            ended = List.copyOf(ended);
        }
    }

    Found find(String bootId) throws IOException {
        var byProcess = new HashMap<String, LiveRun>();
        var ended = new ArrayList<LiveRun>();
        for (var recorded : RunRecord.readAll(runs, bootId)) {
            var run = new LiveRun(recorded, false);
            if (RunRecord.isAsked(runs, recorded) && !run.isLeft(table)) {
                run.ask();
            }
            if (run.isLeft(table)) {
                byProcess.put(recorded.process(), run);
            } else {
                log.info(
                        "Found nothing left of run={} process={} pid={}",
                        recorded.id(),
                        recorded.process(),
                        recorded.pid());
                ended.add(run);
            }
        }
        for (var marked : unrecorded(byProcess)) {
            byProcess.merge(marked.process(), new LiveRun(marked, false), this::keepFirst);
        }
        return new Found(List.copyOf(byProcess.values()), ended);
    }

    /** Two runs of one process can't come from us alone; the second one is shown to the operator, who knows its origin. */
    private LiveRun keepFirst(LiveRun first, LiveRun second) {
        log.error(
                "Found two runs of process={}: adopted pid={}, left pid={} alone. Find out where it comes from and end it",
                first.run().process(),
                first.run().pid(),
                second.run().pid());
        return first;
    }

    private List<Run> unrecorded(Map<String, LiveRun> recorded) {
        var byId = new HashMap<String, List<ProcStat>>();
        for (var stat : table.all()) {
            var marks = Environ.of(stat.pid());
            var id = marks.get(Marks.RUN);
            if (id != null && marks.containsKey(Marks.PROCESS) && Marks.areOf(directory, marks)) {
                byId.computeIfAbsent(id, unseen -> new ArrayList<>()).add(stat);
            }
        }
        recorded.values().forEach(run -> byId.remove(run.run().id()));
        return byId.entrySet().stream()
                .map(entry -> runOf(entry.getKey(), entry.getValue()))
                .toList();
    }

    private Run runOf(String id, List<ProcStat> carriers) {
        var main = carriers.stream()
                .min(Comparator.comparing((ProcStat stat) -> stat.pid() != stat.session())
                        .thenComparingLong(ProcStat::startTicks))
                .orElseThrow();
        var marks = Environ.of(main.pid());
        var process = marks.getOrDefault(Marks.PROCESS, "");
        log.info("Found an unrecorded run={} process={} pid={} by its marks", id, process, main.pid());
        return new Run(process, id, main.pid(), main.startTicks(), Marks.epoch(marks), startOf(main.process()), 0);
    }

    private Instant startOf(OsProcess process) {
        return now.minus(Host.uptime()).plus(Duration.ofMillis(process.startTicks() * 1000 / Host.ticksPerSecond()));
    }
}
