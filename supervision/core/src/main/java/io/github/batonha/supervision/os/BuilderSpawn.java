package io.github.batonha.supervision.os;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** Starts a process by what the JDK has, for a C library that has less. The JDK waits for it, so that its exit is asked there. */
final class BuilderSpawn {

    private static final int SIGNALLED = 128;
    private static final int MOST_SIGNAL = 64;
    private static final Map<OsProcess, CompletableFuture<Exit>> EXITS = new ConcurrentHashMap<>();

    private BuilderSpawn() {}

    /** {@code setsid} executes the program in its own place, as it leads no process group: the pid is the program's. */
    static SpawnResult start(Program.CommandLine line, SpawnRequest request) {
        if (!request.secrets().isEmpty()) {
            return new SpawnResult.Refused(
                    "its secrets are to be files, which takes glibc 2.34 or later: remove the tag secrets", false);
        }
        for (var variable : request.environment().entrySet()) {
            if (!ByteText.isUtf8(variable.getKey()) || !ByteText.isUtf8(variable.getValue())) {
                return new SpawnResult.Refused(
                        "the variable %s of its environment is not UTF-8, which takes glibc 2.34 or later: unset or convert it"
                                .formatted(variable.getKey()),
                        false);
            }
        }
        var command = new ArrayList<String>();
        command.add("setsid");
        command.add(line.program().toString());
        command.addAll(line.argv().subList(1, line.argv().size()));
        var builder = new ProcessBuilder(command)
                .directory(request.directory().toFile())
                .redirectInput(new File("/dev/null"))
                .redirectOutput(Redirect.appendTo(request.output().toFile()))
                .redirectError(Redirect.appendTo(request.errors().toFile()));
        builder.environment().clear();
        builder.environment().putAll(request.environment());
        try {
            FileMode.GROUP.make(request.output());
            FileMode.GROUP.make(request.errors());
            return started(builder.start());
        } catch (IOException e) {
            return new SpawnResult.Refused(
                    "'%s' could not be executed (%s): is setsid of util-linux installed?"
                            .formatted(line.program(), e.getMessage()),
                    true);
        }
    }

    private static SpawnResult started(Process process) {
        var stat = ProcStat.of(process.pid());
        if (stat.isEmpty()) {
            return new SpawnResult.Refused("it ended before it could be looked at: see its log", true);
        }
        var main = stat.get().process();
        EXITS.put(main, process.onExit().thenApply(ended -> exit(ended.exitValue())));
        return new SpawnResult.Spawned(main);
    }

    /** The JDK tells a signal as a status beyond 128, as shells do. */
    private static Exit exit(int value) {
        return value > SIGNALLED && value <= SIGNALLED + MOST_SIGNAL
                ? new Exit.Killed(value - SIGNALLED)
                : new Exit.Status(value);
    }

    /** The exit of a process that was started here; asked once. */
    static Optional<CompletableFuture<Exit>> exitOf(OsProcess process) {
        return Optional.ofNullable(EXITS.remove(process));
    }
}
