package io.github.batonha.actors.launch;

import io.github.batonha.supervision.aot.CacheDecision.Fit;
import io.github.batonha.supervision.aot.CacheFile;
import io.github.batonha.supervision.aot.CacheForm;
import io.github.batonha.supervision.aot.DiskBound;
import io.github.batonha.supervision.aot.JavaCommand;
import io.github.batonha.supervision.aot.store.CacheFolder;
import io.github.batonha.supervision.aot.store.JvmFiles;
import io.github.batonha.supervision.os.Exit;
import io.github.batonha.supervision.os.FileMode;
import io.github.batonha.supervision.run.StartRequest;
import io.github.batonha.supervision.run.Wrapper;
import io.github.batonha.supervision.spec.ChildSpec;
import io.github.batonha.supervision.spec.Launching;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a cache of what a run has recorded, once it has ended: beside all else, one at a time, with the lowest priority and as the
 * user of the process. No stop waits for it.
 */
final class AotTraining {

    private static final Logger log = LoggerFactory.getLogger(AotTraining.class);
    private static final Duration MADE_WITHIN = Duration.ofMinutes(10);
    private static final int LOWEST_PRIORITY = 19;
    private static final int SHOWN = 300;

    /** Statuses of a JVM that ended in order because of SIGHUP, SIGINT or SIGTERM. */
    private static final Set<Integer> OF_SIGNALS = Set.of(129, 130, 143);

    private static final List<String> VARIABLES =
            List.of("PATH", "LANG", "LC_ALL", "JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS");

    /** Recordings of runs that live or are being made caches of, by their files. */
    private static final Set<Path> UNDER_WAY = ConcurrentHashMap.newKeySet();

    private static final ReentrantLock ONE = new ReentrantLock();

    private final ProcessDeps deps;
    private final ChildSpec spec;
    private final StartRequest request;
    private final CacheFolder folder;
    private final CacheFile named;
    private final Path recording;
    private final long user;

    /**
     * Of a run that is about to start.
     *
     * @param request as it would be without a recording
     * @param named the cache, its size not known yet
     */
    AotTraining(
            ProcessDeps deps,
            ChildSpec spec,
            StartRequest request,
            CacheFolder folder,
            CacheFile named,
            Path recording,
            long user) {
        this.deps = deps;
        this.spec = spec;
        this.request = request;
        this.folder = folder;
        this.named = named;
        this.recording = recording;
        this.user = user;
        UNDER_WAY.add(folder.recording(named.process()));
    }

    /** Whether a run of this process records, or a cache is being made of that. */
    static boolean isUnderWay(CacheFolder folder, String process) {
        return UNDER_WAY.contains(folder.recording(process));
    }

    /** The run has ended, or was not started. Does not block. */
    void ended(Exit exit) {
        Thread.ofVirtual().name("baton-aot-" + named.process()).start(() -> {
            try {
                make(exit);
            } finally {
                UNDER_WAY.remove(folder.recording(named.process()));
            }
        });
    }

    private void make(Exit exit) {
        ONE.lock();
        try {
            var cache = made(exit);
            folder.failed(named.process(), "");
            dropOthers(cache);
            log.info("Made AOT cache={} of process={}", cache.fileName(), named.process());
        } catch (Failed | IOException e) {
            log.warn("Made no AOT cache of process={}: {}", named.process(), e.getMessage());
            note(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            forget();
            ONE.unlock();
        }
    }

    private CacheFile made(Exit exit) throws Failed, IOException, InterruptedException {
        if (!exit.isSuccess(spec.restart().successExits()) && !exit.isSuccess(OF_SIGNALS)) {
            throw new Failed("the run that recorded did not end cleanly (%s)%s"
                    .formatted(
                            exit,
                            exit instanceof Exit.Overdue
                                    ? ": writing takes time, raise its <stopWithin>, now %d s"
                                            .formatted(spec.stopWithin().toSeconds())
                                    : ""));
        }
        if (!isWritten(recording)) {
            throw new Failed("the run that recorded wrote nothing: look into %s"
                    .formatted(request.output().getFileName()));
        }
        checkUnchanged();
        var made = recording;
        if (named.form().isAssembled()) {
            made = recording.resolveSibling(named.key() + "." + named.form().suffix());
            assemble(made);
        }
        checkUnchanged();
        return folder.take(made, named, user);
    }

    private static boolean isWritten(Path file) throws IOException {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && Files.size(file) > 0;
    }

    /** A JVM does not notice that a jar is another one than the recorded one: it would run the old classes. */
    private void checkUnchanged() throws Failed {
        var fit = JvmFiles.fit(request.argv(), request.environment(), request.directory());
        if (!fit.equals(new Fit.Key(named.key(), named.form()))) {
            throw new Failed("the JVM, its options or the class path has changed since its start");
        }
    }

    private void assemble(Path made) throws Failed, IOException, InterruptedException {
        var java = JavaCommand.of(request.argv(), request.environment()).orElseThrow();
        var argv = new ArrayList<>(wrapper());
        argv.addAll(CacheForm.assembling(recording.toString(), made.toString(), java));
        var output = folder.output(named.process());
        FileMode.OWNER.make(output);
        var builder = new ProcessBuilder(argv)
                .directory(request.directory().toFile())
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(output.toFile());
        builder.environment().clear();
        VARIABLES.forEach(name -> Optional.ofNullable(request.environment().get(name))
                .ifPresent(value -> builder.environment().put(name, value)));
        builder.environment().putIfAbsent("PATH", "/usr/bin:/bin");
        var process = builder.start();
        if (!process.waitFor(MADE_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
            process.destroyForcibly().waitFor();
            throw new Failed("it took longer than %d minutes".formatted(MADE_WITHIN.toMinutes()));
        }
        if (process.exitValue() != 0 || !isWritten(made)) {
            throw new Failed("exit status %d: %s".formatted(process.exitValue(), end(output)));
        }
    }

    private List<String> wrapper() throws Failed {
        var launching = new Launching(spec.launching().user(), LOWEST_PRIORITY, "", List.of(), List.of(), List.of());
        return switch (Wrapper.of(launching)) {
            case Wrapper.Wrapped.Through(var programs, var _) -> programs;
            case Wrapper.Wrapped.Impossible(var reason) -> throw new Failed(reason);
        };
    }

    private static String end(Path output) throws IOException {
        var text = Files.readString(output).strip();
        return text.substring(Math.max(0, text.length() - SHOWN));
    }

    /** Older ones of the process, and what there is no room for. */
    private void dropOthers(CacheFile made) throws IOException {
        for (var kept : folder.all()) {
            if (kept.cache().process().equals(made.process()) && !kept.cache().equals(made)) {
                folder.drop(kept.cache());
            }
        }
        var most = deps.definition().settings().aot().mostBytes();
        for (var cache : DiskBound.dropped(folder.all(), most)) {
            log.warn("Dropped AOT cache={}: baton.process.aot-cache-mib leaves no room for it", cache.fileName());
            folder.drop(cache);
            folder.failed(cache.process(), "its cache was dropped: baton.process.aot-cache-mib left no room for it");
        }
    }

    private void note(String why) {
        try {
            folder.failed(named.process(), why);
        } catch (IOException e) {
            log.debug("Could not note why process={} has no AOT cache", named.process(), e);
        }
    }

    private void forget() {
        try {
            folder.dropRecording(named.process());
            Files.deleteIfExists(folder.output(named.process()));
        } catch (IOException e) {
            log.warn("Could not delete the recording of process={}: {}", named.process(), e.toString());
        }
    }

    private static final class Failed extends Exception {
        private static final long serialVersionUID = 1;

        Failed(String why) {
            super(why);
        }
    }
}
