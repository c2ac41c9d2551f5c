package io.github.batonha.sessions.store;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The ids and hashes of a shard as bytes: what one node tells another so that it is sent only what differs. */
final class Listing {

    private static final int ITEM = SessionId.BYTES + Long.BYTES;

    record Item(SessionId id, long hash) {}

    private Listing() {}

    static byte[] encode(List<Item> items) {
        var bytes = ByteBuffer.allocate(items.size() * ITEM);
        for (var item : items) {
            bytes.putLong(item.id().high())
                    .putLong(item.id().middle())
                    .putLong(item.id().low())
                    .putLong(item.hash());
        }
        return bytes.array();
    }

    static Map<SessionId, Long> decode(byte[] bytes) {
        var in = ByteBuffer.wrap(bytes);
        var hashes = HashMap.<SessionId, Long>newHashMap(bytes.length / ITEM);
        while (in.remaining() >= ITEM) {
            hashes.put(new SessionId(in.getLong(), in.getLong(), in.getLong()), in.getLong());
        }
        return hashes;
    }
}
