package io.github.batonha.actors.probe;

import io.github.batonha.actors.launch.ProcessDeps;
import io.github.batonha.actors.launch.Started;
import io.github.batonha.supervision.os.AtomicFile;
import io.github.batonha.supervision.os.FileMode;
import io.github.batonha.supervision.probe.log.LogMark;
import io.github.batonha.supervision.run.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a next agent could not find out by itself: that a run was ready, and where its log begins. A small file for each process with
 * probes of its own, {@code run/NODE/probes/PROCESS}. All of it but {@link #of} and {@link #ready} blocks.
 *
 * @param run that it speaks of, by its {@link #key}
 * @param isRecorded since its start, so that all of it is known
 * @param logFrom the ends of its logs when it was started, or was found
 */
record ReadyRecord(String run, boolean isRecorded, boolean isReady, LogMark logFrom, LogMark errorsFrom) {

    private static final Logger log = LoggerFactory.getLogger(ReadyRecord.class);

    /** Stands for a run. What was known of a standby does not hold after its promotion, though the run is the same. */
    static String key(Run run) {
        return run.isStandby() ? run.id() + " in standby" : run.id();
    }

    static ReadyRecord of(Started started) {
        return new ReadyRecord(
                key(started.run()), !started.isAdopted(), false, started.logFrom(), started.errorsFrom());
    }

    ReadyRecord ready() {
        return new ReadyRecord(run, isRecorded, true, logFrom, errorsFrom);
    }

    static Path folder(ProcessDeps deps) {
        return deps.home().run(deps.node()).resolve("probes");
    }

    /** Of another run, or where there is none: one that knows nothing, so that lines of earlier runs are not taken for its own. */
    static ReadyRecord read(ProcessDeps deps, String process, Run of) {
        var run = key(of);
        var file = folder(deps).resolve(process);
        var text = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            text.load(reader);
            var read = new ReadyRecord(
                    text.getProperty("run", ""),
                    true,
                    Boolean.parseBoolean(text.getProperty("ready")),
                    LogMark.parse(text.getProperty("logFrom", "")),
                    LogMark.parse(text.getProperty("errorsFrom", "")));
            return read.run.equals(run) ? read : unknown(deps, process, run);
        } catch (IOException | IllegalArgumentException notThere) {
            return unknown(deps, process, run);
        }
    }

    private static ReadyRecord unknown(ProcessDeps deps, String process, String run) {
        var logs = deps.home().logs(deps.node());
        return new ReadyRecord(
                run,
                false,
                false,
                LogMark.endOf(logs.resolve(process + ".log")),
                LogMark.endOf(logs.resolve(process + ".log.err")));
    }

    /** As a whole or not at all. What can't be written is forgotten with this agent. */
    void write(ProcessDeps deps, String process) {
        var file = folder(deps).resolve(process);
        try {
            FileMode.OWNERS_FOLDER.folder(file.resolveSibling("."));
            AtomicFile.write(
                    file,
                    "run=%s\nready=%s\nlogFrom=%s\nerrorsFrom=%s\n".formatted(run, isReady, logFrom, errorsFrom),
                    AtomicFile.Durability.PROCESS_CRASH);
        } catch (IOException e) {
            log.warn("Could not keep that process={} is ready, a next agent will not know: make room", process, e);
        }
    }
}
