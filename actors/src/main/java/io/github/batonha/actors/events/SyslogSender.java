package io.github.batonha.actors.events;

import io.github.batonha.actors.api.SyslogFigures;
import io.github.batonha.conf.model.SyslogTarget;
import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the events of a node as syslog, in their order, from those of this agent on. The log itself is the queue: where the receiver is away, sending
 * goes on after the last event that was sent, and what is not kept any more by then is counted as dropped. A thread of its own, which
 * waits for news; nobody waits for it.
 */
final class SyslogSender implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SyslogSender.class);
    private static final Duration AGAIN_AFTER = Duration.ofSeconds(5);
    private static final Duration END_WITHIN = Duration.ofSeconds(1);
    private static final int CONNECT_MILLIS = 5000;
    private static final int AT_ONCE = 200;

    private final EventLog events;
    private final SyslogTarget target;
    private final long againMillis;
    private final long pid = ProcessHandle.current().pid();
    private final Semaphore news = new Semaphore(0);
    private final Runnable listener = news::release;
    private final Thread sending = Thread.ofVirtual().name("baton-syslog").unstarted(this::run);
    private volatile long position;
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private volatile boolean isUp = true;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile @Nullable Connection connection;

    private SyslogSender(EventLog events, SyslogTarget target, Duration again) {
        this.events = events;
        this.target = target;
        this.againMillis = again.toMillis();
        this.position = events.newest();
    }

    /** From the next event on. */
    static SyslogSender start(EventLog events, SyslogTarget target) {
        return start(events, target, AGAIN_AFTER);
    }

    static SyslogSender start(EventLog events, SyslogTarget target, Duration again) {
        var sender = new SyslogSender(events, target, again);
        events.onNews(sender.listener);
        sender.sending.start();
        return sender;
    }

    /** Any thread. */
    SyslogFigures figures() {
        return new SyslogFigures(isUp, sent.get(), dropped.get(), Math.max(0, events.newest() - position));
    }

    private void run() {
        try {
            while (closing.getCount() > 0 || position < events.newest()) {
                var _ = news.drainPermits();
                if (position >= events.newest()) {
                    news.acquire();
                } else if (!sendSome() && closing.await(againMillis, TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            disconnect();
        }
    }

    /** False where the receiver can't be reached. */
    private boolean sendSome() {
        try {
            var page = events.after(position, null, AT_ONCE);
            for (var event : page.events()) {
                // Numbers have a gap before one that stands for those that are not kept any more, and has the number of
                // their last.
                send(SyslogMessage.of(event, pid));
                // Only now: what could not be sent is looked at once more, and would count again.
                dropped.addAndGet(event.seq() > position + 1 ? event.seq() - position : 0);
                sent.incrementAndGet();
                position = event.seq();
            }
            position = page.upTo();
            if (!isUp) {
                LOG.info("Sends events to {} again", target);
            }
            isUp = true;
            return true;
        } catch (IOException | RuntimeException e) {
            disconnect();
            if (isUp) {
                LOG.warn(
                        "Could not send events to {}, and tries again every {} ms: {}",
                        target,
                        againMillis,
                        e.toString());
            }
            isUp = false;
            return false;
        }
    }

    private void send(byte[] message) throws IOException {
        var open = connection;
        if (open == null) {
            open = target.isTcp() ? Stream.to(target) : Datagrams.to(target);
            connection = open;
        }
        open.send(message);
    }

    private void disconnect() {
        var open = connection;
        if (open != null) {
            open.close();
            connection = null;
        }
    }

    /** What is written is sent, if the receiver takes it at once. */
    @Override
    public void close() {
        closing.countDown();
        events.forget(listener);
        news.release();
        try {
            if (isUp) {
                var _ = sending.join(END_WITHIN);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        disconnect();
    }

    /** A way to the receiver. */
    private sealed interface Connection {
        void send(byte[] message) throws IOException;

        void close();
    }

    /** A message, a datagram (RFC 5426). */
    private record Datagrams(DatagramSocket socket) implements Connection {
        static Datagrams to(SyslogTarget target) throws IOException {
            var socket = new DatagramSocket();
            socket.connect(address(target));
            return new Datagrams(socket);
        }

        @Override
        public void send(byte[] message) throws IOException {
            socket.send(new DatagramPacket(message, message.length));
        }

        @Override
        public void close() {
            socket.close();
        }
    }

    /** Each message after its length (RFC 6587). */
    private record Stream(Socket socket, OutputStream out) implements Connection {
        static Stream to(SyslogTarget target) throws IOException {
            var socket = new Socket(Proxy.NO_PROXY);
            socket.connect(address(target), CONNECT_MILLIS);
            return new Stream(socket, socket.getOutputStream());
        }

        @Override
        public void send(byte[] message) throws IOException {
            var head = (message.length + " ").getBytes(StandardCharsets.US_ASCII);
            var framed = new byte[head.length + message.length];
            System.arraycopy(head, 0, framed, 0, head.length);
            System.arraycopy(message, 0, framed, head.length, message.length);
            out.write(framed);
        }

        @Override
        public void close() {
            try {
                socket.close();
            } catch (IOException e) {
                LOG.debug("Could not close the way to the receiver", e);
            }
        }
    }

    private static InetSocketAddress address(SyslogTarget target) throws IOException {
        var address = new InetSocketAddress(target.host(), target.port());
        if (address.isUnresolved()) {
            throw new IOException(target.host() + " has no address");
        }
        return address;
    }
}
