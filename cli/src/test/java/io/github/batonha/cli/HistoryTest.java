package io.github.batonha.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {

    private static final String HISTORY = """
            [{"epoch":1795406890123,"from":null,"to":"NodeA","by":"ann","reason":"","at":"2026-11-23T04:01:30Z","confirmedDown":[],
              "outcome":"done","why":"","excluded":[],"phases":[]},
             {"epoch":0,"from":null,"to":"NodeB","by":"bob","reason":"","at":"2026-11-23T04:02:10Z","confirmedDown":[],
              "outcome":"refused","why":"NodeA does not answer","excluded":[],"phases":[{"name":"ask","host":"NodeB","millis":2000.4}]},
             {"epoch":1795406990456,"from":"NodeA","to":"NodeB","by":"bob","reason":"disk swap","at":"2026-11-23T04:03:10.5Z",
              "confirmedDown":["NodeA"],"outcome":"done","why":"","excluded":[{"host":"NodeA","how":"confirmed"}],
              "phases":[{"name":"ask","host":"NodeB","millis":2004.5},{"name":"wait","host":"NodeB","millis":15999.5},
                        {"name":"commit","host":"NodeB","millis":3.1},{"name":"spawn","host":"NodeB","millis":4},
                        {"name":"ready","host":"NodeB","millis":812.3}]},
             {"epoch":1795406999456,"from":"NodeB","to":"NodeA","by":"ann","reason":"","at":"2026-11-23T04:04:10.5Z",
              "confirmedDown":[],"outcome":"done","why":"","excluded":[],
              "phases":[{"name":"ask","host":"NodeA","millis":5.1},{"name":"release","host":"NodeA","millis":120.3},
                        {"name":"stop","host":"NodeB","millis":100.1},{"name":"ending","host":"NodeB","millis":110},
                        {"name":"takeover","host":"NodeA","millis":12.2},{"name":"commit","host":"NodeA","millis":2.2},
                        {"name":"spawn","host":"NodeA","millis":6.5},{"name":"ready","host":"NodeA","millis":700}],"gapMillis":22.5},
             {"epoch":1795407999456,"from":"NodeA","to":"NodeB","by":"","reason":"","at":"2026-11-23T04:05:10.5Z",
              "confirmedDown":[],"outcome":"unfinished","why":"","excluded":[],
              "phases":[{"name":"stop","host":"NodeA","millis":90}]}]""";

    @TempDir
    private Path home;

    private FakeAgent agent;

    @BeforeEach
    void startAgent() {
        agent = new FakeAgent(home, "NodeB").answering("/api/v1/mon-cluster", Golden.read("mon-cluster.json"));
    }

    @AfterEach
    void stopAgent() {
        agent.close();
    }

    @Test
    void givenAttempts_whenListed_thenNewestLastWithWhatBecameOfEach() {
        agent.answering("/api/v1/history", HISTORY);

        var result = new Cli(home).run("history");

        Golden.assertGolden("history.txt", result.out());
    }

    @Test
    void givenAttempts_whenTheirTimesAreListed_thenEachPhaseHasItsColumn() {
        agent.answering("/api/v1/history", HISTORY);

        var result = new Cli(home).run("history", "--times");

        Golden.assertGolden("history-times.txt", result.out());
    }

    @Test
    void givenAttempts_whenListedAsJson_thenEachIsALineAsTheAgentSaidIt() {
        agent.answering("/api/v1/history", HISTORY);

        var result = new Cli(home).run("history", "--output", "json");

        assertThat(result.out().lines()).hasSize(5).allMatch(line -> line.startsWith("{\"epoch\":"));
    }

    @Test
    void givenNoAttempt_whenListed_thenItSaysWhatToDo() {
        agent.answering("/api/v1/history", "[]");

        assertThat(new Cli(home).run("history").out()).contains("baton set-primary");
    }
}
