package baton.supervision.os;

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

    /** Empty where there is no such process. Reads a file that never blocks. */
    public static Optional<ProcStat> of(long pid) {
        try {
            var bytes = Files.readAllBytes(Path.of("/proc", Long.toString(pid), "stat"));
            return Optional.of(parse(new String(bytes, StandardCharsets.ISO_8859_1)));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    /** The command line of a process, cut to what a line of a log bears; its name where it has none, "unknown" where gone. */
    public static String command(long pid) {
        try {
            var bytes = Files.readAllBytes(Path.of("/proc", Long.toString(pid), "cmdline"));
            var line =
                    new String(bytes, StandardCharsets.UTF_8).replace('\0', ' ').strip();
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
        var open = line.indexOf('(');
        var fields = line.substring(line.lastIndexOf(')') + 2).trim().split(" ", -1);
        return new ProcStat(
                Long.parseLong(line.substring(0, open).trim()),
                fields[0].charAt(0),
                Long.parseLong(fields[1]),
                Long.parseLong(fields[2]),
                Long.parseLong(fields[3]),
                Long.parseLong(fields[11]) + Long.parseLong(fields[12]),
                Integer.parseInt(fields[17]),
                Long.parseLong(fields[19]),
                Long.parseLong(fields[21]),
                (Long.parseLong(fields[6]) & PF_KTHREAD) != 0);
    }
}
