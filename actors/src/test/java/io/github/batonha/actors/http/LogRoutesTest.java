package io.github.batonha.actors.http;

import static io.github.batonha.actors.fixture.Definitions.status;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.test.Await;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogRoutesTest extends RoutesFixture {
    @Test
    void givenALog_whenAsked_thenItsLastLinesAreSent() throws Exception {
        Files.writeString(logs.resolve("WEB_SERVER.log"), "one\ntwo\nthree\n");
        Files.writeString(logs.resolve("WEB_SERVER.log.err"), "oops\n");

        assertThat(send(authorized("/api/v1/logs/WEB_SERVER?lines=2")).body()).isEqualTo("two\nthree\n");
        assertThat(send(authorized("/api/v1/logs/WEB_SERVER?stream=err")).body())
                .isEqualTo("oops\n");
        assertThat(send(authorized("/api/v1/logs/CONSOLIDATOR")).body()).isEmpty();
    }

    @Test
    void givenALogOfAnotherNode_whenAsked_thenThatNodeSendsIt() throws Exception {
        Files.writeString(logs.resolve("WEB_SERVER.log"), "of NodeA\n");

        assertThat(send(authorized("/api/v1/logs/WEB_SERVER?node=NodeB")).body())
                .isEqualTo("of NodeB\n");
        assertThat(send(authorized("/api/v1/logs/WEB_SERVER?node=NodeA")).body())
                .isEqualTo("of NodeA\n");
        assertProblem(send(authorized("/api/v1/logs/CONSOLIDATOR?node=NodeB")), 500);
    }

    @Test
    void givenALongLog_whenAllLinesAreAsked_thenAllPiecesArrive() throws Exception {
        var text = "a line of some length\n".repeat(50_000);
        Files.writeString(logs.resolve("WEB_SERVER.log"), text);

        assertThat(send(authorized("/api/v1/logs/WEB_SERVER?lines=100000")).body())
                .isEqualTo(text);
        assertThat(send(authorized("/api/v1/logs/WEB_SERVER?since=2026-01-01T00:00:00Z&until=2100-01-01T00:00:00Z"))
                        .body())
                .isEqualTo(text);
    }

    @Test
    void givenAFollowedLog_whenItGrowsAndIsTruncated_thenWhatIsWrittenArrives() throws Exception {
        var file = Files.writeString(logs.resolve("WEB_SERVER.log"), "one\n");
        var received = new AtomicReference<>("");
        var done = client.sendAsync(
                authorized("/api/v1/logs/WEB_SERVER?follow=true").build(),
                BodyHandlers.ofByteArrayConsumer(bytes -> received.updateAndGet(before ->
                        before + bytes.map(some -> new String(some, UTF_8)).orElse(""))));

        Await.until("the first line", SOON, () -> received.get().equals("one\n"));
        Files.writeString(file, "two, longer than before\n", StandardOpenOption.APPEND);
        Await.until("an appended line", SOON, () -> received.get().endsWith("before\n"));
        Files.writeString(file, "new\n");
        Await.until("a line after truncation", SOON, () -> received.get().endsWith("new\n"));

        assertThat(done).isNotDone();
        done.cancel(true);
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/logs/WEB_SERVR, 404",
        "/api/v1/logs/..%2F..%2Ftoken, 404",
        "/api/v1/logs/WEB_SERVER?lines=-1, 400",
        "/api/v1/logs/WEB_SERVER?lines=many, 400",
        "/api/v1/logs/WEB_SERVER?stream=both, 400",
        "/api/v1/logs/WEB_SERVER?follow=yes, 400",
        "/api/v1/logs/WEB_SERVER?tail=5, 400",
        "/api/v1/logs/WEB_SERVER?since=yesterday, 400",
        "/api/v1/logs/WEB_SERVER?node=NodeX, 404",
    })
    void givenAWrongLogRequest_whenAsked_thenItIsRefused(String path, int status) throws Exception {
        assertProblem(send(authorized(path)), status);
    }
}
