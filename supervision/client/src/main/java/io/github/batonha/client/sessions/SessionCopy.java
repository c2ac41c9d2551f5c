package io.github.batonha.client.sessions;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;

/**
 * A session as it was when it was read.
 *
 * @param id whoever knows it is the user: never log it
 * @param tag changes with every change of an attribute or of the lifetime, not with a touch
 * @param attributes by name
 */
public record SessionCopy(
        String id,
        String tag,
        Instant created,
        Instant touched,
        Duration ttl,
        Map<String, SessionForm.Value> attributes) {

    public SessionCopy {
        attributes = Collections.unmodifiableMap(SessionForm.copy(attributes));
    }

    public Instant expires() {
        return touched.plus(ttl);
    }

    public Optional<byte[]> bytes(String name) {
        return Optional.ofNullable(attributes.get(name)).map(SessionForm.Value::bytes);
    }

    /** Without the id and without values. */
    @Override
    public String toString() {
        return "SessionCopy[created=%s, touched=%s, attributes=%s]".formatted(created, touched, attributes.keySet());
    }
}
