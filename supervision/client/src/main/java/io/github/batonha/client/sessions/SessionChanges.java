package io.github.batonha.client.sessions;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** What one write does to a session: all of it or nothing. For one thread. */
public final class SessionChanges {

    public static final String BYTES = "application/octet-stream";
    public static final String TEXT = "text/plain; charset=UTF-8";

    private final Map<String, SessionForm.Value> set = new LinkedHashMap<>();
    private final Set<String> removed = new LinkedHashSet<>();
    private static final Duration LONGEST = Duration.ofMillis(Long.MAX_VALUE);

    private long ttlMillis;

    public SessionChanges set(String name, byte[] value) {
        return set(name, BYTES, value);
    }

    public SessionChanges set(String name, String text) {
        return set(name, TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    public SessionChanges set(String name, String contentType, byte[] value) {
        removed.remove(name);
        set.put(name, new SessionForm.Value(contentType, value, ""));
        return this;
    }

    /**
     * Sets it if the attribute still has that tag, the one of {@link SessionForm.Value#tag()}. Otherwise that attribute stays as
     * another request left it, is named in {@link SessionWrite#leftOut()}, and all other changes are done.
     */
    public SessionChanges setIfUnchanged(String name, String tag, String contentType, byte[] value) {
        removed.remove(name);
        set.put(name, new SessionForm.Value(contentType, value, tag));
        return this;
    }

    public SessionChanges remove(String name) {
        set.remove(name);
        removed.add(name);
        return this;
    }

    /** From then on the session lives so long after its last touch; at least a millisecond. */
    public SessionChanges liveFor(Duration ttl) {
        ttlMillis = ttl.compareTo(LONGEST) < 0 ? Math.max(1, ttl.toMillis()) : Long.MAX_VALUE;
        return this;
    }

    public boolean isEmpty() {
        return set.isEmpty() && removed.isEmpty() && ttlMillis == 0;
    }

    /** By name. A value with a tag is set only if the attribute still has that tag. */
    public Map<String, SessionForm.Value> set() {
        return Collections.unmodifiableMap(set);
    }

    public Set<String> removed() {
        return Collections.unmodifiableSet(removed);
    }

    /** Milliseconds; 0 leaves the lifetime as it is. */
    public long ttlMillis() {
        return ttlMillis;
    }
}
