package io.github.batonha.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.cli.agent.Agents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChoiceOfAgentTest {

    private static final String CLUSTER = "{\"primary\":null,\"nodes\":[]}";

    @TempDir
    Path home;

    FakeAgent nodeA;
    FakeAgent nodeB;

    @BeforeEach
    void startAgents() {
        nodeA = new FakeAgent(home, "NodeA").answering("/api/v1/mon-cluster", CLUSTER);
        nodeB = new FakeAgent(home, "NodeB").answering("/api/v1/mon-cluster", CLUSTER);
    }

    @AfterEach
    void stopAgents() {
        nodeA.close();
        nodeB.close();
    }

    @Test
    void givenSeveralAgents_whenNoneIsNamed_thenWrongUsageThatListsThem() {
        var result = new Cli(home).run("mon");

        assertThat(result.exitCode()).isEqualTo(64);
        assertThat(result.err()).isEqualTo("""
                baton: Several agents run on this machine: NodeA, NodeB
                  -> choose one: --node NodeA, or set BATON_NODE
                """);
    }

    @Test
    void givenSeveralAgents_whenTheClusterIsAskedFor_thenTheFirstByNameIsAsked() {
        nodeA.answering("/api/v1/history", "[]");

        assertThat(new Cli(home).run("mon-cluster").exitCode()).isZero();
        assertThat(new Cli(home).run("history").exitCode()).isZero();

        assertThat(nodeA.requests()).containsExactly("GET /api/v1/mon-cluster", "GET /api/v1/history");
        assertThat(nodeB.requests()).isEmpty();
    }

    @Test
    void givenTheFirstDoesNotAnswer_whenTheClusterIsAskedFor_thenTheNextIsAsked() {
        nodeA.close();

        assertThat(new Cli(home).run("mon-cluster").exitCode()).isZero();

        assertThat(nodeB.requests()).hasSize(1);
    }

    @Test
    void givenNoneAnswers_whenTheClusterIsAskedFor_thenUnreachable() {
        nodeA.close();
        nodeB.close();

        assertThat(new Cli(home).run("history").exitCode()).isEqualTo(69);
    }

    @Test
    void givenTheFirstAnswersWithAProblem_whenTheClusterIsAskedFor_thenThatIsTheAnswer() {
        nodeA.refusing("/api/v1/history", 503, "the agent did not answer itself", "try again");

        assertThat(new Cli(home).run("history").exitCode()).isEqualTo(1);
        assertThat(nodeB.requests()).isEmpty();
    }

    @Test
    void givenSeveralAgents_whenOneIsNamedBeforeOrAfterTheVerb_thenItIsAsked() {
        assertThat(new Cli(home).run("--node", "NodeB", "mon-cluster").exitCode())
                .isZero();
        assertThat(new Cli(home).run("mon-cluster", "--node", "NodeB").exitCode())
                .isZero();

        assertThat(nodeA.requests()).isEmpty();
        assertThat(nodeB.requests()).hasSize(2);
    }

    @Test
    void givenSeveralAgents_whenTheVariableNamesOne_thenItIsAskedUnlessTheOptionNamesAnother() {
        new Cli(home).with("BATON_NODE", "NodeA").run("mon-cluster");
        new Cli(home).with("BATON_NODE", "NodeA").run("mon-cluster", "--node", "NodeB");

        assertThat(nodeA.requests()).hasSize(1);
        assertThat(nodeB.requests()).hasSize(1);
    }

    @Test
    void givenANameThatDoesNotRun_whenAsked_thenUnreachableWithWhatToDo() {
        var result = new Cli(home).run("mon-cluster", "--node", "NodeC");

        assertThat(result.exitCode()).isEqualTo(69);
        assertThat(result.err()).contains("No agent of node 'NodeC' runs").contains("baton node --name NodeC");
    }

    @Test
    void givenSeveralAgents_whenSetPrimaryNamesOneOfThem_thenThatOneIsAsked() {
        nodeB.streaming(
                "/api/v1/primary",
                "{\"phase\":\"commit\",\"text\":\"\",\"elapsedMillis\":9,\"outcome\":\"done\",\"remedy\":\"\",\"silent\":[]}");

        assertThat(new Cli(home).run("set-primary", "NodeB").exitCode()).isZero();
    }

    @Test
    void givenAnAgentWhoseProcessIsGone_whenAsked_thenTheOtherOneIsTheOnlyOne() throws IOException {
        nodeA.close();
        Files.writeString(
                home.resolve("run/NodeA/agent.json"),
                "{\"node\":\"NodeA\",\"url\":\"http://127.0.0.1:1\",\"pid\":999999999}");

        assertThat(new Cli(home).run("mon-cluster").exitCode()).isZero();
        assertThat(nodeB.requests()).hasSize(1);
    }

    @Test
    void givenAnAgentThatDoesNotListen_whenAsked_thenUnreachableWithWhatToDo() {
        nodeA.close();

        var result = new Cli(home).run("mon-cluster", "--node", "NodeA");

        assertThat(result.exitCode()).isEqualTo(69);
        assertThat(result.err())
                .contains("The agent of NodeA does not answer at http://127.0.0.1:")
                .contains("  -> is process");
    }

    @Test
    void givenNoAgent_whenAsked_thenUnreachableWithWhatToDo(@TempDir Path empty) {
        var result = new Cli(empty).run("mon");

        assertThat(result.exitCode()).isEqualTo(69);
        assertThat(result.err()).contains("No agent runs from " + empty).contains("`baton node`");
    }

    @Test
    void givenAHomeByOptionOrVariable_whenAsked_thenItsAgents(@TempDir Path root) {
        assertThat(new Cli(root)
                        .run("mon-cluster", "--node", "NodeA", "--home", home.toString())
                        .exitCode())
                .isZero();
        assertThat(new Cli(root)
                        .with("BATON_HOME", home.toString())
                        .run("mon-cluster", "--node", "NodeA")
                        .exitCode())
                .isZero();
    }

    @Test
    void givenARunningDemoBelowTheRoot_whenNoHomeIsSaid_thenItsAgents(@TempDir Path root) {
        try (var demo = new FakeAgent(root.resolve(Agents.DEMO), "NodeA").answering("/api/v1/mon-cluster", CLUSTER)) {
            assertThat(new Cli(root).run("mon-cluster").exitCode()).isZero();

            assertThat(demo.requests()).hasSize(1);
        }
    }
}
