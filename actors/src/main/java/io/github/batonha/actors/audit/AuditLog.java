package io.github.batonha.actors.audit;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The audit of a node. An order is on the disk before it is carried out, and is refused if it can't be. Lives as long as the agent. Any
 * thread. A call blocks until its record is on the disk; calls that come together share one write.
 */
public final class AuditLog implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);
    private static final int MOST_LATE = 1000;
    private static final int MOST_TEXT = 2048;

    private record Entry(AuditRecord record, CompletableFuture<Long> written) {}

    private final AuditWriter writer;
    private final InstantSource clock;
    private final RefusalLimit limit;
    private final Queue<Entry> waiting = new ConcurrentLinkedQueue<>();
    private final ReentrantLock lock = new ReentrantLock();
    /** Outcomes that could not be written when they came. Guarded by the lock. */
    private final Deque<AuditRecord> late = new ArrayDeque<>();

    private volatile String trouble = "";
    private boolean isClosed;
    private volatile Consumer<String> onTrouble = _ -> {};

    private AuditLog(AuditWriter writer, InstantSource clock, LongSupplier monotonicNanos) {
        this.writer = writer;
        this.clock = clock;
        this.limit = new RefusalLimit(monotonicNanos);
    }

    /**
     * Opens no file yet: one that can't be written must not keep an agent from its processes.
     *
     * @param logs {@code logs/NODE}
     * @param run {@code run/NODE}
     * @param mostBytes of a file, before the next one is begun
     */
    public static AuditLog of(Path logs, Path run, long mostBytes, InstantSource clock, LongSupplier monotonicNanos) {
        return new AuditLog(new AuditWriter(logs, run, mostBytes), clock, monotonicNanos);
    }

    /** To be called before the first record. */
    public void onTrouble(Consumer<String> told) {
        onTrouble = told;
    }

    /** Why orders are refused at the moment; empty where they are not. */
    public String shown() {
        return trouble;
    }

    /**
     * Records an order before it is carried out.
     *
     * @return its number, for its outcome
     * @throws IOException if it is not on record, and must not be carried out
     */
    public long before(Act act) throws IOException {
        return append(record(AuditRecord.Kind.ORDER, act, 0, ""));
    }

    /** Records how an order ended. Where that fails, it is written with the next record. */
    public void after(long number, Act act, String result, String text) {
        var outcome = new Act(act.caller(), "", "", act.what(), text, act.request());
        appendOrKeep(record(AuditRecord.Kind.OUTCOME, outcome, number, result));
    }

    /** Records that somebody was refused, unless there are too many of these. */
    public void refused(Act act, int status) {
        if (limit.takes()) {
            appendOrKeep(record(AuditRecord.Kind.REFUSED, act, 0, Integer.toString(status)));
        }
    }

    /** Records what the agent itself does. */
    public void agent(String what, String detail) {
        appendOrKeep(record(AuditRecord.Kind.AGENT, new Act("agent", "", "", what, detail, ""), 0, ""));
    }

    private AuditRecord record(AuditRecord.Kind kind, Act act, long of, String result) {
        var bounded = new Act(
                cut(act.caller()), act.role(), act.from(), cut(act.what()), cut(act.detail()), cut(act.request()));
        return new AuditRecord(0, clock.instant(), kind, bounded, of, result);
    }

    private static String cut(String text) {
        return text.length() <= MOST_TEXT
                ? text
                : "%s… (%d characters)".formatted(text.substring(0, MOST_TEXT), text.length());
    }

    private void appendOrKeep(AuditRecord record) {
        try {
            append(record);
        } catch (IOException e) {
            lock.lock();
            try {
                if (late.size() < MOST_LATE) {
                    late.add(record);
                } else {
                    LOG.error("Lost a record of the audit: {}", record);
                }
            } finally {
                lock.unlock();
            }
        }
    }

    private long append(AuditRecord record) throws IOException {
        var entry = new Entry(record, new CompletableFuture<>());
        waiting.add(entry);
        lock.lock();
        try {
            if (isClosed) {
                waiting.remove(entry);
                throw new IOException("the audit is closed, because the agent ends");
            }
            // Whoever had the lock before may have written this, too.
            if (!entry.written().isDone()) {
                writeAll();
            }
        } finally {
            lock.unlock();
        }
        try {
            return entry.written().join();
        } catch (CompletionException e) {
            throw new IOException(trouble, e);
        }
    }

    private void writeAll() {
        var entries = new ArrayList<Entry>();
        for (var next = waiting.poll(); next != null; next = waiting.poll()) {
            entries.add(next);
        }
        var leftOut = limit.takeLeftOut();
        var before = new ArrayList<AuditRecord>(late);
        if (leftOut > 0) {
            before.add(record(
                    AuditRecord.Kind.LEFT_OUT,
                    new Act("", "", "", "refusals", "%d more were refused".formatted(leftOut), ""),
                    0,
                    ""));
        }
        var all = new ArrayList<>(before);
        entries.stream().map(Entry::record).forEach(all::add);
        try {
            var numbers = writer.append(all, clock.instant());
            late.clear();
            recovered();
            answer(entries, numbers.subList(before.size(), numbers.size()));
        } catch (IOException | RuntimeException e) {
            limit.add(leftOut);
            failed(e);
            entries.forEach(entry -> entry.written().completeExceptionally(e));
        }
    }

    private static void answer(List<Entry> entries, List<Long> numbers) {
        for (var i = 0; i < entries.size(); i++) {
            entries.get(i).written().complete(numbers.get(i));
        }
    }

    private void failed(Exception e) {
        var was = trouble;
        trouble = "the audit can't be written, so orders are refused: %s".formatted(e);
        if (was.isEmpty()) {
            LOG.error("Could not write the audit", e);
            onTrouble.accept(trouble);
        }
    }

    private void recovered() {
        if (!trouble.isEmpty()) {
            LOG.info("The audit can be written again");
            trouble = "";
        }
    }

    /** Writes what is left. A closed log refuses orders. */
    @Override
    public void close() {
        lock.lock();
        try {
            if (!late.isEmpty() || !waiting.isEmpty()) {
                writeAll();
            }
            writer.close();
            isClosed = true;
        } finally {
            lock.unlock();
        }
    }
}
