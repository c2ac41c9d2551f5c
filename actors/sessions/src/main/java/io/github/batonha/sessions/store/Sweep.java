package io.github.batonha.sessions.store;

import io.github.batonha.sessions.store.SessionStore.Swept;

/** One pass over the entries. */
final class Sweep {

    private final Shards shards;
    private final long now;
    private final long oldestRemembered;
    private int expired;
    private int forgotten;
    private long forgottenUpTo;

    Sweep(Shards shards, long now, long oldestRemembered) {
        this.shards = shards;
        this.now = now;
        this.oldestRemembered = oldestRemembered;
    }

    void visit(Entry entry) {
        switch (entry) {
            case Tombstone deleted -> forget(deleted);
            case Session session -> visit(session);
        }
    }

    private void forget(Tombstone deleted) {
        if (deleted.stamp() < oldestRemembered) {
            shards.update(deleted.id(), held -> deleted.equals(held) ? null : held);
            forgotten++;
            forgottenUpTo = Math.max(forgottenUpTo, deleted.stamp());
        }
    }

    // The same object says that nothing changed.
    @SuppressWarnings("ReferenceEquality")
    private void visit(Session session) {
        if (!session.isAliveAt(now)) {
            // Looked at again inside: it may have been touched since.
            shards.update(session.id(), held -> held instanceof Session s && !s.isAliveAt(now) ? null : held);
            expired++;
            return;
        }
        var trimmed = session.forgetRemovals(oldestRemembered);
        if (trimmed != session) {
            shards.update(session.id(), held -> held instanceof Session s ? s.forgetRemovals(oldestRemembered) : held);
            forgotten++;
            forgottenUpTo = Math.max(forgottenUpTo, oldestRemembered - 1);
        }
    }

    Swept done() {
        return new Swept(expired, forgotten, forgottenUpTo);
    }
}
