package baton.actors.process;

import baton.supervision.probe.LogMark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a next agent could not find out by itself: that a run said it was ready, or wrote so, and where its log begins. A small file for
 * each process whose readiness is told, {@code run/NODE/probes/PROCESS}. All of it blocks.
 *
 * @param run id of the run that it speaks of
 * @param logFrom the ends of its logs when it was started
 */
record ReadyRecord(String run, boolean isReady, LogMark logFrom, LogMark errorsFrom) {

    private static final Logger log = LoggerFactory.getLogger(ReadyRecord.class);
    private static final ReadyRecord NONE = new ReadyRecord("", false, LogMark.NONE, LogMark.NONE);

    ReadyRecord ready() {
        return new ReadyRecord(run, true, logFrom, errorsFrom);
    }

    static Path folder(ProcessDeps deps) {
        return deps.home().run(deps.node()).resolve("probes");
    }

    /** Of another run, or where there is none: one that knows nothing. */
    static ReadyRecord read(ProcessDeps deps, String process, String run) {
        var file = folder(deps).resolve(process);
        var text = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            text.load(reader);
            var read = new ReadyRecord(
                    text.getProperty("run", ""),
                    Boolean.parseBoolean(text.getProperty("ready")),
                    LogMark.parse(text.getProperty("logFrom", "")),
                    LogMark.parse(text.getProperty("errorsFrom", "")));
            return read.run.equals(run) ? read : NONE;
        } catch (IOException | IllegalArgumentException notThere) {
            return NONE;
        }
    }

    /** As a whole or not at all. What can't be written is forgotten with this agent. */
    void write(ProcessDeps deps, String process) {
        var file = folder(deps).resolve(process);
        var next = file.resolveSibling(process + ".new");
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(
                    next, "run=%s\nready=%s\nlogFrom=%s\nerrorsFrom=%s\n".formatted(run, isReady, logFrom, errorsFrom));
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            log.warn("Could not keep that process={} is ready, a next agent will not know: make room", process, e);
        }
    }
}
