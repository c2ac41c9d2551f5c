package io.github.batonha.supervision.run;

import io.github.batonha.supervision.os.JvmCounterFile;
import io.github.batonha.supervision.os.OsProcess;
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

    private Map<OsProcess, JvmCounterFile> jvms = Map.of();

    /** By process name. Blocks. */
    public synchronized Map<String, Resources> read(Collection<Run> runs) {
        var table = ProcessTable.recent(FRESH);
        var files = new Files();
        var next = new HashMap<OsProcess, JvmCounterFile>();
        var found = new HashMap<String, Resources>();
        for (var run : runs) {
            var process = new OsProcess(run.pid(), run.startTicks());
            var file = Optional.ofNullable(jvms.get(process)).or(() -> files.of(process));
            var counters = file.flatMap(JvmCounterFile::read);
            if (counters.isPresent()) {
                next.put(process, file.get());
            }
            found.put(run.process(), Resources.of(run, table, false, counters));
        }
        jvms = next;
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
