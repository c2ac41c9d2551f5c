package io.github.batonha.supervision.run;

import io.github.batonha.supervision.os.JvmCounterFile;
import io.github.batonha.supervision.os.OsProcess;
import io.github.batonha.supervision.os.ProcFiles;
import io.github.batonha.supervision.os.ProcessTable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads what runs take for those who ask again and again: the kernel counts no pages for it, so {@link Resources#proportionalBytes} is -1, and
 * what does not change while a run lives is kept. Any thread.
 */
public final class ResourceReader {

    private static final Duration FRESH = Duration.ofSeconds(1);

    /** What seldom changes is read at the first readings of a run, and then at each eighth. */
    private static final int SELDOM = 8;

    /** A JVM makes the file of its counters soon after its start. */
    private static final int FIRST = 3;

    private Map<OsProcess, Known> known = Map.of();
    private int readings;

    /**
     * What is kept of a run.
     *
     * @param jvm where its counters stand; empty where it is no JVM, as far as was seen
     * @param seldom at which of all readings the rest is read
     * @param seen at how many readings it was there
     */
    private record Known(Optional<JvmCounterFile> jvm, long descriptorLimit, int seldom, int seen) {
        boolean isDue(int reading) {
            return seen < FIRST || reading % SELDOM == seldom;
        }
    }

    /** By process name. Blocks. */
    public synchronized Map<String, Resources> read(Collection<Run> runs) {
        var table = ProcessTable.recent(FRESH);
        var files = new Files();
        var next = new HashMap<OsProcess, Known>();
        var found = new HashMap<String, Resources>();
        readings++;
        for (var run : runs) {
            var process = new OsProcess(run.pid(), run.startTicks());
            var before = known.get(process);
            var isDue = before == null || before.isDue(readings);
            var file = before != null && (before.jvm().isPresent() || !isDue) ? before.jvm() : files.of(process);
            var counters = file.flatMap(JvmCounterFile::read);
            var limit = before != null && !isDue ? before.descriptorLimit() : ProcFiles.descriptorLimit(run.pid());
            var jvm = counters.isPresent() ? file : Optional.<JvmCounterFile>empty();
            // Those that began together are not due together.
            next.put(
                    process,
                    before == null
                            ? new Known(jvm, limit, next.size() % SELDOM, 1)
                            : new Known(jvm, limit, before.seldom(), Math.min(FIRST, before.seen() + 1)));
            found.put(run.process(), Resources.of(run, table, false, limit, counters));
        }
        known = next;
        return found;
    }

    /** Those of JVMs; their folders are listed once, and only if a run is not known yet to be one. */
    private static final class Files {
        private @Nullable List<Path> folders;

        Optional<JvmCounterFile> of(OsProcess process) {
            var listed = folders;
            if (listed == null) {
                listed = JvmCounterFile.folders();
                folders = listed;
            }
            return JvmCounterFile.of(process.pid(), listed);
        }
    }
}
