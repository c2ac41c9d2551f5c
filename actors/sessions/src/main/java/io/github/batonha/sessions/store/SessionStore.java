package io.github.batonha.sessions.store;

import io.github.batonha.sessions.store.EntryCodec.Decoded;
import io.github.batonha.sessions.store.WriteResult.Delta;
import io.github.batonha.sessions.store.WriteResult.Missing;
import io.github.batonha.sessions.store.WriteResult.Written;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All sessions, on this node. For any number of threads; reads take no lock and touch no disk, writes lock one id. Tells nobody
 * of what it did: whoever writes carries the deltas of the result to the journal and to the other nodes.
 */
public final class SessionStore {

    private static final Logger log = LoggerFactory.getLogger(SessionStore.class);

    /** A touch within this time of the last one is left out: a session may end so much earlier than asked for. */
    static final Duration TOUCH_STEP = Duration.ofSeconds(1);

    /** What became of an entry from elsewhere. */
    public enum Applied {
        CHANGED,
        UNCHANGED,
        /** A change of a session that is not here: the sender should send it whole. */
        UNKNOWN,
        /** This node is at twice its limit. */
        REFUSED
    }

    /**
     * What a sweep did.
     *
     * @param forgottenUpTo the latest stamp of a deletion or removal that was forgotten, 0 if none was
     */
    public record Swept(int expired, int forgotten, long forgottenUpTo) {}

    private final String node;
    private final HybridClock clock;
    private final Limits limits;
    private final Shards shards = new Shards();
    private final Eviction eviction;
    private final Room room;
    private final EntryCodec codec = new EntryCodec();
    private final SecureRandom random = new SecureRandom();
    private final AtomicBoolean hasCutLifetime = new AtomicBoolean();

    public SessionStore(String node, HybridClock clock, Limits limits) {
        this.node = node;
        this.clock = clock;
        this.limits = limits;
        this.eviction = new Eviction(shards, limits, clock);
        this.room = new Room(limits);
    }

    public Room room() {
        return room;
    }

    /** What an operator has to know of the room that is left, once. */
    public Optional<String> lookAtRoom() {
        return room.look(shards.count(), shards.weight());
    }

    public HybridClock clock() {
        return clock;
    }

    public Limits limits() {
        return limits;
    }

    /** From memory of this node; empty if never there, expired or deleted. */
    public Optional<Session> find(SessionId id) {
        return Optional.ofNullable(alive(shards.get(id)));
    }

    private @Nullable Session alive(@Nullable Entry entry) {
        return entry instanceof Session session && session.isAliveAt(clock.millis()) ? session : null;
    }

    public WriteResult create(Duration ttl, List<Change> changes) {
        var ended = whyFull() == null ? List.<Delta>of() : makeRoom(Optional.empty());
        var full = whyFull();
        if (full != null) {
            room.refused();
            return new WriteResult.Full(full);
        }
        var id = SessionId.random(random);
        var stamp = clock.tick();
        var empty = Session.create(id, stamp, allowed(ttl));
        var conditions = Conditional.of(empty, changes);
        var session = empty.with(attributesOf(empty, conditions.holding(), stamp));
        var wrong = isLifetime(ttl) ? whyTooLarge(session, conditions.holding()) : noLifetime(ttl);
        if (wrong != null) {
            return new WriteResult.TooLarge(wrong);
        }
        shards.update(id, absent -> session);
        return new Written(session, joined(List.of(new Delta(session, true)), ended), conditions.leftOut());
    }

    private List<Delta> makeRoom(Optional<SessionId> spared) {
        var ended = eviction.makeRoom(spared);
        room.endedEarly(ended.size());
        return ended;
    }

    private static List<Delta> joined(List<Delta> first, List<Delta> then) {
        var both = new ArrayList<>(first);
        both.addAll(then);
        return both;
    }

    /** All changes or none, but for those of attributes with a condition of their own; touches the session too. */
    public WriteResult change(SessionId id, Condition condition, List<Change> changes) {
        var first = changeOnce(id, condition, changes);
        if (!(first instanceof WriteResult.Full)) {
            return first;
        }
        var ended = makeRoom(Optional.of(id));
        return switch (changeOnce(id, condition, changes)) {
            case Written(var session, var deltas, var leftOut) -> new Written(session, joined(deltas, ended), leftOut);
            case WriteResult.Full full -> {
                room.refused();
                yield full;
            }
            case WriteResult other -> other;
        };
    }

    private WriteResult changeOnce(SessionId id, Condition condition, List<Change> changes) {
        return write(id, session -> {
            if (!condition.holds(session)) {
                return new WriteResult.Conflict(session);
            }
            var stamp = clock.tick();
            var conditions = Conditional.of(session, changes);
            var changed = attributesOf(session, conditions.holding(), stamp);
            var head = session.touchedAt(HybridClock.millisOf(stamp));
            for (var change : changes) {
                head = change instanceof Change.Lifetime(var ttl) ? head.withTtl(allowed(ttl), stamp) : head;
            }
            var after = head.with(changed);
            var forgotten = after.tooManyRemovals(node);
            if (forgotten.isPresent()) {
                changed.add(forgotten.get());
                after = head.with(changed);
            }
            var wrong = isLifetime(after.ttl()) ? whyTooLarge(after, conditions.holding()) : noLifetime(after.ttl());
            if (wrong == null && after.weight() > session.weight() && shards.weight() > limits.totalBytes()) {
                return new WriteResult.Full(fullOfBytes());
            }
            return wrong != null
                    ? new WriteResult.TooLarge(wrong)
                    : new Written(after, List.of(new Delta(head.only(changed), false)), conditions.leftOut());
        });
    }

    /** Begins the session's lifetime anew. Nothing is written when the last touch is less than a second ago. */
    public WriteResult touch(SessionId id) {
        return write(id, session -> {
            var now = clock.millis();
            if (now < session.touchedMillis() + TOUCH_STEP.toMillis()) {
                return new Written(session, List.of());
            }
            var after = session.touchedAt(HybridClock.millisOf(clock.tick()));
            return new Written(after, List.of(new Delta(after.only(List.of()), false)));
        });
    }

    public WriteResult delete(SessionId id) {
        return write(id, session -> new Written(session, List.of(new Delta(new Tombstone(id, clock.tick()), true))));
    }

    /** Gives the session a new id and deletes the old one, as is due whenever a user's rights change. */
    public WriteResult rotate(SessionId id) {
        var deleted = delete(id);
        if (!(deleted instanceof Written(var last, var deltas, var _))) {
            return deleted;
        }
        var successor = last.renamed(SessionId.random(random)).touchedAt(HybridClock.millisOf(clock.tick()));
        shards.update(successor.id(), absent -> successor);
        var both = new ArrayList<>(deltas);
        both.addFirst(new Delta(successor, true));
        return new Written(successor, both);
    }

    private WriteResult write(SessionId id, Function<Session, WriteResult> change) {
        var outcome = new WriteResult[] {new Missing()};
        shards.update(id, entry -> {
            var session = alive(entry);
            if (session == null) {
                return entry;
            }
            outcome[0] = change.apply(session);
            if (!(outcome[0] instanceof Written(var after, var deltas, var _))) {
                return entry;
            }
            var deletion = deltas.stream()
                    .map(Delta::entry)
                    .filter(Tombstone.class::isInstance)
                    .findAny();
            return deletion.orElse(after);
        });
        return outcome[0];
    }

    private List<Attribute> attributesOf(Session session, List<Change> changes, long stamp) {
        var attributes = new ArrayList<Attribute>();
        for (var change : changes) {
            switch (change) {
                case Change.Put(var name, var type, var value) ->
                    attributes.add(Attribute.of(codec.shared(name), codec.shared(type), value.array(), stamp, node));
                case Change.Remove(var name) -> {
                    if (session.attribute(name).isPresent()) {
                        attributes.add(Attribute.removed(codec.shared(name), stamp, node));
                    }
                }
                case Change.PutIfUnchanged ignored ->
                    throw new IllegalStateException("conditions were looked at before");
                case Change.Lifetime ignored -> {}
            }
        }
        return attributes;
    }

    private @Nullable String whyFull() {
        if (shards.count() >= limits.sessions()) {
            return ("this node holds %d sessions and remembered deletions, and baton.sessions.max-sessions allows no more: "
                            + "raise it on all nodes, or let sessions end sooner")
                    .formatted(shards.count());
        }
        return shards.weight() > limits.totalBytes() ? fullOfBytes() : null;
    }

    private String fullOfBytes() {
        return ("the sessions of this node take %d bytes of heap and baton.sessions.max-heap-percent allows %d: "
                        + "raise it and the agents' heap on all nodes, or store less")
                .formatted(shards.weight(), limits.totalBytes());
    }

    private @Nullable String whyTooLarge(Session session, List<Change> changes) {
        for (var change : changes) {
            if (change instanceof Change.Put(var name, var type, var value)) {
                if (name.isEmpty()
                        || name.length() > Limits.NAME_CHARACTERS
                        || type.length() > Limits.NAME_CHARACTERS) {
                    return "names and content types have 1 to %d characters: use a shorter one"
                            .formatted(Limits.NAME_CHARACTERS);
                }
                if (value.array().length > limits.attributeBytes()) {
                    return "attribute \"%s\" has %d bytes and baton.sessions.max-attribute-kib allows %d: store less in it"
                            .formatted(name, value.array().length, limits.attributeBytes());
                }
            }
        }
        if (session.weight() > limits.sessionBytes()) {
            return "the session would take %d bytes and baton.sessions.max-session-kib allows %d: store less in it"
                    .formatted(session.weight(), limits.sessionBytes());
        }
        var attributes = session.attributes().size();
        if (attributes > limits.attributes()) {
            return "the session would have %d attributes and at most %d are allowed: keep what belongs together in one"
                    .formatted(attributes, limits.attributes());
        }
        return null;
    }

    private static boolean isLifetime(Duration ttl) {
        return ttl.compareTo(Duration.ofMillis(1)) >= 0;
    }

    private static String noLifetime(Duration ttl) {
        return "a lifetime of %s is shorter than 1 ms: ask for more".formatted(ttl);
    }

    /** Who asks for more gets the most: "for ever" is what containers call no limit, and no reason to lose a request's changes. */
    private Duration allowed(Duration ttl) {
        if (ttl.isNegative()) {
            return Duration.ZERO; // is refused, and most negative ones are not a number of milliseconds
        }
        if (ttl.compareTo(limits.maxTtl()) <= 0) {
            return ttl;
        }
        if (!hasCutLifetime.getAndSet(true)) {
            log.warn(
                    "A session was to live for {} after its last use, and baton.sessions.max-ttl is {}: it lives for that, as will others"
                            + " that ask for more; raise max-ttl on all nodes if they need it",
                    ttl,
                    limits.maxTtl());
        }
        return limits.maxTtl();
    }

    /** Merges what came from another node. Something expired is not taken up again. */
    Applied apply(Decoded incoming) {
        return apply(incoming, false);
    }

    /** Merges encoded entries of the journal; fails if the bytes are not entries. */
    public void load(byte[] entries) throws IOException {
        for (var entry : codec.decode(entries)) {
            load(entry);
        }
    }

    /** Merges what the journal holds, where a change may stand before the creation that it belongs to. */
    Applied load(Decoded incoming) {
        clock.observe(latestStamp(incoming.entry()));
        return apply(incoming, true);
    }

    /**
     * What another node still has although it was removed so long ago that the removal itself is forgotten here: it has to be told
     * again. Empty almost always.
     */
    Optional<Delta> removedLongAgo(Entry incoming) {
        if (shards.get(incoming.id()) instanceof Session mine && incoming instanceof Session theirs) {
            var removed = mine.removedLongAgo(theirs);
            return removed.isEmpty() ? Optional.empty() : Optional.of(new Delta(mine.only(removed), false));
        }
        return Optional.empty();
    }

    // Merging gives the same object, not an equal one, when nothing changed.
    @SuppressWarnings("ReferenceEquality")
    private Applied apply(Decoded incoming, boolean isOwn) {
        var outcome = new Applied[] {Applied.UNCHANGED};
        var entry = incoming.entry();
        shards.update(entry.id(), old -> {
            if (old != null) {
                var merged = old.merge(entry);
                outcome[0] = merged == old ? Applied.UNCHANGED : Applied.CHANGED;
                return merged;
            }
            outcome[0] = newcomer(incoming, isOwn);
            return outcome[0] == Applied.CHANGED ? entry : null;
        });
        return outcome[0];
    }

    private Applied newcomer(Decoded incoming, boolean isOwn) {
        if (isOwn) {
            return Applied.CHANGED;
        }
        if (!incoming.entry().isHeldAt(clock.millis(), keepMillis())) {
            return Applied.UNCHANGED;
        }
        if (!incoming.isWhole()) {
            return Applied.UNKNOWN;
        }
        return shards.weight() > 2 * limits.totalBytes() ? Applied.REFUSED : Applied.CHANGED;
    }

    private static long latestStamp(Entry entry) {
        return switch (entry) {
            case Tombstone deleted -> deleted.stamp();
            case Session session ->
                session.all().stream()
                        .mapToLong(Attribute::stamp)
                        .reduce(Math.max(session.createdStamp(), session.ttlStamp()), Math::max);
        };
    }

    EntryCodec codec() {
        return codec;
    }

    /** Whole, as it would be sent to a node that lacks it; null if there is nothing to send. */
    @Nullable
    Entry entry(SessionId id) {
        var entry = shards.get(id);
        return entry != null && entry.isHeldAt(clock.millis(), keepMillis()) ? entry : null;
    }

    long[] digests(long asOf) {
        return shards.digests(asOf, keepMillis());
    }

    byte[] listing(int shard, long asOf) {
        return Listing.encode(shards.listing(shard, asOf, keepMillis()));
    }

    List<Entry> differing(int shard, byte[] listing, long asOf) {
        Map<SessionId, Long> listed = Listing.decode(listing);
        return shards.differing(shard, listed, asOf, keepMillis());
    }

    /** Drops what has expired and what need not be remembered any more. Takes milliseconds for each 100 000 entries. */
    public Swept sweep() {
        var now = clock.millis();
        var oldest = Math.max(HybridClock.ofMillis(now - keepMillis()), oldestOfMostDeletions());
        var sweep = new Sweep(shards, now, oldest);
        shards.forEach(sweep::visit);
        return sweep.done();
    }

    /** Deletions take at most half of the places; beyond that the oldest are forgotten early. */
    private long oldestOfMostDeletions() {
        var stamps = new ArrayList<Long>();
        shards.forEach(entry -> {
            if (entry instanceof Tombstone deleted) {
                stamps.add(deleted.stamp());
            }
        });
        var most = limits.sessions() / 2;
        if (stamps.size() <= most) {
            return Long.MIN_VALUE;
        }
        var sorted = stamps.stream().mapToLong(Long::longValue).toArray();
        Arrays.sort(sorted);
        return sorted[sorted.length - most];
    }

    /**
     * Gives up the sessions that were made up to a stamp: this node was away for so long that others may have deleted them and
     * forgotten that they did.
     */
    public int discard(long createdUpTo) {
        var count = new int[1];
        shards.forEach(entry -> {
            if (entry instanceof Session session && session.createdStamp() <= createdUpTo) {
                shards.update(session.id(), now -> now instanceof Tombstone ? now : null);
                count[0]++;
            }
        });
        return count[0];
    }

    /** Moves all lifetimes along with a wall clock that stays where it jumped to. */
    void move(Duration jump) {
        var present = HybridClock.ofMillis(clock.physicalMillis());
        shards.forEach(entry ->
                shards.update(entry.id(), now -> now == null ? null : now.moved(jump.toMillis(), present)));
    }

    /** Sets back to the present what a wrong clock stamped with a time to come, and the clock. Returns how many entries. */
    int setBack() {
        var present = HybridClock.ofMillis(clock.physicalMillis());
        var count = setBack(present);
        clock.reset(present);
        // Those that were written since, still by the old clock.
        return count + setBack(present);
    }

    private int setBack(long present) {
        var count = new int[1];
        shards.forEach(entry -> shards.update(entry.id(), now -> {
            var moved = now == null ? null : now.moved(0, present);
            count[0] += moved != null && !moved.equals(now) ? 1 : 0;
            return moved;
        }));
        return count[0];
    }

    /** Everything held, each whole, for a snapshot. */
    public void forEach(Consumer<byte[]> encoded) {
        shards.forEach(entry -> encoded.accept(EntryCodec.encode(entry, true)));
    }

    /** Entries held, deletions that are remembered among them. */
    public long count() {
        return shards.count();
    }

    /** Estimated bytes of heap. */
    public long weight() {
        return shards.weight();
    }

    private long keepMillis() {
        return limits.tombstoneRetention().toMillis();
    }
}
