package io.github.batonha.supervision.run;

import io.github.batonha.supervision.os.Exit;
import io.github.batonha.supervision.os.OsProcess;
import io.github.batonha.supervision.os.Spawn;
import io.github.batonha.supervision.os.SpawnResult;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Starts the processes beside the main one of a run. They carry its marks and end with it. Any thread. */
final class AuxiliaryStarts {

    private sealed interface Result {
        record Started(OsProcess child, CompletableFuture<Exit> exit) implements Result {}

        record Refused(Exception why) implements Result {}
    }

    private final Path directory;
    private final RunTrees trees;

    /** {@code directory}: the mark by which processes of this node are known. */
    AuxiliaryStarts(Path directory, RunTrees trees) {
        this.directory = directory;
        this.trees = trees;
    }

    CompletableFuture<Exit> start(LiveRun live, StartRequest request) {
        return switch (spawn(live, request, false)) {
            case Result.Refused(var why) -> CompletableFuture.failedFuture(why);
            case Result.Started(var _, var exit) -> exit;
        };
    }

    /** Kills its process group after {@code within}. */
    Limited start(LiveRun live, StartRequest request, Duration within) {
        return switch (spawn(live, request, true)) {
            case Result.Refused(var why) -> Limited.refused(why);
            case Result.Started(var child, var exit) ->
                new Limited(
                        exit.copy()
                                .orTimeout(within.toMillis(), TimeUnit.MILLISECONDS)
                                .whenComplete((ended, failure) -> {
                                    if (failure instanceof TimeoutException) {
                                        trees.killGroup(child);
                                    }
                                }),
                        exit);
        };
    }

    private Result spawn(LiveRun live, StartRequest request, boolean endsGroup) {
        var run = live.run();
        return switch (Spawn.start(request.marked(run.id(), directory, run.epoch()))) {
            case SpawnResult.Refused(var reason, var _) -> new Result.Refused(new IllegalStateException(reason));
            case SpawnResult.Spawned(var child) -> {
                try {
                    yield new Result.Started(child, trees.watchAuxiliary(live, child, endsGroup));
                } catch (IOException e) {
                    Spawn.undo(child);
                    yield new Result.Refused(e);
                }
            }
        };
    }
}
