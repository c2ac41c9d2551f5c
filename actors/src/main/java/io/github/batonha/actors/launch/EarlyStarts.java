package io.github.batonha.actors.launch;

import io.github.batonha.conf.model.BatonHome;
import io.github.batonha.conf.model.CurrentDefinition;
import io.github.batonha.supervision.clock.Clocks;
import io.github.batonha.supervision.run.RestartStore;
import io.github.batonha.supervision.run.RunTable;
import io.github.batonha.supervision.run.Spawner;
import io.github.batonha.supervision.run.WantedStore;
import io.github.batonha.supervision.spec.ChildSpec;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The first starts of the processes that wait for nothing, begun before there is an ActorSystem: that takes as long as to start a hundred
 * processes, and to make a thousand actors as long as to start a thousand. Each actor decides, as always: it comes to
 * the start that was begun by the same steps, before it hears of anything else.
 */
public final class EarlyStarts {

    private static final Logger log = LoggerFactory.getLogger(EarlyStarts.class);
    private static final int THREADS = 4;

    /** What is told does not wait longer than this for a start that hangs. */
    private static final Duration TOLD_WITHIN = Duration.ofSeconds(2);

    /**
     * Starts that have begun.
     *
     * @param spawner by which they were begun, and the parent of the processes begins all others
     */
    public record Begun(Spawner spawner, Map<String, EarlyStart> starts) {}

    private final RunTable runs;
    private final AtomicReference<@Nullable Begun> begun;

    private EarlyStarts(RunTable runs, @Nullable Begun begun) {
        this.runs = runs;
        this.begun = new AtomicReference<>(begun);
    }

    /** The actors begin all starts themselves. */
    public static EarlyStarts none(RunTable runs) {
        return new EarlyStarts(runs, null);
    }

    /**
     * Begins, on threads of its own, to start what is wanted, depends on nothing, did not run before and is not primaryOnly: each start in
     * an epoch is its actor's own. None where not all may be on their way at a time.
     */
    public static EarlyStarts begin(
            CurrentDefinition current,
            BatonHome home,
            RunTable runs,
            WantedStore wanted,
            RestartStore restartStore,
            Clocks clocks) {
        return begin(new ProcessDeps(current, home, runs, wanted, restartStore, clocks, threads()));
    }

    /** As above, of what the process actors work with. */
    public static EarlyStarts begin(ProcessDeps deps) {
        var firsts = firsts(deps);
        if (firsts.isEmpty()) {
            return none(deps.runs());
        }
        log.info("Starting processes={} ahead of what looks after them", firsts.size());
        var spawner = deps.runs().localSpawner();
        var launches = new HashMap<String, PendingLaunch>();
        firsts.forEach(spec -> launches.put(spec.name(), PendingLaunch.begin(deps, spec, spawner, 0)));
        var all = allOf(launches.values());
        var starts = new HashMap<String, EarlyStart>();
        launches.forEach((name, launch) -> starts.put(name, new EarlyStart(launch.after(all))));
        return new EarlyStarts(deps.runs(), new Begun(spawner, starts));
    }

    /** Of many, what follows takes longer than the starts. */
    private static CompletableFuture<?> allOf(Collection<PendingLaunch> launches) {
        return CompletableFuture.allOf(
                        launches.stream().map(PendingLaunch::launch).toArray(CompletableFuture[]::new))
                .completeOnTimeout(null, TOLD_WITHIN.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(_ -> null);
    }

    private static List<ChildSpec> firsts(ProcessDeps deps) {
        var all = deps.definition().processes();
        return all.size() > deps.definition().settings().restarts().parallelStarts()
                ? List.of()
                : all.stream().filter(spec -> isFirst(deps, spec)).toList();
    }

    private static boolean isFirst(ProcessDeps deps, ChildSpec spec) {
        var name = spec.name();
        return !spec.primaryOnly()
                && spec.dependencies().isEmpty()
                && deps.wanted().isWanted(name, 0, spec.start())
                && deps.runs().live(name).isEmpty()
                && deps.runs().ended(name, 0).isEmpty()
                && deps.restartStore().last(name, 0).isEmpty();
    }

    private static Executor threads() {
        var threads = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                1,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform().daemon().name("baton-first-starts-", 0).factory());
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    /** By the parent of the processes: by the first one with what was begun, which it looks after from then on. */
    public Begun take() {
        var taken = begun.getAndSet(null);
        return taken == null ? new Begun(runs.localSpawner(), Map.of()) : taken;
    }
}
