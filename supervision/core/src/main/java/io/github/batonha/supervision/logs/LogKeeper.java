package io.github.batonha.supervision.logs;

import io.github.batonha.supervision.clock.Clocks;
import io.github.batonha.supervision.os.SparseFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the logs of a node's processes from growing without end. Stands outside of any actor system, and not between a process
 * and its file: while no agent lives, logs just grow. One thread looks after the logs; another one, which ends when there is
 * nothing to do, compresses.
 */
public final class LogKeeper implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(LogKeeper.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final int LIST_EVERY = 10;
    /** Each how many looks at one that did not grow. */
    private static final int QUIET_EVERY = 5;

    private static final Duration TIDY_EVERY = Duration.ofMinutes(10);
    private static final String OWN = "agent.log";

    private final Path logs;
    private final LogPolicy policy;
    private final InstantSource clock;
    private final Clocks clocks;
    private final Duration lookEvery;
    private final boolean hasHoles;
    private final Map<String, KeptLog> kept = new ConcurrentHashMap<>();
    private final Set<String> told = ConcurrentHashMap.newKeySet();
    private final ThreadPoolExecutor compressing =
            new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                var thread = new Thread(task, "baton-log-compress");
                thread.setDaemon(true);
                return thread;
            });
    private final Thread looking =
            Thread.ofPlatform().daemon().name("baton-logs").unstarted(this::run);
    private volatile boolean isClosed;
    private volatile Consumer<String> troubles = trouble -> {};
    private volatile Function<String, OptionalLong> writers = process -> OptionalLong.empty();

    private LogKeeper(Path logs, LogPolicy policy, Clocks clocks, Duration lookEvery) {
        this.lookEvery = lookEvery;
        this.logs = logs;
        this.policy = policy;
        this.clock = clocks.wall();
        this.clocks = clocks;
        this.hasHoles = hasHoles(logs);
        compressing.allowCoreThreadTimeOut(true);
    }

    /**
     * Ends what a crash of an earlier agent interrupted, and keeps the logs from then on. Blocks.
     *
     * @param logs {@code logs/NODE}; only files {@code *.log} and {@code *.log.err} are touched, and not the agent's own
     * @param clocks archives bear times of the wall clock; none is removed for its age that is not so old by both
     */
    public static LogKeeper open(Path logs, LogPolicy policy, Clocks clocks) throws IOException {
        return open(logs, policy, clocks, LOOK_EVERY);
    }

    static LogKeeper open(Path logs, LogPolicy policy, Clocks clocks, Duration lookEvery) throws IOException {
        Files.createDirectories(logs);
        var keeper = new LogKeeper(logs, policy, clocks, lookEvery);
        keeper.list();
        keeper.compressing.execute(keeper::compress);
        keeper.looking.start();
        return keeper;
    }

    /**
     * To be called before a process is started, while nobody writes its logs. Renames at most two files.
     *
     * @param isFresh not a restart by itself
     */
    public void begin(String process, boolean isFresh) {
        begin(process + ".log", process, isFresh);
        begin(process + ".log.err", process, isFresh);
    }

    private void begin(String name, String process, boolean isFresh) {
        if (!isFresh && !kept.containsKey(name)) {
            return; // it goes on in any case, and is not so old that it could be too long: the next list finds it
        }
        try {
            if (Files.exists(logs.resolve(name)) && keep(name).begin(isFresh, clock.instant())) {
                compressing.execute(this::compress);
            }
        } catch (IOException e) {
            tell(name, "Could not put the earlier log of process=%s away, it is appended to".formatted(process), e);
        }
    }

    /** For the start of a node that found nothing running: each log is put away, whether its process is started or not. */
    public void beginAll() {
        kept.keySet().forEach(name -> begin(name, name, true));
    }

    private KeptLog keep(String name) throws IOException {
        var known = kept.get(name);
        if (known != null) {
            return known;
        }
        synchronized (kept) {
            var first = kept.get(name);
            if (first != null) {
                return first;
            }
            var found = new KeptLog(LogFolder.of(logs, name), policy, hasHoles, clock.instant());
            kept.put(name, found);
            return found;
        }
    }

    private void list() {
        try (var files = Files.newDirectoryStream(
                logs, file -> isLog(String.valueOf(file.getFileName())) && Files.isRegularFile(file))) {
            for (var file : files) {
                keep(String.valueOf(file.getFileName()));
            }
        } catch (IOException e) {
            tell("", "Could not list logs=%s, new ones are not rotated".formatted(logs), e);
        }
    }

    private static boolean isLog(String name) {
        return (name.endsWith(".log") || name.endsWith(".log.err")) && !name.equals(OWN);
    }

    private void run() {
        var looks = 0;
        var tidyAt = Instant.MIN;
        while (!isClosed) {
            var now = clock.instant();
            if (looks++ % LIST_EVERY == 0) {
                list();
            }
            var isNew = look(now, looks);
            if (isNew) {
                compressing.execute(this::compress);
            }
            var steady = clocks.steady().instant();
            if (isNew || !steady.isBefore(tidyAt)) {
                tidy(clocks.earlier());
                tidyAt = steady.plus(TIDY_EVERY);
            }
            LockSupport.parkNanos(lookEvery.toNanos());
        }
    }

    private boolean look(Instant now, int looks) {
        var isNew = false;
        for (var entry : kept.entrySet()) {
            // Not all of them at the same look.
            var isItsTurn = Math.floorMod(looks + entry.getKey().hashCode(), QUIET_EVERY) == 0;
            if (entry.getValue().isQuiet() && !isItsTurn) {
                continue;
            }
            try {
                var one = entry.getValue();
                var before = one.trouble();
                isNew |= one.look(now, writers.apply(one.folder().process()));
                told.remove(entry.getKey());
                if (!one.trouble().isEmpty() && !one.trouble().equals(before)) {
                    log.warn("{}", one.trouble());
                    troubles.accept(one.trouble());
                }
            } catch (IOException | RuntimeException e) {
                tell(entry.getKey(), "Could not rotate log=%s, it grows until that works".formatted(entry.getKey()), e);
            }
        }
        return isNew;
    }

    private void tidy(Instant now) {
        try {
            var byLog = new TreeMap<String, List<Archive>>();
            for (var one : kept.values()) {
                byLog.put(one.folder().log(), one.folder().layout().archives());
                one.trimTimes();
            }
            for (var archive : Retention.excess(byLog, policy, now, LogKeeper::bytes)) {
                Files.deleteIfExists(archive.file());
                log.info(
                        "Removed archive={}: beyond what is kept",
                        archive.file().getFileName());
            }
        } catch (IOException | RuntimeException e) {
            tell("", "Could not remove old archives of logs=%s".formatted(logs), e);
        }
    }

    private static long bytes(Archive archive) {
        try {
            return Files.size(archive.file());
        } catch (IOException gone) {
            return 0;
        }
    }

    private void compress() {
        for (var one : kept.values()) {
            try {
                while (!isClosed && one.compressOne()) {
                    log.debug("Compressed an archive of log={}", one.folder().log());
                }
            } catch (IOException | RuntimeException e) {
                tell(
                        one.folder().log(),
                        "Could not compress log=%s".formatted(one.folder().log()),
                        e);
            }
        }
    }

    private boolean hasHoles(Path folder) {
        try {
            var probe = Files.createTempFile(folder, ".holes", "");
            try {
                Files.write(probe, new byte[2 * 4096]);
                if (SparseFile.punch(probe, 4096)) {
                    return true;
                }
            } finally {
                Files.deleteIfExists(probe);
            }
            log.warn(
                    "The file system of logs={} knows no holes (fallocate): logs are rotated only when their process starts."
                            + " Put them on ext4, xfs, btrfs or tmpfs",
                    folder);
        } catch (IOException e) {
            log.warn("Could not write to logs={}: logs are rotated only when their process starts", folder, e);
        }
        return false;
    }

    /**
     * From whom it is learned which process writes the logs of that name, so that one of which the file was taken away is noticed.
     *
     * @param running the processes that run now, the files of which may be gone already
     * @param pids of main processes
     */
    public void watch(Collection<String> running, Function<String, OptionalLong> pids) {
        writers = pids;
        for (var process : running) {
            for (var name : List.of(process + ".log", process + ".log.err")) {
                try {
                    keep(name);
                } catch (IOException e) {
                    tell(name, "Could not look after log=%s".formatted(name), e);
                }
            }
        }
    }

    /** What an operator should know of the logs of a process; empty where there is nothing. */
    public String trouble(String process) {
        return Stream.of(process + ".log", process + ".log.err")
                .map(kept::get)
                .filter(Objects::nonNull)
                .map(KeptLog::trouble)
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("");
    }

    /** Who is told, by a thread of ours, what could not be done; must not block. */
    public void onTrouble(Consumer<String> listener) {
        troubles = listener;
    }

    /** Once for each, until it works again: the cause stays as long as nobody does anything. */
    private void tell(String key, String what, Exception e) {
        if (told.add(key)) {
            log.warn("{} ({}): make room, or let this user write there", what, e.toString());
            troubles.accept("%s (%s): make room, or let this user write there".formatted(what, e));
        }
    }

    /** Logs are as they are at that moment; what was begun is ended by the next one. */
    @Override
    public void close() {
        isClosed = true;
        LockSupport.unpark(looking);
        compressing.shutdown();
        try {
            looking.join(TimeUnit.SECONDS.toMillis(5));
            for (var one : kept.values()) {
                one.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException nothingLost) {
            log.debug("Could not close a log", nothingLost);
        }
    }
}
