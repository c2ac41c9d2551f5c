package io.github.batonha.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.supervision.secrets.VisibleText;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody wrote into a name or a reason acts on nobody's terminal. */
class HostileTextTest {
    /** Ends the line, clears the screen, turns and hides what follows. */
    private static final String HOSTILE = "x\\n\\r\\u001b[2J\\u009b1m\\u0007\\u202egro\\u200b\\u2028y";

    private static final String SHOWN = "x\\n\\r\\u001b[2J\\u009b1m\\u0007\\u202egro\\u200b\\u2028y";

    @TempDir
    private Path home;

    private FakeAgent agent;

    @BeforeEach
    void startAgent() {
        agent = new FakeAgent(home, "NodeB")
                .answering("/api/v1/mon", hostile(Golden.read("mon.json"), "message"))
                .answering(
                        "/api/v1/mon-cluster", Golden.read("mon-cluster.json").replace("GENESIS_WEBMON", HOSTILE))
                .answering("/api/v1/history", """
                        [{"epoch":1,"from":null,"to":"NodeA","by":"%1$s","reason":"%1$s","at":"2026-11-23T04:01:30Z","confirmedDown":[],
                          "outcome":"refused","why":"%1$s","excluded":[],"phases":[]}]""".formatted(HOSTILE))
                .streaming("/api/v1/events", "id: NodeB:1", "event: primary", """
                        data: {"seq":1,"time":"2026-11-23T09:14:02.113Z","node":"NodeB","type":"primary","text":"%s"}""".formatted(HOSTILE), "")
                .refusing("/api/v1/drain", 400, HOSTILE, HOSTILE);
    }

    private static String hostile(String json, String... fields) {
        var changed = json;
        for (var field : fields) {
            changed = changed.replaceAll(
                    "\"%s\":\\s*\"".formatted(field), "\"%s\":\"%s".formatted(field, HOSTILE.replace("\\", "\\\\")));
        }
        assertThat(changed).isNotEqualTo(json);
        return changed;
    }

    @AfterEach
    void stopAgent() {
        agent.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"history", "events", "mon", "mon-cluster", "drain"})
    void givenTextThatActsOnATerminal_whenShown_thenItStandsAsItsCodes(String command) {
        var result = new Cli(home).run(command);

        var shown = result.out() + result.err();
        assertThat(shown).contains(SHOWN.substring(0, 10));
        assertThat(VisibleText.lines(shown)).isEqualTo(shown);
        assertThat(shown.lines().filter(line -> line.startsWith("\r") || line.startsWith("y")))
                .isEmpty();
    }

    @Test
    void givenTextThatActsOnATerminal_whenShownAsJson_thenItIsTheSameText() {
        var result = new Cli(home).run("history", "--output", "json");

        assertThat(result.out()).containsIgnoringCase("\"by\":\"" + SHOWN + "\"");
        assertThat(VisibleText.lines(result.out())).isEqualTo(result.out());
    }
}
