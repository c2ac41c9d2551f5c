package io.github.batonha.sessions.store;

/**
 * What must hold of this node's copy for a write to be done. Checked and written in one step on this node; a write on another
 * node at the same time is not seen, which makes it compare-and-set for users whom a balancer keeps on one node.
 */
public sealed interface Condition {

    record None() implements Condition {}

    /** The session is as it was when it had this tag. */
    record SessionIs(String tag) implements Condition {}

    /** The attribute is set and is as it was when it had this tag. */
    record AttributeIs(String name, String tag) implements Condition {}

    record AttributeIsSet(String name) implements Condition {}

    record AttributeIsAbsent(String name) implements Condition {}

    default boolean holds(Session session) {
        return switch (this) {
            case None ignored -> true;
            case SessionIs(var tag) -> session.tag().equals(tag);
            case AttributeIs(var name, var tag) ->
                session.attribute(name).filter(a -> a.tag().equals(tag)).isPresent();
            case AttributeIsSet(var name) -> session.attribute(name).isPresent();
            case AttributeIsAbsent(var name) -> session.attribute(name).isEmpty();
        };
    }
}
