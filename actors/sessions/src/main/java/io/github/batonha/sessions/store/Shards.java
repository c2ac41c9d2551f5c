package io.github.batonha.sessions.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The entries by shard of their id, and what they weigh. Readers take no lock; writers lock the id alone. What two nodes compare
 * is worked out from the hashes that the entries carry, so a write costs nothing extra.
 */
final class Shards {

    static final int COUNT = 256;

    private final List<ConcurrentHashMap<SessionId, Entry>> shards = new ArrayList<>(COUNT);
    private final LongAdder weight = new LongAdder();
    private final LongAdder count = new LongAdder();

    Shards() {
        for (var index = 0; index < COUNT; index++) {
            shards.add(new ConcurrentHashMap<>());
        }
    }

    @Nullable
    Entry get(SessionId id) {
        return shards.get(id.shard()).get(id);
    }

    /** Replaces an entry in one step; null means absent on either side, and the same object that nothing changed. */
    @SuppressWarnings("ReferenceEquality")
    void update(SessionId id, UnaryOperator<@Nullable Entry> change) {
        shards.get(id.shard()).compute(id, (key, old) -> {
            var now = change.apply(old);
            if (now != old) {
                weight.add((now == null ? 0 : now.weight()) - (old == null ? 0 : old.weight()));
                count.add((now == null ? 0 : 1) - (old == null ? 0 : 1));
            }
            return now;
        });
    }

    /** Sees every entry that was there before the call and is still. */
    void forEach(Consumer<Entry> action) {
        shards.forEach(shard -> shard.values().forEach(action));
    }

    /** One sum of hashes a shard over what has to be held at {@code asOf}, which both sides of a comparison must name alike. */
    long[] digests(long asOf, long keepMillis) {
        var sums = new long[COUNT];
        for (var index = 0; index < COUNT; index++) {
            for (var entry : shards.get(index).values()) {
                if (entry.isHeldAt(asOf, keepMillis)) {
                    sums[index] += entry.hash();
                }
            }
        }
        return sums;
    }

    /** What this node holds of a shard: ids and hashes. */
    List<Listing.Item> listing(int shard, long asOf, long keepMillis) {
        var items = new ArrayList<Listing.Item>();
        for (var entry : shards.get(shard).values()) {
            if (entry.isHeldAt(asOf, keepMillis)) {
                items.add(new Listing.Item(entry.id(), entry.hash()));
            }
        }
        return items;
    }

    /** What differs from a listing, or is not in it. */
    List<Entry> differing(int shard, Map<SessionId, Long> listed, long asOf, long keepMillis) {
        var found = new ArrayList<Entry>();
        for (var entry : shards.get(shard).values()) {
            var known = listed.get(entry.id());
            if (entry.isHeldAt(asOf, keepMillis) && (known == null || known != entry.hash())) {
                found.add(entry);
            }
        }
        return found;
    }

    long weight() {
        return weight.sum();
    }

    long count() {
        return count.sum();
    }
}
