package io.github.batonha.actors.http;

import static io.github.batonha.actors.fixture.Definitions.status;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.test.Await;
import java.io.IOException;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
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

    @Test
    void givenEvidenceOfTwoNodes_whenListedAndRead_thenItIsThatOfTheProcessAlone() throws Exception {
        var own = evidence(logs, "WEB_SERVER-20260102-030405-678");
        Files.writeString(own.resolve("threads.txt"), "one\n<b>two</b>");
        Files.writeString(own.resolve("empty.txt"), "");
        Files.write(own.resolve("heap.hprof"), new byte[] {'J', 0, 1});
        Files.createSymbolicLink(own.resolve("link.txt"), Files.writeString(logs.resolve("secret"), "secret"));
        evidence(logs, "WEB_SERVER-20260103-030405-678");
        evidence(logs, "WEB_SERVER-OTHER-20260104-030405-678");
        Files.writeString(
                evidence(logs.resolve("other"), "WEB_SERVER-20260105-030405-678")
                        .resolve("kernel.txt"),
                "of NodeB");

        var list = send(authorized("/api/v1/evidence/WEB_SERVER"));
        assertThat(list.body()).isEqualTo("""
                {"node":"NodeA","process":"WEB_SERVER","folders":[\
                {"name":"WEB_SERVER-20260103-030405-678","at":"2026-01-03T03:04:05.678Z","files":[]},\
                {"name":"WEB_SERVER-20260102-030405-678","at":"2026-01-02T03:04:05.678Z",\
                "files":[{"name":"heap.hprof","bytes":3},{"name":"threads.txt","bytes":14}]}]}""");
        var folder = "/api/v1/evidence/WEB_SERVER/WEB_SERVER-20260102-030405-678/";
        assertThat(send(authorized(folder + "threads.txt")).body()).isEqualTo("one\n<b>two</b>");
        assertThat(send(authorized(folder + "threads.txt")).headers().firstValue("Content-Type"))
                .hasValue("text/plain; charset=UTF-8");
        assertThat(send(authorized(folder + "threads.txt?offset=4")).body()).isEqualTo("<b>two</b>");
        assertThat(send(authorized(folder + "threads.txt?offset=14")).body()).isEmpty();
        assertProblem(send(authorized(folder + "heap.hprof")), 409);
        assertThat(send(authorized("/api/v1/evidence/CONSOLIDATOR")).body()).contains("\"folders\":[]");

        var other = "/api/v1/evidence/WEB_SERVER";
        assertThat(send(authorized(other + "?node=NodeB")).body()).contains("\"node\":\"NodeB\"", "kernel.txt");
        assertThat(send(authorized(other + "/WEB_SERVER-20260105-030405-678/kernel.txt?node=NodeB"))
                        .body())
                .isEqualTo("of NodeB");
        for (var wrong : List.of(
                folder + "link.txt",
                folder + "..%2F..%2Fsecret",
                folder + "%00",
                folder + "gone.txt",
                other + "/../secret",
                other + "/%2E%2E/secret",
                other + "/WEB_SERVER-OTHER-20260104-030405-678/x",
                other + "/WEB_SERVER-20260109-030405-678/x")) {
            assertThat(send(authorized(wrong)).statusCode()).as(wrong).isIn(400, 404);
            assertThat(send(authorized(wrong)).body()).as(wrong).doesNotContain("secret\n");
        }
        assertProblem(send(authorized("/api/v1/evidence/NOBODY")), 404);
        assertProblem(send(authorized(other + "?node=NodeX")), 404);
        assertProblem(send(authorized(other + "?offset=1")), 400);
        assertProblem(send(authorized(folder + "threads.txt?offset=-1")), 400);
    }

    @Test
    void givenLongEvidence_whenReadPieceByPiece_thenLinesAndCharactersStayWhole() throws Exception {
        var folder = evidence(logs, "WEB_SERVER-20260102-030405-678");
        for (var text : List.of("Zeile für Zeile\n".repeat(9_000), "ü€".repeat(60_000))) {
            Files.writeString(folder.resolve("threads.txt"), text);
            var read = new StringBuilder();
            for (var piece = "start"; !piece.isEmpty(); ) {
                piece = send(authorized("/api/v1/evidence/WEB_SERVER/WEB_SERVER-20260102-030405-678/threads.txt?offset="
                                + read.toString().getBytes(UTF_8).length))
                        .body();
                assertThat(piece.getBytes(UTF_8).length).isLessThanOrEqualTo(64 << 10);
                assertThat(text.startsWith("ü") || piece.isEmpty() || piece.endsWith("\n"))
                        .isTrue();
                read.append(piece);
            }
            assertThat(read).hasToString(text);
        }
    }

    private static Path evidence(Path logs, String name) throws IOException {
        return Files.createDirectories(logs.resolve("evidence").resolve(name));
    }
}
