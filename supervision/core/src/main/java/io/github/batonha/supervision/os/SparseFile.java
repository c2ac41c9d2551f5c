package io.github.batonha.supervision.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Holes in files: bytes that are given back to the disk while the file keeps its length, and with it each writer its place. */
public final class SparseFile {

    private static final int O_RDONLY = 0;
    private static final int O_RDWR = 2;
    private static final int O_NOFOLLOW = 0400000;
    private static final int O_CLOEXEC = 02000000;
    private static final int KEEP_SIZE_AND_PUNCH_HOLE = 1 | 2;
    private static final int SEEK_DATA = 3;
    private static final int ENXIO = 6;
    private static final int EOPNOTSUPP = 95;

    private static final MethodHandle OPEN = Libc.withErrno(
            "open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT), Linker.Option.firstVariadicArg(2));
    private static final MethodHandle FALLOCATE =
            Libc.withErrno("fallocate", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG));
    private static final MethodHandle LSEEK =
            Libc.withErrno("lseek", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT));

    private SparseFile() {}

    /**
     * Gives back everything before an offset; it reads as zeros from then on. Whoever appends meanwhile notices nothing.
     *
     * @return false where the file system knows no holes; nothing was changed then
     */
    public static boolean punch(Path file, long end) throws IOException {
        return punch(file, 0, end, O_NOFOLLOW);
    }

    /** The same of a part, of the file behind a descriptor of {@code /proc}, which may have no name any more. */
    public static boolean punchBehind(Path descriptorFile, long from, long end) throws IOException {
        return punch(descriptorFile, from, end, 0);
    }

    private static boolean punch(Path file, long from, long end, int flags) throws IOException {
        var descriptor = open(file, O_RDWR | flags);
        try {
            var result = Libc.call(errno ->
                    (int) FALLOCATE.invokeExact(errno, descriptor, KEEP_SIZE_AND_PUNCH_HOLE, from, end - from));
            if (result == -EOPNOTSUPP || result == -Libc.ENOSYS) {
                return false;
            }
            check(result, "its head could not be given back", file);
            return true;
        } finally {
            Libc.close(descriptor);
        }
    }

    /** Where the first bytes stand that are in no hole, which is at the beginning of a block; the file's size if all are. */
    public static long firstData(Path file) throws IOException {
        return firstData(file, O_NOFOLLOW);
    }

    /** The same of the file behind a descriptor of {@code /proc}, which may have no name any more. */
    public static long firstDataBehind(Path descriptorFile) throws IOException {
        return firstData(descriptorFile, 0);
    }

    private static long firstData(Path file, int flags) throws IOException {
        var descriptor = open(file, O_RDONLY | flags);
        try {
            var result = Libc.call(errno -> (long) LSEEK.invokeExact(errno, descriptor, 0L, SEEK_DATA));
            if (result == -ENXIO) {
                return Files.size(file);
            }
            return Math.max(0, result);
        } finally {
            Libc.close(descriptor);
        }
    }

    private static int open(Path file, int flags) throws IOException {
        try (var arena = Arena.ofConfined()) {
            var path = arena.allocateFrom(file.toString());
            var descriptor = (int) Libc.call(errno -> (int) OPEN.invokeExact(errno, path, flags | O_CLOEXEC));
            if (descriptor == -Libc.ENOENT) {
                throw new NoSuchFileException(file.toString());
            }
            check(descriptor, "it could not be opened", file);
            return descriptor;
        }
    }

    private static void check(long result, String what, Path file) throws IOException {
        if (result < 0) {
            throw new IOException("%s: %s, error number %d".formatted(file, what, -result));
        }
    }
}
