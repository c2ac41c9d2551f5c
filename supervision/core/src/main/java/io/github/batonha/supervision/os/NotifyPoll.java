package io.github.batonha.supervision.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.github.batonha.supervision.os.NotifySocket.Message;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One daemon thread that waits for all {@link NotifySocket}s of this JVM, begun with the first of them. */
final class NotifyPoll {

    private static final Logger log = LoggerFactory.getLogger(NotifyPoll.class);
    private static @Nullable NotifyPoll one;

    private static final short POLLIN = 1;
    private static final long POLLFD = 8; // struct pollfd { int fd; short events; short revents; }
    private static final int FOR_EVER = -1;
    private static final Duration TRY_AGAIN_AFTER = Duration.ofSeconds(1);

    private record Listening(NotifySocket socket, Consumer<List<Message>> listener) {}

    private record Told(Listening to, List<Message> messages) {}

    private final Map<Integer, Listening> byDescriptor = new HashMap<>();
    /** Those that wait for {@link #goOn}. */
    private final Set<Integer> held = new HashSet<>();

    private final int wakeUp;

    private NotifyPoll(int wakeUp) {
        this.wakeUp = wakeUp;
    }

    /** To be called before anything else; does nothing when it was called before. */
    static synchronized void begin() throws IOException {
        if (one != null) {
            return;
        }
        var wakeUp = Libc.eventfd();
        if (wakeUp < 0) {
            throw new IOException("eventfd failed with error number %d: raise ulimit -n".formatted(-wakeUp));
        }
        var begun = new NotifyPoll(wakeUp);
        Thread.ofPlatform().daemon().name("baton-notify").start(begun::run);
        one = begun;
    }

    private static synchronized NotifyPoll one() {
        return Objects.requireNonNull(one);
    }

    static void add(NotifySocket socket, Consumer<List<Message>> listener) {
        var poll = one();
        synchronized (poll) {
            if (!socket.isOpen()) {
                return; // its descriptors may be others' by now
            }
            var listening = new Listening(socket, listener);
            poll.byDescriptor.put(socket.datagrams(), listening);
            poll.byDescriptor.put(socket.streams(), listening);
            poll.wake();
        }
    }

    static void goOn(NotifySocket socket) {
        var poll = one();
        synchronized (poll) {
            if (poll.isThere(socket) && poll.held.removeAll(Set.of(socket.datagrams(), socket.streams()))) {
                poll.wake();
            }
        }
    }

    /** The next connection of a socket, negative where there is none, or where it was closed. */
    static int accept(NotifySocket socket) {
        var poll = one();
        synchronized (poll) {
            return poll.isThere(socket) ? UnixSockets.accept(socket.streams()) : -1;
        }
    }

    /** Closes its descriptors: with the lock held, so that nobody reads from another one of that number. */
    static void remove(NotifySocket socket) {
        var poll = one();
        synchronized (poll) {
            if (!socket.closes()) {
                return;
            }
            var isThere = poll.isThere(socket);
            for (var descriptor : List.of(socket.datagrams(), socket.streams())) {
                if (isThere) {
                    poll.byDescriptor.remove(descriptor);
                    poll.held.remove(descriptor);
                }
                Libc.close(descriptor);
            }
            poll.wake();
        }
    }

    private boolean isThere(NotifySocket socket) {
        var listening = byDescriptor.get(socket.datagrams());
        return listening != null && listening.socket() == socket;
    }

    private void wake() {
        try (var arena = Arena.ofConfined()) {
            Libc.write(wakeUp, arena.allocateFrom(JAVA_LONG, 1L));
        }
    }

    private void run() {
        while (true) {
            try (var arena = Arena.ofConfined()) {
                pollOnce(arena);
            } catch (RuntimeException | Error e) {
                // Not even for want of memory may it end: all watchdogs would take that for silence.
                log.error("Could not tell what processes say: tries again", e);
                LockSupport.parkNanos(TRY_AGAIN_AFTER.toNanos());
            }
        }
    }

    private void pollOnce(Arena arena) {
        List<Integer> descriptors;
        synchronized (this) {
            descriptors = new ArrayList<>(byDescriptor.keySet());
            descriptors.removeAll(held);
        }
        descriptors.add(wakeUp);
        var pollfds = arena.allocate(POLLFD * descriptors.size(), 4);
        for (var i = 0; i < descriptors.size(); i++) {
            pollfds.set(JAVA_INT, i * POLLFD, descriptors.get(i));
            pollfds.set(JAVA_SHORT, i * POLLFD + 4, POLLIN);
        }
        var ready = Libc.poll(pollfds, descriptors.size(), FOR_EVER);
        if (ready < 0 && ready != -Libc.EINTR) {
            log.error("Could not wait for what processes say, error number {}: tries again", -ready);
            LockSupport.parkNanos(TRY_AGAIN_AFTER.toNanos());
        }
        for (var i = 0; ready > 0 && i < descriptors.size(); i++) {
            if (pollfds.get(JAVA_SHORT, i * POLLFD + 6) != 0) {
                became(descriptors.get(i), arena);
            }
        }
    }

    private void became(int descriptor, Arena arena) {
        if (descriptor == wakeUp) {
            Libc.read(wakeUp, arena.allocate(JAVA_LONG));
            return;
        }
        var told = receive(descriptor);
        if (told != null && !told.messages().isEmpty()) {
            told.to().listener().accept(told.messages());
        }
    }

    private synchronized @Nullable Told receive(int descriptor) {
        var listening = byDescriptor.get(descriptor);
        if (listening == null) {
            return null;
        }
        var socket = listening.socket();
        if (descriptor == socket.streams()) {
            // Whoever is connected may take his time.
            held.add(descriptor);
            Thread.startVirtualThread(() -> socket.receiveStreams(listening.listener()));
            return null;
        }
        var messages = socket.receive();
        if (!messages.isEmpty()) {
            held.add(descriptor);
        }
        return new Told(listening, messages);
    }
}
