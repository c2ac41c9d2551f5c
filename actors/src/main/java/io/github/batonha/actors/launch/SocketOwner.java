package io.github.batonha.actors.launch;

import io.github.batonha.supervision.os.NotifySocket;
import org.jspecify.annotations.Nullable;

/** Closes a socket that is made on one thread for an actor that may have ended meanwhile. Any thread. */
public final class SocketOwner {

    private @Nullable NotifySocket socket;
    private boolean isClosed;

    /** From now on {@link #close} closes it; at once where that was called already. */
    public synchronized void own(NotifySocket made) {
        socket = made;
        if (isClosed) {
            made.close();
        }
    }

    /** Another one closes it. */
    synchronized void handOver() {
        socket = null;
    }

    public synchronized void close() {
        isClosed = true;
        if (socket != null) {
            socket.close();
        }
    }
}
