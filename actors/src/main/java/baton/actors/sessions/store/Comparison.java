package baton.actors.sessions.store;

import baton.actors.sessions.store.SessionMessage.Chunk;
import baton.actors.sessions.store.SessionMessage.Digests;
import baton.actors.sessions.store.SessionMessage.Pull;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** This node catching up with one host: pulls the shards that differ, a few at a time, each in chunks. */
final class Comparison {

    private static final int SHARDS_AT_ONCE = 4;
    private static final byte[] FROM_THE_BEGINNING = {};

    private final String self;
    private final SessionStore store;
    private final Consumer<SessionMessage> send;
    private final Digests digests;
    private final Deque<Integer> differing = new ArrayDeque<>();
    private final Map<Integer, Long> pulledAt = new HashMap<>();

    Comparison(String self, SessionStore store, Consumer<SessionMessage> send, Digests digests) {
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
        while (pulledAt.size() < SHARDS_AT_ONCE && !differing.isEmpty()) {
            pull(differing.remove(), FROM_THE_BEGINNING, now);
        }
    }

    private void pull(int shard, byte[] after, long now) {
        pulledAt.put(shard, now);
        var asOf = digests.asOf();
        var listing = store.listing(shard, asOf);
        send.accept(new Pull(self, store.clock().now(), digests.round(), asOf, shard, after, listing));
    }

    boolean isAbout(Chunk chunk) {
        return chunk.round() == digests.round() && pulledAt.containsKey(chunk.shard());
    }

    /** After the chunk's entries were merged. */
    void merged(Chunk chunk, long now) {
        pulledAt.put(chunk.shard(), now);
        if (!chunk.isLastOfReply()) {
            return;
        }
        if (chunk.after().length > 0) {
            pull(chunk.shard(), chunk.after(), now);
        } else {
            pulledAt.remove(chunk.shard());
            pull(now);
        }
    }

    boolean isDone() {
        return differing.isEmpty() && pulledAt.isEmpty();
    }

    boolean isStuck(long now, long withinNanos) {
        return pulledAt.values().stream().anyMatch(at -> now - at > withinNanos);
    }

    /** The host's clock when it made the digests: once done, this node has all that the host had then. */
    long upTo() {
        return digests.clock();
    }
}
