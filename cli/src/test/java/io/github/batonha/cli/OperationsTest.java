package io.github.batonha.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OperationsTest {

    private static final String DONE =
            "{\"node\":\"NodeA\",\"process\":\"GENESIS_ROUTER\",\"result\":\"done\",\"text\":\"ready after 0.4 s\"}";
    private static final String NOTHING =
            "{\"node\":\"NodeA\",\"process\":\"GENESIS_WEBMON\",\"result\":\"nothing\",\"text\":\"runs already\"}";
    private static final String REFUSED =
            "{\"node\":\"NodeB\",\"process\":\"\",\"result\":\"refused\",\"text\":\"does not answer\"}";

    @TempDir
    Path home;

    FakeAgent agent;

    @BeforeEach
    void startAgent() {
        agent = new FakeAgent(home, "NodeA");
    }

    @AfterEach
    void stopAgent() {
        agent.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "startServer                    | START | SERVER  |                | []                  | false | false | -1 | false",
                "start-server -s NodeA NodeB    | START | SERVER  |                | [\"NodeA\",\"NodeB\"] | false | false | -1 | false",
                "killServer -f -c               | STOP  | SERVER  |                | []                  | true  | false | -1 | false",
                "kill-server -f --all           | STOP  | SERVER  |                | []                  | false | false | -1 | true",
                "startProcess GENESIS_ROUTER    | START | PROCESS | GENESIS_ROUTER | []                  | false | false | -1 | false",
                "killProcess GENESIS_ROUTER -f  | STOP  | PROCESS | GENESIS_ROUTER | []                  | false | true  | -1 | false",
                "kill-process R -w 30 -s NodeB  | STOP  | PROCESS | R              | [\"NodeB\"]          | false | false | 30 | false",
                "startGroup AUTH -c             | START | GROUP   | AUTH           | []                  | true  | false | -1 | false",
                "killGroup AUTH -w 5            | STOP  | GROUP   | AUTH           | []                  | false | false | 5  | false",
            })
    void givenOptions_whenRun_thenTheOperationSaysSo(
            String line,
            String action,
            String scope,
            String name,
            String hosts,
            boolean every,
            boolean force,
            int wait,
            boolean agentToo) {
        agent.streaming("/api/v1/operations", DONE);

        var result = new Cli(home).run(line.split(" "));

        assertThat(result.exitCode()).isZero();
        assertThat(agent.requests().getFirst())
                .startsWith(("POST /api/v1/operations {\"action\":\"%s\",\"scope\":\"%s\",\"name\":\"%s\",\"hosts\":%s,"
                                + "\"everyNode\":%s,\"force\":%s,\"waitSeconds\":%d,\"agentToo\":%s,\"by\":\"")
                        .formatted(action, scope, name == null ? "" : name, hosts, every, force, wait, agentToo));
    }

    @Test
    void givenARefusalAmongThem_whenRun_thenAllAreShownAndTheCommandFails() {
        agent.streaming("/api/v1/operations", DONE, NOTHING, REFUSED);

        var result = new Cli(home).run("start-group", "GENESIS", "-c");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out()).isEqualTo("""
                NodeA      GENESIS_ROUTER                 done     ready after 0.4 s
                NodeA      GENESIS_WEBMON                 nothing  runs already
                NodeB      -                              refused  does not answer
                """);
        assertThat(result.err()).contains("1 of 3 failed");
    }

    @Test
    void givenAllWasUp_whenStartServer_thenOneLineUnlessVerbose() {
        agent.streaming("/api/v1/operations", NOTHING);

        assertThat(new Cli(home).run("start-server").out())
                .isEqualTo("Nothing to do: everything is already in that state.\n");
        assertThat(new Cli(home).run("start-server", "-v").out()).contains("GENESIS_WEBMON");
    }

    @Test
    void givenATerminal_whenKillServerIsNotConfirmed_thenNothingIsAsked() {
        var result = new Cli(home).onTerminal("n\n").run("kill-server");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out()).contains("Stop all processes of NodeA? [y/N]").contains("Nothing was stopped.");
        assertThat(agent.requests()).isEmpty();
    }

    @Test
    void givenATerminal_whenKillServerIsConfirmed_thenDone() {
        agent.streaming("/api/v1/operations", DONE);

        assertThat(new Cli(home).onTerminal("y\n").run("kill-server", "-c").exitCode())
                .isZero();
    }

    @Test
    void givenNoTerminal_whenKillServerWithoutForce_thenRefused() {
        var result = new Cli(home).run("kill-server");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("-> say -f");
    }

    @Test
    void givenAProcess_whenStartedVerbosely_thenItsLogFollows() {
        agent.streaming("/api/v1/operations", DONE).streaming("/api/v1/logs/GENESIS_ROUTER", "listening on 9017");

        var result = new Cli(home).run("start-process", "GENESIS_ROUTER", "-v");

        assertThat(result.out()).endsWith("ready after 0.4 s\nlistening on 9017\n");
    }

    @Test
    void givenALog_whenShown_thenWithTheToken() {
        agent.streaming("/api/v1/logs/GENESIS_ROUTER", "a", "b");

        var result = new Cli(home).run("logs", "GENESIS_ROUTER", "--err", "-n", "2");

        assertThat(result.out()).isEqualTo("a\nb\n");
        assertThat(agent.requests()).containsExactly("GET /api/v1/logs/GENESIS_ROUTER?follow=false&stream=err&lines=2");
    }

    @Test
    void givenAnotherNodeAndATime_whenALogIsShown_thenTheAgentIsAskedForThem() {
        agent.streaming("/api/v1/logs/GENESIS_ROUTER", "a");

        new Cli(home).run("logs", "GENESIS_ROUTER", "--host", "NodeB", "--since", "2026-07-28T06:15:00Z");

        assertThat(agent.requests())
                .containsExactly("GET /api/v1/logs/GENESIS_ROUTER?follow=false&stream=out&lines=50&node=NodeB"
                        + "&since=2026-07-28T06%3A15%3A00Z");
    }

    @Test
    void givenATokenThatCantBeRead_whenRun_thenSaysAsWhomToGiveTheCommand() {
        assertThat(home.resolve("run/NodeA/token").toFile().delete()).isTrue();

        var result = new Cli(home).run("start-server");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err())
                .contains("The token of the agent of NodeA can't be read")
                .contains("as root");
    }
}
