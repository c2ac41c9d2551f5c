package io.github.batonha.cli.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.cli.Cli;
import io.github.batonha.cli.FakeAgent;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckCommandTest {

    private static final String WELL = process("WEB", "EDGE", "HEALTHY", 81.5, "");
    private static final String STANDBY = process("AUTH", "CORE", "STANDBY", 0, "");

    @TempDir
    Path home;

    private FakeAgent agent;

    @BeforeEach
    void start() {
        agent = new FakeAgent(home, "NodeA");
    }

    @AfterEach
    void stop() {
        agent.close();
    }

    private static String process(String name, String group, String status, double cpu, String message) {
        return """
                {"name":"%s","group":"%s","pid":null,"port":null,"status":"%s","cpu":%s,"memory":1.25,"uptimeSeconds":60,
                 "restarts":3,"restartsByCause":{"crash":2,"group":1},"primaryOnly":false,"message":"%s"}""".formatted(name, group, status, cpu, message);
    }

    private void mon(String warning, String... processes) {
        agent.answering("/api/v1/mon", """
                {"node":"NodeA","role":"PRIMARY","epoch":7,"startedAt":"2026-01-02T03:04:05Z","system":"DEV","configHash":"abc",
                 "warning":"%s","processes":[%s]}""".formatted(warning, String.join(",", processes)));
    }

    private void cluster(String... nodes) {
        agent.answering("/api/v1/mon-cluster", """
                {"primary":{"node":"NodeA","epoch":7,"by":"op","confirmedDown":[],"fenced":[]},"nodes":[%s]}""".formatted(String.join(",", nodes)));
    }

    private static String node(String name, String state, String role, String revision) {
        return """
                {"name":"%s","state":"%s","role":"%s","ageSeconds":1,"processes":[],"drain":null,"configHash":"%s","remark":""}""".formatted(name, state, role, revision);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "WEB trades_total ! 0 ! OK: WEB tells 2 series of trades_total, 0 outside of the limits"
                        + " | 'trades_total A'=3c 'trades_total B'=40c",
                "WEB trades_total -w 10 -c 50 ! 1 ! WARNING: WEB tells 2 series of trades_total, 1 outside of the limits"
                        + " | 'trades_total A'=3c;10;50 'trades_total B'=40c;10;50",
                "WEB trades_total{handler=\"B\"} -c 30 ! 2 ! CRITICAL: WEB tells trades_total{handler=\"B\"} 40"
                        + " | 'trades_total B'=40c;;30",
                "WEB open_orders ! 0 ! OK: WEB tells open_orders 0.5 | 'open_orders'=0.5",
                "WEB nothing ! 3 ! UNKNOWN: WEB tells no nothing: see baton mon --metrics, and /metrics of the agent",
                "NONE trades_total ! 3 ! UNKNOWN: there is no process NONE",
                "baton_agent_threads -w 50 ! 1 ! WARNING: NodeA tells baton_agent_threads 61 | 'baton_agent_threads'=61;50;",
                "WEB ! 3 ! UNKNOWN: NodeA tells no WEB: see baton mon --metrics, and /metrics of the agent",
            })
    void givenNumbersOfAProcess_whenOneIsChecked_thenItsValueCounts(String words, int code, String line) {
        agent.answering("/api/v1/processes", """
                [{"name":"WEB","description":"","dependencies":[],"configFiles":[],"monitor":"","version":"","resources":null,
                  "metrics":[{"name":"open_orders","labels":{},"value":0.5},
                             {"name":"trades_total","labels":{"handler":"A"},"value":3.0},
                             {"name":"trades_total","labels":{"handler":"B"},"value":40.0}]}]""");

        agent.answering("/api/v1/metrics", "[{\"name\":\"baton_agent_threads\",\"labels\":{},\"value\":61.0}]");

        var result = new Cli(home).run(("check metric " + words).split(" "));

        assertThat(result.out().lines().findFirst().orElse("")).isEqualTo("BATON METRIC " + line);
        assertThat(result.exitCode()).isEqualTo(code);
    }

    @Test
    void givenAWellNode_whenChecked_thenOneLineWithPerformanceDataAndZero() {
        mon("", WELL, STANDBY);

        var result = new Cli(home).run("check", "node");

        assertThat(result.out())
                .isEqualTo("BATON NODE OK: NodeA, PRIMARY, 2 of 2 processes are well"
                        + " | 'unwell'=0 'processes'=2 'restarts'=6c\n");
        assertThat(result.exitCode()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "node -w 0 -c 3",
                "node -w @0 -t 5",
                "process --all --warning 80 --critical 5 --timeout 5",
                "process -c 5 WEB",
                "process WEB --all",
                "metric WEB orders -w 1",
                "node -t 0",
                "node -t x",
                "node -t 1 -t 2",
                "node -w 1 --warning 2",
                "node -w",
                "node -w -5:5",
                "node -w=5",
                "node -x",
                "-w 5",
                "--help",
            })
    void givenItsOwnOptions_whenReadWithoutTheParser_thenAllIsAsWithIt(String words) {
        mon("", WELL, STANDBY);

        assertThat(new Cli(home).run(("check " + words).split(" ")))
                .isEqualTo(new Cli(home).run(("--node NodeA check " + words).split(" ")));
    }

    @Test
    void givenNoTimeForAnAnswer_whenChecked_thenItIsRefusedAndNobodyIsAsked() {
        var result = new Cli(home).run("check", "node", "-t", "0");

        assertThat(result.out())
                .isEqualTo("BATON NODE UNKNOWN: --timeout 0 leaves no time for an answer: give a second or more\n");
        assertThat(result.exitCode()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({
        "MISSING, 2, CRITICAL",
        "ERROR, 2, CRITICAL",
        "STOPPED, 1, WARNING",
        "RUNNING, 1, WARNING",
        "DONE, 0, OK"
    })
    void givenAProcessInAState_whenItsNodeIsChecked_thenTheExitCodeSaysHowBadThatIs(
            String state, int code, String word) {
        mon("", WELL, process("FEED", "MARKET", state, 0, "exit 1 | 5 times\\u001b[2J"));

        var result = new Cli(home).run("check", "node");

        assertThat(result.exitCode()).isEqualTo(code);
        assertThat(result.out()).startsWith("BATON NODE %s: ".formatted(word));
        assertThat(result.out().lines().skip(1).toList().toString()).doesNotContain("|", "\u001b");
    }

    @Test
    void givenAWarningOfTheNode_whenChecked_thenItIsAWarningWithItsText() {
        mon("the certificate ends in 5 days", WELL);

        var result = new Cli(home).run("check", "node");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out()).contains("\nnode: the certificate ends in 5 days");
    }

    @Test
    void givenAGroupAndLimits_whenChecked_thenEachProcessOfItCounts() {
        mon("", WELL, STANDBY);

        var result = new Cli(home).run("check", "process", "EDGE", "-w", "80", "-c", "95");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out())
                .isEqualTo("BATON PROCESS WARNING: WEB is HEALTHY"
                        + " | 'WEB cpu'=81.5%;80;95 'WEB memory'=1.25% 'WEB uptime'=60s 'WEB restarts'=3c"
                        + " 'restarts crash'=2c 'restarts unhealthy'=0c 'restarts start_failed'=0c"
                        + " 'restarts group'=1c 'restarts unknown'=0c\n");
        assertThat(new Cli(home).run("check", "process", "--all").out()).contains("2 of 2 are well", "'AUTH cpu'=0%");
        assertThat(new Cli(home).run("check", "process", "NOSUCH").exitCode()).isEqualTo(3);
    }

    @Test
    void givenAClusterWithAPrimary_whenChecked_thenBothChecksAreOk() {
        cluster(node("NodeA", "UP", "PRIMARY", "abc"), node("NodeB", "UP", "SECONDARY", "abc"));

        assertThat(new Cli(home).run("check", "primary").out())
                .isEqualTo("BATON PRIMARY OK: NodeA is primary | 'epoch'=7\n");
        assertThat(new Cli(home).run("check", "cluster").out())
                .isEqualTo("BATON CLUSTER OK: 2 of 2 nodes are up | 'down'=0 'nodes'=2\n");
    }

    @Test
    void givenANodeThatIsDown_whenChecked_thenTheClusterIsCriticalUnlessTheLimitAllowsIt() {
        cluster(node("NodeA", "DOWN", "PRIMARY", "abc"), node("NodeB", "UP", "SECONDARY", "abd"));

        assertThat(new Cli(home).run("check", "cluster").exitCode()).isEqualTo(2);
        assertThat(new Cli(home).run("check", "cluster", "-c", "1").exitCode()).isZero();
        assertThat(new Cli(home).run("check", "primary").out())
                .startsWith("BATON PRIMARY CRITICAL: NodeA is assigned and not active");
    }

    @Test
    void givenNodesOfDifferentRevisions_whenChecked_thenTheClusterIsAWarning() {
        cluster(node("NodeA", "UP", "PRIMARY", "abc"), node("NodeB", "UP", "SECONDARY", "abd"));

        var result = new Cli(home).run("check", "cluster");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out()).contains("different revisions");
    }

    @Test
    void givenSessions_whenChecked_thenTheLimitsAreForHowFullTheNodeIs() {
        agent.answering("/api/v1/sessions", """
                {"node":"NodeA","entries":10,"bytes":1,"maxBytes":2,"inSync":true,"reachable":[],"replicated":1,"unreplicated":4,
                 "refused":0,"fullPercent":91,"endedEarly":0,"warning":"","journaled":true}""");

        assertThat(new Cli(home)
                        .run("check", "sessions", "-w", "80", "-c", "90")
                        .out())
                .isEqualTo("BATON SESSIONS CRITICAL: 10 sessions | 'full'=91%;80;90 'sessions'=10 'unreplicated'=4c\n");
    }

    @Test
    void givenNoAgent_whenChecked_thenTheNodeIsCriticalAndTheRestUnknown() {
        agent.close();

        assertThat(new Cli(home).run("check", "node").exitCode()).isEqualTo(2);
        assertThat(new Cli(home).run("check", "primary").exitCode()).isEqualTo(3);
        assertThat(new Cli(home).run("check", "primary").out()).startsWith("BATON PRIMARY UNKNOWN: ");
    }

    @ParameterizedTest
    @CsvSource({
        "check, ''",
        "check nothing, nothing",
        "check node -w 5:1, 5:1",
        "check process, needs a name",
        "check node -x, -x"
    })
    void givenAWrongCommandLine_whenChecked_thenItIsUnknown(String words, String named) {
        mon("", WELL);

        var result = new Cli(home).run(words.split(" "));

        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.out() + result.err()).contains(named);
    }

    @Test
    void givenJson_whenChecked_thenTheSameInFields() {
        mon("", WELL);

        assertThat(new Cli(home).run("check", "node", "--output", "json").out())
                .contains("\"status\":\"OK\"", "\"unwell\":0.0");
    }

    @Test
    void givenTheNameOfThePlugin_whenCalledByItsLink_thenItIsTheSameCommand() {
        mon("", WELL);

        var plain = new Cli(home).with("BATON_INVOKED_AS", "check_baton").run("node");
        var parsed = new Cli(home).with("BATON_INVOKED_AS", "check_baton").run("node", "-t", "5");

        assertThat(plain.out()).startsWith("BATON NODE OK: ").isEqualTo(parsed.out());
    }
}
