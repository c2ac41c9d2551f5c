package io.github.batonha.actors.sessions;

import io.github.batonha.sessions.store.Change;
import io.github.batonha.sessions.store.Condition;
import io.github.batonha.sessions.store.Level;
import io.github.batonha.sessions.store.Replicated;
import io.github.batonha.sessions.store.Session;
import io.github.batonha.sessions.store.SessionId;
import io.github.batonha.sessions.store.SessionInput;
import io.github.batonha.sessions.store.SessionStore;
import io.github.batonha.sessions.store.WriteResult;
import io.github.batonha.sessions.store.WriteResult.Delta;
import io.github.batonha.sessions.store.WriteResult.Written;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * The sessions of this node for who serves users. Any thread. Reads and the local part of writes run on the caller's thread, in
 * microseconds; an answer to a write comes when the journal has it and its level is reached or can't be.
 */
public final class SessionAccess {

    /**
     * What became of a write.
     *
     * @param isJournaled whether it is in the journal of this node
     */
    public record Answer(WriteResult result, Replicated replicated, boolean isJournaled) {}

    /** Less than clients wait for an answer. */
    private static final Duration CATCHES_UP_WITHIN = Duration.ofSeconds(5);

    private final SessionsResources hold;
    private final Consumer<SessionInput> sessions;
    private final SessionStore store;
    private final Duration defaultTtl;

    /** {@code sessions} tells the sessions actor. */
    public SessionAccess(SessionsResources hold, Consumer<SessionInput> sessions, Duration defaultTtl) {
        this.hold = hold;
        this.sessions = sessions;
        this.store = hold.store();
        this.defaultTtl = defaultTtl;
    }

    public Duration defaultTtl() {
        return defaultTtl;
    }

    /** Bytes of the largest body that can be of use. */
    public int largestBody() {
        return 2 * store.limits().sessionBytes() + 64 * 1024;
    }

    /**
     * Completes with true when this node has what the others have, soon with false if that takes long. What is read and written before may be
     * out of date, so users have to wait for it: at a start, and after a pause of this process.
     */
    public CompletionStage<Boolean> whenInSync() {
        return hold.whenInSync(CATCHES_UP_WITHIN);
    }

    public Optional<Session> find(SessionId id) {
        return store.find(id);
    }

    public CompletionStage<Answer> create(Duration ttl, List<Change> changes, Level level) {
        return finish(store.create(ttl, changes), level);
    }

    public CompletionStage<Answer> change(SessionId id, Condition condition, List<Change> changes, Level level) {
        return finish(store.change(id, condition, changes), level);
    }

    public CompletionStage<Answer> touch(SessionId id, Level level) {
        return finish(store.touch(id), level);
    }

    public CompletionStage<Answer> rotate(SessionId id, Level level) {
        return finish(store.rotate(id), level);
    }

    public CompletionStage<Answer> delete(SessionId id, Level level) {
        return finish(store.delete(id), level);
    }

    private CompletionStage<Answer> finish(WriteResult result, Level level) {
        if (!(result instanceof Written(var _, var deltas, var _)) || deltas.isEmpty()) {
            return CompletableFuture.completedFuture(new Answer(result, new Replicated(level, List.of(), true), true));
        }
        var replicated = new CompletableFuture<Replicated>();
        var journaled = hold.write(encoded(deltas));
        sessions.accept(new Sessions.Replicate(deltas, level, replicated::complete));
        return replicated.thenCombine(journaled, (reached, isJournaled) -> new Answer(result, reached, isJournaled));
    }

    private static byte[] encoded(List<Delta> deltas) {
        var bytes = new ByteArrayOutputStream();
        deltas.forEach(delta -> bytes.writeBytes(delta.encoded()));
        return bytes.toByteArray();
    }
}
