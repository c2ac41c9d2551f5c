package io.github.batonha.supervision.os;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/** The system calls that the JDK has no door to. A negative result is a negated errno. */
final class Libc {

    static final int EPERM = 1;
    static final int ENOENT = 2;
    static final int ESRCH = 3;
    static final int EINTR = 4;
    static final int E2BIG = 7;
    static final int ENOEXEC = 8;
    static final int ECHILD = 10;
    static final int EAGAIN = 11;
    static final int ENOMEM = 12;
    static final int EACCES = 13;
    static final int ENFILE = 23;
    static final int EMFILE = 24;
    static final int ETXTBSY = 26;
    static final int ENOSYS = 38;

    private static final long SYS_PIDFD_SEND_SIGNAL = 424;
    private static final long SYS_PIDFD_OPEN = 434;
    private static final int PR_SET_CHILD_SUBREAPER = 36;
    private static final int WNOHANG = 1;
    private static final int SC_CLK_TCK = 2;
    private static final int SC_PAGESIZE = 30;
    private static final int MADV_DONTNEED = 4;
    private static final int EFD_CLOEXEC = 0x80000;
    private static final int EFD_NONBLOCK = 0x800;
    private static final int EPOLL_CLOEXEC = 0x80000;
    private static final int O_CLOEXEC = 0x80000;
    private static final int O_NONBLOCK = 0x800;
    private static final int SHUT_RDWR = 2;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout CAPTURED = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = CAPTURED.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    /** Where the kernel's error number is put: to make such a place for each call takes longer than most calls. */
    private static final ThreadLocal<MemorySegment> ERRNO_OF_THREAD =
            ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(CAPTURED));

    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;

    private static final MethodHandle PIDFD_OPEN =
            withErrno("syscall", FunctionDescriptor.of(LONG, LONG, INT, INT), Linker.Option.firstVariadicArg(1));
    private static final MethodHandle PIDFD_SEND_SIGNAL = withErrno(
            "syscall",
            FunctionDescriptor.of(LONG, LONG, INT, INT, ValueLayout.ADDRESS, INT),
            Linker.Option.firstVariadicArg(1));
    private static final MethodHandle POLL =
            withErrno("poll", FunctionDescriptor.of(INT, ValueLayout.ADDRESS, LONG, INT));
    private static final MethodHandle EPOLL_CREATE = withErrno("epoll_create1", FunctionDescriptor.of(INT, INT));
    private static final MethodHandle EPOLL_CTL =
            withErrno("epoll_ctl", FunctionDescriptor.of(INT, INT, INT, INT, ValueLayout.ADDRESS));
    private static final MethodHandle EPOLL_WAIT =
            withErrno("epoll_wait", FunctionDescriptor.of(INT, INT, ValueLayout.ADDRESS, INT, INT));
    private static final MethodHandle PRCTL =
            withErrno("prctl", FunctionDescriptor.of(INT, INT, LONG), Linker.Option.firstVariadicArg(1));
    private static final MethodHandle WAITPID =
            withErrno("waitpid", FunctionDescriptor.of(INT, INT, ValueLayout.ADDRESS, INT));
    private static final MethodHandle EVENTFD = withErrno("eventfd", FunctionDescriptor.of(INT, INT, INT));
    private static final MethodHandle PIPE = withErrno("pipe2", FunctionDescriptor.of(INT, ValueLayout.ADDRESS, INT));
    private static final MethodHandle READ =
            withErrno("read", FunctionDescriptor.of(LONG, INT, ValueLayout.ADDRESS, LONG));
    private static final MethodHandle WRITE =
            withErrno("write", FunctionDescriptor.of(LONG, INT, ValueLayout.ADDRESS, LONG));
    private static final MethodHandle SHUTDOWN = withErrno("shutdown", FunctionDescriptor.of(INT, INT, INT));
    private static final MethodHandle KILL = withErrno("kill", FunctionDescriptor.of(INT, INT, INT));
    private static final MethodHandle MADVISE = withErrno("madvise", FunctionDescriptor.of(INT, LONG, LONG, INT));
    private static final MethodHandle CLOSE = plain("close", FunctionDescriptor.of(INT, INT));
    private static final MethodHandle SYSCONF = plain("sysconf", FunctionDescriptor.of(LONG, INT));

    private Libc() {}

    /** A function that tells errors by its result, not by errno. */
    static MethodHandle plain(String name, FunctionDescriptor descriptor) {
        return LINKER.downcallHandle(address(name), descriptor);
    }

    static MethodHandle withErrno(String name, FunctionDescriptor descriptor, Linker.Option... more) {
        var options = new Linker.Option[more.length + 1];
        options[0] = Linker.Option.captureCallState("errno");
        System.arraycopy(more, 0, options, 1, more.length);
        return LINKER.downcallHandle(address(name), descriptor, options);
    }

    private static MemorySegment address(String name) {
        return LINKER.defaultLookup()
                .find(name)
                .orElseThrow(() -> new UnsupportedOperationException(
                        ("The C library has no function '%s': processes are started by means of Linux with glibc 2.34 "
                                        + "or later. Run the agent on such a host")
                                .formatted(name)));
    }

    /** A descriptor that becomes readable when the process has ended; closed on exec. */
    static int pidfdOpen(long pid) {
        return (int) call(errno -> (long) PIDFD_OPEN.invokeExact(errno, SYS_PIDFD_OPEN, (int) pid, 0));
    }

    static int pidfdSendSignal(int pidfd, int signal) {
        return (int) call(errno -> (long)
                PIDFD_SEND_SIGNAL.invokeExact(errno, SYS_PIDFD_SEND_SIGNAL, pidfd, signal, MemorySegment.NULL, 0));
    }

    /** Waits for an event on the given array of {@code struct pollfd}; 0 where none came in time. */
    static int poll(MemorySegment pollfds, long count, int timeoutMillis) {
        return (int) call(errno -> (int) POLL.invokeExact(errno, pollfds, count, timeoutMillis));
    }

    /** A set of descriptors that can be waited for; closed on exec. */
    static int epollCreate() {
        return (int) call(errno -> (int) EPOLL_CREATE.invokeExact(errno, EPOLL_CLOEXEC));
    }

    /** @param event a {@code struct epoll_event}; not looked at where the descriptor is taken out */
    static int epollControl(int epoll, int operation, int descriptor, MemorySegment event) {
        return (int) call(errno -> (int) EPOLL_CTL.invokeExact(errno, epoll, operation, descriptor, event));
    }

    /** How many events were written to the array of {@code struct epoll_event}; 0 where none came in time. */
    static int epollWait(int epoll, MemorySegment events, int most, int timeoutMillis) {
        return (int) call(errno -> (int) EPOLL_WAIT.invokeExact(errno, epoll, events, most, timeoutMillis));
    }

    /** From now on, what loses its parent among the descendants of this process becomes its child. */
    static int becomeSubreaper() {
        return (int) call(errno -> (int) PRCTL.invokeExact(errno, PR_SET_CHILD_SUBREAPER, 1L));
    }

    /** Takes the status of an ended child; waits for its end. */
    static int waitpid(long pid, MemorySegment status) {
        return (int) call(errno -> (int) WAITPID.invokeExact(errno, (int) pid, status, 0));
    }

    /** Takes the status of a child if it has ended; 0 where it has not. */
    static int reap(long pid, MemorySegment status) {
        return (int) call(errno -> (int) WAITPID.invokeExact(errno, (int) pid, status, WNOHANG));
    }

    /**
     * Only for a child that nobody has waited for: any other pid may be another process by now.
     *
     * @param child negated where its process group is meant
     */
    static int kill(long child, int signal) {
        return (int) call(errno -> (int) KILL.invokeExact(errno, (int) child, signal));
    }

    static int eventfd() {
        return (int) call(errno -> (int) EVENTFD.invokeExact(errno, 0, EFD_CLOEXEC | EFD_NONBLOCK));
    }

    /** Puts both ends into an array of two, that for reading first; neither is inherited, and reading never waits. */
    static int pipe(MemorySegment ends) {
        return (int) call(errno -> (int) PIPE.invokeExact(errno, ends, O_CLOEXEC | O_NONBLOCK));
    }

    static long read(int descriptor, MemorySegment to) {
        return call(errno -> (long) READ.invokeExact(errno, descriptor, to, to.byteSize()));
    }

    static long write(int descriptor, MemorySegment from) {
        return call(errno -> (long) WRITE.invokeExact(errno, descriptor, from, from.byteSize()));
    }

    /** Lets go of the pages of a mapping; what is read of them again comes from the file. */
    static int dontNeed(long address, long bytes) {
        return (int) call(errno -> (int) MADVISE.invokeExact(errno, address, bytes, MADV_DONTNEED));
    }

    /** Ends what a socket does, not the socket: its descriptor stays taken until it is closed. */
    static int shutdown(int socket) {
        return (int) call(errno -> (int) SHUTDOWN.invokeExact(errno, socket, SHUT_RDWR));
    }

    static void close(int descriptor) {
        call(errno -> (int) CLOSE.invokeExact(descriptor));
    }

    static long ticksPerSecond() {
        return call(errno -> (long) SYSCONF.invokeExact(SC_CLK_TCK));
    }

    static long pageSize() {
        return call(errno -> (long) SYSCONF.invokeExact(SC_PAGESIZE));
    }

    static long call(Call call) {
        try {
            var errno = ERRNO_OF_THREAD.get();
            var result = call.with(errno);
            return result == -1 ? -(int) ERRNO.get(errno, 0L) : result;
        } catch (Throwable e) {
            throw new IllegalStateException("A call of the C library could not be made", e);
        }
    }

    @FunctionalInterface
    interface Call {
        long with(MemorySegment errno) throws Throwable;
    }
}
