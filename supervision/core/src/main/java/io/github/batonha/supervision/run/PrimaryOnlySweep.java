package io.github.batonha.supervision.run;

import io.github.batonha.supervision.os.OsProcess;
import io.github.batonha.supervision.os.ProcessTable;
import io.github.batonha.supervision.os.Signal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends what is primaryOnly on this node and not of the epoch to keep: what is on the table, and what only carries the marks. */
final class PrimaryOnlySweep {

    private static final Logger log = LoggerFactory.getLogger(PrimaryOnlySweep.class);
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);
    private static final Duration COMPLAIN_EVERY = Duration.ofSeconds(10);

    private final Path directory;
    private final long keptEpoch;
    private final Owners owners;
    private final List<LiveRun> runs;
    private final Predicate<String> isSpared;
    private final Set<OsProcess> seen = new HashSet<>();

    /** @param isSpared of a run's id: it is a standby, or was promoted to the epoch to keep */
    PrimaryOnlySweep(Path directory, long keptEpoch, Owners owners, List<LiveRun> runs, Predicate<String> isSpared) {
        this.directory = directory;
        this.keptEpoch = keptEpoch;
        this.owners = owners;
        this.runs = runs;
        this.isSpared = isSpared;
    }

    /** Returns when two lists in a row show nothing: one alone may miss what is forked while it is read. */
    void end(Duration within) throws InterruptedException {
        var begun = System.nanoTime();
        var complainAt = COMPLAIN_EVERY;
        var terminated = new HashSet<OsProcess>();
        var clean = 0;
        while (clean < 2) {
            var left = members();
            if (left.isEmpty()) {
                clean++;
                continue;
            }
            clean = 0;
            var elapsed = Duration.ofNanos(System.nanoTime() - begun);
            if (elapsed.compareTo(within) >= 0) {
                RunTrees.signal(left, Signal.KILL);
            } else {
                var unasked = new HashSet<>(left);
                unasked.removeAll(terminated);
                RunTrees.signal(unasked, Signal.TERM);
                terminated.addAll(unasked);
            }
            if (elapsed.compareTo(complainAt) >= 0) {
                log.warn("Waited {} s for the end of primaryOnly processes: {}", elapsed.toSeconds(), left);
                complainAt = elapsed.plus(COMPLAIN_EVERY);
            }
            pause();
        }
    }

    private Set<OsProcess> members() {
        var table = ProcessTable.read();
        var roots = new HashSet<>(seen);
        roots.addAll(table.marked(owners.all(), this::isToEnd));
        runs.forEach(run ->
                roots.addAll(run.members(table, owners.candidates(run.run().process(), table))));
        seen.addAll(table.withDescendants(roots));
        seen.removeIf(process -> !table.has(process));
        return Set.copyOf(seen);
    }

    private boolean isToEnd(Map<String, String> marks, long user) {
        return Marks.areOf(directory, marks)
                && Marks.arePrimaryOnly(marks)
                && !isKept(marks)
                && owners.of(Marks.process(marks)).contains(user);
    }

    /** What began as a standby carries no epoch, whether it was promoted or not. */
    private boolean isKept(Map<String, String> marks) {
        return Marks.epoch(marks) == 0
                ? isSpared.test(marks.getOrDefault(Marks.RUN, ""))
                : Marks.epoch(marks) == keptEpoch;
    }

    private static void pause() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        LockSupport.parkNanos(LOOK_EVERY.toNanos());
    }
}
