package io.github.batonha.supervision.os;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the larger files of {@code /proc/PID} say. Numbers are -1 where the process is gone or not this user's to look into. */
public final class ProcFiles {

    private static final String OPEN_FILES = "Max open files";
    /** Twice what the 16 limits take. */
    private static final int LIMITS_BYTES = 4096;

    private ProcFiles() {}

    /** Resident memory with shared pages divided among those that share them (PSS). The kernel counts pages for it. */
    public static long proportionalBytes(long pid) {
        try (var lines = Files.lines(file(pid, "smaps_rollup"))) {
            return lines.filter(line -> line.startsWith("Pss:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                    .findFirst()
                    .orElse(-1);
        } catch (IOException | UncheckedIOException unreadable) {
            return -1;
        }
    }

    /** How many files and sockets are open. Since Linux 6.2 it is the size of the folder, before that they are listed. */
    public static long descriptors(long pid) {
        var folder = file(pid, "fd");
        try {
            var size = Files.size(folder);
            if (size > 0) {
                return size;
            }
            try (var listed = Files.list(folder)) {
                return listed.count();
            }
        } catch (IOException | UncheckedIOException unreadable) {
            return -1;
        }
    }

    /** The soft limit of open files; also -1 where there is none. */
    public static long descriptorLimit(long pid) {
        try (var file = new FileInputStream("/proc/" + pid + "/limits")) {
            var bytes = new byte[LIMITS_BYTES];
            var length = file.readNBytes(bytes, 0, bytes.length);
            return descriptorLimit(new String(bytes, 0, length, StandardCharsets.ISO_8859_1));
        } catch (IOException unreadable) {
            return -1;
        }
    }

    static long descriptorLimit(String limits) {
        var line = limits.indexOf(OPEN_FILES);
        if (line < 0) {
            return -1;
        }
        var from = line + OPEN_FILES.length();
        while (from < limits.length() && limits.charAt(from) == ' ') {
            from++;
        }
        var to = from;
        while (to < limits.length() && Character.isDigit(limits.charAt(to))) {
            to++;
        }
        return to == from ? -1 : Long.parseLong(limits, from, to, 10);
    }

    /** Whether a file is mapped, by its real path; false where the process is gone or not this user's to look into. */
    public static boolean maps(long pid, Path file) {
        try (var lines = Files.lines(file(pid, "maps"))) {
            return lines.anyMatch(line -> line.endsWith(" " + file));
        } catch (IOException | UncheckedIOException unreadable) {
            return false;
        }
    }

    /** What a descriptor leads to, such as the path of a file; empty where it is gone or not this user's to look into. */
    public static String target(long pid, int descriptor) {
        try {
            return Files.readSymbolicLink(file(pid, "fd/" + descriptor)).toString();
        } catch (IOException unreadable) {
            return "";
        }
    }

    private static Path file(long pid, String name) {
        return Path.of("/proc", Long.toString(pid), name);
    }
}
