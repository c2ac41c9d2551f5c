package io.github.batonha.supervision.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Facts of this machine that do not change while it runs. */
public final class Host {

    private static final long TICKS_PER_SECOND = Libc.ticksPerSecond();
    private static final long PAGE_SIZE = Libc.pageSize();

    private Host() {}

    /** Differs between any two boots. */
    public static String bootId() {
        return read(Path.of("/proc/sys/kernel/random/boot_id")).strip();
    }

    /** Bytes of memory that the kernel manages. */
    public static long memory() {
        return read(Path.of("/proc/meminfo"))
                .lines()
                .filter(line -> line.startsWith("MemTotal:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("/proc/meminfo has no line 'MemTotal:'"));
    }

    /** Time since boot, with the time that the host slept. */
    public static Duration uptime() {
        var seconds = read(Path.of("/proc/uptime")).split(" ", 2)[0];
        return Duration.ofMillis((long) (Double.parseDouble(seconds) * 1000));
    }

    /** Clock ticks to a second, the unit of {@link ProcStat#cpuTicks()} and {@link OsProcess#startTicks()}. */
    public static long ticksPerSecond() {
        return TICKS_PER_SECOND;
    }

    /** Bytes to a page, the unit of {@link ProcStat#residentPages()}. */
    public static long pageSize() {
        return PAGE_SIZE;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalStateException(
                    "%s could not be read: mount /proc, processes are found through it".formatted(file), e);
        }
    }
}
