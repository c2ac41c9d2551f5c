package io.github.batonha.supervision.run;

import io.github.batonha.supervision.os.Exit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The last run of each process, after its end. Its record stays until the next one, so that a next agent knows, too. Any thread. */
final class EndedRuns {

    private final Path records;
    private final Map<String, LiveRun> ended = new ConcurrentHashMap<>();

    /** The same, of this boot, whether it is forgotten as an end or not. */
    private final Map<String, Run> last = new ConcurrentHashMap<>();

    /** Ids of the runs that were asked to end with others. */
    private final Set<String> askedAhead = new HashSet<>();

    EndedRuns(Path records) {
        this.records = records;
    }

    void note(LiveRun run) {
        ended.put(run.run().process(), run);
        last.put(run.run().process(), run.run());
    }

    Optional<Run> last(String process) {
        return Optional.ofNullable(last.get(process));
    }

    /** How it ended, where nobody had asked for that and it was of this epoch; unknown where no agent was there to see it. */
    Optional<Exit> unasked(String process, long epoch) {
        return Optional.ofNullable(ended.get(process))
                .filter(run -> run.run().epoch() == epoch && !run.isAsked())
                .map(run -> run.exit().getNow(new Exit.Unknown()));
    }

    /** Whether somebody wanted the end of this run, if it has ended. */
    boolean isAsked(Run run) {
        return RunTable.isAsked(run, ended.get(run.process()));
    }

    /** Whether a start is no restart by itself: that has one more than the run before it. */
    boolean isFresh(StartRequest request) {
        var before = ended.get(request.process());
        return before == null || request.restarts() <= before.run().restarts();
    }

    /** Its record stays until the next one. */
    void forget(String process) {
        ended.remove(process);
    }

    /** Durably. Blocks. */
    void forgetAll() throws IOException {
        for (var process : List.copyOf(ended.keySet())) {
            RunRecord.delete(records, process);
            ended.remove(process);
        }
        synchronized (askedAhead) {
            RunRecord.deleteAsked(records);
            askedAhead.clear();
        }
    }

    /** That these runs are asked to end, with those before them, which may have ended since. Blocks. */
    void recordAsked(List<LiveRun> asked) {
        synchronized (askedAhead) {
            asked.forEach(live -> askedAhead.add(live.run().id()));
            RunRecord.markAsked(records, askedAhead);
        }
    }
}
