package io.github.batonha.sessions.store;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * An immutable state of a session. Attributes merge one by one (the later write of each), the later touch counts, and of two
 * lifetimes the one that was set later. It ends at {@code touched + ttl} and that is never told to anybody: each node works it
 * out, so expiry leaves nothing behind.
 */
public final class Session implements Entry {

    private static final Attribute[] NONE = {};
    /** Object, id, attribute array and the map's node, rounded. */
    private static final int OVERHEAD = 192;

    /** Most marks of removed attributes. */
    static final int MOST_REMOVALS = 128;
    /** No attribute has this name: its mark says up to when removals have been forgotten. */
    private static final String FORGOTTEN = "";

    private final SessionId id;
    private final long created;
    private final long touched;
    private final long ttlMillis;
    private final long ttlStamp;
    private final Attribute[] attributes;
    private final long contentHash;
    private final int weight;

    private Session(SessionId id, long created, long touched, long ttlMillis, long ttlStamp, Attribute[] attributes) {
        this.id = id;
        this.created = created;
        this.touched = touched;
        this.ttlMillis = ttlMillis;
        this.ttlStamp = ttlStamp;
        this.attributes = attributes;
        var hash = Hash.mix(Hash.mix(id.high() ^ id.low(), created), Hash.mix(ttlMillis, ttlStamp));
        var heap = OVERHEAD;
        for (var attribute : attributes) {
            hash += attribute.hash();
            heap += attribute.weight();
        }
        this.contentHash = hash;
        this.weight = heap;
    }

    static Session create(SessionId id, long stamp, Duration ttl) {
        return new Session(id, stamp, HybridClock.millisOf(stamp), ttl.toMillis(), stamp, NONE);
    }

    /** For the codec: attributes in the order of their names. */
    static Session restore(
            SessionId id, long created, long touched, long ttlMillis, long ttlStamp, List<Attribute> attributes) {
        return new Session(id, created, touched, ttlMillis, ttlStamp, attributes.toArray(NONE));
    }

    Session touchedAt(long millis) {
        return millis <= touched ? this : new Session(id, created, millis, ttlMillis, ttlStamp, attributes);
    }

    Session withTtl(Duration ttl, long stamp) {
        return new Session(id, created, touched, ttl.toMillis(), stamp, attributes);
    }

    Session with(List<Attribute> changed) {
        return mergeSession(only(changed));
    }

    /** This session with nothing but the given attributes: what a write costs on the wire and in the journal. */
    Session only(List<Attribute> some) {
        var sorted = some.toArray(NONE);
        Arrays.sort(sorted, (a, b) -> a.name().compareTo(b.name()));
        return new Session(id, created, touched, ttlMillis, ttlStamp, sorted);
    }

    /** The same content under another id, as after a log-in. */
    Session renamed(SessionId other) {
        return new Session(other, created, touched, ttlMillis, ttlStamp, attributes);
    }

    @Override
    // The same object says that nothing changed.
    @SuppressWarnings("ReferenceEquality")
    public Session moved(long millis, long present) {
        var latest = HybridClock.millisOf(present);
        var moved = new Attribute[attributes.length];
        var isSame = created <= present && ttlStamp <= present && touched <= latest && millis == 0;
        for (var index = 0; index < moved.length; index++) {
            moved[index] = attributes[index].notAfter(present);
            isSame &= moved[index] == attributes[index];
        }
        return isSame
                ? this
                : new Session(
                        id,
                        Math.min(created, present),
                        Math.min(touched + millis, latest),
                        ttlMillis,
                        Math.min(ttlStamp, present),
                        moved);
    }

    /**
     * Where names are used once each, the marks of those removed would pile up. Beyond so many the older half is dropped, and one
     * mark that has no name says up to when: a value as old as that which is not here was removed.
     */
    Optional<Attribute> tooManyRemovals(String node) {
        var stamps = Arrays.stream(attributes)
                .filter(Attribute::isRemoved)
                .mapToLong(Attribute::stamp)
                .sorted()
                .toArray();
        return stamps.length <= MOST_REMOVALS
                ? Optional.empty()
                : Optional.of(Attribute.removed(FORGOTTEN, stamps[stamps.length - MOST_REMOVALS / 2], node));
    }

    private static long forgottenUpTo(Attribute[] attributes) {
        // The empty name comes first.
        return attributes.length > 0 && attributes[0].name().equals(FORGOTTEN) ? attributes[0].stamp() : Long.MIN_VALUE;
    }

    private static boolean isForgotten(Attribute attribute, long upTo) {
        return attribute.stamp() <= upTo
                && attribute.isRemoved()
                && !attribute.name().equals(FORGOTTEN);
    }

    /** Marks of values in {@code theirs} whose removal was forgotten here. */
    List<Attribute> removedLongAgo(Session theirs) {
        var upTo = forgottenUpTo(attributes);
        return Arrays.stream(theirs.attributes)
                .filter(value -> !value.isRemoved()
                        && value.stamp() <= upTo
                        && known(value.name()).isEmpty())
                .map(Attribute::asRemoved)
                .toList();
    }

    /** Without the marks of attributes that were removed before {@code stamp}. */
    Session forgetRemovals(long stamp) {
        var kept = new ArrayList<Attribute>(attributes.length);
        for (var attribute : attributes) {
            if (!attribute.isRemoved() || attribute.stamp() >= stamp) {
                kept.add(attribute);
            }
        }
        return kept.size() == attributes.length
                ? this
                : new Session(id, created, touched, ttlMillis, ttlStamp, kept.toArray(NONE));
    }

    // The same object, not an equal one, says that nothing changed.
    @SuppressWarnings("ReferenceEquality")
    Session mergeSession(Session other) {
        var ttlFromOther = other.ttlStamp != ttlStamp ? other.ttlStamp > ttlStamp : other.ttlMillis > ttlMillis;
        var merged = mergeAttributes(attributes, other.attributes);
        if (merged == attributes && !ttlFromOther && other.touched <= touched && other.created >= created) {
            return this;
        }
        return new Session(
                id,
                Math.min(created, other.created),
                Math.max(touched, other.touched),
                ttlFromOther ? other.ttlMillis : ttlMillis,
                ttlFromOther ? other.ttlStamp : ttlStamp,
                merged);
    }

    /** Neither a mark nor a value of that age is news for who has forgotten removals up to then. */
    private static boolean isOld(Attribute theirs, long forgottenUpTo) {
        return theirs.stamp() <= forgottenUpTo && !theirs.name().equals(FORGOTTEN);
    }

    /** Merges two arrays sorted by name; gives {@code mine} itself when {@code theirs} adds nothing. */
    @SuppressWarnings("ReferenceEquality")
    private static Attribute[] mergeAttributes(Attribute[] mine, Attribute[] theirs) {
        var merged = new Attribute[mine.length + theirs.length];
        var size = 0;
        var left = 0;
        var right = 0;
        var unchanged = true;
        var forgotten = forgottenUpTo(mine);
        while (left < mine.length || right < theirs.length) {
            var order = left == mine.length
                    ? 1
                    : right == theirs.length ? -1 : mine[left].name().compareTo(theirs[right].name());
            if (order > 0 && isOld(theirs[right], forgotten)) {
                right++;
                continue;
            }
            var next = order < 0 ? mine[left] : order > 0 ? theirs[right] : Attribute.later(mine[left], theirs[right]);
            unchanged &= left < mine.length && next == mine[left];
            left += order <= 0 ? 1 : 0;
            right += order >= 0 ? 1 : 0;
            merged[size++] = next;
        }
        return unchanged ? mine : withoutForgotten(Arrays.copyOf(merged, size));
    }

    private static Attribute[] withoutForgotten(Attribute[] merged) {
        var upTo = forgottenUpTo(merged);
        return upTo == Long.MIN_VALUE
                ? merged
                : Arrays.stream(merged)
                        .filter(attribute -> !isForgotten(attribute, upTo))
                        .toArray(Attribute[]::new);
    }

    @Override
    public SessionId id() {
        return id;
    }

    public Instant created() {
        return Instant.ofEpochMilli(HybridClock.millisOf(created));
    }

    long createdStamp() {
        return created;
    }

    public Instant touched() {
        return Instant.ofEpochMilli(touched);
    }

    long touchedMillis() {
        return touched;
    }

    public Duration ttl() {
        return Duration.ofMillis(ttlMillis);
    }

    long ttlStamp() {
        return ttlStamp;
    }

    public Instant expires() {
        return Instant.ofEpochMilli(touched + ttlMillis);
    }

    /** What is set, in the order of names. */
    public List<Attribute> attributes() {
        return Arrays.stream(attributes)
                .filter(attribute -> !attribute.isRemoved())
                .toList();
    }

    public Optional<Attribute> attribute(String name) {
        return known(name).filter(attribute -> !attribute.isRemoved());
    }

    private Optional<Attribute> known(String name) {
        for (var attribute : attributes) {
            if (attribute.name().equals(name)) {
                return Optional.of(attribute);
            }
        }
        return Optional.empty();
    }

    /** Removed ones among them. */
    List<Attribute> all() {
        return Arrays.asList(attributes);
    }

    /** Changes with every change of an attribute or of the lifetime, not with a touch; what {@code If-Match} compares. */
    public String tag() {
        return Long.toHexString(contentHash);
    }

    @Override
    public long hash() {
        return Hash.mix(contentHash, touched);
    }

    @Override
    public int weight() {
        return weight;
    }

    @Override
    public boolean isHeldAt(long millis, long keepMillis) {
        return isAliveAt(millis);
    }

    boolean isAliveAt(long millis) {
        return touched + ttlMillis > millis;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Session that
                && id.equals(that.id)
                && created == that.created
                && touched == that.touched
                && ttlMillis == that.ttlMillis
                && ttlStamp == that.ttlStamp
                && Arrays.equals(attributes, that.attributes);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public String toString() {
        return "session " + id + " " + Arrays.toString(attributes);
    }
}
