package baton.actors.sessions.store;

/** What a node starts with. */
public record Loaded(SessionStore store, SyncMarks marks) {

    /** Nothing at all. */
    public static Loaded nothing(SessionStore empty) {
        return new Loaded(empty, SyncMarks.NONE);
    }
}
