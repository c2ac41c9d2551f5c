package io.github.batonha.sessions.store;

import java.time.Duration;

/** One thing that a write does to a session. */
public sealed interface Change {

    /** The bytes are kept, not copied. */
    record Put(String name, String contentType, Bytes value) implements Change {}

    /** Done if the attribute still has that tag, else left out while the rest is done. */
    record PutIfUnchanged(Put put, String tag) implements Change {}

    record Remove(String name) implements Change {}

    /** From the present on the session lives so long after its last touch. */
    record Lifetime(Duration ttl) implements Change {}

    /** An array in a record: compared by nobody. */
    record Bytes(@SuppressWarnings("ArrayRecordComponent") byte[] array) {}

    static Put put(String name, String contentType, byte[] value) {
        return new Put(name, contentType, new Bytes(value));
    }
}
