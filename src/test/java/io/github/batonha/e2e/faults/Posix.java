package io.github.batonha.e2e.faults;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The few system calls that the faults need and the JDK has no door to. A negative result is a failure. */
final class Posix {
    static final int SIGKILL = 9;
    static final int SIGTERM = 15;
    static final int SIGCONT = 18;
    static final int SIGSTOP = 19;

    private static final int O_RDONLY = 0;
    private static final int O_RDWR = 2;
    private static final int O_NONBLOCK = 0x800;
    private static final int O_CLOEXEC = 0x80000;
    private static final int CLONE_NEWNET = 0x4000_0000;
    private static final long TUNSETIFF = 0x4004_54caL;
    private static final int IFREQ_BYTES = 40;
    private static final int IFREQ_FLAGS = 16;
    private static final short TAP_WITHOUT_HEADER = 0x1002;
    private static final short POLLIN = 1;

    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
    private static final MethodHandle KILL = handle("kill", FunctionDescriptor.of(INT, INT, INT));
    private static final MethodHandle OPEN =
            handle("open", FunctionDescriptor.of(INT, ValueLayout.ADDRESS, INT), Linker.Option.firstVariadicArg(2));
    private static final MethodHandle CLOSE = handle("close", FunctionDescriptor.of(INT, INT));
    private static final MethodHandle SETNS = handle("setns", FunctionDescriptor.of(INT, INT, INT));
    private static final MethodHandle IOCTL = handle(
            "ioctl", FunctionDescriptor.of(INT, INT, LONG, ValueLayout.ADDRESS), Linker.Option.firstVariadicArg(2));
    private static final MethodHandle POLL = handle("poll", FunctionDescriptor.of(INT, ValueLayout.ADDRESS, LONG, INT));
    private static final MethodHandle READ =
            handle("read", FunctionDescriptor.of(LONG, INT, ValueLayout.ADDRESS, LONG));
    private static final MethodHandle WRITE =
            handle("write", FunctionDescriptor.of(LONG, INT, ValueLayout.ADDRESS, LONG));

    private Posix() {}

    private interface Call {
        long apply() throws Throwable;
    }

    static boolean kill(long pid, int signal) {
        return call(() -> (int) KILL.invokeExact((int) pid, signal)) == 0;
    }

    /** Makes an Ethernet interface in a network namespace. What its host sends is read from the result, and the other way round. */
    static int openTap(Path namespace, String name) throws InterruptedException {
        int[] tap = {-1};
        // A thread of its own, because it leaves the namespace of this process for good.
        var thread = Thread.ofPlatform().start(() -> tap[0] = tapOfThisThread(namespace, name));
        thread.join();
        if (tap[0] < 0) {
            throw new AssertionError(
                    "no tap %s in %s: is /dev/net/tun there, and is this root?".formatted(name, namespace));
        }
        return tap[0];
    }

    private static int tapOfThisThread(Path namespace, String name) {
        int there = open(namespace.toString(), O_RDONLY);
        boolean isIn = call(() -> (int) SETNS.invokeExact(there, CLONE_NEWNET)) == 0;
        close(there);
        int tap = isIn ? open("/dev/net/tun", O_RDWR) : -1;
        try (var arena = Arena.ofConfined()) {
            var request = arena.allocate(IFREQ_BYTES, Long.BYTES);
            request.setString(0, name, StandardCharsets.US_ASCII);
            request.set(ValueLayout.JAVA_SHORT, IFREQ_FLAGS, TAP_WITHOUT_HEADER);
            return call(() -> (int) IOCTL.invokeExact(tap, TUNSETIFF, request)) == 0 ? tap : -1;
        }
    }

    private static int open(String path, int flags) {
        try (var arena = Arena.ofConfined()) {
            var name = arena.allocateFrom(path);
            return (int) call(() -> (int) OPEN.invokeExact(name, flags | O_NONBLOCK | O_CLOEXEC));
        }
    }

    /** Whether there is something to read, after at most this time. */
    static boolean isReadable(int descriptor, int millis) {
        try (var arena = Arena.ofConfined()) {
            var request = arena.allocate(8, 4);
            request.set(INT, 0, descriptor);
            request.set(ValueLayout.JAVA_SHORT, 4, POLLIN);
            return call(() -> (int) POLL.invokeExact(request, 1L, millis)) > 0;
        }
    }

    /** Number of bytes read, not positive where there is nothing. */
    static int read(int descriptor, MemorySegment into) {
        return (int) call(() -> (long) READ.invokeExact(descriptor, into, into.byteSize()));
    }

    static void write(int descriptor, byte[] bytes) {
        try (var arena = Arena.ofConfined()) {
            var segment = arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes);
            var _ = call(() -> (long) WRITE.invokeExact(descriptor, segment, segment.byteSize()));
        }
    }

    static void close(int descriptor) {
        var _ = call(() -> (int) CLOSE.invokeExact(descriptor));
    }

    private static long call(Call call) {
        try {
            return call.apply();
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    private static MethodHandle handle(String name, FunctionDescriptor descriptor, Linker.Option... options) {
        var linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().find(name).orElseThrow(), descriptor, options);
    }
}
