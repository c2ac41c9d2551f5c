package io.github.batonha.sessions.store;

/** Where what must outlive the agent goes. Never blocks and keeps the order; a failure is the receiver's to report. */
public interface JournalSink {

    void entries(byte[] encoded);

    void marks(byte[] encoded);

    /** Says that stamps were rewritten in the store: what was recorded before says otherwise. */
    default void moved() {}

    /** Says that sessions made up to a stamp were given up. */
    void discarded(long createdUpTo);
}
