package io.github.batonha.sessions.store;

import io.github.batonha.sessions.store.SessionMessage.Chunk;
import io.github.batonha.sessions.store.SessionMessage.Digests;
import io.github.batonha.sessions.store.SessionMessage.Pull;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** This node catching up with one host: pulls the shards that differ, a few at a time, each in chunks. */
final class AntiEntropyRound {

    private static final int SHARDS_AT_ONCE = 4;
    private static final byte[] FROM_THE_BEGINNING = {};

    private final String self;
    private final SessionStore store;
    private final Consumer<SessionMessage> send;
    private final Digests digests;
    private final Deque<Integer> differing = new ArrayDeque<>();
    private final Map<Integer, Pulled> pulled = new HashMap<>();
    private long steps;

    /** A pull whose answer is not whole yet. */
    private record Pulled(long step, long at, Set<Integer> parts) {}

    AntiEntropyRound(String self, SessionStore store, Consumer<SessionMessage> send, Digests digests) {
        this.self = self;
        this.store = store;
        this.send = send;
        this.digests = digests;
        var mine = store.digests(digests.asOf());
        for (var shard = 0; shard < mine.length; shard++) {
            if (mine[shard] != digests.shards()[shard]) {
                differing.add(shard);
            }
        }
    }

    void pull(long now) {
        while (pulled.size() < SHARDS_AT_ONCE && !differing.isEmpty()) {
            pull(differing.remove(), FROM_THE_BEGINNING, now);
        }
    }

    private void pull(int shard, byte[] after, long now) {
        steps++;
        pulled.put(shard, new Pulled(steps, now, new HashSet<>()));
        var asOf = digests.asOf();
        var listing = store.listing(shard, asOf);
        send.accept(new Pull(self, store.clock().now(), digests.round(), asOf, shard, steps, after, listing));
    }

    boolean isAbout(Chunk chunk) {
        var waiting = pulled.get(chunk.shard());
        return chunk.round() == digests.round() && waiting != null && waiting.step() == chunk.step();
    }

    /** After the chunk's entries were merged. */
    void merged(Chunk chunk, long now) {
        var waiting = pulled.get(chunk.shard());
        if (waiting == null
                || !waiting.parts().add(chunk.part())
                || waiting.parts().size() < chunk.parts()) {
            return;
        }
        if (chunk.after().length > 0) {
            pull(chunk.shard(), chunk.after(), now);
        } else {
            pulled.remove(chunk.shard());
            pull(now);
        }
    }

    boolean isDone() {
        return differing.isEmpty() && pulled.isEmpty();
    }

    boolean isStuck(long now, long withinNanos) {
        return pulled.values().stream().anyMatch(waiting -> now - waiting.at() > withinNanos);
    }

    /** The host's clock when it made the digests: once done, this node has all that the host had then. */
    long upTo() {
        return digests.clock();
    }
}
