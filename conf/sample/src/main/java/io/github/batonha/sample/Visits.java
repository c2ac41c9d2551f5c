package io.github.batonha.sample;

import io.github.batonha.client.sessions.AgentAccess;
import io.github.batonha.client.sessions.Replicate;
import io.github.batonha.client.sessions.SessionChanges;
import io.github.batonha.client.sessions.SessionCopy;
import io.github.batonha.client.sessions.SessionException;
import io.github.batonha.client.sessions.SessionException.Reason;
import io.github.batonha.client.sessions.SessionWrite;
import io.github.batonha.client.sessions.Sessions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * Users who log in and click. Who they are and how often they clicked stands in the session that all nodes share, so it does
 * not matter which node serves the next request.
 *
 * <p>A click that is sent again, because its answer was lost, has the number that it had: it counts once, whichever nodes saw it.
 */
final class Visits {

    private static final Duration LIFETIME = Duration.ofMinutes(30);
    /** How long a request waits while this node's agent is started anew: less than a balancer takes to send users elsewhere. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final int TRIES = 10;
    private static final String COOKIE = "session";
    private static final String USER = "user";
    private static final String CLICKS = "clicks";

    private final String node;
    private final Optional<Sessions> sessions;

    private Visits(String node, Optional<Sessions> sessions) {
        this.node = node;
        this.sessions = sessions;
    }

    /** Where no agent started this process there are no sessions, and the pages say so. */
    static Visits of(Surroundings surroundings) {
        var sessions = surroundings
                .variable("BATON_RUN_DIR")
                .map(_ -> AgentAccess.ofThisProcess(surroundings.environment()))
                .map(access -> Sessions.of(access, Replicate.ONE_OTHER, PATIENCE));
        return new Visits(surroundings.node(), sessions);
    }

    /**
     * How often somebody clicked. One attribute, so that both numbers change together.
     *
     * @param last number of the last click that was counted; users count theirs upwards
     */
    private record Counter(long count, long last) {
        static Counter of(SessionCopy session) {
            var value = session.attributes().get(CLICKS);
            if (value == null) {
                return new Counter(0, 0);
            }
            var numbers = new String(value.bytes(), StandardCharsets.UTF_8).split(" ", 2);
            return new Counter(Long.parseLong(numbers[0]), Long.parseLong(numbers[1]));
        }

        Counter and(long click) {
            return new Counter(count + 1, click);
        }

        byte[] bytes() {
            return "%d %d".formatted(count, last).getBytes(StandardCharsets.UTF_8);
        }
    }

    /** {@code POST /login?user=anna}: begins a session. */
    Server.Answer login(Server.Request request) {
        var user = request.parameter("user").filter(name -> name.matches("[A-Za-z0-9.-]{1,40}"));
        if (!request.isPost() || user.isEmpty()) {
            return text(400, "POST /login?user=NAME, of letters and digits, logs you in.");
        }
        return withSessions(store -> {
            var made = store.create(LIFETIME, new SessionChanges().set(USER, user.orElseThrow()));
            return new Server.Answer(
                    200,
                    "text/plain",
                    "Welcome %s. You are served by %s.%n".formatted(user.orElseThrow(), node),
                    COOKIE + "=" + made.id() + "; Path=/; HttpOnly; SameSite=Lax");
        });
    }

    /** {@code POST /click?number=17}: counts it, unless it has been counted. */
    Server.Answer click(Server.Request request) {
        var number = request.parameter("number").filter(text -> text.matches("[1-9][0-9]{0,17}"));
        if (!request.isPost() || number.isEmpty()) {
            return text(400, "POST /click?number=N counts your N-th click.");
        }
        long click = Long.parseLong(number.orElseThrow());
        return withSessions(store -> click(store, request.cookie(COOKIE).orElse(""), click));
    }

    private Server.Answer click(Sessions store, String id, long click) {
        for (int tries = 0; tries < TRIES; tries++) {
            var session = store.find(id);
            if (session.isEmpty()) {
                return text(401, "You are not logged in: POST /login?user=NAME.");
            }
            var found = session.orElseThrow();
            var before = Counter.of(found);
            if (click <= before.last()) {
                return counted(before, "again");
            }
            var after = before.and(click);
            var written = setUnlessChanged(store, found, after);
            if (written.isPresent()) {
                return counted(after, written.orElseThrow().isReplicated() ? "replicated" : "alone");
            }
        }
        return text(503, "Others change your session all the time: try again.");
    }

    /** Empty if somebody else has written the counter since it was read. */
    private static Optional<SessionWrite> setUnlessChanged(Sessions store, SessionCopy session, Counter counter) {
        var old = session.attributes().get(CLICKS);
        try {
            return Optional.of(store.setIf(
                    session.id(), CLICKS, old == null ? "" : old.tag(), SessionChanges.TEXT, counter.bytes()));
        } catch (SessionException e) {
            if (e.reason() == Reason.CHANGED) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** {@code GET /me}: who you are. */
    Server.Answer me(Server.Request request) {
        return withSessions(store -> store.find(request.cookie(COOKIE).orElse(""))
                .map(session -> text(
                        200,
                        "You are %s, you clicked %d times, you are served by %s."
                                .formatted(
                                        new String(session.bytes(USER).orElseThrow(), StandardCharsets.UTF_8),
                                        Counter.of(session).count(),
                                        node)))
                .orElseGet(() -> text(401, "You are not logged in: POST /login?user=NAME.")));
    }

    private interface Work {
        Server.Answer with(Sessions store);
    }

    /** 503 where sessions can't be reached: what was sent may be sent again. */
    private Server.Answer withSessions(Work work) {
        if (sessions.isEmpty()) {
            return text(503, "This process was not started by a baton agent: it has no sessions.");
        }
        try {
            return work.with(sessions.orElseThrow());
        } catch (SessionException e) {
            System.err.println("no sessions: " + e.getMessage());
            return text(503, "Your session can't be reached now: try again.");
        }
    }

    private Server.Answer counted(Counter counter, String how) {
        return text(200, "%d clicks, %s, served by %s.".formatted(counter.count(), how, node));
    }

    private static Server.Answer text(int status, String line) {
        return new Server.Answer(status, "text/plain", line + System.lineSeparator());
    }
}
