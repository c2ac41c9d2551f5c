package io.github.batonha.supervision.aot;

import io.github.batonha.supervision.spec.AotMode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Decision of one start: with a cache, recording one, or neither. */
public sealed interface CacheDecision {

    /** It starts with this cache. */
    record Use(CacheFile cache) implements CacheDecision {}

    /** It starts, and records what it loads. */
    record Recording(String key, CacheForm form) implements CacheDecision {}

    /** It starts as if there were no caches. */
    record Without(String reason) implements CacheDecision {}

    /** Signals by which a JVM ends that has crashed: SIGILL, SIGABRT, SIGBUS, SIGSEGV. */
    Set<Integer> OF_CRASHES = Set.of(4, 6, 7, 11);

    /** Why a cache fits no more. */
    String CHANGED = "the JVM, its options or the class path has changed";

    /** What keeps a process from having a cache, or the key of the one that would fit. */
    sealed interface Fit {
        record Key(String key, CacheForm form) implements Fit {}

        record Never(String reason) implements Fit {}
    }

    /**
     * What is known before a start.
     *
     * @param isOrdered somebody ordered that this start records
     * @param mayRecord false for a process that is primaryOnly, whose release must not wait for a recording
     * @param caches all that are there and may be trusted
     */
    record Start(String process, AotMode mode, Fit fit, boolean isOrdered, boolean mayRecord, List<CacheFile> caches) {}

    /** A cache that fits by its key is used whoever trained it; a process's own one comes first. */
    static CacheDecision of(Start start) {
        if (start.mode() == AotMode.OFF) {
            return new Without("caches are off for it");
        }
        return switch (start.fit()) {
            case Fit.Never(var reason) -> new Without(reason);
            case Fit.Key fit -> {
                if (start.isOrdered() && start.mayRecord()) {
                    yield new Recording(fit.key(), fit.form());
                }
                var fitting = fitting(start, fit);
                if (fitting.isPresent()) {
                    yield new Use(fitting.get());
                }
                yield start.mode() == AotMode.TRAIN && start.mayRecord()
                        ? new Recording(fit.key(), fit.form())
                        : new Without("no cache fits");
            }
        };
    }

    private static Optional<CacheFile> fitting(Start start, Fit.Key fit) {
        var all = start.caches().stream()
                .filter(cache -> cache.key().equals(fit.key()) && cache.form() == fit.form())
                .toList();
        return Stream.concat(all.stream().filter(cache -> cache.process().equals(start.process())), all.stream())
                .findFirst();
    }

    /** Why a process can't be ordered to record; empty where it can. */
    static Optional<String> refusal(AotMode mode, Fit fit, boolean mayRecord) {
        return switch (fit) {
            case Fit.Never(var reason) -> Optional.of(reason);
            case Fit.Key _ when mode == AotMode.OFF -> Optional.of("its <aotCache> or baton.process.aot-cache is off");
            case Fit.Key _
            when !mayRecord ->
                Optional.of(
                        "it is primaryOnly, and its release would wait for the recording. It uses the cache of another"
                                + " process with the same JVM, options, class path, main class and user");
            case Fit.Key _ -> Optional.empty();
        };
    }

    /** Caches of the process that fit it no more; none where it can have none now, which may pass. */
    static List<CacheFile> outdated(String process, Fit now, List<CacheFile> caches) {
        return switch (now) {
            case Fit.Never _ -> List.of();
            case Fit.Key fit ->
                caches.stream()
                        .filter(cache ->
                                cache.process().equals(process) && !cache.key().equals(fit.key()))
                        .toList();
        };
    }

    /** Whether caches can be had for a command line. */
    static Fit fit(Optional<JavaCommand> java, Optional<JvmRelease> jvm, List<String> folders, List<String> files) {
        if (java.isEmpty()) {
            return new Fit.Never("it runs a <command>, and only a JVM can have one");
        }
        if (jvm.isEmpty()) {
            return new Fit.Never("the version of its java is not known: beside its folder bin is no file release");
        }
        var form = CacheForm.of(jvm.get().feature());
        if (form.isEmpty()) {
            return new Fit.Never("its JVM is Java %d, and caches need Java 17 or later"
                    .formatted(jvm.get().feature()));
        }
        if (!jvm.get().isHotSpot()) {
            return new Fit.Never("its JVM is no HotSpot");
        }
        if (!folders.isEmpty()) {
            return new Fit.Never("its class path has the folder %s, and a JVM takes only jars into one"
                    .formatted(folders.getFirst()));
        }
        return java.get()
                .obstacle()
                .<Fit>map(Fit.Never::new)
                .orElseGet(() -> new Fit.Key(CacheKey.of(java.get(), jvm.get(), files), form.get()));
    }
}
