package io.github.batonha.actors.sessions;

import io.github.batonha.conf.model.SessionSettings;
import io.github.batonha.sessions.journal.Journal;
import io.github.batonha.sessions.journal.JournalReader;
import io.github.batonha.sessions.store.HybridClock;
import io.github.batonha.sessions.store.JournalSink;
import io.github.batonha.sessions.store.Limits;
import io.github.batonha.sessions.store.Loaded;
import io.github.batonha.sessions.store.ReplicationCounters;
import io.github.batonha.sessions.store.ReplicationSettings;
import io.github.batonha.sessions.store.SessionClock;
import io.github.batonha.sessions.store.SessionStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sessions of this node and their journal, for as long as the agent lives: an ActorSystem that is started again in place
 * finds them as they were. Any thread.
 */
public final class SessionsResources implements JournalSink, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SessionsResources.class);
    private static final int MOST_ATTRIBUTES = 512;
    private static final long LEAST_TO_COMPACT = 32L * 1024 * 1024;

    private final SessionStore store;
    private final Journal journal;
    private final ReplicationCounters counters = new ReplicationCounters();
    private final boolean isForced;
    private volatile byte[] marks;
    private final Queue<CompletableFuture<Boolean>> waiting = new ConcurrentLinkedQueue<>();
    private final Duration pause;
    private final LongSupplier monotonicNanos;
    private volatile Seen seen = new Seen(false, 0);
    private volatile boolean isCompacted;
    private volatile String clockProblem = "";
    private volatile Consumer<String> trouble = text -> {};

    /** Whether this node had everything, when the sessions actor looked last (monotonic nanoseconds). */
    private record Seen(boolean isInSync, long at) {}

    private SessionsResources(Loaded loaded, Journal journal, SessionSettings settings, LongSupplier monotonicNanos) {
        this.store = loaded.store();
        this.marks = loaded.encodedMarks();
        this.journal = journal;
        this.isForced = settings.journalFsync();
        this.pause = ReplicationSettings.pauseThatMatters(settings.ackWithin());
        this.monotonicNanos = monotonicNanos;
    }

    /**
     * Reads what an earlier life of the agent left.
     *
     * @param folder the node's own folder, {@code run/NODE}
     */
    public static SessionsResources open(
            String node, Path folder, SessionSettings settings, InstantSource clock, LongSupplier monotonicNanos)
            throws IOException {
        var journalFolder = folder.resolve("sessions");
        var empty = new SessionStore(node, new HybridClock(new SessionClock(clock, monotonicNanos)), limits(settings));
        var loaded = JournalReader.load(empty, journalFolder);
        LOG.info("Read the journal of sessions: entries={} bytes={}", empty.count(), empty.weight());
        return new SessionsResources(loaded, Journal.open(journalFolder), settings, monotonicNanos);
    }

    static Limits limits(SessionSettings settings) {
        return new Limits(
                settings.maxAttributeKib() * 1024,
                settings.maxSessionKib() * 1024,
                MOST_ATTRIBUTES,
                settings.maxSessions(),
                Runtime.getRuntime().maxMemory() / 100 * settings.maxHeapPercent(),
                settings.maxTtl(),
                settings.tombstoneRetention());
    }

    public SessionStore store() {
        return store;
    }

    public ReplicationCounters counters() {
        return counters;
    }

    /** Whether this node has what the others have: only then users may be sent to it. */
    public boolean isInSync() {
        return isCurrent();
    }

    /** {@code listener} is told once of what an operator should know. Any thread. */
    public void onTrouble(Consumer<String> listener) {
        trouble = listener;
    }

    /** Why users should not come to this node, apart from what it has not got yet; empty if its clock is right. */
    public Optional<String> clockProblem() {
        return Optional.of(clockProblem).filter(text -> !text.isEmpty());
    }

    /** What an operator should know and balancers need not: there is little room left. */
    public Optional<String> warning() {
        return store.room().warning();
    }

    /** What {@code mon} and {@code mon-cluster} show of it; empty if all is well. */
    public String shown() {
        return clockProblem().or(this::warning).orElse("");
    }

    void clock(Optional<String> problem) {
        var text = problem.orElse("");
        if (clockProblem.isEmpty() && !text.isEmpty()) {
            trouble.accept("sessions: " + text);
        }
        clockProblem = text;
    }

    void lookAtRoom() {
        store.lookAtRoom().ifPresent(text -> {
            LOG.warn("Sessions: {}", text);
            trouble.accept("sessions: " + text);
        });
    }

    @Override
    public void moved() {
        isCompacted = false;
    }

    /** Must be called several times a second. */
    void inSync(boolean isInSync, long now) {
        seen = new Seen(isInSync, now);
        if (isInSync) {
            for (var one = waiting.poll(); one != null; one = waiting.poll()) {
                one.complete(true);
            }
        }
    }

    /** A process that was paused knows by the time, before its actors do, that the others may have gone on without it. */
    private boolean isCurrent() {
        var last = seen;
        return last.isInSync() && monotonicNanos.getAsLong() - last.at() <= pause.toNanos();
    }

    /**
     * Completes with true as soon as this node has what the others have, with false after {@code within}. What a user did last may
     * be elsewhere until then: to go by what is here would undo it.
     */
    CompletableFuture<Boolean> whenInSync(Duration within) {
        if (isCurrent()) {
            return CompletableFuture.completedFuture(true);
        }
        var answer = new CompletableFuture<Boolean>();
        waiting.add(answer);
        return answer.completeOnTimeout(false, within.toMillis(), TimeUnit.MILLISECONDS);
    }

    Loaded loaded() {
        return Loaded.of(store, marks);
    }

    /** Completes when the journal has the entries; false if it can't take them, which it has reported. */
    CompletableFuture<Boolean> write(byte[] entries) {
        return journal.write(entries).handle((done, failure) -> failure == null);
    }

    boolean isJournalBroken() {
        return journal.isBroken();
    }

    @Override
    public void entries(byte[] encoded) {
        journal.entries(encoded);
    }

    @Override
    public void marks(byte[] encoded) {
        marks = encoded;
        journal.marks(encoded);
    }

    @Override
    public void discarded(long createdUpTo) {
        journal.discarded(createdUpTo);
    }

    /** Whether {@link #upkeep} has anything to do. Does not block: most of the time it has not, and needs no thread to find out. */
    boolean isUpkeepDue() {
        return isForced || isRewriteDue();
    }

    private boolean isRewriteDue() {
        return !isCompacted || journal.isBroken() || journal.size() > Math.max(LEAST_TO_COMPACT, 2 * store.weight());
    }

    /** Forces the journal if that is wanted, and rewrites it when most of it is out of date. Blocks; one thread at a time. */
    void upkeep() throws IOException {
        if (isForced) {
            journal.force();
        }
        if (isRewriteDue()) {
            journal.compact(store::forEach, () -> marks);
            isCompacted = true;
            LOG.debug("Compacted the journal of sessions: entries={}", store.count());
        }
    }

    @Override
    public void close() throws IOException {
        if (isForced) {
            journal.force();
        }
        journal.close();
    }
}
