package io.github.batonha.e2e.faults;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The primaryOnly program of the fault schedules: {@code Witness FOLDER NODES PROCESSES}. From its first act to its death it holds
 * a lock of its node and process that the kernel alone takes away, when its last thread has ended. At its start it tries the
 * locks of all others, so whoever starts while another one lives knows it exactly: every overlap of two runs is
 * seen at the start of the later one. What it sees goes into a file of the run, whose second line is renewed while it lives.
 */
final class Witness {
    static final String LOCKS = "locks";
    /** System property: how long it takes to stop in order. It does its work meanwhile. */
    static final String LINGER_SECONDS = "witness.linger";

    static final int HEARTBEAT_BYTES = 32;

    private static final int SLOTS_OF_A_NODE = 16;
    private static final int ATTEMPTS = 20;
    private static final long ATTEMPT_NANOS = 1_000_000;
    private static final long BEAT_NANOS = 20_000_000;

    private Witness() {}

    /** Runs until it is killed. */
    public static void main(String[] args) throws IOException {
        long begun = System.nanoTime();
        long linger = TimeUnit.SECONDS.toNanos(Long.getLong(LINGER_SECONDS, 0));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> linger(System.nanoTime() + linger)));
        var folder = Path.of(args[0]);
        var nodes = List.of(args[1].split(","));
        var processes = List.of(args[2].split(","));
        Map<String, String> environment = System.getenv();
        String node = environment.getOrDefault("BATON_NODE", "?");
        String process = environment.getOrDefault("BATON_PROCESS", "?");
        var locks = FileChannel.open(
                folder.resolve(LOCKS), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        // The own lock first: of two that start at the same time one at least sees the other.
        var alive = new ArrayList<String>();
        if (!isTaken(locks, slot(nodes.indexOf(node), processes.indexOf(process)))) {
            alive.add(node + "/" + process);
        }
        for (int other = 0; other < nodes.size(); other++) {
            for (int one = 0; one < processes.size(); one++) {
                if (other != nodes.indexOf(node) && isHeld(locks, slot(other, one))) {
                    alive.add(nodes.get(other) + "/" + processes.get(one));
                }
            }
        }
        String epoch = System.getProperty("baton.epoch", environment.getOrDefault("BATON_EPOCH", "0"));
        long pid = ProcessHandle.current().pid();
        String first = "node=%s process=%s pid=%d epoch=%s start=%d alive=%s%n"
                .formatted(node, process, pid, epoch, begun, String.join(",", alive));
        beat(folder.resolve("%s-%s-%s-%d.run".formatted(node, process, epoch, pid)), first);
    }

    private static void linger(long until) {
        while (until - System.nanoTime() > 0) {
            LockSupport.parkNanos(until - System.nanoTime());
        }
    }

    private static long slot(int node, int process) {
        return (long) node * SLOTS_OF_A_NODE + process;
    }

    /** Takes the lock for good. A try of another holds it up for a moment only; a second run of this process for longer. */
    private static boolean isTaken(FileChannel locks, long slot) throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            @Nullable FileLock lock = locks.tryLock(slot, 1, false);
            if (lock != null) {
                return true;
            }
            LockSupport.parkNanos(ATTEMPT_NANOS);
        }
        return false;
    }

    private static boolean isHeld(FileChannel locks, long slot) throws IOException {
        try (FileLock lock = locks.tryLock(slot, 1, true)) {
            return lock == null;
        }
    }

    private static void beat(Path file, String first) throws IOException {
        try (var record = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            byte[] head = first.getBytes(StandardCharsets.UTF_8);
            write(record, (first + heartbeat()).getBytes(StandardCharsets.UTF_8), 0);
            while (true) {
                LockSupport.parkNanos(BEAT_NANOS);
                write(record, heartbeat().getBytes(StandardCharsets.UTF_8), head.length);
            }
        }
    }

    private static String heartbeat() {
        return ("%-" + (HEARTBEAT_BYTES - 1) + "d\n").formatted(System.nanoTime());
    }

    private static void write(FileChannel record, byte[] text, long position) throws IOException {
        record.write(ByteBuffer.wrap(text), position);
    }
}
