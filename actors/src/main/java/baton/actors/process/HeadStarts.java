package baton.actors.process;

import baton.conf.BatonHome;
import baton.conf.CurrentDefinition;
import baton.supervision.run.PastStore;
import baton.supervision.run.RunTable;
import baton.supervision.run.Spawner;
import baton.supervision.run.WantedStore;
import baton.supervision.spec.ChildSpec;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
public final class HeadStarts {

    private static final Logger log = LoggerFactory.getLogger(HeadStarts.class);
    private static final int THREADS = 4;

    /** @param spawner by which they were begun, and the parent of the processes begins all others */
    record Begun(Spawner spawner, Map<String, HeadStart> starts) {

        private static Begun none(RunTable runs) {
            return new Begun(runs.localSpawner(), Map.of());
        }
    }

    private final RunTable runs;
    private final AtomicReference<@Nullable Begun> begun;

    private HeadStarts(RunTable runs, Begun begun) {
        this.runs = runs;
        this.begun = new AtomicReference<>(begun);
    }

    /**
     * Begins, on threads of its own, to start what is wanted, depends on nothing, did not run before and is not primaryOnly: each start in
     * an epoch is its actor's own. None where not all may be on their way at a time.
     */
    public static HeadStarts begin(
            CurrentDefinition current,
            BatonHome home,
            RunTable runs,
            WantedStore wanted,
            PastStore pasts,
            InstantSource clock) {
        return begin(new ProcessDeps(current, home, runs, wanted, pasts, clock, threads()));
    }

    static HeadStarts begin(ProcessDeps deps) {
        var begun = Begun.none(deps.runs());
        var firsts = firsts(deps);
        if (firsts.isEmpty()) {
            return new HeadStarts(deps.runs(), begun);
        }
        log.info("Starting processes={} ahead of what looks after them", firsts.size());
        var starts = new HashMap<String, HeadStart>();
        firsts.forEach(spec -> starts.put(spec.name(), new HeadStart(Launching.begin(deps, spec, begun.spawner(), 0))));
        return new HeadStarts(deps.runs(), new Begun(begun.spawner(), starts));
    }

    private static List<ChildSpec> firsts(ProcessDeps deps) {
        var local = deps.definition().processes().stream()
                .filter(spec -> !spec.primaryOnly())
                .toList();
        return local.size() > deps.definition().settings().restarts().parallelStarts()
                ? List.of()
                : local.stream().filter(spec -> isFirst(deps, spec)).toList();
    }

    private static boolean isFirst(ProcessDeps deps, ChildSpec spec) {
        var name = spec.name();
        return spec.dependencies().isEmpty()
                && deps.wanted().isWanted(name, 0, spec.start())
                && deps.runs().live(name).isEmpty()
                && deps.runs().ended(name, 0).isEmpty()
                && deps.pasts().last(name, 0).isEmpty();
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
    Begun take() {
        var taken = begun.getAndSet(null);
        return taken == null ? Begun.none(runs) : taken;
    }
}
