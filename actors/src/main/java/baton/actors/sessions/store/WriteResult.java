package baton.actors.sessions.store;

import java.util.List;

/** What became of a write on this node's copy. */
public sealed interface WriteResult {

    /**
     * Done here.
     *
     * @param session as it is now; after a delete as it was last
     * @param delta what other nodes and the journal need of it; empty when nothing changed
     */
    record Written(Session session, List<Delta> delta) implements WriteResult {
        public Written {
            delta = List.copyOf(delta);
        }
    }

    /** Never there, expired or deleted: nobody can tell which, and nobody needs to. */
    record Missing() implements WriteResult {}

    /** The condition did not hold; nothing was done. */
    record Conflict(Session current) implements WriteResult {}

    /** Against a limit of the session or of a value; {@code why} names it. Nothing was done. */
    record TooLarge(String why) implements WriteResult {}

    /** The store of this node is at its limit; {@code why} names it. Nothing was done. */
    record Full(String why) implements WriteResult {}

    /** An entry on its way to others: whole, or the changed part. */
    record Delta(Entry entry, boolean isWhole) {
        public byte[] encoded() {
            return EntryCodec.encode(entry, isWhole);
        }
    }
}
