package baton.supervision.run;

import baton.supervision.os.Exit;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The live runs of one node. A run is live until its session and everything that carries its mark is gone, not only until
 * its main process ends. Lives as long as the agent's JVM, through any number of actor systems. All methods may be called by
 * any thread; those that read {@code /proc} or wait are said to block.
 */
@SuppressWarnings({"DoNotCallSuggester", "UnusedVariable"})
public final class RunTable implements AutoCloseable {

    private RunTable() {}

    /**
     * Takes over what earlier agents left running on this boot. Blocks.
     *
     * @param directory {@code run/NODE}, the mark by which processes of this node are known
     */
    public static RunTable open(Path directory, InstantSource clock) throws IOException {
        throw new UnsupportedOperationException();
    }

    public List<Run> live() {
        throw new UnsupportedOperationException();
    }

    public Optional<Run> live(String process) {
        throw new UnsupportedOperationException();
    }

    /** Whether the main process of a primaryOnly run of this epoch lives. */
    public boolean hasLiveRunOf(long epoch) {
        throw new UnsupportedOperationException();
    }

    /** The right to start runs that are not primaryOnly; takes it from whoever had it. Waits for a start under way. */
    public Spawner localSpawner() {
        throw new UnsupportedOperationException();
    }

    /** The right to start primaryOnly runs of this epoch; takes it from whoever had it. Waits for a start under way. */
    public Spawner primaryOnlySpawner(long epoch) {
        throw new UnsupportedOperationException();
    }

    /** Calls once when the main process has ended, at once if it has. Called on a thread of the table: must not block. */
    public void onExit(Run run, Consumer<Exit> listener) {
        throw new UnsupportedOperationException();
    }

    /** SIGTERM to everything of the run. Blocks. */
    public void terminate(Run run) {
        throw new UnsupportedOperationException();
    }

    /** SIGKILL to everything of the run. Blocks; what was killed may take a moment to be gone. */
    public void kill(Run run) {
        throw new UnsupportedOperationException();
    }

    /** Strikes the run off the table if nothing of it is left, and says whether so. Blocks. */
    public boolean isGone(Run run) {
        throw new UnsupportedOperationException();
    }

    /**
     * Ends every primaryOnly process of this node, whichever agent started it and whatever session it hides in, except those
     * of one epoch, and returns when they are gone. No primaryOnly run of another epoch starts from then on, until
     * {@link #primaryOnlySpawner} is called. Blocks, for as long as the kernel does not let go of a process.
     *
     * @param keptEpoch 0 keeps none
     * @param within from SIGTERM to SIGKILL; zero kills at once
     */
    public void endPrimaryOnly(long keptEpoch, Duration within) throws InterruptedException {
        throw new UnsupportedOperationException();
    }

    /** Stops watching. Processes are left as they are. */
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
