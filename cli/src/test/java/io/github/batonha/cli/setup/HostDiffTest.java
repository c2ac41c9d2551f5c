package io.github.batonha.cli.setup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.cli.Cli;
import io.github.batonha.cli.FakeAgent;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code install --hostDiff} against an agent that tells the files of all nodes. */
class HostDiffTest {

    private static final String FILES = "/api/v1/files";

    @TempDir
    Path home;

    FakeAgent agent;

    @BeforeEach
    void startAgent() {
        agent = new FakeAgent(home, "NodeA").answering(FILES, files("conf/a.xml"));
    }

    @AfterEach
    void stopAgent() {
        agent.close();
    }

    private static String files(String path) {
        return "{\"node\":\"X\",\"files\":[{\"path\":\"%s\",\"bytes\":3,\"sha256\":\"9f86d081884c7d65\",\"executable\":false}]}"
                .formatted(path);
    }

    private Cli.Result diff(String stateOfNodeB, String... options) {
        var node =
                "{\"name\":\"%s\",\"state\":\"%s\",\"role\":\"SECONDARY\",\"ageSeconds\":0,\"processes\":[],\"drain\":null}";
        agent.answering(
                "/api/v1/mon-cluster",
                "{\"primary\":null,\"nodes\":[%s,%s]}"
                        .formatted(node.formatted("NodeA", "UP"), node.formatted("NodeB", stateOfNodeB)));
        return new Cli(home)
                .run(Stream.concat(Stream.of("install", "--hostDiff"), Stream.of(options))
                        .toArray(String[]::new));
    }

    @Test
    void givenAFileOnOneAlone_whenCompared_thenPushIsNamed() {
        agent.answering(FILES, files("conf/b.xml"));

        var result = diff("UP");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out()).isEqualTo("""
                conf/a.xml is on NodeA alone
                conf/b.xml is on NodeB alone
                `baton push` brings the files of NodeA to all others.
                """);
    }

    @Test
    void givenANodeThatIsDown_whenCompared_thenItIsNotAskedAndPushIsNotNamed() {
        var result = diff("DOWN");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out()).isEqualTo("NodeB can't be compared: it does not answer: is its agent running?\n");
        assertThat(agent.requests()).containsExactly("GET /api/v1/files?node=NodeA", "GET /api/v1/mon-cluster");
    }

    @Test
    void givenANodeThatIsSilent_whenCompared_thenTheAgentsReasonIsShown() {
        agent.refusing(FILES, 503, "no answer from NodeB within 4 s", "");

        var result = diff("UP", "--output", "json");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out())
                .isEqualTo(
                        "{\"node\":\"NodeA\",\"same\":false,\"differences\":[{\"node\":\"NodeB\",\"failure\":\"no answer from NodeB within 4 s\"}]}\n");
    }

    @Test
    void givenTheSameFiles_whenCompared_thenTheyAreCounted() {
        var result = diff("UP");

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out()).isEqualTo("1 files in conf, site-specific and lib are the same on NodeA, NodeB.\n");
    }
}
