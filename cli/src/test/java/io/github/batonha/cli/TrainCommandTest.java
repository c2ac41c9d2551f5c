package io.github.batonha.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainCommandTest {

    private static final String CACHES = """
            {"node":"NodeA","bytes":20866662,"mostBytes":1073741824,"processes":[
              {"process":"ROUTER","state":"used","cache":{"file":"ROUTER.0123456789abcdef.20866662.aot","process":"ROUTER",
               "bytes":20866662,"madeAt":"2026-01-02T03:04:05Z","lastUsedAt":"2026-01-02T04:00:00Z"},"reason":""},
              {"process":"TWIN","state":"ready","cache":{"file":"ROUTER.0123456789abcdef.20866662.aot","process":"ROUTER",
               "bytes":20866662,"madeAt":"2026-01-02T03:04:05Z","lastUsedAt":"2026-01-02T04:00:00Z"},"reason":""},
              {"process":"FEED","state":"none","cache":null,"reason":"it runs a <command>, and only a JVM can have one"}]}""";

    @TempDir
    Path home;

    private FakeAgent agent;

    @BeforeEach
    void startAgent() {
        agent = new FakeAgent(home, "NodeA");
    }

    @AfterEach
    void stopAgent() {
        agent.close();
    }

    private static String line(String node, String result) {
        return "{\"node\":\"%s\",\"process\":\"ROUTER\",\"result\":\"%s\",\"text\":\"told\"}".formatted(node, result);
    }

    private List<String> orders() {
        return agent.requests().stream()
                .filter(request -> request.startsWith("POST"))
                .map(request -> request.replaceAll(".*\"action\":\"(\\w+)\".*\"hosts\":(\\[[^]]*]).*", "$1 $2")
                        + (request.contains("\"rolling\":true") ? " rolling" : ""))
                .toList();
    }

    @Test
    void givenNoMore_whenOrdered_thenNothingRestartsAndTheNextStepIsSaid() {
        agent.streaming("/api/v1/operations", line("NodeA", "done"));

        var result = new Cli(home).run("train", "ROUTER");

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(orders()).containsExactly("TRAIN []");
        assertThat(result.out()).isEqualTo("""
                NodeA      ROUTER                         done     told
                To record now: `baton restart ROUTER`. The restart after that one makes the cache.
                """);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "done    | nothing | TRAIN [],RESTART [\"NodeA\"]",
                "done    | done    | TRAIN [],RESTART [\"NodeA\",\"NodeB\"] rolling",
                "nothing | nothing | TRAIN []",
                "done    | refused | TRAIN []",
            })
    void givenRestart_whenOrdered_thenThoseThatWillRecordRestartUnlessOneRefused(
            String onA, String onB, String orders) {
        agent.streaming("/api/v1/operations", line("NodeA", onA), line("NodeB", onB));

        var result = new Cli(home).run("train", "ROUTER", "-c", "--restart");

        assertThat(String.join(",", orders())).isEqualTo(orders);
        assertThat(result.exitCode()).isEqualTo(onB.equals("refused") ? 1 : 0);
    }

    @Test
    void givenJson_whenOrdered_thenTheLinesAsTheyCame() {
        agent.streaming("/api/v1/operations", line("NodeA", "done"));

        assertThat(new Cli(home).run("train", "ROUTER", "--output", "json").out())
                .isEqualTo(line("NodeA", "done") + "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"train", "train ROUTER -w 5", "train ROUTER -f", "train ROUTER -c -s NodeB"})
    void givenWhatDoesNotGoTogether_whenRun_thenWrongUsageAndNothingIsAsked(String words) {
        assertThat(new Cli(home).run(words.split(" ")).exitCode()).isEqualTo(64);
        assertThat(agent.requests()).noneMatch(request -> request.startsWith("POST"));
    }

    @Test
    void givenCaches_whenListed_thenEachProcessHasItsStateAndTheDiskItsBound() {
        agent.answering("/api/v1/aot-caches", CACHES);

        assertThat(new Cli(home).run("caches").out()).isEqualTo("""
                PROCESS  STATE   MIB  MADE                 NOTE
                ROUTER   used   19.9  2026-01-02 03:04:05
                TWIN     ready  19.9  2026-01-02 03:04:05  recorded by ROUTER
                FEED     none      -  -                    it runs a <command>, and only a JVM can have one
                NodeA: 19.9 of 1024 MiB (baton.process.aot-cache-mib)
                """);
        assertThat(new Cli(home).run("caches", "--output", "json").out())
                .startsWith("{\"node\":\"NodeA\",\"bytes\":20866662,")
                .hasLineCount(1);
    }
}
