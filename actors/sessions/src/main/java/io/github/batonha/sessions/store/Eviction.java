package io.github.batonha.sessions.store;

import io.github.batonha.sessions.store.WriteResult.Delta;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * Makes room in a full store: ends sessions that nobody came back to after the request that made them, as crawlers leave them. Empty ones
 * go first, of each kind the oldest, and last those of the last ten seconds. They end by their lifetime, so nothing has to be remembered of them. Any thread.
 */
final class Eviction {

    /** One pass over the entries makes room for several sessions. */
    private static final int MOST_AT_ONCE = 1000;

    private static final Duration ALREADY_OVER = Duration.ofMillis(1);
    /** The request that made it may still go on, and fill it. */
    private static final Duration YOUNG = Duration.ofSeconds(10);

    private final Shards shards;
    private final Limits limits;
    private final HybridClock clock;

    Eviction(Shards shards, Limits limits, HybridClock clock) {
        this.shards = shards;
        this.limits = limits;
        this.clock = clock;
    }

    static boolean isUnused(Session session) {
        return session.touchedMillis() - HybridClock.millisOf(session.createdStamp())
                < SessionStore.TOUCH_STEP.toMillis();
    }

    /** What the other nodes and the journal need of it; empty if there is nobody to go. */
    synchronized List<Delta> makeRoom(Optional<SessionId> spared) {
        var ended = new ArrayList<Delta>();
        for (var session : candidates()) {
            if (hasRoom()) {
                break;
            }
            if (spared.filter(session.id()::equals).isPresent()) {
                continue;
            }
            shards.update(session.id(), held -> {
                if (held instanceof Session now && isUnused(now)) {
                    ended.add(new Delta(now.withTtl(ALREADY_OVER, clock.tick()).only(List.of()), false));
                    return null;
                }
                return held;
            });
        }
        return ended;
    }

    private boolean hasRoom() {
        return shards.count() < limits.sessions() - limits.sessions() / MOST_AT_ONCE
                && shards.weight() <= limits.totalBytes() - limits.totalBytes() / MOST_AT_ONCE;
    }

    private Comparator<Session> firstToGo() {
        var recent = HybridClock.ofMillis(clock.millis() - YOUNG.toMillis());
        return Comparator.comparing((Session session) -> session.createdStamp() > recent)
                .thenComparing(session -> !session.attributes().isEmpty())
                .thenComparingLong(Session::createdStamp);
    }

    private List<Session> candidates() {
        if (hasRoom()) {
            return List.of();
        }
        var firstToGo = firstToGo();
        var first = new PriorityQueue<>(firstToGo.reversed());
        shards.forEach(entry -> {
            if (entry instanceof Session session && isUnused(session)) {
                first.add(session);
                if (first.size() > MOST_AT_ONCE) {
                    first.remove();
                }
            }
        });
        var sorted = new ArrayList<>(first);
        sorted.sort(firstToGo);
        return sorted;
    }
}
