package io.github.batonha.actors.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.actors.audit.AuditLine;
import io.github.batonha.actors.audit.AuditRecord;
import io.github.batonha.actors.audit.AuditRecord.Kind;
import io.github.batonha.conf.model.HttpSettings.Anonymous;
import io.github.batonha.conf.model.ProxySettings;
import io.github.batonha.test.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** 127.0.0.1 is a proxy, and 127.0.0.2 is somebody else of this host. */
class ProxiedRoutesTest extends RoutesFixture {
    private static final String PROXY = "127.0.0.1";
    private static final String STRANGER = "127.0.0.2";
    private static final String DRAIN = "{\"node\":\"NodeA\",\"by\":\"root\"}";

    @Override
    Anonymous anonymous() {
        return Anonymous.HEALTH;
    }

    @Override
    ProxySettings proxies() {
        return new ProxySettings(
                List.of(PROXY),
                "X-Forwarded-User",
                "X-Forwarded-Groups",
                Map.of("alice", "operator"),
                Map.of("see", "viewer"),
                true);
    }

    @Test
    void givenAUserOfTheProxy_whenItOrders_thenItIsDoneAndOnRecordUnderItsName() throws Exception {
        var response = send(request("/api/v1/drain")
                .header("x-forwarded-user", "alice")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(DRAIN)));

        assertThat(response.statusCode()).isEqualTo(200);
        var order = awaited(Kind.ORDER).act();
        assertThat(order.caller()).isEqualTo("proxy:alice");
        assertThat(order.role()).isEqualTo("operator");
        assertThat(order.from()).isEqualTo(PROXY);
    }

    @Test
    void givenAUserOfTheProxy_whenItsRoleDoesNotSuffice_thenItIsForbidden() throws Exception {
        var primary = send(request("/api/v1/primary")
                .header("X-Forwarded-User", "alice")
                .POST(BodyPublishers.ofString("{\"target\":\"NodeA\"}")));

        assertProblem(primary, 403);
        assertThat(json(primary).get("detail").asText()).contains("needs the role admin, and proxy:alice is operator");
        assertThat(hands.done).isEmpty();
        assertThat(awaited(Kind.REFUSED).act().caller()).isEqualTo("proxy:alice");
    }

    @Test
    void givenGroups_whenTheUserAsks_thenTheyCount() throws Exception {
        var mon = send(
                request("/api/v1/mon").header("X-Forwarded-User", "bob").header("X-Forwarded-Groups", "staff, see"));

        assertThat(mon.statusCode()).isEqualTo(200);
    }

    @Test
    void givenAUserWithoutARole_whenItAsks_thenItIsForbiddenUnderItsName() throws Exception {
        var mon = send(request("/api/v1/mon").header("X-Forwarded-User", "bob"));

        assertProblem(mon, 403);
        assertThat(json(mon).get("detail").asText()).isEqualTo("proxy:bob has no role");
        assertThat(awaited(Kind.REFUSED).act().caller()).isEqualTo("proxy:bob");
    }

    @Test
    void givenAFormOfAWebPage_whenTheProxyAddsTheUser_thenItGivesNoOrder() throws Exception {
        var form = send(request("/api/v1/drain")
                .header("X-Forwarded-User", "alice")
                .header("Content-Type", "text/plain")
                .POST(BodyPublishers.ofString(DRAIN)));

        assertProblem(form, 415);
        assertThat(hands.done).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Forwarded-User: alice",
                "X-FORWARDED-USER:alice",
                "X-Forwarded-Groups: see",
                "X-Forwarded-User: alice\r\nAuthorization: Bearer " + TOKEN,
            })
    void givenAForgedHeader_whenItComesFromElsewhere_thenItIsForbiddenAndOnRecord(String headers) throws Exception {
        assertThat(raw(STRANGER, headers)).startsWith("HTTP/1.1 403 ");

        var record = awaited(Kind.REFUSED);
        assertThat(record.act().caller()).isEqualTo("anonymous");
        assertThat(record.act().from()).isEqualTo(STRANGER);
        assertThat(record.act().detail()).contains("no proxy that may name a user");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Forwarded-User: alice\r\nX-Forwarded-User: alice",
                "X-Forwarded-User: alice\r\nx-forwarded-user: mallory",
                "X-Forwarded-User: alice, mallory",
                "X-Forwarded-User: alice\r\n mallory",
                "X-Forwarded-User: al\u001bice",
                "X-Forwarded-User: al\u0000ice",
                "X-Forwarded-User: alice\r\nX-Forwarded-Groups: see\r\nX-Forwarded-Groups: see",
                "X-Forwarded-Groups: see",
                "X-Forwarded-User: alice\r\nAuthorization: Bearer " + TOKEN,
                "X-Forwarded-User: alice\r\nAuthorization: bearer nobody",
            })
    void givenTheProxy_whenItsHeadersCantBeRight_thenTheRequestIsRefused(String headers) throws Exception {
        assertThat(raw(PROXY, headers)).startsWith("HTTP/1.1 400 ");
    }

    @Test
    void givenTheProxyWithBothIdentities_whenRefused_thenItIsOnRecord() throws Exception {
        raw(PROXY, "X-Forwarded-User: alice\r\nAuthorization: Bearer " + TOKEN);

        var record = awaited(Kind.REFUSED);
        assertThat(record.result()).isEqualTo("400");
        assertThat(record.act().detail()).contains("has a token as well").doesNotContain(TOKEN);
    }

    @Test
    void givenTheProxy_whenItNamesNobody_thenATokenOfItsClientCountsAndHealthIsOpen() throws Exception {
        assertThat(raw(PROXY, "Authorization: Bearer " + TOKEN)).startsWith("HTTP/1.1 200 ");
        assertThat(raw(PROXY, "X-Forwarded-User:")).startsWith("HTTP/1.1 401 ");
        assertThat(raw(PROXY, "Authorization: Basic YWxpY2U6eA==\r\nX-Forwarded-User: alice"))
                .startsWith("HTTP/1.1 200 ");
        assertThat(get("/health/ready").statusCode()).isEqualTo(200);
    }

    /** As it is, over a connection from that address. */
    private String raw(String from, String headers) throws IOException {
        var agent = URI.create(base);
        try (var socket = new Socket()) {
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral(from), 0));
            socket.setSoTimeout((int) SOON.toMillis());
            socket.connect(new InetSocketAddress(InetAddress.ofLiteral(agent.getHost()), agent.getPort()));
            socket.getOutputStream()
                    .write("GET /api/v1/mon HTTP/1.1\r\nHost: localhost\r\n%s\r\nConnection: close\r\n\r\n"
                            .formatted(headers)
                            .getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private AuditRecord awaited(Kind kind) throws IOException {
        Await.until("a record of kind " + kind, SOON, () -> record(kind).isPresent());
        return record(kind).orElseThrow();
    }

    private Optional<AuditRecord> record(Kind kind) throws IOException {
        var file = logs.resolve("audit.jsonl");
        return Files.exists(file)
                ? Files.readAllLines(file).stream()
                        .map(AuditLine::read)
                        .flatMap(Optional::stream)
                        .map(AuditLine::record)
                        .filter(record -> record.kind() == kind)
                        .findFirst()
                : Optional.empty();
    }
}
