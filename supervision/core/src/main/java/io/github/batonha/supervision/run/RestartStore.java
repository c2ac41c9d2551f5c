package io.github.batonha.supervision.run;

import io.github.batonha.supervision.lifecycle.RunHistory;
import io.github.batonha.supervision.lifecycle.State;
import io.github.batonha.supervision.os.FileMode;
import io.github.batonha.supervision.os.Host;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a next agent has to know of restarts: how many there were, who waits for its next start and until when, who gave up and
 * why. A file a process in {@code run/NODE/past}, of this boot of the host only, and forgotten by {@link #reset()} at the
 * orderly end of an agent. A process that never failed has none. Any thread; writing blocks.
 */
public final class RestartStore {

    private static final Logger log = LoggerFactory.getLogger(RestartStore.class);
    private static final String SUFFIX = ".past";

    private record Kept(long epoch, State state) {}

    private final Path directory;
    private final String bootId;
    private final Map<String, Kept> kept = new ConcurrentHashMap<>();

    private RestartStore(Path directory, String bootId) {
        this.directory = directory;
        this.bootId = bootId;
    }

    /** Reads the files in {@code past} of the directory that are of this boot. Blocks. */
    public static RestartStore open(Path directory) throws IOException {
        return open(directory, Host.bootId());
    }

    static RestartStore open(Path directory, String bootId) throws IOException {
        var store = new RestartStore(directory.resolve("past"), bootId);
        FileMode.OWNERS_FOLDER.folder(store.directory);
        try (var files = Files.newDirectoryStream(store.directory, "*" + SUFFIX)) {
            for (var file : files) {
                store.read(file);
            }
        }
        return store;
    }

    private void read(Path file) {
        try {
            var text = Files.readString(file);
            RestartText.read(text, bootId)
                    .ifPresent(read -> kept.put(read.process(), new Kept(read.epoch(), read.state())));
        } catch (IOException | RuntimeException e) {
            log.warn("Ignored unreadable file={}: the restarts of its process are counted anew", file, e);
        }
    }

    /**
     * What was last remembered of a process: {@link State.BackingOff}, {@link State.GaveUp}, {@link State.Missing} or {@link
     * State.Finished} where it was in one of these, else {@link State.Down}; with its history, and run 0.
     *
     * @param epoch that a primaryOnly process belongs to, else 0: what was in another one does not count
     */
    public Optional<State> last(String process, long epoch) {
        return Optional.ofNullable(kept.get(process))
                .filter(last -> last.epoch() == epoch)
                .map(Kept::state);
    }

    /** Keeps what the state says; writes only where that is new. Not forced to the disk: a boot of the host resets it anyway. */
    public synchronized void remember(String process, long epoch, State state) throws IOException {
        var rest = rest(state);
        var next = new Kept(epoch, rest);
        var isNothing = rest instanceof State.Down
                && rest.runHistory().history().restarts() == 0
                && rest.runHistory().history().recentRestarts().isEmpty();
        if (isNothing) {
            if (kept.remove(process) != null) {
                Files.deleteIfExists(file(process));
            }
        } else if (!next.equals(kept.put(process, next))) {
            RunRecord.replace(file(process), RestartText.write(process, epoch, rest, bootId));
        }
    }

    /** Forgets what was last remembered of a process. Whoever asks does not wait for the file, which the executor deletes. */
    public void forget(String process, Executor executor) {
        kept.remove(process);
        executor.execute(() -> delete(process));
    }

    private synchronized void delete(String process) {
        try {
            if (!kept.containsKey(process)) {
                Files.deleteIfExists(file(process));
            }
        } catch (IOException e) {
            log.warn("Could not delete file={}: a next agent does not run process={} again", file(process), process, e);
        }
    }

    /** Forgets everything, durably. Blocks. */
    public synchronized void reset() throws IOException {
        for (var process : List.copyOf(kept.keySet())) {
            kept.remove(process);
            Files.deleteIfExists(file(process));
        }
    }

    private static State rest(State state) {
        var runHistory = new RunHistory(0, state.runHistory().history());
        return switch (state) {
            case State.BackingOff s -> new State.BackingOff(runHistory, s.until(), s.why(), false);
            case State.GaveUp s -> new State.GaveUp(runHistory, s.why());
            case State.Missing s -> new State.Missing(runHistory, s.exit());
            case State.Finished s -> new State.Finished(runHistory, s.exit());
            case State.Down _, State.Waiting _, State.Spawning _, State.Cancelling _ -> new State.Down(runHistory);
            case State.Initialising _, State.Ready _, State.Ending _ -> new State.Down(runHistory);
        };
    }

    private Path file(String process) {
        return directory.resolve(URLEncoder.encode(process, StandardCharsets.UTF_8) + SUFFIX);
    }
}
