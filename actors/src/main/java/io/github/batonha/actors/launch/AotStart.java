package io.github.batonha.actors.launch;

import io.github.batonha.actors.events.NodeEvent;
import io.github.batonha.supervision.aot.CacheDecision;
import io.github.batonha.supervision.aot.CacheDecision.Fit;
import io.github.batonha.supervision.aot.CacheFile;
import io.github.batonha.supervision.aot.CacheForm;
import io.github.batonha.supervision.aot.DiskBound;
import io.github.batonha.supervision.aot.store.CacheFolder;
import io.github.batonha.supervision.aot.store.JvmFiles;
import io.github.batonha.supervision.os.Exit;
import io.github.batonha.supervision.run.StartRequest;
import io.github.batonha.supervision.spec.AotMode;
import io.github.batonha.supervision.spec.ChildSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A start with a cache, with a recording, or as ever: what is wrong with caches keeps no process from starting. Blocks.
 *
 * @param onEnd told how the run ended; does not block
 */
record AotStart(StartRequest request, Consumer<Exit> onEnd) {

    private static final Logger log = LoggerFactory.getLogger(AotStart.class);

    private static AotStart asEver(StartRequest request) {
        return new AotStart(request, exit -> {});
    }

    static AotStart of(ProcessDeps deps, ChildSpec spec, StartRequest request) {
        var mode = spec.launching().aot();
        var folder = CacheFolder.of(deps.home().run(deps.node()));
        if (mode == AotMode.OFF || (mode == AotMode.USE && !folder.exists())) {
            return asEver(request);
        }
        try {
            return decided(deps, spec, request, folder);
        } catch (IOException | RuntimeException e) {
            log.warn("Started process={} without an AOT cache: {}", spec.name(), e.toString());
            return asEver(request);
        }
    }

    private static AotStart decided(ProcessDeps deps, ChildSpec spec, StartRequest request, CacheFolder folder)
            throws IOException {
        var process = spec.name();
        var user = TokenFile.owner(spec.launching().user());
        var fit = JvmFiles.fit(request.argv(), request.environment(), request.directory());
        var caches = sound(deps, process, fit, folder, user);
        var decision = CacheDecision.of(new CacheDecision.Start(
                process, spec.launching().aot(), fit, folder.isOrdered(process), !spec.primaryOnly(), caches));
        return switch (decision) {
            case CacheDecision.Use(var cache) -> {
                log.info("Starting process={} with AOT cache={}", process, cache.fileName());
                folder.used(cache, deps.clock().instant());
                var argv = cache.form().using(folder.path(cache).toString(), request.argv());
                yield new AotStart(request.with(argv), exit -> suspect(deps, folder, cache, exit));
            }
            case CacheDecision.Recording(var key, var form) -> {
                // An order that came while the last recording is made a cache of is for the start after that.
                if (AotTraining.isUnderWay(folder, process)) {
                    yield asEver(request);
                }
                folder.endOrder(process);
                yield recording(deps, spec, request, folder, new CacheFile(process, key, 0, form));
            }
            case CacheDecision.Without(var reason) -> {
                log.debug("Started process={} without an AOT cache: {}", process, reason);
                yield asEver(request);
            }
        };
    }

    private static AotStart recording(
            ProcessDeps deps, ChildSpec spec, StartRequest request, CacheFolder folder, CacheFile named)
            throws IOException {
        var user = TokenFile.owner(spec.launching().user());
        var end = named.form() == CacheForm.AOT ? "config" : named.form().suffix();
        var file = folder.beginRecording(named.process(), named.key() + "." + end, user);
        log.info(
                "Starting process={} so that it records an {}",
                named.process(),
                named.form().shown());
        var training = new AotTraining(deps, spec, request, folder, named, file, user);
        return new AotStart(request.with(named.form().recording(file.toString(), request.argv())), training::ended);
    }

    /** Drops those of the process that fit no more, and those that may not be used. */
    private static List<CacheFile> sound(ProcessDeps deps, String process, Fit fit, CacheFolder folder, long user)
            throws IOException {
        var all = folder.all().stream().map(DiskBound.Kept::cache).toList();
        var outdated = CacheDecision.outdated(process, fit, all);
        for (var cache : outdated) {
            log.info("Dropped AOT cache={}: {}", cache.fileName(), CacheDecision.CHANGED);
            folder.drop(cache);
            folder.failed(process, "its cache was dropped: " + CacheDecision.CHANGED);
        }
        var sound = new ArrayList<CacheFile>();
        for (var cache : all) {
            var trouble = folder.trouble(cache, user);
            if (trouble.isEmpty() && !outdated.contains(cache)) {
                sound.add(cache);
            } else if (cache.process().equals(process) && !outdated.contains(cache)) {
                dropped(deps, folder, cache, trouble.orElseThrow());
            }
        }
        return sound;
    }

    /** A JVM that crashes may do so because of its cache: the next start goes without it. */
    private static void suspect(ProcessDeps deps, CacheFolder folder, CacheFile cache, Exit exit) {
        if (exit instanceof Exit.Killed(var signal) && CacheDecision.OF_CRASHES.contains(signal)) {
            try {
                dropped(deps, folder, cache, "the JVM that used it was " + exit);
            } catch (IOException e) {
                log.warn("Could not drop AOT cache={}: {}", cache.fileName(), e.toString());
            }
        }
    }

    private static void dropped(ProcessDeps deps, CacheFolder folder, CacheFile cache, String why) throws IOException {
        folder.drop(cache);
        folder.failed(cache.process(), "its cache was dropped: " + why);
        log.warn("Dropped AOT cache={}: {}", cache.fileName(), why);
        deps.events()
                .tell(new NodeEvent.Trouble("the AOT cache of %s was dropped: %s; `baton train %s` makes another"
                        .formatted(cache.process(), why, cache.process())));
    }
}
