package baton.actors.sessions.store;

import baton.actors.sessions.store.SessionMessage.Chunk;
import baton.actors.sessions.store.SessionMessage.Pull;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.function.Consumer;

/** The answer to one pull: as many of the differing entries, in the order of their ids, as go into a chunk. */
final class Reply {

    private final String self;
    private final SessionStore store;
    private final Consumer<SessionMessage> send;
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
        while (entries.hasNext()) {
            var entry = entries.next();
            for (var part : EntryCodec.encodeInParts(entry, Outgoing.CHUNK)) {
                if (bytes.size() > 0 && bytes.size() + part.length > Outgoing.CHUNK) {
                    chunk(pull, false, new byte[0]);
                }
                bytes.writeBytes(part);
            }
            if (bytes.size() > Outgoing.CHUNK / 2 && entries.hasNext()) {
                chunk(pull, true, encode(entry.id()));
                return;
            }
        }
        chunk(pull, true, new byte[0]);
    }

    private void chunk(Pull pull, boolean isLastOfReply, byte[] after) {
        send.accept(new Chunk(
                self, store.clock().now(), pull.round(), pull.shard(), bytes.toByteArray(), isLastOfReply, after));
        bytes.reset();
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
