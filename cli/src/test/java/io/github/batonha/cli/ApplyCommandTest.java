package io.github.batonha.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApplyCommandTest {

    private static final String PLANNED =
            "{\"node\":\"NodeA\",\"process\":\"ROUTER\",\"result\":\"planned\",\"text\":\"restart: its command line changed\"}";
    private static final String DONE =
            "{\"node\":\"NodeA\",\"process\":\"\",\"result\":\"done\",\"text\":\"it runs from revision 5f2a now\"}";
    private static final String NOTHING =
            "{\"node\":\"NodeA\",\"process\":\"\",\"result\":\"nothing\",\"text\":\"it runs from what is installed\"}";
    private static final String REFUSED =
            "{\"node\":\"NodeA\",\"process\":\"\",\"result\":\"refused\",\"text\":\"nothing is installed\"}";

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

    private String request(int index) {
        return agent.requests().get(index).replace(System.getProperty("user.name"), "USER");
    }

    @Test
    void givenATerminal_whenItIsMeant_thenThePlanIsShownFirst() {
        agent.streaming("/api/v1/apply", PLANNED).streaming("/api/v1/apply", PLANNED, DONE);

        var result = new Cli(home).onTerminal("y\n").run("apply", "-c");

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out()).contains("Do this on every node? [y/N]").contains("it runs from revision 5f2a now");
        assertThat(request(0))
                .isEqualTo("POST /api/v1/apply {\"hosts\":[],\"everyNode\":true,\"dryRun\":true,\"by\":\"USER\"}");
        assertThat(request(1))
                .isEqualTo("POST /api/v1/apply {\"hosts\":[],\"everyNode\":true,\"dryRun\":false,\"by\":\"USER\"}");
    }

    @Test
    void givenPlansOfTwoNodes_whenTheyAreMeant_thenJustTheseAreAskedFor() {
        var onOther = NOTHING.replace("NodeA", "NodeB");
        agent.streaming("/api/v1/apply", withPlan(PLANNED, "s.1"), withPlan(PLANNED, "s.1"), withPlan(onOther, "s.2"))
                .streaming("/api/v1/apply", DONE);

        var result = new Cli(home).onTerminal("y\n").run("apply", "-c");

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(request(0)).doesNotContain("shown");
        assertThat(request(1)).endsWith(",\"shown\":{\"NodeA\":\"s.1\",\"NodeB\":\"s.2\"}}");
    }

    private static String withPlan(String outcome, String plan) {
        return outcome.replace("}", ",\"plan\":\"%s\"}".formatted(plan));
    }

    @Test
    void givenRolling_whenApplied_thenDrainAndReasonAreSaid() {
        agent.streaming("/api/v1/apply", DONE);

        var result = new Cli(home).run("apply", "-y", "-c", "--rolling", "--drain", "--reason", "new heap");

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(request(0)).endsWith(",\"rolling\":true,\"drainSeconds\":60,\"reason\":\"new heap\"}");
        assertThat(new Cli(home).run("apply", "-y", "--drain").err()).contains("needs --rolling");
    }

    @Test
    void givenATerminal_whenItIsNotMeant_thenNothingIsApplied() {
        agent.streaming("/api/v1/apply", PLANNED);

        var result = new Cli(home).onTerminal("\n").run("apply");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out()).endsWith("Nothing was changed.\n");
        assertThat(agent.requests()).singleElement().asString().contains("\"dryRun\":true");
    }

    @Test
    void givenNothingToDo_whenApplied_thenNothingIsAsked() {
        agent.streaming("/api/v1/apply", NOTHING);

        var result = new Cli(home).onTerminal("").run("apply");

        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).doesNotContain("[y/N]");
        assertThat(agent.requests()).hasSize(1);
    }

    @Test
    void givenARefusal_whenApplied_thenTheCommandFails() {
        agent.streaming("/api/v1/apply", PLANNED, REFUSED);

        var result = new Cli(home).onTerminal("y\n").run("apply");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).isEqualTo("baton: 1 of 2 failed: see the reasons above\n");
        assertThat(agent.requests()).hasSize(1);
    }

    @Test
    void givenAProcessThatFails_whenApplied_thenMonIsNamed() {
        agent.streaming("/api/v1/apply", PLANNED, PLANNED.replace("planned", "failed"), DONE);

        var result = new Cli(home).run("apply", "-y");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).isEqualTo("baton: 1 of 3 failed: see the reasons above, then `baton mon`\n");
    }

    @Test
    void givenAPushThatIsRefused_whenItEnds_thenMonIsNotNamed() {
        agent.streaming("/api/v1/push", REFUSED.replace("NodeA", "NodeB").replace("refused", "failed"), REFUSED);

        var result = new Cli(home).run("push", "-y");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).isEqualTo("baton: 2 of 2 failed: see the reasons above\n");
    }

    @Test
    void givenNoTerminal_whenApplied_thenItMustBeSaidThatItIsMeant() {
        agent.streaming("/api/v1/apply", PLANNED, DONE);

        assertThat(new Cli(home).run("apply").err()).contains("-> say -y, or --dry-run");
        assertThat(agent.requests()).isEmpty();
        assertThat(new Cli(home).run("apply", "-y", "-s", "NodeB").exitCode()).isZero();
        assertThat(request(0)).contains("\"hosts\":[\"NodeB\"]", "\"dryRun\":false");
    }

    @Test
    void givenADryRun_whenShown_thenNothingIsApplied() {
        agent.streaming("/api/v1/apply", PLANNED);

        var result = new Cli(home).run("apply", "--dry-run");

        assertThat(result.exitCode()).isZero();
        assertThat(result.out())
                .isEqualTo("NodeA      ROUTER                         planned  restart: its command line changed\n");
        assertThat(request(0)).contains("\"dryRun\":true");
    }

    @Test
    void givenNodesWithDifferentSets_whenTheClusterIsShown_thenItSaysSo() {
        agent.answering(
                "/api/v1/mon-cluster",
                "{\"primary\":null,\"nodes\":[%s,%s,%s]}"
                        .formatted(
                                node("NodeA", "UP", "0123456789abcdef"),
                                node("NodeB", "UP", "fedcba9876543210"),
                                node("NodeC", "DOWN", "7777777777777777")));

        assertThat(new Cli(home).run("mon-cluster").out())
                .contains("The nodes run from different revisions: NodeA 0123456789ab, NodeB fedcba987654.")
                .contains("`baton apply -c --dry-run` shows what each node would change")
                .contains("`baton rollback`")
                .doesNotContain("NodeC 77");
    }

    private static String node(String name, String state, String hash) {
        return "{\"name\":\"%s\",\"state\":\"%s\",\"role\":\"SECONDARY\",\"ageSeconds\":0,\"processes\":[],\"drain\":null,\"configHash\":\"%s\"}"
                .formatted(name, state, hash);
    }
}
