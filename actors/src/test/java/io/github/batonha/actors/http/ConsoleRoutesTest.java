package io.github.batonha.actors.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.batonha.actors.access.ApplicationTokens;
import io.github.batonha.actors.access.Caller;
import io.github.batonha.actors.access.Role;
import io.github.batonha.actors.api.ProcessState;
import io.github.batonha.test.Await;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Log-in, the session as an identity, what guards it, and the stream. */
class ConsoleRoutesTest extends RoutesFixture {
    private static final String STOP = "{\"action\":\"STOP\",\"scope\":\"PROCESS\",\"name\":\"WEB_SERVER\"}";

    private HttpRequest.Builder json(String path, String body) {
        return request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body));
    }

    private HttpRequest.Builder fromPage(String path, String body) {
        return json(path, body).header("Baton-Console", "1").header("Sec-Fetch-Site", "same-origin");
    }

    private HttpResponse<String> login(String token) throws IOException, InterruptedException {
        return send(fromPage("/api/v1/console/login", "{\"token\":\"%s\"}".formatted(token)));
    }

    /** Name and value, as a browser sends them back. */
    private String cookie(String token) throws IOException, InterruptedException {
        var response = login(token);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return setCookie(response).split(";", -1)[0];
    }

    private static String setCookie(HttpResponse<?> response) {
        return response.headers().firstValue("Set-Cookie").orElseThrow();
    }

    private String token(String name, String role) throws IOException, InterruptedException {
        var made = post("/api/v1/tokens", "{\"name\":\"%s\",\"role\":\"%s\"}".formatted(name, role));
        return json(made).get("token").asText();
    }

    @Test
    void givenAToken_whenLoggedIn_thenACookieThatNoScriptReadsIsTheIdentityFromThenOn() throws Exception {
        var response = login(TOKEN);

        assertThat(json(response).get("name").asText()).isEqualTo("token:agent of NodeA");
        assertThat(json(response).get("role").asText()).isEqualTo("admin");
        assertThat(json(response).get("hosts")).hasSize(2);
        assertThat(setCookie(response))
                .matches("baton-console-NodeA=[A-Za-z0-9_-]{43}; Path=/; Max-Age=43200; HttpOnly; SameSite=Strict");
        var cookie = setCookie(response).split(";", -1)[0];
        var me = send(request("/api/v1/console").header("Cookie", "a=b; " + cookie + "; c=d"));
        assertThat(json(me).get("session").asBoolean()).isTrue();
        assertThat(send(request("/api/v1/tokens").header("Cookie", cookie)).statusCode())
                .isEqualTo(200);
    }

    @Test
    void givenATokenOfNobody_whenLoggedIn_thenItIsRefusedAndOnRecord() throws Exception {
        var response = login("baton_nobody");

        assertProblem(response, 401);
        assertThat(response.headers().firstValue("Set-Cookie")).isEmpty();
        Await.until("the refusal on record", SOON, () -> audited().contains("POST /api/v1/console/login"));
        assertThat(audited()).contains("anonymous").doesNotContain("baton_nobody");
    }

    @Test
    void givenTheTokenOfAProcess_whenLoggedIn_thenItIsRefused() throws Exception {
        assertProblem(login(ApplicationTokens.of(TOKEN, "WEB_SERVER")), 403);
    }

    @Test
    void givenALoginOfTheHost_whenUsedTwice_thenOnlyTheFirstBeginsASession() throws Exception {
        var login = IDENTITIES.logins().issue(new Caller("os:alice", Role.OPERATOR, "unix socket"));

        var first = login(login);
        var second = login(login);

        assertThat(json(first).get("name").asText()).isEqualTo("os:alice");
        assertThat(json(first).get("role").asText()).isEqualTo("operator");
        var cookie = setCookie(first).split(";", -1)[0];
        assertThat(json(send(request("/api/v1/console").header("Cookie", cookie)))
                        .get("name")
                        .asText())
                .as("the session counts from the browser's address")
                .isEqualTo("os:alice");
        assertProblem(second, 401);
        assertThat(json(second).get("detail").asText()).isEqualTo("this link has been used");
        assertThat(second.headers().firstValue("Set-Cookie")).isEmpty();
    }

    @Test
    void givenABodyThatIsNoLogin_whenLoggedIn_thenItIsRefused() throws Exception {
        assertProblem(send(fromPage("/api/v1/console/login", "{}")), 400);
        assertProblem(send(fromPage("/api/v1/console/login", "{\"token\":null}")), 400);
        assertProblem(
                send(request("/api/v1/console/login")
                        .header("Baton-Console", "1")
                        .header("Sec-Fetch-Site", "same-origin")
                        .POST(BodyPublishers.ofString("token=x"))),
                415);
    }

    @Test
    void givenASession_whenItOrders_thenItIsDoneAndTheAuditSaysWhoByWhat() throws Exception {
        var cookie = cookie(token("alice", "operator"));

        var done = send(fromPage("/api/v1/operations", STOP).header("Cookie", cookie));

        assertThat(done.statusCode()).isEqualTo(200);
        assertThat(hands.done).containsExactly("STOP");
        assertThat(audited())
                .contains("\"caller\":\"token:alice\"")
                .contains("by console")
                .contains("POST /api/v1/console/login")
                .contains("masked");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // header of the page, Sec-Fetch-Site, Origin; whether it is done
                "1, same-origin, -,                 true",
                "1, same-origin, http://OWN,        true",
                "1, -,           http://OWN,        true",
                "1, none,        -,                 true",
                "-, same-origin, http://OWN,        false",
                "1, -,           -,                 false",
                "1, -,           http://evil.test,  false",
                "1, -,           null,              false",
                "1, cross-site,  http://OWN,        false",
                "1, same-site,   http://OWN,        false"
            })
    void givenASession_whenAnOrderComesFromSomewhere_thenOnlyThoseOfTheOwnPageAreDone(
            @Nullable String header, @Nullable String site, @Nullable String origin, boolean isDone) throws Exception {
        var order = json("/api/v1/operations", STOP).header("Cookie", cookie(TOKEN));
        if (header != null) {
            order.header("Baton-Console", header);
        }
        if (site != null) {
            order.header("Sec-Fetch-Site", site);
        }
        if (origin != null) {
            order.header("Origin", origin.replace("OWN", base.substring("http://".length())));
        }

        var response = send(order);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(isDone ? 200 : 403);
        assertThat(hands.done).hasSize(isDone ? 1 : 0);
    }

    @Test
    void givenALinkOnAnotherPageOfTheHost_whenFollowed_thenThePageIsServedAndNothingElse() throws Exception {
        var cookie = cookie(TOKEN);

        assertThat(send(request("/console").header("Cookie", cookie).header("Sec-Fetch-Site", "same-site"))
                        .statusCode())
                .isEqualTo(200);
        assertThat(send(request("/api/v1/tokens").header("Cookie", cookie).header("Sec-Fetch-Site", "same-site"))
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void givenAPageOfAnotherSite_whenItOrdersByAnythingElseOrLogsIn_thenItIsRefused() throws Exception {
        assertProblem(
                send(json("/api/v1/operations", STOP)
                        .header("Authorization", "Bearer " + TOKEN)
                        .header("Sec-Fetch-Site", "cross-site")),
                403);
        assertProblem(
                send(json("/api/v1/console/login", "{\"token\":\"%s\"}".formatted(TOKEN))
                        .header("Sec-Fetch-Site", "cross-site")
                        .header("Baton-Console", "1")),
                403);
        assertThat(hands.done).isEmpty();
    }

    @Test
    void givenASessionOfAViewer_whenItOrdersOrReadsALog_thenItIsRefused() throws Exception {
        var cookie = cookie(token("bob", "viewer"));

        var refused = send(fromPage("/api/v1/operations", STOP).header("Cookie", cookie));

        assertProblem(refused, 403);
        assertThat(json(refused).get("detail").asText()).contains("needs the role operator, and token:bob is viewer");
        assertThat(send(request("/api/v1/logs/WEB_SERVER").header("Cookie", cookie))
                        .statusCode())
                .isEqualTo(403);
        assertThat(send(request("/api/v1/usage").header("Cookie", cookie)).statusCode())
                .isEqualTo(200);
        assertThat(hands.done).isEmpty();
    }

    @Test
    void givenASession_whenLoggedOut_thenItCountsNoMore() throws Exception {
        var cookie = cookie(TOKEN);
        assertThat(mayConnectTo(cookie)).as("with a session").isEqualTo("'self' http://NodeB:8558");

        var out = send(fromPage("/api/v1/console/logout", "{}").header("Cookie", cookie));

        assertThat(out.statusCode()).isEqualTo(204);
        assertThat(setCookie(out)).contains("baton-console-NodeA=;").contains("Max-Age=0");
        assertNobody(cookie);
        assertThat(mayConnectTo(cookie)).as("after the log-out").isEqualTo("'self'");
    }

    /** By the policy of the page that a browser gets with this cookie. */
    private String mayConnectTo(String cookie) throws IOException, InterruptedException {
        var policy = send(request("/console").header("Cookie", cookie))
                .headers()
                .firstValue("Content-Security-Policy")
                .orElseThrow();
        return policy.replaceAll(".*connect-src ([^;]*);.*", "$1");
    }

    /** One agent plays both nodes: what it does as NodeB is what NodeB would do. */
    @Test
    void givenASession_whenItGoesOnAtAnotherNode_thenItIsTheSameUserOnceAndUntilTheTokenIsRevoked() throws Exception {
        var first = cookie(token("dora", "operator"));
        var ticket = ticket(first);

        var second = login(ticket);

        assertThat(json(second).get("name").asText()).isEqualTo("token:dora");
        assertThat(json(second).get("role").asText()).isEqualTo("operator");
        assertThat(audited()).contains("\"caller\":\"token:dora\"").doesNotContain(ticket);
        assertProblem(login(ticket), 401);
        assertProblem(send(request("/api/v1/usage").header("Authorization", "Bearer " + ticket(first))), 401);
        var cookie = setCookie(second).split(";", -1)[0];
        assertThat(login(ticket(cookie)).statusCode()).as("and on to a third").isEqualTo(200);
        var kept = ticket(cookie);
        send(authorized("/api/v1/tokens/dora").DELETE());
        assertNobody(cookie);
        assertProblem(login(kept), 401);
    }

    @Test
    void givenNoSession_whenATicketIsAsked_thenThereIsNone() throws Exception {
        assertThat(send(authorized("/api/v1/console/hand-over")).body()).isEqualTo("{\"tickets\":[]}");
        assertThat(send(request("/api/v1/console/hand-over")).statusCode()).isEqualTo(401);
        assertThat(send(request("/api/v1/console/hand-over")
                                .header("Cookie", cookie(TOKEN))
                                .header("Sec-Fetch-Site", "cross-site"))
                        .statusCode())
                .isEqualTo(403);
    }

    private String ticket(String cookie) throws IOException, InterruptedException {
        var tickets = json(send(request("/api/v1/console/hand-over").header("Cookie", cookie)))
                .get("tickets");
        assertThat(tickets).hasSize(1);
        return tickets.get(0).get("text").asText();
    }

    @Test
    void givenAWatcher_whenAProcessChangesAndItsTokenIsRevoked_thenTheStreamTellsBoth() throws Exception {
        var cookie = cookie(token("carol", "viewer"));
        try (var lines = watch(cookie)) {
            var events = lines.iterator();
            assertThat(next(events, "cluster").get("nodes")).hasSize(2);
            var first = next(events, "node");
            assertThat(first.at("/node/name").asText()).isEqualTo("NodeA");
            assertThat(first.at("/processes/0/status").asText()).isEqualTo("HEALTHY");
            assertThat(next(events, "node").at("/node/ageSeconds").asInt())
                    .as("NodeB was never heard")
                    .isEqualTo(-1);

            said("WEB_SERVER", ProcessState.MISSING);
            assertThat(next(events, "change").at("/processes/0/status").asText())
                    .isEqualTo("MISSING");

            send(authorized("/api/v1/tokens/carol").DELETE());
            next(events, "end");
            assertThat(events).toIterable().allMatch(String::isEmpty);
        }
        assertNobody(cookie);
    }

    /** Each event in a piece of its own that can be read at once. */
    @Test
    void givenABrowserThatTakesGzip_whenItWatches_thenTheStreamIsCompressed() throws Exception {
        var cookie = cookie(TOKEN);
        var response =
                client.send(stream(cookie).header("Accept-Encoding", "gzip").build(), BodyHandlers.ofInputStream());

        assertThat(response.headers().firstValue("Content-Encoding")).hasValue("gzip");
        try (var bytes = new GZIPInputStream(response.body())) {
            var events = Stream.generate(() -> line(bytes)).iterator();
            next(events, "node");
            said("WEB_SERVER", ProcessState.MISSING);
            assertThat(next(events, "change").at("/processes/0/status").asText())
                    .isEqualTo("MISSING");
        }
    }

    /** Byte by byte: a reader would wait for more than a line. */
    private static String line(InputStream bytes) {
        var line = new ByteArrayOutputStream();
        try {
            for (var next = bytes.read(); next != '\n'; next = bytes.read()) {
                assertThat(next).as("the stream goes on").isNotNegative();
                line.write(next);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    @Test
    void givenAsManyWatchersAsThereMayBe_whenOneMoreComes_thenItIsRefusedUntilOneHasGone() throws Exception {
        var cookie = cookie(TOKEN);
        var open = new ArrayList<Stream<String>>();
        for (var i = 0; i < Watchers.MOST; i++) {
            open.add(watch(cookie));
        }
        assertThat(send(stream(cookie)).statusCode()).isEqualTo(503);

        open.removeFirst().close();

        Await.until("a place", SOON, () -> {
            try (var lines =
                    client.send(stream(cookie).build(), BodyHandlers.ofLines()).body()) {
                return lines.findFirst().orElse("").startsWith("event:");
            }
        });
        open.forEach(Stream::close);
    }

    /** Its connection is lost before the stream begins: then nothing ever ends, either. */
    @Test
    void givenAnswersThatNobodyGot_whenAPageComes_thenTheyTakeNoPlace() throws Exception {
        var handler = Objects.requireNonNull(routes).handler(kit.system());
        for (var i = 0; i < 2 * Watchers.MOST; i++) {
            var answer = handler.apply(org.apache.pekko.http.javadsl.model.HttpRequest.GET("/api/v1/console/stream")
                            .addHeader(RawHeader.create("Authorization", "Bearer " + TOKEN)))
                    .toCompletableFuture()
                    .join();
            assertThat(answer.status().intValue()).isEqualTo(200);
        }

        try (var lines = watch(cookie(TOKEN))) {
            next(lines.iterator(), "cluster");
        }
    }

    /** And tells nothing of the system. */
    private void assertNobody(String cookie) throws IOException, InterruptedException {
        assertThat(send(request("/api/v1/console").header("Cookie", cookie)).body())
                .isEqualTo(
                        "{\"node\":\"\",\"system\":\"\",\"name\":\"anonymous\",\"role\":\"anonymous\",\"session\":false,\"certificates\":false,\"hosts\":[]}");
        assertThat(send(stream(cookie)).statusCode()).isEqualTo(401);
    }

    private HttpRequest.Builder stream(String cookie) {
        return request("/api/v1/console/stream").header("Cookie", cookie);
    }

    private Stream<String> watch(String cookie) throws IOException, InterruptedException {
        var response = client.send(stream(cookie).build(), BodyHandlers.ofLines());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("text/event-stream");
        assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");
        return response.body();
    }

    /** The data of the next event of that type; those of others are passed over. */
    private static JsonNode next(Iterator<String> lines, String type) throws IOException {
        while (lines.hasNext()) {
            if (lines.next().equals("event: " + type)) {
                return JSON.readTree(lines.next().substring("data: ".length()));
            }
        }
        throw new AssertionError("the stream ended before an event " + type);
    }

    private String audited() throws IOException {
        var file = logs.resolve("audit.jsonl");
        return Files.exists(file) ? Files.readString(file) : "";
    }
}
