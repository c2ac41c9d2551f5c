package io.github.batonha.actors.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrimaryRoutesTest extends RoutesFixture {
    @Test
    void whenSetPrimaryIsAsked_thenLinesComeUntilTheFinalOne() throws Exception {
        var response = post("/api/v1/primary", "{\"target\":\"NodeA\",\"by\":\"op\"}");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/x-ndjson");
        var lines = response.body().lines().toList();
        assertThat(lines).hasSize(2);
        assertThat(JSON.readTree(lines.getLast()).get("outcome").asText()).isEqualTo("done");
        assertThat(JSON.readTree(lines.getLast()).get("text").asText()).isEqualTo("by token:agent of NodeA for op");
        assertThat(JSON.readTree(lines.getLast()).has("final")).isFalse();
    }

    @Test
    void givenTheTargetIsSilent_whenSetPrimaryIsAsked_thenItIsUnreachable() throws Exception {
        var response = post("/api/v1/primary", "{\"target\":\"NodeB\"}");

        assertProblem(response, 503);
        assertThat(json(response).get("type").asText()).isEqualTo("/problems/target-unreachable");
        assertThat(json(response).get("detail").asText()).contains("NodeB does not answer");
    }

    @Test
    void givenARefusalBeforeAnythingWasBegun_whenSetPrimaryIsAsked_thenAProblemWithItsReasons() throws Exception {
        var response = post("/api/v1/primary", "{\"target\":\"NodeA\",\"dryRun\":true}");

        assertProblem(response, 409);
        assertThat(json(response).get("type").asText()).isEqualTo("/problems/refused");
        assertThat(json(response).get("detail").asText()).isEqualTo("NodeB is silent");
        var reason = json(response).get("reasons").get(0);
        assertThat(reason.get("code").asText()).isEqualTo("host-silent");
        assertThat(reason.get("hosts").get(0).asText()).isEqualTo("NodeB");
        assertThat(reason.get("overridable").asBoolean()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"target\":\"NodeA\",\"override\":[\"host-silent\"],\"reason\":\"x\"} | can't be overridden",
                "{\"target\":\"NodeA\",\"override\":[\"config-differs\"]} | needs a \"reason\""
            })
    void givenAnOverrideThatCantBe_whenSetPrimaryIsAsked_thenItIsABadRequest(String body, String why) throws Exception {
        var response = post("/api/v1/primary", body);

        assertProblem(response, 400);
        assertThat(json(response).get("detail").asText()).contains(why);
    }

    @Test
    void whenOneIsScheduledAndCancelled_thenTheTimeIsInUtcAndTheNameIsTheProvenOne() throws Exception {
        var scheduled = post(
                "/api/v1/primary/schedule",
                "{\"target\":\"NodeA\",\"at\":\"2026-12-01T03:00+01:00\",\"by\":\"op\",\"reason\":\"x\",\"override\":[\"config-differs\"]}");
        var cancelled = post("/api/v1/primary/cancel", "{\"target\":\"NodeA\",\"reason\":\"later\"}");

        assertThat(scheduled.body()).contains("by token:agent of NodeA for op");
        assertThat(cancelled.body()).contains("by token:agent of NodeA");
        assertThat(hands.done)
                .containsExactly("schedule 2026-12-01T02:00:00Z token:agent of NodeA [config-differs]", "cancel later");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"target\":\"NodeA\"} | \"at\" must be given",
                "{\"target\":\"NodeA\",\"at\":\"02:00\"} | \"at\" is 02:00",
                "{\"target\":\"NodeA\",\"at\":\"2026-12-01T02:00:00Z\",\"confirmDown\":[\"NodeB\"]} | unknown field \"confirmDown\"",
                "{\"target\":\"NodeA\",\"at\":\"2026-12-01T02:00:00Z\",\"override\":[\"config-differs\"]} | needs a \"reason\"",
                "{\"at\":\"2026-12-01T02:00:00Z\"} | \"target\" must name"
            })
    void givenWhatCantBeScheduled_whenAsked_thenItIsABadRequest(String body, String why) throws Exception {
        var response = post("/api/v1/primary/schedule", body);

        assertProblem(response, 400);
        assertThat(json(response).get("detail").asText()).contains(why);
        assertThat(hands.done).isEmpty();
    }

    @Test
    void whenARepairIsAsked_thenItsLinesCome() throws Exception {
        var response = post("/api/v1/primary/repair", "{}");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).contains("\"text\":\"by token:agent of NodeA\"");
    }
}
