package baton.servlet;

import baton.client.sessions.SessionChanges;
import baton.client.sessions.SessionCopy;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionBindingListener;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One request's view of a session. Values are deserialised when they are first got. For the threads of one request. */
final class SharedSession implements HttpSession {

    private static final byte[] ABSENT = {};

    private final Map<String, byte[]> stored = new HashMap<>();
    private final Map<String, Object> live = new HashMap<>();
    private final Set<String> set = new HashSet<>();
    private final Set<String> removed = new HashSet<>();
    private final ServletContext context;
    private final Instant created;
    private final Instant lastAccessed;
    private final boolean isNew;
    private String id;
    private Duration ttl;
    private boolean isTtlChanged;
    private boolean isEnded;

    /** One that was there before. */
    SharedSession(SessionCopy copy, ServletContext context) {
        this(copy.id(), copy.created(), copy.touched(), copy.ttl(), false, context);
        for (var attribute : copy.attributes().entrySet()) {
            if (attribute.getValue().contentType().equals(Serialized.CONTENT_TYPE)) {
                stored.put(attribute.getKey(), attribute.getValue().bytes());
            }
        }
    }

    /** A new one. */
    SharedSession(String id, Instant now, Duration ttl, ServletContext context) {
        this(id, now, now, ttl, true, context);
    }

    private SharedSession(
            String id, Instant created, Instant lastAccessed, Duration ttl, boolean isNew, ServletContext context) {
        this.id = id;
        this.created = created;
        this.lastAccessed = lastAccessed;
        this.ttl = ttl;
        this.isNew = isNew;
        this.context = context;
    }

    /** What has to be written: what was set or removed, and what was got and is not as it was. */
    synchronized SessionChanges changes() {
        var changes = new SessionChanges();
        if (isTtlChanged) {
            changes.liveFor(ttl);
        }
        for (var name : set) {
            changes.set(name, Serialized.CONTENT_TYPE, Serialized.write(name, live.getOrDefault(name, "")));
        }
        for (var got : live.entrySet()) {
            if (!set.contains(got.getKey())) {
                var now = Serialized.write(got.getKey(), got.getValue());
                if (!Arrays.equals(now, stored.getOrDefault(got.getKey(), ABSENT))) {
                    changes.set(got.getKey(), Serialized.CONTENT_TYPE, now);
                }
            }
        }
        removed.forEach(changes::remove);
        return changes;
    }

    synchronized void saved(SessionChanges changes) {
        for (var value : changes.set().entrySet()) {
            stored.put(value.getKey(), value.getValue().bytes());
        }
        set.clear();
        removed.clear();
        isTtlChanged = false;
    }

    synchronized void renamed(String newId) {
        id = newId;
    }

    synchronized boolean isEnded() {
        return isEnded;
    }

    private void check() {
        if (isEnded) {
            throw new IllegalStateException("the session was invalidated");
        }
    }

    @Override
    public synchronized @Nullable Object getAttribute(String name) {
        check();
        var value = live.get(name);
        if (value == null) {
            var bytes = stored.get(name);
            if (bytes == null) {
                return null;
            }
            value = Serialized.read(name, bytes);
            live.put(name, value);
        }
        return value;
    }

    @Override
    // It is the same object that must not be told twice.
    @SuppressWarnings("ReferenceEquality")
    public synchronized void setAttribute(String name, @Nullable Object value) {
        check();
        if (value == null) {
            removeAttribute(name);
            return;
        }
        var before = live.put(name, value);
        set.add(name);
        removed.remove(name);
        if (value instanceof HttpSessionBindingListener listener && value != before) {
            listener.valueBound(new HttpSessionBindingEvent(this, name, value));
        }
        unbound(name, before == value ? null : before);
    }

    @Override
    public synchronized void removeAttribute(String name) {
        check();
        var before = live.remove(name);
        if (stored.remove(name) != null || set.remove(name)) {
            removed.add(name);
        }
        set.remove(name);
        unbound(name, before);
    }

    private void unbound(String name, @Nullable Object before) {
        if (before instanceof HttpSessionBindingListener listener) {
            listener.valueUnbound(new HttpSessionBindingEvent(this, name, before));
        }
    }

    @Override
    public synchronized Enumeration<String> getAttributeNames() {
        check();
        var names = new TreeSet<>(stored.keySet());
        names.addAll(live.keySet());
        return Collections.enumeration(names);
    }

    @Override
    public synchronized void invalidate() {
        check();
        live.forEach(this::unbound);
        isEnded = true;
    }

    @Override
    public synchronized String getId() {
        return id;
    }

    @Override
    public long getCreationTime() {
        return created.toEpochMilli();
    }

    @Override
    public long getLastAccessedTime() {
        return lastAccessed.toEpochMilli();
    }

    @Override
    public ServletContext getServletContext() {
        return context;
    }

    /** Seconds. Zero and less, which mean for ever elsewhere, mean the most that the agent allows: a year. */
    @Override
    public synchronized void setMaxInactiveInterval(int seconds) {
        check();
        ttl = seconds <= 0 ? Duration.ofDays(365) : Duration.ofSeconds(seconds);
        isTtlChanged = true;
    }

    @Override
    public synchronized int getMaxInactiveInterval() {
        return (int) Math.min(Integer.MAX_VALUE, ttl.toSeconds());
    }

    @Override
    public boolean isNew() {
        return isNew;
    }
}
