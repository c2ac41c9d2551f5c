package io.github.batonha.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RestartCommandTest {

    private static final String STOPPED =
            "{\"node\":\"NodeA\",\"process\":\"ROUTER\",\"result\":\"running\",\"text\":\"to be started again: stopped\"}";
    private static final String DONE =
            "{\"node\":\"NodeA\",\"process\":\"ROUTER\",\"result\":\"done\",\"text\":\"ready as pid 7\"}";
    private static final String REFUSED =
            "{\"node\":\"NodeB\",\"process\":\"\",\"result\":\"refused\",\"text\":\"not restarted\"}";

    @TempDir
    Path home;

    FakeAgent agent;

    @BeforeEach
    void startAgent() {
        agent = new FakeAgent(home, "NodeA");
        agent.answering("/api/v1/mon", """
                {"node":"NodeA","role":"PRIMARY","epoch":1,"startedAt":"2026-01-02T03:04:05Z","system":"S","configHash":"h",
                 "processes":[%s,%s]}""".formatted(process("ROUTER", "WEB"), process("AUTH", "AUTH")));
    }

    @AfterEach
    void stopAgent() {
        agent.close();
    }

    private static String process(String name, String group) {
        return """
                {"name":"%s","group":"%s","pid":7,"port":null,"status":"HEALTHY","cpu":0,"memory":0,"uptimeSeconds":1,
                 "restarts":0,"primaryOnly":false,"message":""}""".formatted(name, group);
    }

    private String request() {
        return agent.requests().getLast().replace(System.getProperty("user.name"), "USER");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "restart ROUTER                        | PROCESS | ROUTER | []        | false | -1 |",
                "restart WEB -c                        | GROUP   | WEB    | []        | true  | -1 |",
                "restart AUTH -s NodeB -w 5            | PROCESS | AUTH   | [\"NodeB\"] | false | 5  |",
                "restart AUTH -g                       | GROUP   | AUTH   | []        | false | -1 |",
                "restart NONE                          | PROCESS | NONE   | []        | false | -1 |",
                "restart WEB --rolling -c              | GROUP   | WEB    | []        | true  | -1 | ,\"rolling\":true,\"drainSeconds\":0",
                "restart WEB --rolling --drain -c      | GROUP   | WEB    | []        | true  | -1 | ,\"rolling\":true,\"drainSeconds\":60",
                "restart WEB --rolling --drain --deadline 5m -c | GROUP | WEB | []    | true  | -1 | ,\"rolling\":true,\"drainSeconds\":300",
            })
    void givenOptions_whenSent_thenTheAgentIsAskedForThat(
            String words, String scope, String name, String hosts, boolean every, int wait, String more) {
        agent.streaming("/api/v1/operations", DONE);

        var result = new Cli(home).run(words.split(" "));

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(request())
                .isEqualTo(
                        ("POST /api/v1/operations {\"action\":\"RESTART\",\"scope\":\"%s\",\"name\":\"%s\",\"hosts\":%s,"
                                        + "\"everyNode\":%s,\"force\":false,\"waitSeconds\":%d,\"agentToo\":false,\"by\":\"USER\"%s}")
                                .formatted(scope, name, hosts, every, wait, more == null ? "" : more));
    }

    @Test
    void givenANodeIsLeftOut_whenRestarted_thenAllIsShownAndTheCommandFails() {
        agent.streaming("/api/v1/operations", STOPPED, DONE, REFUSED);

        var result = new Cli(home).run("restart", "ROUTER", "--rolling", "-s", "NodeA", "NodeB");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out()).isEqualTo("""
                NodeA      ROUTER                         running  to be started again: stopped
                NodeA      ROUTER                         done     ready as pid 7
                NodeB      -                              refused  not restarted
                """);
        assertThat(result.err()).contains("1 of 3 failed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "restart",
                "restart ROUTER --drain",
                "restart ROUTER --rolling --deadline 5s",
                "restart ROUTER --rolling --drain --deadline soon",
                "restart ROUTER --rolling --drain --deadline 0",
                "restart ROUTER -c -s NodeB",
            })
    void givenWhatDoesNotGoTogether_whenRun_thenWrongUsageAndNothingIsAsked(String words) {
        assertThat(new Cli(home).run(words.split(" ")).exitCode()).isEqualTo(64);
        assertThat(agent.requests()).noneMatch(request -> request.startsWith("POST"));
    }

    @Test
    void givenJson_whenRestarted_thenTheLinesAsTheyCame() {
        agent.streaming("/api/v1/operations", STOPPED, DONE);

        assertThat(new Cli(home).run("restart", "ROUTER", "--output", "json").out())
                .isEqualTo(STOPPED + "\n" + DONE + "\n");
    }
}
