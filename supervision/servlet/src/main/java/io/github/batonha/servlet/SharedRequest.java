package io.github.batonha.servlet;

import io.github.batonha.client.sessions.SessionChanges;
import io.github.batonha.client.sessions.SessionException;
import io.github.batonha.client.sessions.Sessions;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request whose session is the shared one. Looked up when it is first asked for: requests that need none cost nothing. */
final class SharedRequest extends HttpServletRequestWrapper {

    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private final Sessions sessions;
    private final SessionCookie cookie;
    private final Duration ttl;
    private final ValueRules rules;
    private final List<String> candidates;
    private @Nullable String requestedId;
    private @Nullable SharedSession session;
    private boolean isLookedUp;

    SharedRequest(
            HttpServletRequest request,
            HttpServletResponse response,
            Sessions sessions,
            SessionCookie cookie,
            Duration ttl,
            ValueRules rules) {
        super(request);
        this.request = request;
        this.response = response;
        this.sessions = sessions;
        this.cookie = cookie;
        this.ttl = ttl;
        this.rules = rules;
        this.candidates = cookie.read(request);
        this.requestedId = candidates.isEmpty() ? null : candidates.get(0);
    }

    @Override
    public @Nullable HttpSession getSession(boolean create) {
        var found = existing();
        return found == null && create ? begin() : found;
    }

    @Override
    public HttpSession getSession() {
        var found = existing();
        return found == null ? begin() : found;
    }

    private @Nullable SharedSession existing() {
        if (!isLookedUp) {
            isLookedUp = true;
            lookUp();
        }
        return session == null || session.isEnded() ? null : session;
    }

    /** Of several ids the first that lives. */
    private void lookUp() {
        for (var candidate : candidates) {
            var copy = sessions.findAndTouch(candidate);
            if (copy.isPresent()) {
                requestedId = candidate;
                session = new SharedSession(copy.get(), request.getServletContext(), rules);
                return;
            }
        }
    }

    /** Made on the other nodes at once: its id may leave with the very next byte. */
    private SharedSession begin() {
        if (response.isCommitted()) {
            throw new IllegalStateException(
                    "the answer has begun, so no cookie can be set: call getSession before writing the answer");
        }
        save();
        var id = sessions.create(ttl, new SessionChanges()).id();
        var made = new SharedSession(id, Instant.now(), ttl, request.getServletContext(), rules);
        session = made;
        cookie.write(request, response, id);
        return made;
    }

    @Override
    public String changeSessionId() {
        var current = existing();
        if (current == null) {
            throw new IllegalStateException("there is no session whose id could be changed");
        }
        save();
        var id = rotated(current);
        current.renamed(id);
        cookie.write(request, response, id);
        return id;
    }

    private String rotated(SharedSession current) {
        try {
            return sessions.rotate(current.getId()).id();
        } catch (SessionException e) {
            if (e.reason() == SessionException.Reason.MISSING) {
                throw new IllegalStateException("another request of the user ended the session meanwhile", e);
            }
            throw e;
        }
    }

    @Override
    public @Nullable String getRequestedSessionId() {
        if (candidates.size() > 1) {
            existing();
        }
        return requestedId;
    }

    @Override
    public boolean isRequestedSessionIdValid() {
        var current = existing();
        return current != null && current.getId().equals(requestedId);
    }

    @Override
    public boolean isRequestedSessionIdFromCookie() {
        return !candidates.isEmpty();
    }

    @Override
    public boolean isRequestedSessionIdFromURL() {
        return false;
    }

    /** Brings what was changed so far to the other nodes; nothing to do, nothing done. */
    void save() {
        var current = session;
        if (current == null) {
            return;
        }
        if (current.isEnded()) {
            session = null;
            sessions.delete(current.getId());
            if (!response.isCommitted()) {
                cookie.remove(request, response);
            }
            return;
        }
        var changes = current.changes();
        if (!changes.isEmpty()) {
            write(current, changes);
        }
    }

    /**
     * Drops what this request wrote into a session that another one has logged out, or given another id, meanwhile. Containers drop it as well. The
     * cookie stays: it may be that of the user's next session.
     */
    private void write(SharedSession current, SessionChanges changes) {
        try {
            current.saved(changes, sessions.change(current.getId(), changes));
        } catch (SessionException e) {
            if (e.reason() != SessionException.Reason.MISSING) {
                throw e;
            }
            Once.warn(
                    "ended meanwhile",
                    "a session was logged out, or got another id, while another request of its user still wrote into it: what that one wrote"
                            + " was dropped");
            current.end();
            session = null;
        }
    }
}
