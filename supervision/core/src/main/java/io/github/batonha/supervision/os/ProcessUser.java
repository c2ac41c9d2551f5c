package io.github.batonha.supervision.os;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** As which user a process runs, by the kernel's word. */
public final class ProcessUser {

    /** Three times what the lines of status up to the users can take, names of programs with escapes included. */
    private static final int MOST_BYTES = 2048;

    private static final int REAL = 1;
    private static final int EFFECTIVE = 2;
    private static final String LINE = "\nUid:";

    private ProcessUser() {}

    /** The effective uid, by the owner of {@code /proc/PID}, which costs one call; -1 where the process is gone. */
    public static long of(long pid) {
        try {
            // The folder's owner is the effective user also where the files in it are root's.
            return Integer.toUnsignedLong((int) Files.getAttribute(folder(pid), "unix:uid"));
        } catch (IOException gone) {
            return -1;
        }
    }

    /**
     * Whether who started it and as whom it acts are one. They are not where it is a program with the setuid bit: its environment is
     * still the caller's.
     */
    static boolean isOne(long pid) {
        try (var file = new FileInputStream(folder(pid).resolve("status").toFile())) {
            var text = new String(file.readNBytes(MOST_BYTES), StandardCharsets.ISO_8859_1);
            var at = text.indexOf(LINE);
            var fields = text.substring(Math.max(at, 0))
                    .lines()
                    .skip(1)
                    .findFirst()
                    .orElse("")
                    .split("\\s+", -1);
            return at >= 0 && fields.length > EFFECTIVE && fields[REAL].equals(fields[EFFECTIVE]);
        } catch (IOException gone) {
            return false;
        }
    }

    private static Path folder(long pid) {
        return Path.of("/proc", Long.toString(pid));
    }
}
