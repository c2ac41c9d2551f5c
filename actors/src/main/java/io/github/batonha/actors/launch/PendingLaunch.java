package io.github.batonha.actors.launch;

import io.github.batonha.supervision.run.Spawner;
import io.github.batonha.supervision.spec.ChildSpec;
import java.util.concurrent.CompletableFuture;

/**
 * A start on its way.
 *
 * @param owner of what was made for it, until somebody takes over the run
 */
public record PendingLaunch(CompletableFuture<Launch> launch, SocketOwner owner) {

    /** Begins at once, on a thread that may block. */
    public static PendingLaunch begin(ProcessDeps deps, ChildSpec spec, Spawner spawner, int restarts) {
        var owner = new SocketOwner();
        var launch = CompletableFuture.supplyAsync(
                () -> Launch.begin(deps, spec, spawner, restarts, owner), deps.blocking());
        return new PendingLaunch(launch, owner);
    }

    /** The same, told after something else. */
    PendingLaunch after(CompletableFuture<?> other) {
        return new PendingLaunch(launch.thenCombine(other, (done, _) -> done), owner);
    }
}
