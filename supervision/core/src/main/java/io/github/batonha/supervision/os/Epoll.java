package io.github.batonha.supervision.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;

/**
 * Waits for any of many descriptors to become readable, at a cost that does not grow with their number. Any number of threads wait,
 * each by a {@link Waiter} of its own, and any thread adds meanwhile.
 */
final class Epoll {

    private static final int ADD = 1;
    private static final int EPOLLIN = 1;
    private static final int EPOLLONESHOT = 1 << 30;
    private static final int MOST = 256;

    // struct epoll_event { uint32_t events; uint64_t data; }, packed on x86-64 alone.
    private static final boolean IS_PACKED = "amd64".equals(System.getProperty("os.arch"));
    private static final long DATA = IS_PACKED ? 4 : 8;
    private static final long SIZE = DATA + 8;

    private final int descriptor = Libc.epollCreate();

    Epoll() {
        if (descriptor < 0) {
            throw new IllegalStateException(
                    "epoll_create1 failed with error number %d: raise ulimit -n".formatted(-descriptor));
        }
    }

    /**
     * Begins to wait for a descriptor, of which one waiter is told, once. When all copies of it are closed, it is forgotten.
     *
     * @param key by which it is told; no other one's, ever, where waiters are to tell a late word from one of another descriptor
     * @return 0, or a negated errno
     */
    int addOnce(int watched, long key) {
        return add(watched, key, EPOLLIN | EPOLLONESHOT);
    }

    /** As above, of which all waiters are told, again and again, as long as it is readable. */
    int addForAll(int watched, long key) {
        return add(watched, key, EPOLLIN);
    }

    private int add(int watched, long key, int kinds) {
        try (var arena = Arena.ofConfined()) {
            var event = arena.allocate(SIZE, 8);
            event.set(JAVA_INT, 0, kinds);
            event.set(JAVA_LONG_UNALIGNED, DATA, key);
            return Libc.epollControl(descriptor, ADD, watched, event);
        }
    }

    void close() {
        Libc.close(descriptor);
    }

    /** For one thread. */
    final class Waiter {

        private final MemorySegment events = Arena.ofAuto().allocate(SIZE * MOST, 8);

        /**
         * Waits for descriptors that are readable.
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
    }
}
