package io.github.batonha.actors.node;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The agent's own output to a terminal, a pipe or a journal. Writing never waits for the reader. Lines that do not fit into a bounded
 * queue are dropped and counted; the count is printed when the reader goes on. Any thread.
 */
final class Console extends OutputStream {

    private static final int MOST_BYTES = 256 << 10;

    private final OutputStream reader;
    private final Duration flushedWithin;
    private final Deque<byte[]> queue = new ArrayDeque<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final Condition emptied = lock.newCondition();
    private int bytes;
    private long dropped;
    private boolean isWriting;

    private Console(OutputStream reader, Duration flushedWithin) {
        this.reader = reader;
        this.flushedWithin = flushedWithin;
    }

    /** @param flushedWithin how long {@link #flush} waits for the reader at most */
    static Console to(OutputStream reader, Duration flushedWithin) {
        var console = new Console(reader, flushedWithin);
        Thread.ofPlatform().daemon().name("console").start(console::run);
        return console;
    }

    @Override
    public void write(int one) {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] text, int from, int length) {
        lock.lock();
        try {
            if (bytes + length > MOST_BYTES) {
                dropped += lines(text, from, length);
                return;
            }
            queue.add(Arrays.copyOfRange(text, from, from + length));
            bytes += length;
            filled.signal();
        } finally {
            lock.unlock();
        }
    }

    private static long lines(byte[] text, int from, int length) {
        var lines = 0;
        for (var i = from; i < from + length; i++) {
            lines += text[i] == '\n' ? 1 : 0;
        }
        return lines;
    }

    /** Waits until all is read, but not for long. */
    @Override
    public void flush() {
        lock.lock();
        try {
            var left = flushedWithin.toNanos();
            while ((isWriting || !queue.isEmpty() || dropped > 0) && left > 0) {
                left = emptied.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        while (true) {
            var text = next();
            if (text == null) {
                return;
            }
            try {
                reader.write(text);
                reader.flush();
            } catch (IOException nobodyReads) {
                // Nobody to tell: the same lines stand in agent.log.
            }
        }
    }

    private byte @Nullable [] next() {
        lock.lock();
        try {
            isWriting = false;
            while (queue.isEmpty() && dropped == 0) {
                emptied.signalAll();
                filled.await(1, TimeUnit.HOURS);
            }
            isWriting = true;
            var text = queue.poll();
            if (text == null) {
                text = notShown();
            } else {
                bytes -= text.length;
            }
            return text;
        } catch (InterruptedException e) {
            return null;
        } finally {
            lock.unlock();
        }
    }

    /** Stands where the lines would have: behind all that was queued before them. */
    private byte[] notShown() {
        var text = "%d lines were not shown here, as nobody read them in time: see agent.log%n".formatted(dropped);
        dropped = 0;
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
