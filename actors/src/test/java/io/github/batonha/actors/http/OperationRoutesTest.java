package io.github.batonha.actors.http;

import static io.github.batonha.actors.fixture.Definitions.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.test.Await;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OperationRoutesTest extends RoutesFixture {
    @Test
    void givenAHostIsSilent_whenEveryNodeIsAsked_thenItFailsAndTheOthersGoOn() throws Exception {
        var body = "{\"action\":\"START\",\"scope\":\"SERVER\",\"everyNode\":true}";

        var response = post("/api/v1/operations", body);

        assertThat(response.body().lines()).hasSize(2);
        assertThat(response.body()).contains("\"node\":\"NodeA\",\"process\":\"\",\"result\":\"done\"");
        assertThat(response.body()).contains("\"node\":\"NodeB\",\"process\":\"\",\"result\":\"failed\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{                                                         | Unexpected end-of-input",
                "[1]                                                       | no JSON object",
                "{\"action\":\"START\",\"scop\":\"SERVER\"}                | unknown field \"scop\"",
                "{\"action\":\"BEGIN\",\"scope\":\"SERVER\"}               | \"action\" must be START or STOP or RESTART or TRAIN",
                "{\"action\":0,\"scope\":\"SERVER\"}                     | \"action\" must be START or STOP or RESTART or TRAIN",
                "{\"action\":\"STOP\",\"scope\":\"\"}                       | \"scope\" must be PROCESS or GROUP or SERVER",
                "{\"action\":\"STOP\",\"scope\":\"SERVER\",\"waitSeconds\":-2}     | \"waitSeconds\" is -2",
                "{\"action\":\"STOP\",\"scope\":\"SERVER\",\"waitSeconds\":1.5}    | \"waitSeconds\" must be a whole number",
                "{\"action\":\"STOP\",\"scope\":\"SERVER\",\"waitSeconds\":1e12}   | \"waitSeconds\" must be",
                "{\"action\":\"STOP\",\"scope\":\"SERVER\",\"waitSeconds\":99999999999} | \"waitSeconds\" must be",
                "{\"action\":\"STOP\",\"scope\":\"SERVER\",\"force\":\"maybe\"}     | \"force\" must be true or false",
                "{\"action\":\"STOP\",\"scope\":\"SERVER\",\"hosts\":\"NodeA\"}     | \"hosts\" must be a list of names",
                "{\"action\":\"STOP\",\"scope\":\"SERVER\",\"hosts\":[{}]}        | \"hosts\" must be",
                "{\"action\":\"STOP\",\"scope\":\"SERVER\",\"hosts\":[null]}      | \"hosts\" has a null",
                "{\"action\":\"STOP\",\"scope\":\"SERVER\",\"by\":{}}             | \"by\" must be text",
                "{\"scope\":\"SERVER\"}                                    | must be given",
                "{\"action\":\"RESTART\",\"scope\":\"SERVER\"}            | RESTART goes with a PROCESS or a GROUP",
                "{\"action\":\"TRAIN\",\"scope\":\"GROUP\",\"name\":\"WEB\"} | TRAIN goes with a PROCESS",
                "{\"action\":\"START\",\"scope\":\"SERVER\",\"rolling\":true} | \"rolling\" goes with RESTART",
                "{\"action\":\"RESTART\",\"scope\":\"GROUP\",\"name\":\"A\",\"drainSeconds\":5} | \"drainSeconds\" is 5",
                "{\"action\":\"STOP\",\"scope\":\"PROCESS\"}               | \"name\" must name",
                "{\"action\":\"STOP\",\"scope\":\"SERVER\",\"hosts\":null} | hosts",
                "{\"action\":\"STOP\",\"scope\":\"SERVER\",\"force\":null} | force",
            })
    void givenABadBody_whenPosted_thenTheProblemSaysWhatIsWrong(String body, String expected) throws Exception {
        var response = post("/api/v1/operations", body);

        assertProblem(response, 400);
        assertThat(json(response).get("detail").asText()).contains(expected).doesNotContain("baton.", "java.");
    }

    @Test
    void givenADryRun_whenApplied_thenTheRequestIsHandedOn() throws Exception {
        var response = post("/api/v1/apply", "{\"hosts\":[\"NodeA\"],\"dryRun\":true}");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body())
                .isEqualTo("{\"node\":\"NodeA\",\"process\":\"\",\"result\":\"done\",\"text\":\"it runs\"}\n");
        assertThat(hands.done).containsExactly("apply true {}");
        assertProblem(post("/api/v1/apply", "{\"hosts\":[\"NodeX\"]}"), 404);
    }

    @Test
    void givenAPlanThatWasShown_whenApplied_thenItIsHandedOn() throws Exception {
        var body = "{\"hosts\":[\"NodeA\"],\"shown\":{\"NodeA\":\"set-2.0123\"}}";

        post("/api/v1/apply", body);

        assertThat(hands.done).containsExactly("apply false {NodeA=set-2.0123}");
        var wrong = post("/api/v1/apply", "{\"shown\":[\"set-2\"]}");
        assertProblem(wrong, 400);
        assertThat(json(wrong).get("detail").asText()).contains("\"shown\" must be an object");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/primary",
                "/api/v1/primary/repair",
                "/api/v1/primary/schedule",
                "/api/v1/primary/cancel",
                "/api/v1/operations",
                "/api/v1/apply",
                "/api/v1/drain",
                "/api/v1/undrain"
            })
    void givenNothingThatSaysWhatIsMeant_whenPosted_thenNothingIsDone(String path) throws Exception {
        assertProblem(send(authorized(path).POST(BodyPublishers.noBody())), 400);
        assertProblem(post(path, ""), 400);
        assertProblem(post(path, " \n"), 400);
        assertProblem(post(path, "null"), 400);
        assertProblem(post(path, "ROUTER"), 400);
        if (!path.endsWith("repair")) {
            assertProblem(post(path, "{}"), 400);
        }
        var full = "{\"target\":\"NodeA\"}";
        assertProblem(send(authorized(path).POST(BodyPublishers.ofString(full))), 415);
        for (var type : List.of("text/plain", "application/x-www-form-urlencoded", "application/jsonp")) {
            assertProblem(send(authorized(path).header("Content-Type", type).POST(BodyPublishers.ofString(full))), 415);
        }

        assertThat(hands.done).isEmpty();
    }

    @Test
    void givenJsonWithACharset_whenPosted_thenItIsRead() throws Exception {
        var response = send(authorized("/api/v1/undrain")
                .header("Content-Type", "Application/JSON; charset=utf-8")
                .POST(BodyPublishers.ofString("{\"node\":\"NodeA\"}")));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(hands.done).containsExactly("undrain");
    }

    @ParameterizedTest
    @CsvSource({"START, SERVER", "START, PROCESS", "STOP, PROCESS", "STOP, GROUP"})
    void givenAgentTooWithAnythingButStopOfAServer_whenPosted_thenNothingIsDone(String action, String scope)
            throws Exception {
        var body = "{\"action\":\"%s\",\"scope\":\"%s\",\"name\":\"WEB_SERVER\",\"agentToo\":true}"
                .formatted(action, scope);

        var response = post("/api/v1/operations", body);

        assertProblem(response, 400);
        assertThat(json(response).get("detail").asText()).contains("\"agentToo\"", action + " of a " + scope);
        assertThat(hands.done).isEmpty();
    }

    @Test
    void givenAgentTooWithStopOfAServer_whenPosted_thenTheAgentEndsLast() throws Exception {
        var body = "{\"action\":\"STOP\",\"scope\":\"SERVER\",\"agentToo\":true}";

        post("/api/v1/operations", body);

        Await.until("the end of the agent", SOON, () -> hands.done.equals(List.of("STOP", "end")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"action\":\"STOP\",\"scope\":\"PROCESS\",\"name\":\"WEB_SERVR\"}   | WEB_SERVER",
                "{\"action\":\"STOP\",\"scope\":\"GROUP\",\"name\":\"GROOP\"}         | GROUP",
                "{\"action\":\"STOP\",\"scope\":\"SERVER\",\"hosts\":[\"NodeC\"]}     | Node",
            })
    void givenAnUnknownName_whenPosted_thenTheNearestIsNamed(String body, String nearest) throws Exception {
        var response = post("/api/v1/operations", body);

        assertProblem(response, 404);
        assertThat(json(response).get("remedy").asText()).contains(nearest);
    }

    @Test
    void whenADrainIsPosted_thenWhatIsLeftOutHasItsDefault() throws Exception {
        var drained = post("/api/v1/drain", "{\"node\":\"NodeA\",\"force\":true}");
        var followed = send(authorized("/api/v1/drain?node=NodeA"));
        var undrained = post("/api/v1/undrain", "{\"node\":\"NodeA\"}");

        assertThat(JSON.readTree(drained.body()).get("outcome").asText()).isEqualTo("done");
        assertThat(JSON.readTree(undrained.body()).get("text").asText()).isEqualTo("undrained");
        assertThat(hands.done).containsExactly("drain 60 true true", "followDrain", "undrain");
        assertThat(JSON.readTree(followed.body()).get("text").asText()).isEqualTo("followed");
        assertProblem(send(authorized("/api/v1/drain?node=NodeX")), 404);
        assertProblem(send(authorized("/api/v1/drain")), 400);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"node\":\"NodeA\",\"deadlineSeconds\":-1} | 400 | \"deadlineSeconds\" is -1",
                "{\"deadline\":\"5m\"}   | 400 | unknown field \"deadline\"",
                "{\"node\":\"NodeC\"}    | 404 | NodeC",
            })
    void givenABadDrain_whenPosted_thenTheProblemSaysWhatIsWrong(String body, int status, String expected)
            throws Exception {
        var response = post("/api/v1/drain", body);

        assertProblem(response, status);
        assertThat(json(response).get("detail").asText()).contains(expected);
        assertThat(hands.done).isEmpty();
    }
}
