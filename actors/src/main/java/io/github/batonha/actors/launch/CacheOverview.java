package io.github.batonha.actors.launch;

import io.github.batonha.actors.api.AotCaches;
import io.github.batonha.actors.api.AotCaches.State;
import io.github.batonha.supervision.aot.CacheDecision;
import io.github.batonha.supervision.aot.CacheDecision.Fit;
import io.github.batonha.supervision.aot.CacheFile;
import io.github.batonha.supervision.aot.DiskBound;
import io.github.batonha.supervision.aot.store.CacheFolder;
import io.github.batonha.supervision.os.ProcFiles;
import io.github.batonha.supervision.spec.ChildSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What there is of AOT caches on a node, by the decisions that the next starts would come to. Changes nothing. */
public final class CacheOverview {

    private final ProcessDeps deps;
    private final CacheFolder folder;
    private final List<DiskBound.Kept> all;

    private CacheOverview(ProcessDeps deps, CacheFolder folder) throws IOException {
        this.deps = deps;
        this.folder = folder;
        this.all = folder.all();
    }

    /**
     * Looks at all processes. Blocks.
     *
     * @throws UncheckedIOException if the caches can't be read
     */
    public static AotCaches of(ProcessDeps deps) {
        try {
            return new CacheOverview(deps, CacheFolder.of(deps.home().run(deps.node()))).shown();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private AotCaches shown() throws IOException {
        var processes = new ArrayList<AotCaches.OfProcess>();
        for (var spec : deps.definition().processes()) {
            processes.add(shown(spec));
        }
        return new AotCaches(
                deps.node(),
                all.stream().mapToLong(kept -> kept.cache().bytes()).sum(),
                deps.definition().settings().aot().mostBytes(),
                processes);
    }

    private AotCaches.OfProcess shown(ChildSpec spec) throws IOException {
        var process = spec.name();
        var fit = RunEnvironment.fit(deps, spec);
        var usable = usable(spec);
        var decision = CacheDecision.of(new CacheDecision.Start(
                process, spec.launching().aot(), fit, folder.isOrdered(process), !spec.primaryOnly(), usable));
        var failure = folder.failure(process);
        if (AotTraining.isUnderWay(folder, process)) {
            return new AotCaches.OfProcess(process, State.RECORDING, null, failure);
        }
        return switch (decision) {
            case CacheDecision.Use(var cache) ->
                new AotCaches.OfProcess(
                        process, isUsed(cache, process) ? State.USED : State.READY, shown(cache), failure);
            case CacheDecision.Recording _ -> new AotCaches.OfProcess(process, State.ORDERED, null, failure);
            case CacheDecision.Without(var reason) ->
                new AotCaches.OfProcess(process, State.NONE, null, reasons(reason, fit, process, failure));
        };
    }

    private List<CacheFile> usable(ChildSpec spec) throws IOException {
        var user = TokenFile.owner(spec.launching().user());
        return all.stream()
                .map(DiskBound.Kept::cache)
                .filter(cache -> folder.trouble(cache, user).isEmpty())
                .toList();
    }

    private String reasons(String reason, Fit fit, String process, String failure) {
        var caches = all.stream().map(DiskBound.Kept::cache).toList();
        var isOutdated = !CacheDecision.outdated(process, fit, caches).isEmpty();
        return Stream.of(reason, isOutdated ? CacheDecision.CHANGED : "", failure)
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("; "));
    }

    private boolean isUsed(CacheFile cache, String process) throws IOException {
        var file = folder.path(cache).toRealPath();
        return deps.runs()
                .live(process)
                .filter(run -> ProcFiles.maps(run.pid(), file))
                .isPresent();
    }

    private AotCaches.Cache shown(CacheFile cache) throws IOException {
        var lastUsed = all.stream()
                .filter(kept -> kept.cache().equals(cache))
                .map(DiskBound.Kept::lastUsed)
                .findFirst()
                .orElseThrow();
        return new AotCaches.Cache(cache.fileName(), cache.process(), cache.bytes(), folder.madeAt(cache), lastUsed);
    }
}
