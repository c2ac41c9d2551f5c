package io.github.batonha.client.sessions;

import io.github.batonha.client.sessions.SessionException.Reason;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of this node. Reads come from the agent's memory; writes are on another node when they return, unless told
 * otherwise or none can be reached. Blocks for the time of one request on this machine; any thread.
 *
 * <p>While the agent is being restarted, what could not be sent is tried again for {@code patience}. What may have been sent is
 * not: a write whose answer was lost fails with {@link Reason#AGENT}, and only the caller knows whether to repeat it.
 */
public final class Sessions {

    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);
    private static final long BETWEEN_TRIES_NANOS = 100_000_000;
    private static final byte[] NOTHING = {};

    private final AgentAccess agent;
    private final Replicate replicate;
    private final Duration patience;
    private final HttpClient http;
    private volatile @Nullable Target target;

    private record Target(URI url, String token, HttpClient http) {}

    private Sessions(AgentAccess agent, Replicate replicate, Duration patience) {
        this.agent = agent;
        this.replicate = replicate;
        this.patience = patience;
        this.http = client().build();
    }

    private static HttpClient.Builder client() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(2))
                // Whatever the application's http.proxyHost says: the token is for the agent alone.
                .proxy(HttpClient.Builder.NO_PROXY);
    }

    /** For a process that a baton agent started. */
    public static Sessions ofThisProcess() {
        return of(AgentAccess.ofThisProcess(System.getenv()), Replicate.ONE_OTHER, Duration.ofSeconds(10));
    }

    public static Sessions of(AgentAccess agent, Replicate replicate, Duration patience) {
        return new Sessions(agent, replicate, patience);
    }

    /** A new session with an id that nobody can guess. */
    public SessionWrite create(Duration ttl, SessionChanges first) {
        var changes = new SessionChanges().liveFor(ttl);
        first.set().forEach((name, value) -> changes.set(name, value.contentType(), value.bytes()));
        return written(send(write("POST", "", SessionForm.encode(changes))), "");
    }

    /** Empty if there is none. */
    public Optional<SessionCopy> find(String id) {
        return find(id, false);
    }

    /** As {@link #find}, and begins its lifetime anew. */
    public Optional<SessionCopy> findAndTouch(String id) {
        return find(id, true);
    }

    private Optional<SessionCopy> find(String id, boolean touch) {
        if (!isId(id)) {
            return Optional.empty();
        }
        var answer = send(to -> request(to, "/" + id + (touch ? "?touch=true" : ""))
                .header("Accept", SessionForm.SESSION)
                .GET());
        if (answer.statusCode() == 404) {
            return Optional.empty();
        }
        check(answer);
        try {
            return Optional.of(SessionForm.decodeSession(answer.body()));
        } catch (IOException e) {
            throw new SessionException(
                    Reason.AGENT, "the agent's answer can't be read: are agent and client of one release?", e);
        }
    }

    /** Does all changes or none, and begins the lifetime anew. */
    public SessionWrite change(String id, SessionChanges changes) {
        return written(send(write("PATCH", "/" + checked(id), SessionForm.encode(changes))), id);
    }

    /** As {@link #change}, if the session on this node still has that tag; fails with {@link Reason#CHANGED} otherwise. */
    public SessionWrite changeIf(String id, String tag, SessionChanges changes) {
        var request = write("PATCH", "/" + checked(id), SessionForm.encode(changes));
        return written(send(to -> request.to(to).header("If-Match", quoted(tag))), id);
    }

    /** Sets an attribute if it still has that tag; an empty tag demands that it is absent. */
    public SessionWrite setIf(String id, String name, String tag, String contentType, byte[] value) {
        var path = "/" + checked(id) + "/attributes/" + encoded(name);
        return written(
                send(to -> request(to, path + "?replicate=" + replicate.text())
                        .header("Content-Type", contentType)
                        .header(tag.isEmpty() ? "If-None-Match" : "If-Match", tag.isEmpty() ? "*" : quoted(tag))
                        .method("PUT", BodyPublishers.ofByteArray(value))),
                id);
    }

    public SessionWrite touch(String id) {
        return written(send(write("POST", "/" + checked(id) + "/touch", NOTHING)), id);
    }

    /** Gives it a new id; the old one is gone. To be done whenever a user's rights change, as after a log-in. */
    public SessionWrite rotate(String id) {
        return written(send(write("POST", "/" + checked(id) + "/rotate", NOTHING)), id);
    }

    /** Ends it for good on all nodes. One that is not there is deleted already. */
    public void delete(String id) {
        var answer = send(write("DELETE", "/" + checked(id), NOTHING));
        if (answer.statusCode() != 404) {
            check(answer);
        }
    }

    private interface Request {
        HttpRequest.Builder to(Target target);
    }

    private Request write(String method, String path, byte[] body) {
        return to -> request(to, path + "?replicate=" + replicate.text())
                .header("Content-Type", SessionForm.CHANGES)
                .method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
    }

    private static HttpRequest.Builder request(Target target, String path) {
        return HttpRequest.newBuilder(target.url().resolve("/api/v1/sessions" + path))
                .header("Authorization", "Bearer " + target.token())
                .timeout(ANSWER_WITHIN);
    }

    private HttpResponse<byte[]> send(Request request) {
        var end = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                var to = target();
                var answer = to.http().send(request.to(to).build(), BodyHandlers.ofByteArray());
                if (answer.statusCode() != 401 || System.nanoTime() - end > 0) {
                    return answer;
                }
                // After a handshake that failed nothing was sent: the authorities may have been replaced.
            } catch (ConnectException
                    | javax.net.ssl.SSLHandshakeException
                    | java.net.http.HttpConnectTimeoutException
                    | java.nio.file.NoSuchFileException e) {
                if (System.nanoTime() - end > 0) {
                    throw noAgent(e);
                }
            } catch (IOException e) {
                throw noAgent(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new SessionException(Reason.AGENT, "interrupted while waiting for the agent", e);
            }
            target = null;
            LockSupport.parkNanos(BETWEEN_TRIES_NANOS);
        }
    }

    private static SessionException noAgent(IOException e) {
        return new SessionException(
                Reason.AGENT,
                "the agent of this node did not answer (%s): see that it runs, and look into its log".formatted(e),
                e);
    }

    private Target target() throws IOException {
        var known = target;
        if (known == null || !agent.isThere()) {
            var url = agent.url();
            var trust = agent.trust();
            known = new Target(
                    url,
                    agent.token(),
                    trust.map(context -> client().sslContext(context).build()).orElse(http));
            target = known;
        }
        return known;
    }

    private static SessionWrite written(HttpResponse<byte[]> answer, String id) {
        check(answer);
        var location = answer.headers().firstValue("Location");
        var now =
                location.map(path -> path.substring(path.lastIndexOf('/') + 1)).orElse(id);
        var leftOut = list(answer, "Baton-Left-Out").stream()
                .map(name -> URLDecoder.decode(name, StandardCharsets.UTF_8))
                .toList();
        return new SessionWrite(
                now,
                header(answer, "ETag").replace("\"", ""),
                header(answer, "Baton-Attributes-Tag"),
                leftOut,
                list(answer, "Baton-Replicated-To"),
                header(answer, "Baton-Replicated").equals("true"));
    }

    private static String header(HttpResponse<byte[]> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    private static List<String> list(HttpResponse<byte[]> answer, String name) {
        var text = header(answer, name);
        return text.isEmpty() ? List.of() : Arrays.asList(text.split(","));
    }

    private static void check(HttpResponse<byte[]> answer) {
        if (answer.statusCode() / 100 == 2) {
            return;
        }
        var reason = switch (answer.statusCode()) {
            case 404 -> Reason.MISSING;
            case 412 -> Reason.CHANGED;
            case 413, 507 -> Reason.LIMIT;
            case 400, 401, 403, 405 -> Reason.REFUSED;
            default -> Reason.AGENT;
        };
        throw new SessionException(
                reason,
                "the agent answered %d: %s"
                        .formatted(answer.statusCode(), new String(answer.body(), StandardCharsets.UTF_8)));
    }

    /** Ids come from users' cookies: anything else must not become part of a path. */
    private static boolean isId(String id) {
        return id.length() == 32
                && id.chars().allMatch(c -> c < 128 && (Character.isLetterOrDigit(c) || c == '-' || c == '_'));
    }

    private static String checked(String id) {
        if (!isId(id)) {
            throw new SessionException(Reason.MISSING, "that is no id of a session: there is none such");
        }
        return id;
    }

    private static String quoted(String tag) {
        return '"' + tag + '"';
    }

    private static String encoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
