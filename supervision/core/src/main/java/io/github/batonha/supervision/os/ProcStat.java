package io.github.batonha.supervision.os;

import io.github.batonha.supervision.secrets.Masking;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What {@code /proc/PID/stat} says.
 *
 * @param group process group
 * @param session 0 where it is one of another PID namespace
 * @param isOfKernel whether it is a thread of the kernel, which runs no program
 * @param cpuTicks user and system time so far, in clock ticks
 * @param residentPages resident set, in pages
 */
public record ProcStat(
        long pid,
        char state,
        long parent,
        long group,
        long session,
        long cpuTicks,
        int threads,
        long startTicks,
        long residentPages,
        boolean isOfKernel) {

    private static final int MOST_SHOWN = 120;
    private static final long PF_KTHREAD = 0x0020_0000;
    /** Twice what 52 numbers and a name can take. */
    private static final int MOST_BYTES = 2048;
    /** From the state on, those up to the last that is of use. */
    private static final int FIELDS = 22;

    /** Empty where there is no such process. Reads a file that never blocks. */
    public static Optional<ProcStat> of(long pid) {
        // Read once, as it fits, and without a channel: every process of the host is looked at again and again.
        try (var file = new FileInputStream("/proc/" + pid + "/stat")) {
            var bytes = new byte[MOST_BYTES];
            var length = file.read(bytes);
            return length <= 0
                    ? Optional.empty()
                    : Optional.of(parse(new String(bytes, 0, length, StandardCharsets.ISO_8859_1)));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    /** The command line of a process, cut to what a line of a log bears; its name where it has none, "unknown" where gone. */
    public static String command(long pid) {
        try {
            var bytes = Files.readAllBytes(Path.of("/proc", Long.toString(pid), "cmdline"));
            var line = Masking.of(
                    new String(bytes, StandardCharsets.UTF_8).replace('\0', ' ').strip());
            var shown = line.isEmpty()
                    ? Files.readString(Path.of("/proc", Long.toString(pid), "comm"))
                            .strip()
                    : line;
            return shown.length() > MOST_SHOWN ? shown.substring(0, MOST_SHOWN) + "…" : shown;
        } catch (IOException gone) {
            return "unknown";
        }
    }

    public OsProcess process() {
        return new OsProcess(pid, startTicks);
    }

    /** A zombie is dead, unless only its first thread has ended. */
    public boolean isAlive() {
        return (state != 'Z' && state != 'X') || threads > 1;
    }

    /** The name of the program stands in brackets and may hold anything, brackets and spaces too. */
    static ProcStat parse(String line) {
        var at = line.lastIndexOf(')') + 2;
        var state = line.charAt(at);
        at += 2;
        var fields = new long[FIELDS];
        for (var i = 1; i < FIELDS; i++) {
            var end = line.indexOf(' ', at);
            fields[i] = Long.parseLong(line, at, end < 0 ? line.stripTrailing().length() : end, 10);
            at = end + 1;
        }
        return new ProcStat(
                Long.parseLong(line, 0, line.indexOf(' '), 10),
                state,
                fields[1],
                fields[2],
                fields[3],
                fields[11] + fields[12],
                (int) fields[17],
                fields[19],
                fields[21],
                (fields[6] & PF_KTHREAD) != 0);
    }
}
