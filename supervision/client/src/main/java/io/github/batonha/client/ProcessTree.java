package io.github.batonha.client;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The descendants of this process and, where it leads its session as everything that baton starts does, whoever else is in that
 * session: children whose parent has ended are found too. Who has left the session and lost its parent is not.
 */
final class ProcessTree {

    private static final long PAUSE_NANOS = 2_000_000;

    /** More than the one line of {@code /proc/PID/stat} ever has. */
    private static final int STAT_BYTES = 2048;

    /** A process and what {@code /proc} says of it. The handle is taken first, so that it can't be of a later owner of the pid. */
    private record Member(ProcessHandle handle, long parent, long session) {}

    private ProcessTree() {}

    /** All that live now, without zombies and without this process. Blocks on {@code /proc}. */
    static List<ProcessHandle> living() {
        long self = ProcessHandle.current().pid();
        Map<Long, Member> all = everyProcess();
        List<ProcessHandle> tree = new ArrayList<>();
        for (Member member : all.values()) {
            if (member.handle().pid() != self && (member.session() == self || descends(member, self, all))) {
                tree.add(member.handle());
            }
        }
        return tree;
    }

    /** Whether this process leads its session, so that whoever stops the session has signalled everybody in it. */
    static boolean isLeader() {
        ProcessHandle self = ProcessHandle.current();
        return member(Long.toString(self.pid()), new byte[STAT_BYTES])
                .filter(member -> member.session() == self.pid())
                .isPresent();
    }

    /** Whether none is left at the end of this time, or earlier. */
    static boolean isGoneWithin(long withinNanos) {
        long by = System.nanoTime() + withinNanos;
        while (!living().isEmpty()) {
            if (System.nanoTime() - by >= 0) {
                return false;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return true;
    }

    /** SIGKILLs them, again and again until none is left or the time is over. Catches everything, a full heap too. */
    static void killUntilGone(long withinNanos) {
        long by = System.nanoTime() + withinNanos;
        while (System.nanoTime() - by < 0) {
            try {
                List<ProcessHandle> tree = living();
                if (tree.isEmpty()) {
                    return;
                }
                tree.forEach(ProcessHandle::destroyForcibly);
            } catch (Throwable memoryIsShort) {
                // Tried again: the application gives memory up as its threads fail.
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private static boolean descends(Member member, long ancestor, Map<Long, Member> all) {
        @Nullable Member at = member;
        // A bound, because a table read while processes come and go may hold a circle.
        for (int generation = 0; at != null && generation < all.size(); generation++) {
            if (at.parent() == ancestor) {
                return true;
            }
            at = all.get(at.parent());
        }
        return false;
    }

    private static Map<Long, Member> everyProcess() {
        Map<Long, Member> all = new HashMap<>();
        byte[] buffer = new byte[STAT_BYTES];
        String @Nullable [] names = new File("/proc").list();
        for (String name : names == null ? new String[0] : names) {
            if (Character.isDigit(name.charAt(0))) {
                member(name, buffer).ifPresent(member -> all.put(member.handle().pid(), member));
            }
        }
        return all;
    }

    /** Makes little garbage: it may run in a heap that is all but full. */
    private static Optional<Member> member(String pid, byte[] buffer) {
        Optional<ProcessHandle> handle = ProcessHandle.of(Long.parseLong(pid));
        if (handle.isEmpty()) {
            return Optional.empty();
        }
        try (var file = new FileInputStream("/proc/" + pid + "/stat")) {
            int length = Math.max(0, file.read(buffer));
            return parse(handle.get(), new String(buffer, 0, length, StandardCharsets.ISO_8859_1));
        } catch (IOException ended) {
            return Optional.empty();
        }
    }

    /** The name of a program stands in brackets and may hold anything, brackets too; after it: state, parent, group, session. */
    private static Optional<Member> parse(ProcessHandle handle, String stat) {
        int name = stat.lastIndexOf(')');
        if (name < 0) {
            return Optional.empty();
        }
        String[] fields = stat.substring(name + 2).split(" ", 5);
        boolean isDead = fields[0].equals("Z") || fields[0].equals("X");
        return isDead
                ? Optional.empty()
                : Optional.of(new Member(handle, Long.parseLong(fields[1]), Long.parseLong(fields[3])));
    }
}
