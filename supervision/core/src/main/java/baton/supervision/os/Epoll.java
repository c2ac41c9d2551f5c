package baton.supervision.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;

/**
 * Waits for any of many descriptors to become readable, at a cost that does not grow with their number. One thread waits; any
 * thread adds and removes meanwhile.
 */
final class Epoll {

    private static final int ADD = 1;
    private static final int DELETE = 2;
    private static final int EPOLLIN = 1;
    private static final int MOST = 256;

    // struct epoll_event { uint32_t events; uint64_t data; }, packed on x86-64 alone.
    private static final boolean IS_PACKED = "amd64".equals(System.getProperty("os.arch"));
    private static final long DATA = IS_PACKED ? 4 : 8;
    private static final long SIZE = DATA + 8;

    private final int descriptor = Libc.epollCreate();
    private final MemorySegment events = Arena.ofAuto().allocate(SIZE * MOST, 8);

    Epoll() {
        if (descriptor < 0) {
            throw new IllegalStateException(
                    "epoll_create1 failed with error number %d: raise ulimit -n".formatted(-descriptor));
        }
    }

    /**
     * Begins to wait for a descriptor.
     *
     * @param key what {@link #key} tells of it
     * @return 0, or a negated errno
     */
    int add(int watched, long key) {
        try (var arena = Arena.ofConfined()) {
            var event = arena.allocate(SIZE, 8);
            event.set(JAVA_INT, 0, EPOLLIN);
            event.set(JAVA_LONG_UNALIGNED, DATA, key);
            return Libc.epollControl(descriptor, ADD, watched, event);
        }
    }

    /**
     * To be called before it is closed: a child that is being spawned may hold the same file for a moment, which would be told of
     * still.
     */
    void remove(int watched) {
        try (var arena = Arena.ofConfined()) {
            Libc.epollControl(descriptor, DELETE, watched, arena.allocate(SIZE, 8));
        }
    }

    /**
     * Waits for descriptors that are readable; each is told of again and again as long as it is.
     *
     * @return how many there are, 0 where none came in time, or a negated errno
     */
    int await(Duration within) {
        return Libc.epollWait(descriptor, events, MOST, (int) within.toMillis());
    }

    /** The key of one of those that the last {@link #await} told of. */
    long key(int index) {
        return events.get(JAVA_LONG_UNALIGNED, index * SIZE + DATA);
    }

    void close() {
        Libc.close(descriptor);
    }
}
