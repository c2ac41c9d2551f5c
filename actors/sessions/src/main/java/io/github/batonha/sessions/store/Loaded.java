package io.github.batonha.sessions.store;

import java.io.IOException;
import java.io.UncheckedIOException;

/** What a node starts with. */
public record Loaded(SessionStore store, Watermarks marks) {

    /** With marks as they were written last. */
    public static Loaded of(SessionStore store, byte[] encodedMarks) {
        try {
            return new Loaded(store, Watermarks.decode(encodedMarks));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    public byte[] encodedMarks() {
        return marks.encode();
    }
}
