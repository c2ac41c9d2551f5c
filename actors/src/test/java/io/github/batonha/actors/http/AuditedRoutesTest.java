package io.github.batonha.actors.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.actors.audit.AuditLine;
import io.github.batonha.actors.audit.AuditRecord;
import io.github.batonha.actors.audit.AuditRecord.Kind;
import io.github.batonha.test.Await;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuditedRoutesTest extends RoutesFixture {

    private List<AuditRecord> records() throws IOException {
        var file = logs.resolve("audit.jsonl");
        return Files.exists(file)
                ? Files.readAllLines(file).stream()
                        .map(AuditLine::read)
                        .flatMap(Optional::stream)
                        .map(AuditLine::record)
                        .toList()
                : List.of();
    }

    private AuditRecord awaited(Kind kind) throws IOException {
        Await.until(
                "a record of kind " + kind, SOON, () -> records().stream().anyMatch(record -> record.kind() == kind));
        return records().stream()
                .filter(record -> record.kind() == kind)
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/api/v1/primary | {\"target\":\"NodeA\",\"by\":\"op\"} | done",
                "/api/v1/primary | {\"target\":\"NodeA\",\"dryRun\":true} | 409",
                "/api/v1/primary | {\"target\":\"NodeX\"} | 404",
                "/api/v1/primary | {} | 400",
                "/api/v1/primary/schedule | {\"target\":\"NodeA\",\"at\":\"2026-12-01T02:00:00Z\"} | done",
                "/api/v1/primary/cancel | {\"target\":\"NodeA\"} | done",
                "/api/v1/primary/repair | {} | done",
                "/api/v1/drain | {\"node\":\"NodeA\"} | done",
                "/api/v1/undrain | {\"node\":\"NodeA\"} | done",
                "/api/v1/apply | {\"hosts\":[\"NodeA\"]} | done",
                "/api/v1/operations | {\"action\":\"STOP\",\"scope\":\"PROCESS\",\"name\":\"WEB_SERVER\"} | done"
            })
    void whenSomebodyOrders_thenWhoAndWhatIsOnRecordAndHowItEnded(String path, String body, String result)
            throws Exception {
        var response = post(path, body);

        var outcome = awaited(Kind.OUTCOME);
        var order = records().getFirst();
        assertThat(order.kind()).isEqualTo(Kind.ORDER);
        assertThat(order.act().caller()).isEqualTo("token:agent of NodeA");
        assertThat(order.act().role()).isEqualTo("admin");
        assertThat(order.act().from()).isEqualTo("127.0.0.1");
        assertThat(order.act().what()).isEqualTo("POST " + path);
        assertThat(order.act().detail()).isEqualTo(body);
        assertThat(outcome.of()).isEqualTo(order.number());
        assertThat(outcome.result()).isEqualTo(result);
        assertThat(response.headers().firstValue("X-Request-Id"))
                .hasValue(order.act().request());
    }

    @Test
    void givenAnAuditThatCannotBeWritten_whenSomebodyOrders_thenItIsRefusedAndNothingHappened() throws Exception {
        Files.createDirectory(logs.resolve("audit.jsonl"));

        var refused = post("/api/v1/primary", "{\"target\":\"NodeA\"}");

        assertProblem(refused, 503);
        assertThat(json(refused).get("detail").asText())
                .contains("nothing was done")
                .contains("audit.jsonl");
        assertThat(hands.done).isEmpty();
        assertThat(get("/api/v1/mon").statusCode()).isEqualTo(200);

        Files.delete(logs.resolve("audit.jsonl"));
        assertThat(post("/api/v1/primary", "{\"target\":\"NodeA\"}").statusCode())
                .isEqualTo(200);
        assertThat(hands.done).containsExactly("primary");
    }

    @Test
    void givenNoToken_whenSomebodyOrders_thenTheRefusalIsOnRecord() throws Exception {
        var refused = send(request("/api/v1/drain")
                .header("Content-Type", "application/json")
                .header("X-Request-Id", "ticket-7")
                .POST(BodyPublishers.ofString("{\"node\":\"NodeA\"}")));

        assertProblem(refused, 401);
        var record = awaited(Kind.REFUSED);
        assertThat(record.result()).isEqualTo("401");
        assertThat(record.act().caller()).isEqualTo("anonymous");
        assertThat(record.act().request()).isEqualTo("ticket-7");
        assertThat(refused.headers().firstValue("X-Request-Id")).hasValue("ticket-7");
    }

    @Test
    void givenASecretInTheBody_whenRecorded_thenItIsMasked() throws Exception {
        post("/api/v1/drain", "{\"node\":\"NodeA\",\"password\":\"s3cret\",\"x\":[{\"apiKey\":\"s3cret\"}]}");

        awaited(Kind.ORDER);
        assertThat(Files.readString(logs.resolve("audit.jsonl")))
                .doesNotContain("s3cret")
                .contains("masked");
    }

    @Test
    void whenSomethingIsOnlyReadOrASessionWritten_thenNothingIsRecorded() throws Exception {
        get("/api/v1/mon");
        send(authorized("/api/v1/history"));
        send(authorized("/api/v1/sessions").POST(BodyPublishers.noBody()));

        assertThat(records()).isEmpty();
    }
}
