package io.github.batonha.sessions.store;

import java.util.List;
import java.util.Optional;

/** What became of a write on this node's copy. */
public sealed interface WriteResult {

    /**
     * Done here.
     *
     * @param session as it is now; after a delete as it was last
     * @param delta what other nodes and the journal need of it; empty when nothing changed
     * @param leftOut names whose condition did not hold
     */
    record Written(Session session, List<Delta> delta, List<String> leftOut) implements WriteResult {
        public Written {
            delta = List.copyOf(delta);
            leftOut = List.copyOf(leftOut);
        }

        Written(Session session, List<Delta> delta) {
            this(session, delta, List.of());
        }

        /** The tag of each attribute that this write set; empty if it set none. */
        public Optional<String> attributesTag() {
            // A session that got another id has its attributes as they were.
            if (delta.isEmpty()
                    || delta.stream().anyMatch(each -> each.entry() instanceof Tombstone)
                    || !(delta.getFirst().entry() instanceof Session written)) {
                return Optional.empty();
            }
            return written.attributes().stream().map(Attribute::tag).findFirst();
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
