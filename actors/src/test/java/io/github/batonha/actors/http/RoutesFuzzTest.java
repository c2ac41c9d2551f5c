package io.github.batonha.actors.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.actors.fixture.Definitions;
import io.github.batonha.actors.sessions.SessionAccess;
import io.github.batonha.actors.sessions.Sessions;
import io.github.batonha.actors.sessions.SessionsResources;
import io.github.batonha.conf.model.SessionSettings;
import io.github.batonha.test.Await;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * Strange requests to all routes of a server that runs. A failed one is sent again by its number: {@code -Dfuzz.first=N -Dfuzz.requests=1}.
 * The profile {@code fuzz} sends 100,000.
 */
class RoutesFuzzTest extends RoutesFixture {
    private static final int REQUESTS = Integer.getInteger("fuzz.requests", 3000);
    private static final long FIRST = Long.getLong("fuzz.first", 1);
    private static final int CLIENTS = 8;
    private static final int NO_ANSWER = 0;

    @Override
    SessionAccess sessions() throws IOException {
        var opened = SessionsResources.open(
                "NodeA", logs, SessionSettings.DEFAULT, InstantSource.system(), System::nanoTime);
        var actor = kit.spawn(Sessions.create(
                "NodeA",
                List.of(),
                opened,
                (_, _) -> {},
                (_, _) -> {},
                Definitions.SETTINGS,
                System::nanoTime,
                blocking));
        Await.until("sessions in sync", SOON, opened::isInSync);
        return new SessionAccess(opened, actor::tell, Duration.ofMinutes(30));
    }

    @Test
    void givenStrangeRequests_whenSent_thenNoneIsA500AndNothingHasChanged() throws Exception {
        var before = state();
        var session =
                post("/api/v1/sessions", "{}").headers().firstValue("Location").orElseThrow();
        var id = session.substring(session.lastIndexOf('/') + 1);

        var statuses = new ConcurrentHashMap<Integer, AtomicLong>();
        var failed = sendAll(id, statuses);

        assertThat(failed).as("answered by a 500 or not at all").isEmpty();
        assertThat(statuses.values().stream().mapToLong(AtomicLong::get).sum())
                .as("sent: %s", statuses)
                .isEqualTo(REQUESTS);
        assertThat(statuses.keySet()).as("many routes were reached").contains(200, 400, 401, 404, 405, 415);
        assertThat(hands.done).allMatch("repair"::equals);
        assertThat(state()).isEqualTo(before);
        assertThat(get("/health/ready").statusCode()).isEqualTo(200);
    }

    private Map<String, String> state() throws Exception {
        return Map.of(
                "mon",
                get("/api/v1/mon").body(),
                "primary",
                json(get("/api/v1/mon-cluster")).path("primary").toString());
    }

    private Queue<String> sendAll(String session, Map<Integer, AtomicLong> statuses) throws Exception {
        var failed = new ConcurrentLinkedQueue<String>();
        var next = new AtomicLong(FIRST);
        try (var clients = Executors.newFixedThreadPool(CLIENTS)) {
            for (var client = 0; client < CLIENTS; client++) {
                clients.execute(() -> {
                    for (var seed = next.getAndIncrement(); seed < FIRST + REQUESTS; seed = next.getAndIncrement()) {
                        var request = FuzzedRequest.of(seed, TOKEN, session);
                        var status = send(request);
                        statuses.computeIfAbsent(status, _ -> new AtomicLong()).incrementAndGet();
                        if (status == 500 || (status == NO_ANSWER && request.isWhole())) {
                            failed.add(status + " to " + request);
                        }
                    }
                });
            }
        }
        return failed;
    }

    /** The status of the answer; {@link #NO_ANSWER} if the connection ended without one. */
    private int send(FuzzedRequest request) {
        try (var socket =
                new Socket(InetAddress.getLoopbackAddress(), URI.create(base).getPort())) {
            socket.setSoTimeout((int) SOON.toMillis());
            socket.getOutputStream().write(request.bytes());
            if (!request.isWhole()) {
                socket.shutdownOutput();
            }
            return status(socket.getInputStream()).orElse(NO_ANSWER);
        } catch (SocketException e) {
            return NO_ANSWER;
        } catch (IOException e) {
            throw new AssertionError("no end of " + request, e);
        }
    }

    private static Optional<Integer> status(InputStream answer) throws IOException {
        var line = new String(answer.readNBytes("HTTP/1.1 200".length()), StandardCharsets.US_ASCII).split(" ", -1);
        return line.length < 2 ? Optional.empty() : Optional.of(Integer.parseInt(line[1]));
    }
}
