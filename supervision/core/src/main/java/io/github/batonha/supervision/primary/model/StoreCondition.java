package io.github.batonha.supervision.primary.model;

/** What was found of the durable record at the start. */
public sealed interface StoreCondition {

    record Intact() implements StoreCondition {}

    /** No file: a host that takes part for the first time, or one whose store was deleted. */
    record Fresh() implements StoreCondition {}

    /** There was a record, and it can't be read. {@code why} names the file. */
    record Damaged(String why) implements StoreCondition {}
}
