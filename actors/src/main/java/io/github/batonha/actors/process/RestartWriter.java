package io.github.batonha.actors.process;

import io.github.batonha.actors.launch.ProcessDeps;
import io.github.batonha.supervision.lifecycle.RestartHistory;
import io.github.batonha.supervision.lifecycle.State;
import io.github.batonha.supervision.run.RestartStore;
import io.github.batonha.supervision.run.Run;
import io.github.batonha.supervision.run.RunTable;
import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the restarts of one process for a next agent. Whoever calls does not wait; the last word is what is written last. One
 * thread at a time.
 */
final class RestartWriter {

    private static final Logger log = LoggerFactory.getLogger(RestartWriter.class);

    private final RestartStore store;
    private final RunTable runs;
    private final Executor blocking;
    private final String process;
    private final long epoch;
    private final AtomicReference<@Nullable State> next = new AtomicReference<>();
    private RestartHistory kept = RestartHistory.NONE;

    RestartWriter(ProcessDeps deps, String process, long epoch) {
        this.store = deps.restartStore();
        this.runs = deps.runs();
        this.blocking = deps.blocking();
        this.process = process;
        this.epoch = epoch;
    }

    /** Whoever takes up the process next must not take an end for a failure that was asked for. To be called before it is signalled. */
    void ending(@Nullable Run run, State state) {
        if (run != null && state instanceof State.Ending ending && isAsked(ending.then())) {
            runs.noteAsked(run);
        }
    }

    private static boolean isAsked(State.Then then) {
        return switch (then) {
            case STAY_DOWN, START_AGAIN -> true;
            case RESTART_WITH_GROUP, FOLLOW_POLICY -> false;
        };
    }

    /** What a next agent has to know at once is kept at once; restarts that went well, with the next sample. */
    void changed(State before, State after) {
        if (isTold(before) || isTold(after)) {
            keep(after);
        }
    }

    void sampled(State state) {
        var history = state.runHistory().history();
        if (history.restarts() > 0 && !history.equals(kept)) {
            keep(state);
        }
    }

    private static boolean isTold(State state) {
        return switch (state) {
            case State.BackingOff _, State.GaveUp _, State.Missing _, State.Finished _ -> true;
            case State.Down _, State.Waiting _, State.Spawning _, State.Cancelling _ -> false;
            case State.Initialising _, State.Ready _, State.Ending _ -> false;
        };
    }

    void keep(State state) {
        kept = state.runHistory().history();
        if (next.getAndSet(state) == null) {
            blocking.execute(this::write);
        }
    }

    private synchronized void write() {
        var state = next.getAndSet(null);
        if (state == null) {
            return;
        }
        try {
            store.remember(process, epoch, state);
        } catch (IOException e) {
            log.warn("Could not keep the restarts of process={}: a next agent counts anew. Make room", process, e);
        }
    }
}
