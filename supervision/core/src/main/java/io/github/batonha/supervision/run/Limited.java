package io.github.batonha.supervision.run;

import io.github.batonha.supervision.os.Exit;
import java.util.concurrent.CompletableFuture;

/**
 * A process beside the main one that has only so much time.
 *
 * @param told completed when it has ended, failed with a TimeoutException when it was killed for taking too long
 * @param gone completed when it has ended; what is killed may take a moment, and in the kernel for ever
 */
public record Limited(CompletableFuture<Exit> told, CompletableFuture<Exit> gone) {
    static Limited refused(Exception why) {
        return new Limited(CompletableFuture.failedFuture(why), CompletableFuture.failedFuture(why));
    }
}
