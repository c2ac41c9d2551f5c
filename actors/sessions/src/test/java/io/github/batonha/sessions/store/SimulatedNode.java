package io.github.batonha.sessions.store;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A node of {@link SimulatedCluster}: its store, its replication, and a journal that outlives it, in memory. */
final class SimulatedNode implements JournalSink {

    @SuppressWarnings("ArrayRecordComponent")
    sealed interface Kept {
        record Entries(byte[] encoded) implements Kept {}

        record Marks(byte[] encoded) implements Kept {}

        record Discarded(long createdUpTo) implements Kept {}
    }

    private final String name;
    private final SimulatedCluster cluster;
    private final Limits limits;
    private final List<Kept> journal = new ArrayList<>();
    private Duration skew = Duration.ZERO;
    private final ReplicationCounters counters = new ReplicationCounters();
    private @Nullable SessionStore store;
    private @Nullable Replication replication;
    private long lastSweep;
    private long lastTick;
    private long pausedUntil;

    SimulatedNode(String name, SimulatedCluster cluster, Limits limits) {
        this.name = name;
        this.cluster = cluster;
        this.limits = limits;
    }

    String name() {
        return name;
    }

    void skew(Duration ahead) {
        skew = ahead;
    }

    boolean isUp() {
        return replication != null;
    }

    SessionStore store() {
        return Optional.ofNullable(store).orElseThrow();
    }

    Replication replication() {
        return Optional.ofNullable(replication).orElseThrow();
    }

    ReplicationCounters counters() {
        return counters;
    }

    void start() {
        InstantSource wall =
                () -> Instant.ofEpochMilli(cluster.now() / 1_000_000).plus(skew);
        var empty = new SessionStore(name, new HybridClock(wall), limits);
        var marks = Watermarks.NONE;
        try {
            for (var record : journal) {
                switch (record) {
                    case Kept.Entries(var encoded) ->
                        empty.codec().decode(encoded).forEach(empty::load);
                    case Kept.Marks(var encoded) -> marks = Watermarks.decode(encoded);
                    case Kept.Discarded(var upTo) -> empty.discard(upTo);
                }
            }
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        empty.sweep();
        store = empty;
        var others =
                cluster.names().stream().filter(other -> !other.equals(name)).toList();
        replication = new Replication(
                name,
                others,
                new Loaded(empty, marks),
                (host, message) -> cluster.send(name, host, message),
                this,
                ReplicationSettings.DEFAULT,
                counters,
                cluster.now());
    }

    /** It does nothing for that time, and what is sent to it waits. */
    void pause(Duration time) {
        pausedUntil = cluster.now() + time.toNanos();
    }

    boolean isPaused() {
        return cluster.now() < pausedUntil;
    }

    long pausedUntil() {
        return pausedUntil;
    }

    /** Whether it serves users, as its HTTP server decides. */
    boolean serves() {
        return isUp()
                && !isPaused()
                && replication().isInSync()
                && cluster.now() - lastTick
                        <= ReplicationSettings.pauseThatMatters(ReplicationSettings.DEFAULT.ackWithin())
                                .toNanos();
    }

    void kill() {
        store = null;
        replication = null;
    }

    void loseDisk() {
        journal.clear();
    }

    void tick() {
        if (replication == null || isPaused()) {
            return;
        }
        replication.tick(cluster.now());
        lastTick = cluster.now();
        if (cluster.now() - lastSweep > 10_000_000_000L) {
            lastSweep = cluster.now();
            var swept = store().sweep();
            if (swept.forgottenUpTo() > 0) {
                replication.forgot(swept.forgottenUpTo());
            }
        }
    }

    /** Writes and replicates as the agent does. */
    WriteResult write(WriteResult result, Level level, java.util.function.Consumer<Replicated> answer) {
        if (result instanceof WriteResult.Written(var session, var deltas, var _)) {
            deltas.forEach(delta -> entries(delta.encoded()));
            replication().submit(deltas, level, answer, cluster.now());
        }
        return result;
    }

    @Override
    public void entries(byte[] encoded) {
        journal.add(new Kept.Entries(encoded));
    }

    @Override
    public void marks(byte[] encoded) {
        journal.add(new Kept.Marks(encoded));
    }

    @Override
    public void discarded(long createdUpTo) {
        journal.add(new Kept.Discarded(createdUpTo));
    }
}
