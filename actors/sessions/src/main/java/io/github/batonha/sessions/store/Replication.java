package io.github.batonha.sessions.store;

import io.github.batonha.sessions.store.EntryCodec.Decoded;
import io.github.batonha.sessions.store.SessionMessage.Acknowledged;
import io.github.batonha.sessions.store.SessionMessage.Beat;
import io.github.batonha.sessions.store.SessionMessage.Chunk;
import io.github.batonha.sessions.store.SessionMessage.Deltas;
import io.github.batonha.sessions.store.SessionMessage.Digests;
import io.github.batonha.sessions.store.SessionMessage.Pull;
import io.github.batonha.sessions.store.SessionStore.Applied;
import io.github.batonha.sessions.store.WriteResult.Delta;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the store of this node and those of the other configured hosts alike: sends writes at once, and compares sums of
 * shards now and then, at a start and after every interruption. Knows nothing of cluster membership, threads or clocks: one thread at a time
 * calls it, with the monotonic time in nanoseconds.
 */
public final class Replication {

    private static final Logger log = LoggerFactory.getLogger(Replication.class);
    /** Covers a write that had its stamp but was not in its place yet when the sums were made. */
    private static final long COMPARED_MARGIN = HybridClock.ofMillis(5_000);
    /** Covers what others may have got from this node after it heard them last, and how seldom that is written down. */
    private static final long HEARD_MARGIN = HybridClock.ofMillis(60_000);

    /** Longer than a beat that is on its way is ever late. */
    private static final Duration BEAT_IS_LATE = Duration.ofMillis(250);

    private final String self;
    private final SessionStore store;
    private final SessionOutbox outbox;
    private final JournalSink records;
    private final ReplicationSettings settings;
    private final ReplicationCounters counters;
    private final Map<String, Peer> peers = new LinkedHashMap<>();
    private final ClockWatch clockWatch;
    private final long startedAt;
    private Watermarks marks;
    private long lastBeat;
    private long lastComparison;
    private long lastActive;
    private long waitingSince;
    private long aloneAfter;
    private boolean isInSync;

    public Replication(
            String self,
            List<String> others,
            Loaded loaded,
            SessionOutbox outbox,
            JournalSink records,
            ReplicationSettings settings,
            ReplicationCounters counters,
            long now) {
        this.self = self;
        this.store = loaded.store();
        this.marks = loaded.marks();
        this.outbox = outbox;
        this.records = records;
        this.settings = settings;
        this.counters = counters;
        this.clockWatch = new ClockWatch(store, settings.maxClockSkew());
        this.startedAt = now;
        this.lastBeat = now - 2 * settings.beatEvery().toNanos();
        this.lastComparison = now;
        this.lastActive = now;
        this.waitingSince = now;
        this.aloneAfter = settings.aloneAfter().toNanos();
        this.isInSync = others.isEmpty();
        for (var host : others) {
            var outgoing = new PeerQueue(self, host, store.clock(), message -> outbox.tell(host, message));
            peers.put(host, new Peer(host, outgoing, settings.reachWithin(), now));
        }
    }

    /** Whether this node has what the others have, as far as it can know: true from then on, until it has to start over. */
    public boolean isInSync() {
        return isInSync;
    }

    public List<String> reachable(long now) {
        return peers.values().stream()
                .filter(peer -> peer.isReachable(now))
                .map(Peer::host)
                .toList();
    }

    /** Sends a write that this node's store has done. {@code answer} is called once, perhaps at once. */
    public void submit(List<Delta> deltas, Level level, Consumer<Replicated> answer, long now) {
        var write = new PendingWrite(level, answered -> {
            counters.written(answered);
            answer.accept(answered);
        });
        for (var peer : peers.values()) {
            if (!peer.isReachable(now)) {
                peer.owesDigests(true);
                continue;
            }
            for (var delta : deltas) {
                var parts = delta.isWhole()
                        ? EntryCodec.encodeInParts(delta.entry(), PeerQueue.CHUNK)
                        : List.of(delta.encoded());
                if (!peer.outgoing().add(delta.entry().id(), parts, write)) {
                    peer.doubt(now);
                    break;
                }
            }
            peer.outgoing().flush(now);
        }
        write.answerIfDue();
    }

    /** Must be called several times a second. */
    public void tick(long now) {
        noticePause(now);
        watchClock(now);
        for (var peer : peers.values()) {
            if (peer.outgoing().isOverdue(now, settings.ackWithin().toNanos())) {
                log.info("Gave up waiting for acknowledgements of host={} after {}", peer.host(), settings.ackWithin());
                peer.doubt(now);
            } else if (peer.wasReachable() && !peer.isReachable(now)) {
                log.warn("Lost the session store of host={}: writes go on without it", peer.host());
                peer.lost();
            }
            var comparison = peer.comparison();
            if (comparison != null
                    && comparison.isStuck(now, 5 * settings.ackWithin().toNanos())) {
                peer.compare(null);
            }
        }
        if (now - lastBeat >= settings.beatEvery().plus(BEAT_IS_LATE).toNanos()) {
            beat(now);
        }
        if (now - lastComparison >= settings.compareEvery().toNanos()) {
            lastComparison = now;
            peers.values().forEach(peer -> peer.owesDigests(true));
            records.marks(marks.encode());
        }
        peers.values().stream()
                .filter(peer -> peer.isOwedDigests() && peer.isReachable(now))
                .forEach(this::sendDigests);
        lookWhetherInSync(now);
    }

    /** Tells the others that the node is there. Where nobody calls it, {@link #tick} does, a moment later. */
    public void beat(long now) {
        lastBeat = now;
        peers.values().forEach(peer -> beat(peer, now));
    }

    private void watchClock(long now) {
        var others = peers.values().stream()
                .filter(peer -> peer.isClockKnown(now))
                .map(peer -> new ClockWatch.Other(peer.host(), peer.clockAhead(), peer.clockJump()))
                .toList();
        clockWatch.look(now, others);
        if (clockWatch.hasMoved()) {
            marks = marks.notAfter(store.clock().now());
            records.marks(marks.encode());
            records.moved();
        }
    }

    /** Why users should not come to this node although it may be in sync; empty if its clock is right. */
    public Optional<String> clockProblem() {
        return clockWatch.problem();
    }

    /**
     * Nobody waits longer than {@code ackWithin} for this node: what was written elsewhere meanwhile may have been answered without it, and
     * its users may have gone there. So it has to hear first what it has missed.
     */
    private void noticePause(long now) {
        var pause = now - lastActive;
        lastActive = now;
        if (pause > ReplicationSettings.pauseThatMatters(settings.ackWithin()).toNanos()) {
            catchUpAfter(Duration.ofNanos(pause), now);
        }
    }

    private void catchUpAfter(Duration pause, long now) {
        var reached = peers.values().stream().filter(Peer::wasReachable).toList();
        if (reached.isEmpty()) {
            return;
        }
        log.warn("Did nothing for {}: catching up with the other nodes", pause);
        isInSync = false;
        waitingSince = now;
        aloneAfter = settings.reachWithin().toNanos();
        for (var peer : reached) {
            peer.missed(now);
            beat(peer, now);
        }
    }

    /** Deletions up to a stamp are not remembered here any more. */
    public void forgot(long upTo) {
        marks = marks.withForgotten(upTo);
        records.marks(marks.encode());
    }

    Watermarks marks() {
        return marks;
    }

    public void receive(SessionMessage message, long now) {
        noticePause(now);
        var peer = peers.get(message.from());
        if (peer == null) {
            log.warn("Ignored a message from host={}, which is not configured", message.from());
            return;
        }
        if (message instanceof Beat beat) {
            heard(peer, beat, now);
            return;
        }
        if (!peer.isAdmitted()) {
            log.debug("Ignored {} of host={} before its first beat was agreed to", message.getClass(), peer.host());
            return;
        }
        if (store.clock().ahead(message.clock()).compareTo(settings.maxClockSkew()) > 0) {
            log.debug("Ignored {} of host={}, whose clock is too far ahead", message.getClass(), peer.host());
            peer.admit(false);
            return;
        }
        store.clock().observe(message.clock());
        switch (message) {
            case Beat ignored -> throw new IllegalStateException("beats were handled above");
            case Deltas deltas -> merge(peer, deltas);
            case Acknowledged acknowledged -> acknowledged(peer, acknowledged, now);
            case Digests digests -> compare(peer, digests, now);
            case Pull pull -> serve(peer, pull);
            case Chunk chunk -> merge(peer, chunk, now);
        }
    }

    private void heard(Peer peer, Beat beat, long now) {
        if (isClockWrong(peer, beat, now)) {
            peer.admit(false);
            return;
        }
        store.clock().observe(beat.clock());
        if (marks.haveOf(peer.host()) < beat.forgottenUpTo()) {
            startOver(peer, beat.forgottenUpTo(), now);
        }
        var lacksForgotten = beat.have() < marks.forgottenUpTo();
        var isNewlyAdmitted = !lacksForgotten && !peer.isAdmitted();
        peer.admit(!lacksForgotten);
        peer.heard(beat, now, startedAt);
        if (peer.isAdmitted()) {
            marks = marks.withHeard(store.clock().now());
        }
        var becameReachable = peer.becameReachable(now);
        if (becameReachable) {
            log.info("Reached the session store of host={}", peer.host());
            peer.owesDigests(false);
            sendDigests(peer);
        }
        // Both get their echo at once instead of at the next beat.
        if (beat.echo() == 0) {
            peer.owesDigests(true);
        }
        if (becameReachable || isNewlyAdmitted || beat.echo() == 0 || !beat.isListening()) {
            beat(peer, now);
        }
    }

    private boolean isClockWrong(Peer peer, Beat beat, long now) {
        var before = peer.clockAhead();
        var ahead = store.clock().ahead(beat.clock());
        peer.clockHeard(ahead, Duration.ofMillis(beat.jumpMillis()), now);
        var isWrong = ahead.compareTo(settings.maxClockSkew()) > 0;
        if (isWrong && before.compareTo(settings.maxClockSkew()) <= 0) {
            log.error(
                    "The clock of host={} is {} ahead of this node's, and baton.sessions.max-clock-skew allows {}: no sessions are"
                            + " exchanged with it until the clocks of both are right",
                    peer.host(),
                    ahead,
                    settings.maxClockSkew());
        }
        return isWrong;
    }

    /** A host has forgotten deletions that this node never heard of: what was here before the separation can't be trusted. */
    private void startOver(Peer peer, long forgottenUpTo, long now) {
        var createdUpTo = marks.heard() + HEARD_MARGIN;
        var count = store.discard(createdUpTo);
        records.discarded(createdUpTo);
        marks = marks.withHave(peer.host(), forgottenUpTo);
        records.marks(marks.encode());
        if (count > 0) {
            isInSync = false;
            waitingSince = now;
            aloneAfter = settings.aloneAfter().toNanos();
            peer.synced(false);
            log.warn(
                    "Gave up {} sessions from before this node was cut off: it was away for longer than baton.sessions.tombstone-retention ({}),"
                            + " and host={} no longer knows which of them were deleted",
                    count,
                    store.limits().tombstoneRetention(),
                    peer.host());
        }
    }

    private void beat(Peer peer, long now) {
        outbox.tell(
                peer.host(),
                new Beat(
                        self,
                        store.clock().now(),
                        now,
                        peer.lastSent(),
                        marks.forgottenUpTo(),
                        marks.haveOf(peer.host()),
                        peer.isAdmitted(),
                        clockWatch.jump().toMillis()));
    }

    private void sendDigests(Peer peer) {
        peer.owesDigests(false);
        var clock = store.clock().now();
        var asOf = store.clock().millis();
        outbox.tell(peer.host(), new Digests(self, clock, store.clock().tick(), asOf, store.digests(asOf)));
    }

    private void merge(Peer peer, Deltas deltas) {
        var unknown = new ArrayList<Listing.Item>();
        var refused = merge(peer, deltas.entries(), unknown);
        outbox.tell(
                peer.host(),
                new Acknowledged(self, store.clock().now(), deltas.batch(), Listing.encode(unknown), refused));
    }

    /** Returns whether something was refused for want of room. */
    private boolean merge(Peer peer, byte[] encoded, List<Listing.Item> unknown) {
        List<Decoded> entries;
        try {
            entries = store.codec().decode(encoded);
        } catch (IOException e) {
            log.error(
                    "Dropped sessions that host={} sent and this node can't read: are both of one release?",
                    peer.host(),
                    e);
            return true;
        }
        var isChanged = false;
        var isRefused = false;
        var stale = new ArrayList<Delta>();
        for (var entry : entries) {
            store.removedLongAgo(entry.entry()).ifPresent(stale::add);
            var applied = store.apply(entry);
            isChanged |= applied == Applied.CHANGED;
            isRefused |= applied == Applied.REFUSED;
            if (applied == Applied.UNKNOWN) {
                unknown.add(new Listing.Item(entry.entry().id(), 0));
            }
        }
        if (isChanged) {
            records.entries(encoded);
        }
        if (isRefused) {
            counters.refused();
        }
        if (!stale.isEmpty()) {
            submit(stale, Level.LOCAL, ignored -> {}, lastActive);
        }
        return isRefused;
    }

    private void acknowledged(Peer peer, Acknowledged message, long now) {
        if (message.isRefused()) {
            peer.outgoing().refused(message.batch());
        } else {
            var whole = new HashMap<SessionId, List<byte[]>>();
            for (var id : Listing.decode(message.unknown()).keySet()) {
                var entry = store.entry(id);
                whole.put(id, entry == null ? List.of() : EntryCodec.encodeInParts(entry, PeerQueue.CHUNK));
            }
            peer.outgoing().acknowledged(message.batch(), whole);
        }
        peer.outgoing().flush(now);
    }

    private void compare(Peer peer, Digests digests, long now) {
        if (peer.isBusyFor(digests.clock()) || digests.shards().length != Shards.COUNT) {
            return;
        }
        var comparison = new AntiEntropyRound(self, store, message -> outbox.tell(peer.host(), message), digests);
        peer.compare(comparison);
        comparison.pull(now);
        finishIfDone(peer, comparison, now);
    }

    private void serve(Peer peer, Pull pull) {
        new Reply(self, store, message -> outbox.tell(peer.host(), message)).to(pull);
    }

    private void merge(Peer peer, Chunk chunk, long now) {
        merge(peer, chunk.entries(), new ArrayList<>());
        var comparison = peer.comparison();
        if (comparison != null && comparison.isAbout(chunk)) {
            comparison.merged(chunk, now);
            finishIfDone(peer, comparison, now);
        }
    }

    private void finishIfDone(Peer peer, AntiEntropyRound comparison, long now) {
        if (!comparison.isDone()) {
            return;
        }
        peer.compare(null);
        marks = marks.withHave(peer.host(), comparison.upTo() - COMPARED_MARGIN);
        if (!peer.isSynced() && peer.saysAll(comparison.upTo())) {
            log.info("Has all sessions of host={}: entries={}", peer.host(), store.count());
            peer.synced(true);
            records.marks(marks.encode());
        }
        lookWhetherInSync(now);
    }

    private void lookWhetherInSync(long now) {
        if (isInSync) {
            return;
        }
        var hasWaited = now - waitingSince >= aloneAfter;
        var hasAll = peers.values().stream().allMatch(peer -> peer.isReachable(now) ? peer.isSynced() : hasWaited);
        if (hasAll) {
            isInSync = true;
            log.info("Sessions are in sync: entries={} with={}", store.count(), reachable(now));
        }
    }
}
