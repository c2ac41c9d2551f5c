package io.github.batonha.servlet;

import io.github.batonha.client.sessions.SessionChanges;
import io.github.batonha.client.sessions.SessionCopy;
import io.github.batonha.client.sessions.SessionForm;
import io.github.batonha.client.sessions.SessionWrite;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionBindingListener;
import java.time.Duration;
import java.time.Instant;
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

    /** The agent cuts it to what it allows. */
    private static final Duration LONGEST = Duration.ofDays(3650);

    /** What the agent has, but for what this request has removed. */
    private final Map<String, SessionForm.Value> stored = new HashMap<>();

    private final Map<String, SessionAttribute> live = new HashMap<>();
    private final Set<String> removed = new HashSet<>();
    private final Set<String> unreadable = new HashSet<>();
    private final ServletContext context;
    private final ValueRules rules;
    private final Instant created;
    private final Instant lastAccessed;
    private final boolean isNew;
    private String id;
    private Duration ttl;
    private boolean isTtlChanged;
    private boolean isEnded;

    /** One that was there before. */
    SharedSession(SessionCopy copy, ServletContext context, ValueRules rules) {
        this(copy.id(), copy.created(), copy.touched(), copy.ttl(), false, context, rules);
        for (var attribute : copy.attributes().entrySet()) {
            if (attribute.getValue().contentType().equals(Serialized.CONTENT_TYPE)) {
                stored.put(attribute.getKey(), attribute.getValue());
            }
        }
    }

    /** A new one. */
    SharedSession(String id, Instant now, Duration ttl, ServletContext context, ValueRules rules) {
        this(id, now, now, ttl, true, context, rules);
    }

    private SharedSession(
            String id,
            Instant created,
            Instant lastAccessed,
            Duration ttl,
            boolean isNew,
            ServletContext context,
            ValueRules rules) {
        this.rules = rules;
        this.id = id;
        this.created = created;
        this.lastAccessed = lastAccessed;
        this.ttl = ttl;
        this.isNew = isNew;
        this.context = context;
    }

    /**
     * What has to be written: what was set or removed, and what was got and has been changed in place. The latter only if no other
     * request has written it since, for this one did not say that it wants its own to count.
     */
    synchronized SessionChanges changes() {
        var changes = new SessionChanges();
        if (isTtlChanged) {
            changes.liveFor(ttl);
        }
        live.forEach((name, attribute) -> attribute.toWrite(name).ifPresent(value -> {
            var bytes = rules.sealed(name, value);
            if (attribute.isSet() || attribute.tag().isEmpty()) {
                changes.set(name, Serialized.CONTENT_TYPE, bytes);
            } else {
                changes.setIfUnchanged(name, attribute.tag(), Serialized.CONTENT_TYPE, bytes);
            }
        }));
        removed.forEach(changes::remove);
        return changes;
    }

    synchronized void saved(SessionChanges changes, SessionWrite write) {
        changes.set().forEach((name, value) -> {
            var attribute = live.get(name);
            if (attribute == null) {
                return;
            }
            var plain = rules.opened(name, value.bytes()).orElse(value.bytes());
            if (write.leftOut().contains(name)) {
                attribute.overtaken(plain);
                Once.warn(
                        "overtaken " + name,
                        ("session attribute \"%s\" was changed in place by two requests at once, and the change of the later one was"
                                        + " left out: call setAttribute after a change for it to count in any case")
                                .formatted(name));
            } else {
                attribute.written(plain, write.attributesTag());
                stored.put(name, new SessionForm.Value(value.contentType(), value.bytes(), write.attributesTag()));
            }
        });
        removed.removeAll(changes.removed());
        isTtlChanged = false;
    }

    synchronized void renamed(String newId) {
        id = newId;
    }

    /** Another request has ended it. */
    synchronized void end() {
        isEnded = true;
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
        return value(name);
    }

    private @Nullable Object value(String name) {
        var known = live.get(name);
        if (known != null) {
            return known.value();
        }
        var bytes = stored.get(name);
        if (bytes == null || unreadable.contains(name)) {
            return null;
        }
        var value = rules.read(name, bytes.bytes());
        if (value.isEmpty()) {
            // Kept where it is: a node that runs another release of the application may read it.
            unreadable.add(name);
            return null;
        }
        live.put(name, SessionAttribute.got(name, value.get(), bytes.tag()));
        return value.get();
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
        var replaced = live.put(name, SessionAttribute.set(value));
        var before = replaced == null ? null : replaced.value();
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
        if (stored.remove(name) != null || before != null) {
            removed.add(name);
        }
        unbound(name, before == null ? null : before.value());
    }

    private void unbound(String name, @Nullable Object before) {
        if (before instanceof HttpSessionBindingListener listener) {
            listener.valueUnbound(new HttpSessionBindingEvent(this, name, before));
        }
    }

    @Override
    public synchronized Enumeration<String> getAttributeNames() {
        check();
        var names = new TreeSet<>(live.keySet());
        stored.keySet().stream().filter(name -> value(name) != null).forEach(names::add);
        return Collections.enumeration(names);
    }

    @Override
    public synchronized void invalidate() {
        check();
        live.forEach((name, attribute) -> unbound(name, attribute.value()));
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

    /** Seconds. Zero and less, which mean for ever elsewhere, mean the most that the agent allows, {@code baton.sessions.max-ttl}. */
    @Override
    public synchronized void setMaxInactiveInterval(int seconds) {
        check();
        ttl = lifetime(seconds);
        isTtlChanged = true;
    }

    static Duration lifetime(long seconds) {
        if (seconds > 0) {
            return Duration.ofSeconds(seconds);
        }
        Once.warn(
                "for ever",
                "a session was to live for ever: it ends when it was not used for the agents' baton.sessions.max-ttl (30 days unless"
                        + " set otherwise)");
        return LONGEST;
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
