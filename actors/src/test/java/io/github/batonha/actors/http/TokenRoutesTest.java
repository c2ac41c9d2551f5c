package io.github.batonha.actors.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenRoutesTest extends RoutesFixture {
    private static final String TOKENS = "/api/v1/tokens";
    private static final String OPERATOR = "{\"name\":\"ci\",\"role\":\"operator\"}";

    private String create(String body) throws Exception {
        var response = post(TOKENS, body);
        assertThat(response.statusCode()).isEqualTo(201);
        return json(response).get("token").asText();
    }

    private HttpRequest.Builder as(String token, String path) {
        return request(path).header("Authorization", "Bearer " + token);
    }

    private HttpResponse<String> revoke(String name) throws Exception {
        return send(authorized(TOKENS + "/" + name).DELETE());
    }

    @Test
    void givenAToken_whenUsed_thenItHasItsRoleUntilItIsRevoked() throws Exception {
        var token = create(OPERATOR);

        assertThat(send(as(token, "/api/v1/logs/WEB_SERVER")).statusCode()).isEqualTo(200);
        var order = send(as(token, "/api/v1/primary")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"target\":\"NodeA\"}")));
        assertProblem(order, 403);
        assertThat(json(order).get("detail").asText()).contains("token:ci is operator");
        assertProblem(send(as(token, TOKENS)), 403);

        assertThat(revoke("ci").statusCode()).isEqualTo(200);
        assertProblem(send(as(token, "/api/v1/logs/WEB_SERVER")), 401);
        assertProblem(revoke("ci"), 404);
    }

    @Test
    void whenListed_thenEachHasItsStateAndNoneItsText() throws Exception {
        var token = create(OPERATOR);
        create("{\"name\":\"mon\",\"role\":\"viewer\",\"expires\":\"PT1H\"}");
        revoke("mon");

        var list = send(authorized(TOKENS));

        assertThat(list.body()).doesNotContain(token);
        assertThat(json(list).get(0).get("state").asText()).isEqualTo("ACTIVE");
        assertThat(json(list).get(0).get("by").asText()).isEqualTo("token:agent of NodeA");
        assertThat(json(list).get(1).get("state").asText()).isEqualTo("REVOKED");
        assertThat(json(list).get(1).get("revokedBy").asText()).isEqualTo("token:agent of NodeA");
    }

    @Test
    void whenMade_thenTheAuditHasWhoAndWhatAndNotTheToken() throws Exception {
        var token = create(OPERATOR);

        assertThat(Files.readString(logs.resolve("audit.jsonl")))
                .contains("POST /api/v1/tokens", "operator")
                .doesNotContain(token);
        assertThat(Files.readString(logs.resolve("tokens.json"))).doesNotContain(token);
    }

    @Test
    void givenANameInUse_whenMadeAgain_thenItIsRefused() throws Exception {
        create(OPERATOR);

        assertProblem(post(TOKENS, OPERATOR), 409);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | \"name\"",
                "{\"name\":\"c i\",\"role\":\"viewer\"} | \"name\"",
                "{\"name\":\"ci\"} | \"role\"",
                "{\"name\":\"ci\",\"role\":\"application\"} | \"role\"",
                "{\"name\":\"ci\",\"role\":\"viewer\",\"expires\":\"90d\"} | \"expires\" is 90d",
                "{\"name\":\"ci\",\"role\":\"viewer\",\"expires\":\"PT1S\"} | PT1M to P1096D",
                "{\"name\":\"ci\",\"role\":\"viewer\",\"expires\":\"P106751991167300D\"} | PT1M to P1096D",
                "{\"name\":\"ci\",\"role\":\"viewer\",\"for\":\"x\"} | unknown field"
            })
    void givenABadRequest_whenMade_thenItIsRefusedAndSaysWhy(String body, String words) throws Exception {
        var response = post(TOKENS, body);

        assertProblem(response, 400);
        assertThat(json(response).get("detail").asText()).contains(words);
    }
}
