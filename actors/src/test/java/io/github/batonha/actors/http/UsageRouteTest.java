package io.github.batonha.actors.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.batonha.actors.launch.LastLooks;
import io.github.batonha.supervision.probe.Answer;
import io.github.batonha.supervision.usage.UsageFile;
import io.github.batonha.supervision.usage.UsageRecord;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsageRouteTest extends RoutesFixture {

    @Test
    void givenRecords_whenAskedHereAndOnAnotherNode_thenTheirFiguresAreTold() throws Exception {
        var folder = Files.createDirectories(logs.resolve("usage"));
        new UsageFile(folder.resolve("WEB_SERVER.usage"))
                .write(UsageRecord.of(Instant.now().getEpochSecond() / 60, 12.5, 1 << 20, 7, 0, 0, 2));

        var own = send(authorized("/api/v1/usage"));
        assertThat(own.statusCode()).isEqualTo(200);
        assertThat(own.body())
                .contains("\"name\":\"WEB_SERVER\"", "\"cpu\":{\"mean\":12.5", "\"stepMinutes\":1", "\"parts\":[null,");
        assertThat(send(authorized("/api/v1/usage?node=NodeB&by=node")).body())
                .contains("\"name\":\"NodeA\"", "\"cpu\":{\"mean\":12.5", "\"parts\":[null,");
        assertThat(send(authorized("/api/v1/usage?node=NodeB")).body())
                .contains("\"name\":\"WEB_SERVER\"", "\"parts\":[]");
        assertThat(send(authorized("/api/v1/usage?node=NodeB&process=WEB_SERVER"))
                        .body())
                .contains("\"name\":\"WEB_SERVER\"", "\"parts\":[null,");
        assertThat(send(authorized("/api/v1/usage?process=CONSOLIDATOR")).body())
                .contains("\"rows\":[]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "by=host",
                "since=yesterday",
                "since=7d",
                "until=2026-01-01T00:00:00Z",
                "node=NodeX",
                "process=NOBODY"
            })
    void givenAWrongQuestion_whenAsked_thenItIsRefusedWithWhatThereIs(String query) throws Exception {
        var response = send(authorized("/api/v1/usage?" + query));

        assertThat(response.statusCode()).isIn(400, 404);
        assertThat(response.body()).contains("remedy");
    }

    @Test
    void givenALook_whenProbesAreAsked_thenEachIsToldWithWhatItSaw() throws Exception {
        var looked = new LastLooks.Looked("WEB_SERVER", LastLooks.Kind.READINESS);
        looks.ended(
                looked,
                new LastLooks.Look(
                        Instant.parse("2026-01-02T03:04:05Z"), Duration.ofMillis(25), new Answer.Failed("refused")));

        var own = json(send(authorized("/api/v1/probes?process=WEB_SERVER")));

        assertThat(own.get("node").asText()).isEqualTo("NodeA");
        assertThat(own.get("probes")).hasSize(1);
        assertThat(own.at("/probes/0").toString())
                .isEqualTo(
                        "{\"kind\":\"readiness\",\"check\":\"tcp 8001\",\"everySeconds\":0.2,\"timeoutSeconds\":1.0,"
                                + "\"threshold\":1,\"last\":{\"at\":\"2026-01-02T03:04:05Z\",\"seconds\":0.025,\"passed\":false,\"reason\":\"refused\"}}");
        assertThat(json(send(authorized("/api/v1/probes?process=CONSOLIDATOR")))
                        .at("/probes/0/last")
                        .isMissingNode())
                .isTrue();
        var other = send(authorized("/api/v1/probes?process=WEB_SERVER&node=NodeB"));
        assertProblem(other, 404);
        assertThat(other.body()).contains("NodeB has no process");
        assertProblem(send(authorized("/api/v1/probes?process=WEB_SERVER&node=NodeX")), 404);
        assertProblem(send(authorized("/api/v1/probes")), 400);
    }

    @Test
    void givenOneNodeThatAnswers_whenFiguresOfSessionsAreAsked_thenTheOtherIsCalledSilent() throws Exception {
        var figures = json(send(authorized("/api/v1/session-figures")));

        assertThat(figures.get("nodes")).hasSize(1);
        assertThat(figures.at("/nodes/0/node").asText()).isEqualTo("NodeA");
        assertThat(figures.at("/nodes/0/entries").asLong()).isEqualTo(10);
        assertThat(figures.at("/nodes/0/inSync").asBoolean()).isTrue();
        assertThat(figures.get("silent")).extracting(JsonNode::asText).containsExactly("NodeB");
    }

    @Test
    void givenRevisionsThatAreNotKept_whenCompared_thenTheAnswerSaysSo() throws Exception {
        var unknown = send(authorized("/api/v1/revision-changes?from=aaaa&to=bbbb"));

        assertProblem(unknown, 404);
        assertThat(unknown.body()).contains("NodeA does not keep both revisions");
        assertProblem(send(authorized("/api/v1/revision-changes?from=aaaa")), 400);
        assertProblem(send(authorized("/api/v1/revision-changes?from=aaaa&to=bbbb&node=NodeB")), 400);
    }
}
