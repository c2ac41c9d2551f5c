package baton.actors.sessions.store;

import java.util.concurrent.CompletableFuture;

/** Where what must outlive the agent goes. Never blocks; the futures complete when the kernel has the bytes. */
public interface Records {

    CompletableFuture<Void> entries(byte[] encoded);

    CompletableFuture<Void> marks(byte[] encoded);

    /** That sessions made up to a stamp were given up. */
    CompletableFuture<Void> discarded(long createdUpTo);
}
