package io.github.batonha.supervision.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts a process that owes nothing to the agent: leader of a session of its own, appending to its log files by its own
 * descriptors, with no other descriptor of ours. By {@code posix_spawn}; where the C library lacks what that takes, or the
 * system property {@code baton.spawn} is {@code builder}, by ProcessBuilder and {@code setsid}, which is some milliseconds slower
 * and takes a thread a process.
 */
public final class Spawn {

    private static final Logger log = LoggerFactory.getLogger(Spawn.class);

    private Spawn() {}

    /** Returns when the program is executed, or was refused. Blocks on files; any thread. */
    public static SpawnResult start(SpawnRequest request) {
        return switch (Program.find(request)) {
            case Program.Found.Missing(var reason) -> new SpawnResult.Refused(reason, false);
            case Program.Found.Executable(var program) -> start(program, request);
        };
    }

    private static SpawnResult start(Path program, SpawnRequest request) {
        // To look at its files takes longer than to start it: first only where another program executes it, which the
        // kernel does not refuse.
        if (usesBuilder() || !request.wrapper().isEmpty()) {
            return troubled(program, request).orElseGet(() -> execute(program, request));
        }
        var result = execute(program, request);
        return result instanceof SpawnResult.Refused(var _, var isPassing) && !isPassing
                ? troubled(program, request).orElse(result)
                : result;
    }

    private static Optional<SpawnResult> troubled(Path program, SpawnRequest request) {
        return Program.trouble(program, request).map(reason -> new SpawnResult.Refused(reason, false));
    }

    private static SpawnResult execute(Path program, SpawnRequest request) {
        return Program.commandLine(program, request)
                .map(line -> execute(line, request))
                .orElseGet(() -> new SpawnResult.Refused(
                        "the program '%s', which it is started through, is not installed: install util-linux and coreutils, or remove the tags user, limits, nice and umask"
                                .formatted(request.wrapper().getFirst()),
                        false));
    }

    private static SpawnResult execute(Program.CommandLine line, SpawnRequest request) {
        var result = usesBuilder() ? BuilderSpawn.start(line, request) : PosixSpawn.start(line, request);
        ProcessTable.startedOne();
        return result;
    }

    private static boolean usesBuilder() {
        return "builder".equals(System.getProperty("baton.spawn")) || !Available.IS;
    }

    /** Looked at once, when the first process is started. */
    private static final class Available {
        private static final boolean IS = isThere();

        private static boolean isThere() {
            try {
                PosixSpawn.load();
                return true;
            } catch (LinkageError | UnsupportedOperationException lacking) {
                log.warn("Starts processes by ProcessBuilder, which is slower: {}", String.valueOf(lacking.getCause()));
                return false;
            }
        }
    }

    /** Kills a child at once that was just spawned and that nobody watches. Needs no file descriptor. */
    public static void undo(OsProcess process) {
        undo(process.pid());
    }

    static void undo(long child) {
        try (var arena = Arena.ofConfined()) {
            Libc.kill(child, Signal.KILL.number());
            Libc.waitpid(child, arena.allocate(JAVA_INT));
        }
    }
}
