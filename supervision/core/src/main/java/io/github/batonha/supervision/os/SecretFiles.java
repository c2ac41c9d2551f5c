package io.github.batonha.supervision.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Secrets in files that have no name and lie in memory alone ({@code memfd_create}), open while a process is spawned that inherits
 * them. Nobody can change them any more. The memory is free when the last process that has one open has ended.
 */
final class SecretFiles implements AutoCloseable {
    /** After standard input, output and errors. */
    static final int FIRST = 3;

    private static final int CLOSED_ON_EXEC_AND_SEALABLE = 1 | 2;
    private static final int F_DUPFD_CLOEXEC = 1030;
    private static final int F_ADD_SEALS = 1033;
    private static final int NO_CHANGE = 1 | 2 | 4 | 8; // F_SEAL_SEAL | _SHRINK | _GROW | _WRITE

    private static final MethodHandle MEMFD_CREATE =
            Libc.withErrno("memfd_create", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle FCNTL = Libc.withErrno(
            "fcntl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT), Linker.Option.firstVariadicArg(2));

    private final Map<String, String> variables = new LinkedHashMap<>();
    private final List<Integer> descriptors = new ArrayList<>();

    private SecretFiles() {}

    /**
     * One file a secret.
     *
     * @param secrets by name; those of a process need some of its descriptors from {@link #FIRST} on
     * @throws IOException if there is no memory or no descriptor for them
     */
    static SecretFiles open(Map<String, String> secrets) throws IOException {
        var opened = new SecretFiles();
        try {
            for (var secret : new TreeMap<>(secrets).entrySet()) {
                var number = FIRST + opened.descriptors.size();
                opened.variables.put(secret.getKey() + "_FILE", "/proc/self/fd/" + number);
                opened.add(secret.getValue().getBytes(StandardCharsets.UTF_8), FIRST + secrets.size());
            }
            return opened;
        } catch (IOException e) {
            opened.close();
            throw e;
        }
    }

    /** Where the process finds each, by the name of a variable. */
    Map<String, String> variables() {
        return variables;
    }

    /** As this process has them open; the first one becomes {@link #FIRST} of the new process. */
    List<String> paths() {
        return descriptors.stream()
                .map(descriptor -> "/proc/self/fd/" + descriptor)
                .toList();
    }

    /** @param least the descriptor is none that the new process gets, which would be closed too early */
    private void add(byte[] secret, int least) throws IOException {
        try (var arena = Arena.ofConfined()) {
            var name = arena.allocateFrom("secret");
            var made = checked(
                    (int) Libc.call(errno -> (int) MEMFD_CREATE.invokeExact(errno, name, CLOSED_ON_EXEC_AND_SEALABLE)));
            descriptors.add(made);
            if (made < least) {
                var higher = checked(control(made, F_DUPFD_CLOEXEC, least));
                descriptors.set(descriptors.size() - 1, higher);
                Libc.close(made);
            }
            write(descriptors.getLast(), secret, arena);
            checked(control(descriptors.getLast(), F_ADD_SEALS, NO_CHANGE));
        }
    }

    private static void write(int descriptor, byte[] secret, Arena arena) throws IOException {
        var bytes = arena.allocate(secret.length + 1L);
        MemorySegment.copy(secret, 0, bytes, JAVA_BYTE, 0, secret.length);
        for (var written = 0L; written < secret.length; ) {
            written += checked((int) Libc.write(descriptor, bytes.asSlice(written, secret.length - written)));
        }
        bytes.fill((byte) 0);
    }

    private static int control(int descriptor, int command, int argument) {
        return (int) Libc.call(errno -> (int) FCNTL.invokeExact(errno, descriptor, command, argument));
    }

    private static int checked(int result) throws IOException {
        if (result < 0) {
            throw new IOException("error number %d".formatted(-result));
        }
        return result;
    }

    @Override
    public void close() {
        descriptors.forEach(Libc::close);
        descriptors.clear();
    }
}
