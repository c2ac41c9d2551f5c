package io.github.batonha.sessions.journal;

import io.github.batonha.sessions.store.JournalSink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was written, appended to a file in the node's folder: it is in the kernel's hands when a write is answered, so it outlives
 * the agent, a kill -9 included. Against the loss of the machine it helps only as far as it was forced: see {@link #force}.
 *
 * <p>One thread of its own writes; what queued up meanwhile goes in one call. Entries merge, so their order does not matter, and
 * a compaction needs no pause: it begins a new file, writes all entries into a snapshot beside it, and deletes what is older.
 */
public final class Journal implements JournalSink, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Journal.class);
    private static final int MOST_AT_ONCE = 1024 * 1024;

    /** What the writer's thread is told. */
    private sealed interface Order {
        CompletableFuture<Void> done();

        record Append(
                Frame.Kind kind,
                @SuppressWarnings("ArrayRecordComponent") byte[] body,
                CompletableFuture<Void> done) implements Order {}

        record NextFile(CompletableFuture<Void> done) implements Order {}

        record End(CompletableFuture<Void> done) implements Order {}
    }

    private final JournalFiles files;
    private final BlockingQueue<Order> queue = new LinkedBlockingQueue<>();
    private final Thread writer;
    private volatile FileChannel channel;
    private volatile long size;
    /** A record may be missing or cut: only a snapshot makes the journal whole again. */
    private volatile boolean isBroken;

    private Journal(JournalFiles files) throws IOException {
        this.files = files;
        this.channel = create(files.journal(files.next()));
        this.writer = Thread.ofPlatform().daemon().name("sessions-journal").unstarted(this::write);
    }

    /** Begins a new file after those that are there. Reading them is {@link JournalReader}'s. */
    public static Journal open(Path folder) throws IOException {
        var journal = new Journal(JournalFiles.in(folder));
        journal.writer.start();
        return journal;
    }

    private static FileChannel create(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.APPEND);
    }

    /** Completes when the kernel has the bytes, or exceptionally when it does not take them. */
    public CompletableFuture<Void> write(byte[] entries) {
        return append(Frame.Kind.ENTRIES, entries);
    }

    @Override
    public void entries(byte[] encoded) {
        var _ = append(Frame.Kind.ENTRIES, encoded);
    }

    @Override
    public void marks(byte[] encoded) {
        var _ = append(Frame.Kind.MARKS, encoded);
    }

    @Override
    public void discarded(long createdUpTo) {
        var body = ByteBuffer.allocate(Long.BYTES).putLong(createdUpTo).array();
        var _ = append(Frame.Kind.DISCARDED, body);
    }

    private CompletableFuture<Void> append(Frame.Kind kind, byte[] body) {
        return order(new Order.Append(kind, body, new CompletableFuture<>()));
    }

    private CompletableFuture<Void> order(Order order) {
        queue.add(order);
        return order.done();
    }

    /** Bytes in the newest file. */
    public long size() {
        return size;
    }

    public boolean isBroken() {
        return isBroken;
    }

    /** Makes what was written so far survive the loss of power. Blocks for as long as the disk takes. */
    public void force() throws IOException {
        channel.force(false);
    }

    /**
     * Writes all there is into a snapshot and deletes older files. Blocks the caller, not the writers.
     *
     * @param entries gives each entry, whole, at least as new as it was when this was called
     * @param marks asked once the new file is begun
     */
    public void compact(Consumer<Consumer<byte[]>> entries, Supplier<byte[]> marks) throws IOException {
        order(new Order.NextFile(new CompletableFuture<>())).join();
        var number = files.newest();
        var temporary = files.unfinishedSnapshot(number);
        try (var out = FileChannel.open(
                temporary, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            var snapshot = new Snapshot(out);
            snapshot.add(Frame.Kind.MARKS, marks.get());
            entries.accept(entry -> snapshot.add(Frame.Kind.ENTRIES, entry));
            snapshot.finish();
            out.force(true);
        }
        files.finishSnapshot(number);
    }

    private void write() {
        var orders = new ArrayList<Order>();
        while (true) {
            orders.clear();
            try {
                orders.add(queue.take());
            } catch (InterruptedException nobodyDoesThat) {
                return;
            }
            queue.drainTo(orders, 1024);
            if (!writeAll(orders)) {
                return;
            }
        }
    }

    /** Returns false at the end. */
    private boolean writeAll(List<Order> orders) {
        var group = new ArrayList<Order.Append>();
        for (var order : orders) {
            switch (order) {
                case Order.Append append -> group.add(append);
                case Order.NextFile(var done) -> {
                    append(group);
                    nextFile(done);
                }
                case Order.End(var done) -> {
                    append(group);
                    done.complete(null);
                    return false;
                }
            }
        }
        append(group);
        return true;
    }

    private void append(List<Order.Append> group) {
        var from = 0;
        while (from < group.size()) {
            var to = from;
            var bytes = 0;
            while (to < group.size() && (to == from || bytes < MOST_AT_ONCE)) {
                bytes += Frame.sizeOf(group.get(to++).body());
            }
            append(group.subList(from, to), bytes);
            from = to;
        }
        group.clear();
    }

    private void append(List<Order.Append> group, int bytes) {
        var buffer = ByteBuffer.allocate(bytes);
        group.forEach(item -> Frame.put(buffer, item.kind(), item.body()));
        buffer.flip();
        try {
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            size = written(bytes);
            group.forEach(item -> item.done().complete(null));
        } catch (IOException e) {
            if (!isBroken) {
                log.error(
                        "Could not append to the journal of sessions in {}: sessions stay in memory and on the other nodes, and would"
                                + " be lost with them; make room on the disk",
                        files.folder(),
                        e);
            }
            isBroken = true;
            group.forEach(item -> item.done().completeExceptionally(e));
        }
    }

    /** Only the writer's thread changes the size. */
    private long written(int bytes) {
        return size + bytes;
    }

    private void nextFile(CompletableFuture<Void> done) {
        try {
            var next = create(files.journal(files.next()));
            channel.close();
            channel = next;
            size = 0;
            isBroken = false;
            done.complete(null);
        } catch (IOException e) {
            isBroken = true;
            done.completeExceptionally(e);
        }
    }

    /** Writes what is queued. */
    @Override
    public void close() throws IOException {
        order(new Order.End(new CompletableFuture<>())).join();
        channel.close();
    }

    /** Gathers records into large writes. */
    private static final class Snapshot {

        private final FileChannel out;
        private final ByteBuffer buffer = ByteBuffer.allocate(4 * MOST_AT_ONCE);

        Snapshot(FileChannel out) {
            this.out = out;
        }

        void add(Frame.Kind kind, byte[] body) {
            if (buffer.remaining() < Frame.sizeOf(body)) {
                flush();
            }
            Frame.put(buffer, kind, body);
        }

        private void flush() {
            try {
                buffer.flip();
                while (buffer.hasRemaining()) {
                    out.write(buffer);
                }
                buffer.clear();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void finish() throws IOException {
            try {
                flush();
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        }
    }
}
