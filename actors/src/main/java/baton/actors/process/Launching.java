package baton.actors.process;

import baton.supervision.run.Spawner;
import baton.supervision.spec.ChildSpec;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * A start on its way.
 *
 * @param launch completed behind all starts that waited already, for of many, what follows takes longer than the starts
 * @param owner of what was made for it, until somebody takes over the run
 */
record Launching(CompletableFuture<Launch> launch, SocketOwner owner) {

    /** Begins at once, on a thread that may block. */
    static Launching begin(ProcessDeps deps, ChildSpec spec, Spawner spawner, int restarts) {
        var owner = new SocketOwner();
        var launch = CompletableFuture.supplyAsync(
                () -> Launch.begin(deps, spec, spawner, restarts, owner), deps.blocking());
        return new Launching(launch.thenApplyAsync(Function.identity(), deps.blocking()), owner);
    }
}
