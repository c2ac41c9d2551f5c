package io.github.batonha.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SetPrimaryTest {

    private static final String ASK =
            "{\"phase\":\"ask\",\"text\":\"asking NodeA, NodeB\",\"elapsedMillis\":0,\"outcome\":\"running\",\"remedy\":\"\",\"silent\":[]}";
    private static final String DONE =
            "{\"phase\":\"commit\",\"text\":\"NodeB is the primary\",\"elapsedMillis\":18250,\"outcome\":\"done\",\"remedy\":\"\",\"silent\":[]}";
    private static final String REFUSED =
            "{\"phase\":\"ask\",\"text\":\"NodeA does not answer\",\"elapsedMillis\":2010,\"outcome\":\"refused\",\"remedy\":\"say --confirm-down NodeA\",\"silent\":[\"NodeA\"]}";

    @TempDir
    Path home;

    FakeAgent agent;

    @BeforeEach
    void startAgent() {
        agent = new FakeAgent(home, "NodeB").answering("/api/v1/mon-cluster", Golden.read("mon-cluster.json"));
    }

    @AfterEach
    void stopAgent() {
        agent.close();
    }

    private String request(int index) {
        var request = agent.requests().stream()
                .filter(line -> line.startsWith("POST"))
                .toList()
                .get(index);
        return request.replace(System.getProperty("user.name"), "USER");
    }

    @Test
    void givenEveryoneAnswers_whenSet_thenEachPhaseWithItsTime() {
        agent.streaming("/api/v1/primary", ASK, DONE);

        var result = new Cli(home).run("SetPrimary", "--reason", "disk swap");

        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).isEqualTo("""
                   0.0 s  ask      asking NodeA, NodeB
                  18.3 s  done     NodeB is the primary
                """);
        assertThat(request(0))
                .isEqualTo(
                        "POST /api/v1/primary {\"target\":\"NodeB\",\"confirmDown\":[],\"by\":\"USER\",\"reason\":\"disk swap\",\"fence\":[],\"override\":[],\"dryRun\":false}");
    }

    @Test
    void givenATime_whenSet_thenItIsScheduledForThatTimeInUtc() {
        agent.streaming("/api/v1/primary/schedule", DONE);

        var result = new Cli(home).run("set-primary", "--at", "22:00", "--reason", "patch", "--when-ready");

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(request(0))
                .isEqualTo(
                        "POST /api/v1/primary/schedule {\"target\":\"NodeB\",\"at\":\"2026-11-23T22:00:00Z\",\"by\":\"USER\",\"reason\":\"patch\",\"override\":[],\"whenReadySeconds\":300}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    --at 22:00 --confirm-down NodeA | nobody can know now
                    --at 22:00 --fence NodeA        | nobody can know now
                    --at 22:00 --dry-run            | does not go with --dry-run
                    --at 22:00 --cancel             | --cancel goes with --reason alone
                    --at 04:00                      | --at 04:00 is in the past
                    """)
    void givenWhatCantBeScheduled_whenSet_thenItIsWrongUsageAndNothingIsAsked(String words, String why) {
        var result = new Cli(home)
                .run(Stream.concat(Stream.of("set-primary"), Stream.of(words.split(" ", -1)))
                        .toArray(String[]::new));

        assertThat(result.exitCode()).isEqualTo(64);
        assertThat(result.err()).contains(why);
        assertThat(agent.requests()).noneMatch(line -> line.startsWith("POST"));
    }

    @Test
    void givenOneThatIsScheduled_whenCancelledWithoutAName_thenTheNodeThatHasItIsAsked() {
        agent.answering(
                "/api/v1/mon-cluster",
                Golden.read("mon-cluster.json")
                        .replaceFirst(
                                "\\{",
                                "{\"scheduled\":{\"node\":\"NodeC\",\"at\":\"2026-11-23T22:00:00Z\",\"by\":\"os:ann\",\"reason\":\"\"},"));
        agent.streaming("/api/v1/primary/cancel", DONE);
        // The first answer tells of none.
        assertThat(new Cli(home).run("set-primary", "--cancel").exitCode()).isEqualTo(1);

        var result = new Cli(home).run("set-primary", "--cancel", "--reason", "not tonight");

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(request(0))
                .isEqualTo(
                        "POST /api/v1/primary/cancel {\"target\":\"NodeC\",\"by\":\"USER\",\"reason\":\"not tonight\"}");
    }

    @Test
    void givenNothingIsScheduled_whenCancelled_thenItSaysSo() {
        var result = new Cli(home).run("set-primary", "--cancel");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("No SetPrimary is scheduled");
    }

    @Test
    void givenSilentHostsAndNoTerminal_whenSet_thenRefusedWithTheReasonAndTheRemedy() {
        agent.streaming("/api/v1/primary", ASK, REFUSED);

        var result = new Cli(home).run("set-primary");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).isEqualTo("""
                baton: SetPrimary was refused: NodeA does not answer
                  -> say --confirm-down NodeA
                """);
    }

    @Test
    void givenARefusalThatNamesOrders_whenSet_thenTheWholeCommandsAreBelowTheRemedy() {
        agent.streaming(
                "/api/v1/primary",
                ASK,
                REFUSED.replace(
                        "\"silent\":[\"NodeA\"]",
                        "\"silent\":[\"NodeA\"],\"reasons\":[{\"code\":\"host-silent\",\"text\":\"t\",\"remedy\":\"r\",\"hosts\":[\"NodeA\"],\"overridable\":false,"
                                + "\"next\":[{\"target\":\"NodeB\",\"confirmDown\":[],\"fence\":[\"NodeA\"],\"override\":[],\"reason\":\"\"},"
                                + "{\"target\":\"NodeB\",\"confirmDown\":[\"NodeA\",\"NodeC\"],\"fence\":[],\"override\":[\"config-differs\"],\"reason\":\"it's known\"}]}],\"silences\":[]"));

        var result = new Cli(home).run("set-primary");

        assertThat(result.err()).isEqualTo("""
                baton: SetPrimary was refused: NodeA does not answer
                  -> say --confirm-down NodeA
                     baton set-primary NodeB --fence NodeA
                     baton set-primary NodeB --confirm-down NodeA --confirm-down NodeC --override config-differs --reason 'it'\\''s known'
                """);
    }

    @Test
    void givenSilentHostsOnATerminal_whenThePersonSaysYes_thenAskedAgainWithThemConfirmedDown() {
        agent.streaming("/api/v1/primary", ASK, REFUSED).streaming("/api/v1/primary", DONE);

        var result = new Cli(home).onTerminal("yes\n").run("set-primary", "NodeB", "--confirm-down", "NodeC");

        assertThat(result.exitCode()).isZero();
        assertThat(result.out())
                .contains("NodeA does not answer; NodeB last heard it 8 seconds ago, as PRIMARY.")
                .contains("its machine is off; or")
                .contains("nobody may start it until this command has ended")
                .contains("Is NodeA down?");
        assertThat(request(1)).contains("\"target\":\"NodeB\",\"confirmDown\":[\"NodeC\",\"NodeA\"]");
    }

    @Test
    void givenAProblemWithFacts_whenThePersonChoosesTheFence_thenTheFactsAreShownAndItIsOrdered() {
        agent.refusing(
                        "/api/v1/primary",
                        409,
                        "no active primary answers",
                        "say --fence NodeA",
                        "\"reasons\":[{\"code\":\"host-silent\",\"text\":\"t\",\"remedy\":\"r\",\"hosts\":[\"NodeA\"],\"overridable\":false}],"
                                + "\"silences\":[{\"host\":\"NodeA\",\"heardBy\":\"NodeC\",\"heardAgoMillis\":5200,\"saidFarewell\":false,"
                                + "\"waitMillis\":18000,\"fenceable\":true}]")
                .streaming("/api/v1/primary", DONE);

        var result = new Cli(home).onTerminal("fence\n").run("set-primary", "NodeB");

        assertThat(result.exitCode()).isZero();
        assertThat(result.out())
                .contains("NodeA does not answer; NodeC last heard it 5.2 s ago, as PRIMARY.")
                .contains("If you say that it is down, this waits 18.0 s, now until ")
                .contains("If it is fenced, nothing is waited for.")
                .contains("or fence to have it switched off");
        assertThat(request(1)).contains("\"confirmDown\":[]").contains("\"fence\":[\"NodeA\"]");
    }

    @Test
    void givenARefusalAsAProblem_whenJsonIsWanted_thenItIsPrintedWithItsReasons() {
        agent.refusing("/api/v1/primary", 409, "no", "do", "\"reasons\":[],\"silences\":[]");

        var result = new Cli(home).run("set-primary", "--dry-run", "--output", "json");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out()).contains("\"reasons\":[]").contains("\"outcome\":\"refused\"");
        assertThat(result.err()).contains("SetPrimary would be refused: no");
        assertThat(request(0)).contains("\"dryRun\":true");
    }

    @Test
    void givenAnOverrideWithoutAReason_whenSet_thenWrongUsageAndNobodyIsAsked() {
        var result = new Cli(home).run("set-primary", "--override", "config-differs");

        assertThat(result.exitCode()).isEqualTo(64);
        assertThat(agent.requests()).noneMatch(line -> line.startsWith("POST"));
    }

    @Test
    void givenARepair_whenThePersonHasSeenItAndSaysYes_thenItIsRehearsedAndDone() {
        agent.streaming(
                "/api/v1/primary/repair",
                "{\"phase\":\"repair\",\"text\":\"would write\",\"elapsedMillis\":1,\"outcome\":\"done\",\"remedy\":\"\",\"silent\":[]}");

        var result = new Cli(home).onTerminal("yes\n").run("primary", "repair", "--reason", "disk");

        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).contains("would write").contains("Write that into the store of NodeB?");
        assertThat(request(0)).contains("\"dryRun\":true");
        assertThat(request(1)).contains("\"reason\":\"disk\",\"dryRun\":false");
    }

    @Test
    void givenARepairAndNoTerminal_whenNotToldYes_thenNothingIsChanged() {
        agent.streaming(
                "/api/v1/primary/repair",
                "{\"phase\":\"repair\",\"text\":\"would write\",\"elapsedMillis\":1,\"outcome\":\"done\",\"remedy\":\"\",\"silent\":[]}");

        var result = new Cli(home).run("primary", "repair");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(agent.requests().stream().filter(line -> line.startsWith("POST")))
                .hasSize(1);
    }

    @Test
    void givenSilentHostsOnATerminal_whenThePersonSaysAnythingElse_thenNothingIsChanged() {
        agent.streaming("/api/v1/primary", REFUSED);

        var result = new Cli(home).onTerminal("y\n").run("set-primary", "NodeB");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(agent.requests().stream().filter(line -> line.startsWith("POST")))
                .hasSize(1);
    }

    @Test
    void givenAnAnswerThatEndsTooEarly_whenSet_thenFailedAndWhereToLook() {
        agent.streaming("/api/v1/primary", ASK);

        var result = new Cli(home).run("set-primary");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("before it said how SetPrimary went").contains("baton mon-cluster");
    }

    @Test
    void givenJson_whenSet_thenTheLinesAsTheyCame() {
        agent.streaming("/api/v1/primary", ASK, DONE);

        var result = new Cli(home).onTerminal("").run("set-primary", "--output", "json");

        assertThat(result.out()).isEqualTo(ASK + "\n" + DONE + "\n");
    }

    @Test
    void givenAProblem_whenSet_thenItsDetailAndRemedy() {
        agent.refusing("/api/v1/primary", 404, "there is no host 'NodeX'", "did you mean NodeB?");

        var result = new Cli(home).run("set-primary", "NodeX");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).isEqualTo("""
                baton: there is no host 'NodeX'
                  -> did you mean NodeB? Then give `baton set-primary NodeB`
                """);
    }

    @Test
    void givenANameWithASlip_whenRefused_thenTheWholeCommandThatWasMeantIsNamed() {
        agent.refusing(
                "/api/v1/primary", 404, "the system definition has no host \\\"NodeX\\\"", "did you mean NodeB?");

        var result = new Cli(home)
                .run("set-primary", "NodeA", "--confirm-down=NodeX", "--reason", "disk's full", "--output", "json");

        assertThat(result.err())
                .endsWith("  -> did you mean NodeB? Then give `baton set-primary NodeA --confirm-down=NodeB --reason"
                        + " 'disk'\\''s full' --output json`\n");
    }
}
