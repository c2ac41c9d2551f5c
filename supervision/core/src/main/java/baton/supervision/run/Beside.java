package baton.supervision.run;

import baton.supervision.os.Exit;
import baton.supervision.os.OsProcess;
import java.util.concurrent.CompletableFuture;

/** What became of the wish for a process beside the main one. */
sealed interface Beside {
    record Started(OsProcess child, CompletableFuture<Exit> exit) implements Beside {}

    record Refused(Exception why) implements Beside {}
}
