package io.github.batonha.supervision.run;

import io.github.batonha.supervision.os.Environ;
import io.github.batonha.supervision.os.Host;
import io.github.batonha.supervision.os.OsProcess;
import io.github.batonha.supervision.os.ProcStat;
import io.github.batonha.supervision.os.ProcessTable;
import io.github.batonha.supervision.os.ProcessUser;
import io.github.batonha.supervision.secrets.VisibleText;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the runs that earlier agents left: those recorded, and those of which an agent died between spawn and record, known
 * by the marks in their environment.
 */
final class Adoption {

    private static final Logger log = LoggerFactory.getLogger(Adoption.class);

    /** Processes of users that can't be right are looked into to name them, no more of them than that. */
    private static final int MOST_FOREIGN = 200;

    private static final int MOST_NAMED = 5;

    private final Path directory;
    private final Path runs;
    private final Owners owners;
    private final Instant now;
    private final ProcessTable table = ProcessTable.read();
    private final List<String> foreign = new ArrayList<>();

    Adoption(Path directory, Path runs, Owners owners, Instant now) {
        this.directory = directory;
        this.runs = runs;
        this.owners = owners;
        this.now = now;
    }

    /**
     * The runs of this boot: those of which something is alive, one a process, and those that have ended.
     *
     * @param ignored processes that carry our marks as a user that can't be right; empty: none was seen
     */
    record Found(List<LiveRun> live, List<LiveRun> ended, String ignored) {
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
            if (RunRecord.isAsked(runs, recorded) && !run.isLeft(table, owners)) {
                run.ask();
            }
            if (run.isLeft(table, owners)) {
                noteUser(run);
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
        return new Found(List.copyOf(byProcess.values()), ended, ignored());
    }

    private String ignored() {
        if (foreign.isEmpty()) {
            return "";
        }
        var named = foreign.stream().limit(MOST_NAMED).map(VisibleText::of).collect(Collectors.joining(", "));
        var more = foreign.size() > MOST_NAMED ? " and %d more".formatted(foreign.size() - MOST_NAMED) : "";
        var text =
                "%s%s: the environment says it is a process of this node, the user is neither the agent's nor that of <user>. It was not adopted; find out where it comes from"
                        .formatted(named, more);
        log.warn("Ignored {}", text);
        return text;
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

    /** Its main process is known by its record: as whom it runs, that counts for what it forked, too. */
    private void noteUser(LiveRun run) {
        if (table.has(run.main())) {
            owners.noteUser(run.run().process(), ProcessUser.of(run.run().pid()));
        }
    }

    private List<Run> unrecorded(Map<String, LiveRun> recorded) {
        var byId = new HashMap<String, List<ProcStat>>();
        var users = owners.all();
        var mayLookAtForeign = MOST_FOREIGN;
        for (var stat : table.all()) {
            var user = ProcessUser.of(stat.pid());
            if (!users.contains(user) && mayLookAtForeign-- <= 0) {
                continue;
            }
            var marks = Environ.of(stat.pid());
            var id = marks.get(Marks.RUN);
            if (id == null || !marks.containsKey(Marks.PROCESS) || !Marks.areOf(directory, marks)) {
                continue;
            }
            if (owners.of(Marks.process(marks)).contains(user)) {
                byId.computeIfAbsent(id, unseen -> new ArrayList<>()).add(stat);
            } else {
                foreign.add("pid %d of uid %d as %s".formatted(stat.pid(), user, Marks.process(marks)));
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
