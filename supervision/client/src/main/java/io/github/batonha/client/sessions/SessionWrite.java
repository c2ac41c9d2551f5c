package io.github.batonha.client.sessions;

import java.util.List;

/**
 * What became of a write that was done.
 *
 * @param id of the session; another one than before after a rotation
 * @param tag of what was written: of the session, or of the attribute if one attribute was
 * @param attributesTag of each attribute that this write set; empty if it set none
 * @param leftOut attributes that were to be set if unchanged, and had changed
 * @param replicatedTo the other nodes that had it when the agent answered
 * @param isReplicated whether that is what was asked for; if not, the write stands on this node alone until others can be reached
 */
public record SessionWrite(
        String id,
        String tag,
        String attributesTag,
        List<String> leftOut,
        List<String> replicatedTo,
        boolean isReplicated) {
    public SessionWrite {
        leftOut = List.copyOf(leftOut);
        replicatedTo = List.copyOf(replicatedTo);
    }

    /** Without the id. */
    @Override
    public String toString() {
        return "SessionWrite[replicatedTo=%s, isReplicated=%s]".formatted(replicatedTo, isReplicated);
    }
}
