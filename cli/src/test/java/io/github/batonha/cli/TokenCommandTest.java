package io.github.batonha.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenCommandTest {
    private static final String LIST = """
            [{"name":"ci","id":"0a1b2c3d","role":"operator","state":"ACTIVE","createdAt":"2026-01-02T03:04:05Z",
              "expiresAt":"2026-04-02T03:04:05Z","by":"os:alice","revokedAt":null,"revokedBy":null}]""";

    @TempDir
    private Path home;

    private FakeAgent agent;

    @BeforeEach
    void startAgent() {
        agent = new FakeAgent(home, "NodeA")
                .answering("/api/v1/tokens/ci", LIST)
                .answering("/api/v1/tokens/other", "[]");
    }

    @AfterEach
    void stopAgent() {
        agent.close();
    }

    private void answersNewToken() {
        agent.answering("/api/v1/tokens", """
                {"name":"ci","role":"operator","token":"baton_x","createdAt":"2026-01-02T03:04:05Z","expiresAt":"2026-04-02T03:04:05Z"}""");
    }

    @Test
    void whenCreated_thenTheTokenAloneIsOnStandardOutput() {
        answersNewToken();

        var result = new Cli(home).run("token", "create", "--name", "ci", "--role", "operator", "--expires", "30d");

        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).isEqualTo("baton_x\n");
        assertThat(result.err()).contains("token of ci, operator until 2026-04-02");
        assertThat(agent.requests())
                .containsExactly("POST /api/v1/tokens {\"name\":\"ci\",\"role\":\"operator\",\"expires\":\"PT720H\"}");
    }

    @Test
    void whenListedAndRevoked_thenTheStateIsShown() {
        agent.answering("/api/v1/tokens", LIST);

        assertThat(new Cli(home).run("token", "list").out().lines())
                .hasSize(2)
                .last()
                .asString()
                .startsWith("ci    0a1b2c3d  operator  ACTIVE   2026-04-02");
        assertThat(new Cli(home).run("token", "list", "--output", "json").out()).contains("\"revokedAt\":null");
        assertThat(new Cli(home).run("token", "revoke", "ci").out()).isEqualTo("Revoked the token of ci\n");
        assertThat(agent.requests()).last().isEqualTo("DELETE /api/v1/tokens/ci");
    }

    @Test
    void givenARefusal_whenCreated_thenItsReasonIsShown() {
        agent.refusing("/api/v1/tokens", 409, "the name is in use", "revoke that first");

        var result = new Cli(home).run("token", "create", "--name", "ci", "--role", "viewer");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("the name is in use", "revoke that first");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create --name ci",
                "create --role viewer",
                "create --name ci --role viewer --expires soon",
                "revoke",
                "revoke a/b"
            })
    void givenAWrongLine_whenRun_thenNothingIsAsked(String words) {
        assertThat(new Cli(home).run(("token " + words).split(" ")).exitCode()).isEqualTo(64);
        assertThat(agent.requests()).isEmpty();
    }
}
