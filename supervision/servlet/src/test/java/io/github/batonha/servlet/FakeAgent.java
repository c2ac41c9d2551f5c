package io.github.batonha.servlet;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.batonha.client.sessions.AgentAccess;
import io.github.batonha.client.sessions.SessionCopy;
import io.github.batonha.client.sessions.SessionForm;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** Speaks the routes of an agent, over a map. */
final class FakeAgent implements AutoCloseable {

    private final Map<String, SessionCopy> sessions = new ConcurrentHashMap<>();
    final List<String> requests = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private int made;
    private int versions;
    private String leftOut = "";

    FakeAgent() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/api/v1/sessions", this::answer);
        server.setExecutor(Executors.newCachedThreadPool());
        server.start();
    }

    AgentAccess access() {
        return AgentAccess.of(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()), "token");
    }

    SessionCopy session(String id) {
        return Objects.requireNonNull(sessions.get(id));
    }

    Map<String, SessionCopy> sessions() {
        return sessions;
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var path = exchange.getRequestURI().getPath().split("/", -1);
            var verb = exchange.getRequestMethod() + (path.length > 5 ? " " + path[5] : "");
            requests.add(verb);
            var body = exchange.getRequestBody().readAllBytes();
            if (path.length == 4) {
                var id = "%032d".formatted(++made);
                var empty = new SessionCopy(id, "0", Instant.now(), Instant.now(), Duration.ofMinutes(30), Map.of());
                reply(exchange, store(changed(empty, id, body)));
                return;
            }
            var session = sessions.get(path[4]);
            if (session == null) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            switch (verb) {
                case "GET" -> {
                    var bytes = SessionForm.encode(session);
                    exchange.sendResponseHeaders(200, bytes.length);
                    exchange.getResponseBody().write(bytes);
                }
                case "PATCH" -> reply(exchange, store(changed(session, session.id(), body)));
                case "POST rotate" -> {
                    sessions.remove(session.id());
                    reply(exchange, store(changed(session, "%032d".formatted(++made), new byte[0])));
                }
                case "DELETE" -> {
                    sessions.remove(session.id());
                    reply(exchange, session);
                }
                default -> exchange.sendResponseHeaders(405, -1);
            }
        }
    }

    private SessionCopy store(SessionCopy session) {
        sessions.put(session.id(), session);
        return session;
    }

    private void reply(HttpExchange exchange, SessionCopy session) throws IOException {
        exchange.getResponseHeaders().add("Baton-Attributes-Tag", Integer.toString(versions));
        exchange.getResponseHeaders().add("Baton-Left-Out", leftOut);
        exchange.getResponseHeaders().add("Location", "/api/v1/sessions/" + session.id());
        exchange.getResponseHeaders().add("Baton-Replicated", "true");
        exchange.sendResponseHeaders(200, -1);
    }

    private SessionCopy changed(SessionCopy session, String id, byte[] body) throws IOException {
        var attributes = new LinkedHashMap<>(session.attributes());
        var ttl = session.ttl();
        leftOut = "";
        if (body.length > 0) {
            var changes = SessionForm.decodeChanges(body);
            versions++;
            for (var attribute : changes.set().entrySet()) {
                put(attributes, attribute.getKey(), attribute.getValue());
            }
            changes.removed().forEach(attributes::remove);
            ttl = changes.ttlMillis() > 0 ? Duration.ofMillis(changes.ttlMillis()) : ttl;
        }
        return new SessionCopy(id, session.tag() + "1", session.created(), Instant.now(), ttl, attributes);
    }

    private void put(Map<String, SessionForm.Value> attributes, String name, SessionForm.Value value) {
        var current = attributes.get(name);
        if (!value.tag().isEmpty() && (current == null || !current.tag().equals(value.tag()))) {
            leftOut = name;
        } else {
            attributes.put(name, new SessionForm.Value(value.contentType(), value.bytes(), Integer.toString(versions)));
        }
    }

    /** As another release of the application, or a program in another language, would have written it. */
    void put(String id, String name, byte[] serialized) {
        var session = session(id);
        var attributes = new LinkedHashMap<>(session.attributes());
        put(attributes, name, new SessionForm.Value(Serialized.CONTENT_TYPE, serialized, ""));
        store(new SessionCopy(id, session.tag(), session.created(), session.touched(), session.ttl(), attributes));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
