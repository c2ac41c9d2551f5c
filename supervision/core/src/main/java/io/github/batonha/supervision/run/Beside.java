package io.github.batonha.supervision.run;

import io.github.batonha.supervision.os.Exit;
import io.github.batonha.supervision.os.OsProcess;
import java.util.concurrent.CompletableFuture;

/** What became of the wish for a process beside the main one. */
sealed interface Beside {
    record Started(OsProcess child, CompletableFuture<Exit> exit) implements Beside {}

    record Refused(Exception why) implements Beside {}
}
