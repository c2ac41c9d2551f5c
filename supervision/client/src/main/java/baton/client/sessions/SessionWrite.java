package baton.client.sessions;

import java.util.List;

/**
 * What became of a write that was done.
 *
 * @param id of the session; another one than before after a rotation
 * @param tag of what was written: of the session, or of the attribute if one attribute was
 * @param replicatedTo the other nodes that had it when the agent answered
 * @param isReplicated whether that is what was asked for; if not, the write stands on this node alone until others can be reached
 */
public record SessionWrite(String id, String tag, List<String> replicatedTo, boolean isReplicated) {
    public SessionWrite {
        replicatedTo = List.copyOf(replicatedTo);
    }

    /** Without the id. */
    @Override
    public String toString() {
        return "SessionWrite[replicatedTo=%s, isReplicated=%s]".formatted(replicatedTo, isReplicated);
    }
}
