package baton.supervision.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One daemon thread for the datagrams of all {@link NotifySocket}s of this JVM, begun with the first of them. */
final class NotifyPoll {

    private static final Logger log = LoggerFactory.getLogger(NotifyPoll.class);
    private static final NotifyPoll ONE = new NotifyPoll();
    private static final short POLLIN = 1;
    private static final long POLLFD = 8; // struct pollfd { int fd; short events; short revents; }
    private static final int FOR_EVER = -1;
    private static final Duration TRY_AGAIN_AFTER = Duration.ofSeconds(1);

    private record Listening(NotifySocket socket, Consumer<List<String>> listener) {}

    private record Told(Listening to, List<String> messages) {}

    private final Map<Integer, Listening> byDescriptor = new HashMap<>();
    /** Those that wait for {@link #goOn}. */
    private final Set<Integer> held = new HashSet<>();

    private final int wakeUp = Libc.eventfd();

    private NotifyPoll() {
        if (wakeUp < 0) {
            throw new IllegalStateException("eventfd failed with error number %d: raise ulimit -n".formatted(-wakeUp));
        }
        Thread.ofPlatform().daemon().name("baton-notify").start(this::run);
    }

    static void add(NotifySocket socket, Consumer<List<String>> listener) {
        synchronized (ONE) {
            ONE.byDescriptor.put(socket.descriptor(), new Listening(socket, listener));
            ONE.wake();
        }
    }

    static void goOn(NotifySocket socket) {
        synchronized (ONE) {
            if (ONE.isThere(socket) && ONE.held.remove(socket.descriptor())) {
                ONE.wake();
            }
        }
    }

    /** Closes its descriptor: with the lock held, so that nobody reads from another one of that number. */
    static void remove(NotifySocket socket) {
        synchronized (ONE) {
            if (!socket.closes()) {
                return;
            }
            if (ONE.isThere(socket)) {
                ONE.byDescriptor.remove(socket.descriptor());
                ONE.held.remove(socket.descriptor());
            }
            Libc.close(socket.descriptor());
            ONE.wake();
        }
    }

    private boolean isThere(NotifySocket socket) {
        var listening = byDescriptor.get(socket.descriptor());
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
            } catch (RuntimeException e) {
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
        var messages = listening.socket().receive();
        if (!messages.isEmpty()) {
            held.add(descriptor);
        }
        return new Told(listening, messages);
    }
}
