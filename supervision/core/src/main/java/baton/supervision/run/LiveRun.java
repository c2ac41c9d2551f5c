package baton.supervision.run;

import baton.supervision.os.Exit;
import baton.supervision.os.OsProcess;
import baton.supervision.os.ProcessTable;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * A run and what is known to belong to it: its session, what carries its mark, their descendants, and all that was once seen
 * to belong to it, for a process may leave its session, its parent and its environment behind.
 */
final class LiveRun {

    private final Run run;
    private final CompletableFuture<Exit> exit = new CompletableFuture<>();
    private final Set<OsProcess> seen = new HashSet<>();

    LiveRun(Run run) {
        this.run = run;
        seen.add(main());
    }

    Run run() {
        return run;
    }

    /** Completed once the main process has ended. */
    CompletableFuture<Exit> exit() {
        return exit;
    }

    OsProcess main() {
        return new OsProcess(run.pid(), run.startTicks());
    }

    /** What of it lives now. */
    synchronized Set<OsProcess> members(ProcessTable table) {
        var roots = new HashSet<>(table.sessionOf(main()));
        roots.addAll(table.marked(marks -> run.id().equals(marks.get(Marks.RUN))));
        roots.addAll(seen);
        seen.addAll(table.withDescendants(roots));
        seen.removeIf(process -> !table.has(process));
        return Set.copyOf(seen);
    }

    /** Whether a run that an earlier agent recorded still has its main process, or anything that can be told to be its. */
    boolean isLeft(ProcessTable table) {
        return table.has(main())
                || !table.marked(marks -> run.id().equals(marks.get(Marks.RUN))).isEmpty();
    }
}
