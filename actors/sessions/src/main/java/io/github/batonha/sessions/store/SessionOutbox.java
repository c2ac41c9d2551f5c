package io.github.batonha.sessions.store;

/** Sends to the session store of another host. May lose what it sends, never blocks. */
@FunctionalInterface
public interface SessionOutbox {
    void tell(String host, SessionMessage message);
}
