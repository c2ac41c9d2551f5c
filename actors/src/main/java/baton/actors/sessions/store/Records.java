package baton.actors.sessions.store;

/** Where what must outlive the agent goes. Never blocks and keeps the order; a failure is the receiver's to report. */
public interface Records {

    void entries(byte[] encoded);

    void marks(byte[] encoded);

    /** Says that sessions made up to a stamp were given up. */
    void discarded(long createdUpTo);
}
