package io.github.batonha.supervision.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;

/**
 * Starts a process that owes nothing to the agent: leader of a session of its own, appending to its log files by its own
 * descriptors, with signals as at a login, and no other descriptor of ours. ProcessBuilder can do none of that but the last.
 */
final class PosixSpawn {

    private static final int LOG_FLAGS = 01 | 0100 | 02000; // O_WRONLY | O_CREAT | O_APPEND
    private static final int LOG_MODE = 0640; // less what the umask takes
    private static final short FLAGS = 0x80 | 0x08 | 0x04; // POSIX_SPAWN_SETSID | _SETSIGMASK | _SETSIGDEF
    /** More than any glibc has for its opaque spawn attributes, file actions and signal sets (336, 80 and 128 bytes). */
    private static final long ROOM = 1024;
    /** Of one char in UTF-8. */
    private static final int MOST_BYTES = 3;

    private static final MethodHandle POSIX_SPAWN = Libc.plain(
            "posix_spawn", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS));
    private static final MethodHandle ATTR_INIT = pointers("posix_spawnattr_init", 1);
    private static final MethodHandle ATTR_SETSIGMASK = pointers("posix_spawnattr_setsigmask", 2);
    private static final MethodHandle ATTR_SETSIGDEFAULT = pointers("posix_spawnattr_setsigdefault", 2);
    private static final MethodHandle ATTR_SETFLAGS =
            Libc.plain("posix_spawnattr_setflags", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_SHORT));
    private static final MethodHandle ACTIONS_INIT = pointers("posix_spawn_file_actions_init", 1);
    private static final MethodHandle ACTIONS_DESTROY = pointers("posix_spawn_file_actions_destroy", 1);
    private static final MethodHandle ADD_CHDIR = pointers("posix_spawn_file_actions_addchdir_np", 2);
    private static final MethodHandle ADD_OPEN = Libc.plain(
            "posix_spawn_file_actions_addopen",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
    /** The JVM's own files and sockets are not all closed on exec: this closes them. */
    private static final MethodHandle ADD_CLOSEFROM =
            Libc.plain("posix_spawn_file_actions_addclosefrom_np", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));

    private static final MethodHandle SIGEMPTYSET = pointers("sigemptyset", 1);
    private static final MethodHandle SIGFILLSET = pointers("sigfillset", 1);

    /** The same for all, and never changed. */
    private static final MemorySegment ATTRIBUTES = attributes();

    private static final MemorySegment NULL_DEVICE = Arena.global().allocateFrom("/dev/null");

    private PosixSpawn() {}

    private static MethodHandle pointers(String name, int count) {
        var arguments = new MemoryLayout[count];
        Arrays.fill(arguments, ADDRESS);
        return Libc.plain(name, FunctionDescriptor.of(JAVA_INT, arguments));
    }

    /** Fails with a linkage error where the C library lacks a function. */
    static void load() {
        // The handles were looked up before this is reached.
    }

    static SpawnResult start(Program.CommandLine line, SpawnRequest request) {
        try (var arena = Arena.ofConfined();
                var secrets = SecretFiles.open(request.secrets())) {
            var pid = arena.allocate(JAVA_INT);
            var error = spawn(arena, pid, line, request, secrets);
            if (error != 0) {
                return refusal(error, line.program());
            }
            var child = pid.get(JAVA_INT, 0);
            // Ours until we wait for it: the pid can't have gone to another, and its entry stands even if it has ended.
            var stat = ProcStat.of(child);
            if (stat.isEmpty()) {
                Spawn.undo(child);
                return new SpawnResult.Refused("/proc can't be read: mount it, or raise ulimit -n", true);
            }
            return new SpawnResult.Spawned(stat.get().process());
        } catch (IOException e) {
            return new SpawnResult.Refused(
                    "its secrets can't be put into memory (%s): free some, or raise ulimit -n"
                            .formatted(e.getMessage()),
                    true);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("posix_spawn could not be called", e);
        }
    }

    private static int spawn(
            Arena arena, MemorySegment pid, Program.CommandLine line, SpawnRequest request, SecretFiles secrets)
            throws Throwable {
        var actions = arena.allocate(ROOM, 16);
        check((int) ACTIONS_INIT.invokeExact(actions));
        try {
            files(arena, actions, request, secrets.paths());
            var environment = new ArrayList<String>();
            var variables = new HashMap<>(request.environment());
            variables.putAll(secrets.variables());
            variables.forEach((name, value) -> environment.add(name + "=" + value));
            return (int) POSIX_SPAWN.invokeExact(
                    pid,
                    arena.allocateFrom(line.program().toString()),
                    actions,
                    ATTRIBUTES,
                    strings(arena, line.argv()),
                    strings(arena, environment));
        } finally {
            check((int) ACTIONS_DESTROY.invokeExact(actions));
        }
    }

    /** A session of its own, and signals as at a login. */
    private static MemorySegment attributes() {
        var attributes = Arena.global().allocate(ROOM, 16);
        try (var arena = Arena.ofConfined()) {
            var none = arena.allocate(ROOM, 16);
            var all = arena.allocate(ROOM, 16);
            check((int) ATTR_INIT.invokeExact(attributes));
            check((int) SIGEMPTYSET.invokeExact(none));
            check((int) SIGFILLSET.invokeExact(all));
            check((int) ATTR_SETSIGMASK.invokeExact(attributes, none));
            check((int) ATTR_SETSIGDEFAULT.invokeExact(attributes, all));
            check((int) ATTR_SETFLAGS.invokeExact(attributes, FLAGS));
            return attributes;
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("posix_spawn could not be prepared", e);
        }
    }

    /** Each secret is opened anew, so that the process can read it alone, and from its beginning. */
    private static void files(Arena arena, MemorySegment actions, SpawnRequest request, List<String> secrets)
            throws Throwable {
        open(actions, 0, NULL_DEVICE, 0);
        open(actions, 1, arena.allocateFrom(request.output().toString()), LOG_FLAGS);
        open(actions, 2, arena.allocateFrom(request.errors().toString()), LOG_FLAGS);
        var next = SecretFiles.FIRST;
        for (var secret : secrets) {
            open(actions, next, arena.allocateFrom(secret), 0);
            next++;
        }
        check((int) ADD_CLOSEFROM.invokeExact(actions, next));
        check((int) ADD_CHDIR.invokeExact(
                actions, arena.allocateFrom(request.directory().toString())));
    }

    private static void open(MemorySegment actions, int descriptor, MemorySegment file, int flags) throws Throwable {
        check((int) ADD_OPEN.invokeExact(actions, descriptor, file, flags, LOG_MODE));
    }

    private static MemorySegment strings(Arena arena, List<String> values) {
        var array = arena.allocate(ADDRESS, values.size() + 1L);
        var bytes = 0L;
        for (var value : values) {
            bytes += (long) MOST_BYTES * value.length() + 1;
        }
        // One piece of memory for all: each of its own takes longer than to fill it.
        var texts = SegmentAllocator.slicingAllocator(arena.allocate(bytes));
        for (var i = 0; i < values.size(); i++) {
            array.setAtIndex(ADDRESS, i, text(texts, values.get(i)));
        }
        array.setAtIndex(ADDRESS, values.size(), MemorySegment.NULL);
        return array;
    }

    /** Environments hold what they were given to the byte, UTF-8 or not. */
    private static MemorySegment text(SegmentAllocator texts, String value) {
        if (ByteText.isUtf8(value)) {
            return texts.allocateFrom(value);
        }
        var bytes = ByteText.encode(value);
        var text = texts.allocate(bytes.length + 1L);
        MemorySegment.copy(bytes, 0, text, JAVA_BYTE, 0, bytes.length);
        return text;
    }

    private static void check(int error) {
        if (error != 0) {
            throw new IllegalStateException("A posix_spawn set-up call failed with error number %d".formatted(error));
        }
    }

    private static SpawnResult refusal(int error, Path program) {
        var why = switch (error) {
            case Libc.ENOENT -> "its program '%s' or the interpreter in its first line does not exist: install it";
            case Libc.ENOEXEC ->
                "its program '%s' is neither a binary of this machine nor a script with a first "
                        + "line like '#!/bin/sh': add that line";
            case Libc.EACCES, Libc.EPERM ->
                "its program '%s' or its interpreter may not be executed by this user:"
                        + " check the rights, and that it is not on a file system mounted noexec";
            case Libc.E2BIG ->
                "the arguments and environment of '%s' are too long for the kernel: put long items, <env> and "
                        + "arguments into files, and shorten the class path, for instance by wild cards";
            case Libc.EAGAIN -> "no more processes may be started ('%s'): raise ulimit -u or TasksMax";
            case Libc.ENOMEM -> "the host has no memory to start '%s': free some";
            case Libc.EMFILE, Libc.ENFILE -> "too many files are open to start '%s': raise ulimit -n";
            case Libc.ETXTBSY -> "its program '%s' is being written at this moment";
            default -> "the kernel refused to start '%s' with error number " + error;
        };
        var isPassing = switch (error) {
            case Libc.EAGAIN, Libc.ENOMEM, Libc.EMFILE, Libc.ENFILE, Libc.ETXTBSY -> true;
            default -> false;
        };
        return new SpawnResult.Refused(why.formatted(program), isPassing);
    }
}
