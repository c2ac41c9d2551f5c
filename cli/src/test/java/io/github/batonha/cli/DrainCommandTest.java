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

class DrainCommandTest {

    private static final String SAYS =
            "{\"phase\":\"balancer\",\"text\":\"no new users\",\"elapsedMillis\":0,\"outcome\":\"running\",\"remedy\":\"\",\"silent\":[]}";
    private static final String DONE =
            "{\"phase\":\"drain\",\"text\":\"NodeB is drained\",\"elapsedMillis\":12345,\"outcome\":\"done\",\"remedy\":\"\",\"silent\":[]}";
    private static final String REFUSED =
            "{\"phase\":\"drain\",\"text\":\"NodeB is the primary\",\"elapsedMillis\":1,\"outcome\":\"refused\",\"remedy\":\"set another\",\"silent\":[]}";

    @TempDir
    Path home;

    FakeAgent agent;

    @BeforeEach
    void startAgent() {
        agent = new FakeAgent(home, "NodeB");
    }

    @AfterEach
    void stopAgent() {
        agent.close();
    }

    private String request() {
        return agent.requests().getLast().replace(System.getProperty("user.name"), "USER");
    }

    @Test
    void whenDrained_thenEachStepWithItsTime() {
        agent.streaming("/api/v1/drain", SAYS, DONE);

        var result = new Cli(home).run("drain");

        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).isEqualTo("""
                   0.0 s  balancer no new users
                  12.3 s  done     NodeB is drained
                """);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "drain                            | drain   | {\"node\":\"NodeB\",\"deadlineSeconds\":60,\"stop\":true,\"force\":false,\"by\":\"USER\"}",
                "drain NodeA --deadline 5m        | drain   | {\"node\":\"NodeA\",\"deadlineSeconds\":300,\"stop\":true,\"force\":false,\"by\":\"USER\"}",
                "drain --no-stop --deadline 90    | drain   | {\"node\":\"NodeB\",\"deadlineSeconds\":90,\"stop\":false,\"force\":false,\"by\":\"USER\"}",
                "drain --no-stop --close          | drain   | {\"node\":\"NodeB\",\"deadlineSeconds\":60,\"stop\":false,\"force\":false,\"by\":\"USER\",\"close\":true}",
                "drain --stop -f --deadline=500ms | drain   | {\"node\":\"NodeB\",\"deadlineSeconds\":1,\"stop\":true,\"force\":true,\"by\":\"USER\"}",
                "undrain                          | undrain | {\"node\":\"NodeB\",\"by\":\"USER\"}",
                "undrain NodeA                    | undrain | {\"node\":\"NodeA\",\"by\":\"USER\"}",
            })
    void givenOptions_whenSent_thenTheAgentIsAskedForThat(String words, String path, String body) {
        agent.streaming("/api/v1/" + path, DONE);

        var result = new Cli(home).run(words.split(" ", -1));

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(request()).isEqualTo("POST /api/v1/" + path + " " + body);
    }

    @Test
    void givenARefusal_whenDrained_thenWhyAndWhatToDo() {
        agent.streaming("/api/v1/drain", REFUSED);

        var result = new Cli(home).run("drain", "NodeB");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).isEqualTo("baton: drain: NodeB is the primary\n  -> set another\n");
    }

    @Test
    void givenTheAgentIsLost_whenDrained_thenItIsSaidThatTheDrainGoesOn() {
        agent.streaming("/api/v1/drain", SAYS);

        var result = new Cli(home).run("drain");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("before it said how the drain went", "what was begun goes on");
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "-5s", "2 days", "5x"})
    void givenADeadlineThatIsNone_whenDrained_thenWrongUsage(String deadline) {
        assertThat(new Cli(home).run("drain", "--deadline", deadline).exitCode())
                .isEqualTo(64);
        assertThat(agent.requests()).isEmpty();
    }

    @Test
    void givenJson_whenDrained_thenTheLinesAsTheyCame() {
        agent.streaming("/api/v1/drain", SAYS, DONE);

        var result = new Cli(home).run("drain", "--output", "json");

        assertThat(result.out()).isEqualTo(SAYS + "\n" + DONE + "\n");
    }

    @Test
    void givenANodeThatDrains_whenTheClusterIsShown_thenALineSaysSo() {
        var cluster =
                "{\"primary\":null,\"nodes\":[%s,%s]}".formatted(node("NodeA", "\"DRAINING\""), node("NodeB", "null"));
        agent.answering("/api/v1/mon-cluster", cluster);

        assertThat(new Cli(home).run("mon-cluster").out()).isEqualTo("""
                Available cluster nodes:

                          | NodeA UP            | NodeB UP
                          | SECONDARY 0 secs    | SECONDARY 0 secs
                          | DRAINING            |

                  ROUTER  | UP        1 secs    | UP        1 secs
                """);
    }

    private static String node(String name, String drain) {
        return "{\"name\":\"%s\",\"state\":\"UP\",\"role\":\"SECONDARY\",\"ageSeconds\":0,\"processes\":[{\"name\":\"ROUTER\",\"state\":\"UP\",\"ageSeconds\":1}],\"drain\":%s}"
                .formatted(name, drain);
    }
}
