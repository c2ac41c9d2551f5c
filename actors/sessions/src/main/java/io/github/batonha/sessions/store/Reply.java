package io.github.batonha.sessions.store;

import io.github.batonha.sessions.store.SessionMessage.Chunk;
import io.github.batonha.sessions.store.SessionMessage.Pull;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/** The answer to one pull: as many of the differing entries, in the order of their ids, as go into a chunk. */
final class Reply {

    private static final byte[] NOTHING = {};

    private final String self;
    private final SessionStore store;
    private final Consumer<SessionMessage> send;
    private final List<byte[]> chunks = new ArrayList<>();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Reply(String self, SessionStore store, Consumer<SessionMessage> send) {
        this.self = self;
        this.store = store;
        this.send = send;
    }

    void to(Pull pull) {
        var after = pull.after();
        var entries = store.differing(pull.shard(), pull.listing(), pull.asOf()).stream()
                .filter(entry -> after.length == 0 || entry.id().compareTo(decode(after)) > 0)
                .sorted(Comparator.comparing(Entry::id))
                .iterator();
        var goOn = NOTHING;
        while (entries.hasNext() && goOn.length == 0) {
            var entry = entries.next();
            EntryCodec.encodeInParts(entry, PeerQueue.CHUNK).forEach(this::add);
            if (bytes.size() + chunks.size() * PeerQueue.CHUNK > PeerQueue.CHUNK / 2 && entries.hasNext()) {
                goOn = encode(entry.id());
            }
        }
        chunks.add(bytes.toByteArray());
        var clock = store.clock().now();
        for (var part = 0; part < chunks.size(); part++) {
            send.accept(new Chunk(
                    self, clock, pull.round(), pull.shard(), chunks.get(part), pull.step(), part, chunks.size(), goOn));
        }
    }

    private void add(byte[] part) {
        if (bytes.size() > 0 && bytes.size() + part.length > PeerQueue.CHUNK) {
            chunks.add(bytes.toByteArray());
            bytes.reset();
        }
        bytes.writeBytes(part);
    }

    private static byte[] encode(SessionId id) {
        return ByteBuffer.allocate(SessionId.BYTES)
                .putLong(id.high())
                .putLong(id.middle())
                .putLong(id.low())
                .array();
    }

    private static SessionId decode(byte[] bytes) {
        var in = ByteBuffer.wrap(bytes);
        return new SessionId(in.getLong(), in.getLong(), in.getLong());
    }
}
