package io.github.batonha.sessions.store;

import io.github.batonha.sessions.store.SessionMessage.Deltas;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Writes on their way to one host: sent at once while few batches are unacknowledged, else gathered into larger ones. Nothing is
 * sent twice: what is not acknowledged in time is given up, and the next comparison finds it.
 */
final class PeerQueue {

    /** Well below the 256 KiB that a message may have. */
    static final int CHUNK = 96 * 1024;

    private static final int UNACKNOWLEDGED_BATCHES = 4;
    private static final long QUEUED_BYTES = 16L * 1024 * 1024;

    private record Item(
            SessionId id,
            @SuppressWarnings("ArrayRecordComponent") byte[] bytes,
            PendingWrite write) {}

    private record Batch(long sentAt, List<Item> items) {}

    private final String self;
    private final String host;
    private final HybridClock clock;
    private final Consumer<SessionMessage> send;
    private final Deque<Item> queue = new ArrayDeque<>();
    private final Map<Long, Batch> unacknowledged = new LinkedHashMap<>();
    private long queuedBytes;

    PeerQueue(String self, String host, HybridClock clock, Consumer<SessionMessage> send) {
        this.self = self;
        this.host = host;
        this.clock = clock;
        this.send = send;
    }

    /** Returns false if so much is waiting that this was not taken. */
    boolean add(SessionId id, List<byte[]> parts, PendingWrite write) {
        if (queuedBytes > QUEUED_BYTES) {
            return false;
        }
        write.await(host, parts.size());
        for (var part : parts) {
            queue.add(new Item(id, part, write));
            queuedBytes += part.length;
        }
        return true;
    }

    void flush(long now) {
        while (!queue.isEmpty() && unacknowledged.size() < UNACKNOWLEDGED_BATCHES) {
            var items = new ArrayList<Item>();
            var bytes = new ByteArrayOutputStream();
            while (!queue.isEmpty()
                    && (items.isEmpty() || bytes.size() + queue.peek().bytes().length <= CHUNK)) {
                var item = queue.remove();
                items.add(item);
                bytes.writeBytes(item.bytes());
            }
            queuedBytes -= bytes.size();
            // A stamp is used once, also across restarts, so an acknowledgement from before one finds nothing.
            var number = clock.tick();
            unacknowledged.put(number, new Batch(now, items));
            send.accept(new Deltas(self, clock.now(), number, bytes.toByteArray()));
        }
    }

    /** Takes note. {@code unknown}: what the host lacks, with what to send instead; an empty list if there is nothing to send any more */
    void acknowledged(long number, Map<SessionId, List<byte[]>> unknown) {
        var batch = unacknowledged.remove(number);
        if (batch == null) {
            return;
        }
        for (var item : batch.items()) {
            var whole = unknown.get(item.id());
            if (whole != null && !whole.isEmpty() && !add(item.id(), whole, item.write())) {
                item.write().failed(host);
            } else {
                item.write().acknowledgedOne(host);
            }
        }
    }

    void refused(long number) {
        var batch = unacknowledged.remove(number);
        if (batch != null) {
            batch.items().forEach(item -> item.write().failed(host));
        }
    }

    boolean isOverdue(long now, long withinNanos) {
        return !unacknowledged.isEmpty()
                && now - unacknowledged.values().iterator().next().sentAt() > withinNanos;
    }

    /** Acknowledgements have as long again as after sending: it was this node that paused. */
    void waitAnew(long now) {
        unacknowledged.replaceAll((number, batch) -> new Batch(now, batch.items()));
    }

    void giveUp() {
        var items = new ArrayList<Item>();
        unacknowledged.values().forEach(batch -> items.addAll(batch.items()));
        items.addAll(queue);
        unacknowledged.clear();
        queue.clear();
        queuedBytes = 0;
        items.forEach(item -> item.write().failed(host));
    }
}
