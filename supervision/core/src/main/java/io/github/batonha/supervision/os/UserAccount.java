package io.github.batonha.supervision.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * A user as the host knows it, be it from {@code /etc/passwd} or a directory service.
 *
 * @param id uid
 * @param group gid of the first group
 * @param home folder
 */
public record UserAccount(long id, long group, String home) {

    private static final MethodHandle GETPWNAM = Libc.plain("getpwnam", FunctionDescriptor.of(ADDRESS, ADDRESS));
    private static final MethodHandle GETEUID = Libc.plain("geteuid", FunctionDescriptor.of(JAVA_INT));
    // struct passwd { char *name; char *passwd; uid_t uid; gid_t gid; char *gecos; char *dir; char *shell; }
    private static final long PASSWD = 48;
    private static final long UID = 16;
    private static final long GID = 20;
    private static final long DIR = 32;

    /** Empty where there is none. May ask the network. */
    public static Optional<UserAccount> named(String name) {
        // The answer stands in memory of the C library that the next question overwrites.
        synchronized (UserAccount.class) {
            try (var arena = Arena.ofConfined()) {
                var found = (MemorySegment) GETPWNAM.invokeExact(arena.allocateFrom(name));
                if (found.equals(MemorySegment.NULL)) {
                    return Optional.empty();
                }
                var entry = found.reinterpret(PASSWD);
                return Optional.of(new UserAccount(
                        Integer.toUnsignedLong(entry.get(JAVA_INT, UID)),
                        Integer.toUnsignedLong(entry.get(JAVA_INT, GID)),
                        entry.get(ADDRESS, DIR).reinterpret(Long.MAX_VALUE).getString(0)));
            } catch (Throwable e) {
                throw new IllegalStateException("getpwnam could not be called", e);
            }
        }
    }

    /** The user in {@code user} or {@code user:group}, as {@code <user>} has it. */
    public static String nameIn(String user) {
        var colon = user.indexOf(':');
        return colon < 0 ? user : user.substring(0, colon);
    }

    /** Of the agent itself; 0 is root. */
    public static long ownId() {
        return Libc.call(errno -> Integer.toUnsignedLong((int) GETEUID.invokeExact()));
    }
}
