package io.github.batonha.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code revisions}, {@code diff} and {@code rollback} on a home with three installs. */
class RevisionCommandsTest {

    private static final String DONE =
            "{\"node\":\"NodeA\",\"process\":\"\",\"result\":\"done\",\"text\":\"it runs from revision 5f2a now\"}";

    @TempDir
    Path home;

    @BeforeEach
    void install() throws IOException {
        Files.createDirectories(home.resolve("conf"));
        Files.writeString(
                home.resolve("conf/app-system-definition.kts"),
                "systems { system(\"S\") { hosts { host(\"NodeA\") { item(\"Address\", \"127.0.0.1\") } } } }");
        install("-Xmx1g", "first");
        install("-Xmx2g", "more heap");
        install("-Xmx3g", "");
    }

    private void install(String arguments, String reason) throws IOException {
        Files.writeString(home.resolve("conf/app-processes.xml"), """
                <processes><process name="APP"><command>/bin/true %s</command></process></processes>
                """.formatted(arguments));
        assertThat(cli().run("install", "--name", "NodeA", "--no-caches", "--reason", reason)
                        .exitCode())
                .isZero();
    }

    private Cli cli() {
        return new Cli(home).with("SUDO_USER", "ops");
    }

    private String installed() {
        return cli().run("revisions").out().lines().skip(1).findFirst().orElse("");
    }

    @Test
    void givenThreeInstalls_whenListed_thenTheNewestIsFirstAndMarked() {
        var lines = cli().run("revisions").out().lines().toList();

        assertThat(lines).hasSize(4);
        assertThat(lines.get(0)).matches(" +NUMBER  REVISION +INSTALLED +BY +REASON");
        assertThat(lines.get(1)).matches("\\* +3  [0-9a-f]{12}  2026-11-23 04:10:00  ops");
        assertThat(lines.get(3)).matches(" +1  [0-9a-f]{12}  2026-11-23 04:10:00  ops  first");
        assertThat(cli().run("revisions", "--output", "json").out())
                .contains("\"number\":3,")
                .contains("\"installedAt\":\"2026-11-23T04:10:00Z\",\"by\":\"ops\",\"reason\":\"more heap\"");
    }

    @Test
    void givenTwoRevisions_whenCompared_thenEachDifferenceHasALine() {
        assertThat(cli().run("diff", "1").out())
                .startsWith("From revision 1 (")
                .endsWith("~ process APP <command>: /bin/true -Xmx1g -> /bin/true -Xmx3g\n");
        assertThat(cli().run("diff", "1", "2").out()).endsWith("/bin/true -Xmx1g -> /bin/true -Xmx2g\n");
        assertThat(cli().run("diff", "3", "3").out()).endsWith("They do not differ.\n");
        assertThat(cli().run("diff", "1", "2", "--output", "json").out())
                .contains("\"what\":\"process APP <command>\",\"kind\":\"CHANGED\"");
    }

    @Test
    void givenANumberThatIsNotThere_whenCompared_thenThoseThatAreAreNamed() {
        var result = cli().run("diff", "9");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err())
                .contains("there is no revision 9: there are 3, 2, 1")
                .contains("-> see `baton revisions`");
    }

    @Test
    void givenNoTerminal_whenRolledBack_thenNothingIsChanged() {
        var result = cli().run("rollback", "--no-apply", "--node", "NodeA");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("say -y, or --dry-run");
        assertThat(installed()).startsWith("*       3");
        assertThat(cli().run("rollback", "1", "--dry-run", "--node", "NodeA").out())
                .contains("/bin/true -Xmx3g -> /bin/true -Xmx1g")
                .contains("Checked only; nothing was written.");
        assertThat(installed()).startsWith("*       3");
    }

    @Test
    void givenAnAgent_whenRolledBack_thenItIsInstalledAndAppliedWithTheReason() {
        try (var agent = new FakeAgent(home, "NodeA").streaming("/api/v1/apply", DONE)) {
            var result = cli().onTerminal("y\n").run("rollback", "1", "--reason", "heap too big");

            assertThat(result.exitCode()).as(result.err()).isZero();
            assertThat(result.out()).contains("Do this on NodeA? [y/N]").contains("it runs from revision 5f2a now");
            assertThat(agent.requests())
                    .containsExactly(
                            "POST /api/v1/apply {\"hosts\":[\"NodeA\"],\"everyNode\":false,\"dryRun\":false,\"by\":\"ops\",\"reason\":\"rollback to revision 1: heap too big\"}");
        }
        assertThat(installed())
                .contains("ops  rollback to revision 1: heap too big")
                .startsWith("*       4");
    }

    private static String cluster(String stateOfNodeB) {
        var node =
                "{\"name\":\"%s\",\"state\":\"%s\",\"role\":\"SECONDARY\",\"ageSeconds\":0,\"processes\":[],\"drain\":null}";
        return "{\"primary\":null,\"nodes\":[%s,%s]}"
                .formatted(node.formatted("NodeA", "UP"), node.formatted("NodeB", stateOfNodeB));
    }

    private String hash(int number) {
        var json = cli().run("revisions", "--output", "json").out();
        return Pattern.compile("\"number\":%d,\"revision\":\"([0-9a-f]+)\"".formatted(number))
                .matcher(json)
                .results()
                .findFirst()
                .orElseThrow(() -> new AssertionError(json))
                .group(1);
    }

    @Test
    void givenANodeWithAHomeOfItsOwn_whenAllAreRolledBack_thenNothingIsChangedAndTheWayIsShown() {
        var brief = hash(1).substring(0, 12);
        try (var agent = new FakeAgent(home, "NodeA")
                .answering("/api/v1/mon-cluster", cluster("UP"))
                .streaming("/api/v1/apply", DONE)) {
            var result = cli().run("rollback", "1", "-y", "-c");
            var named = cli().run("rollback", "1", "-y", "-s", "nodeb", "--output", "json");
            var dry = cli().run("rollback", "1", "--dry-run", "-c");
            var alone = cli().run("rollback", "1", "--no-apply", "-y");

            assertThat(result.exitCode()).isEqualTo(1);
            assertThat(result.out())
                    .containsPattern("NodeB +- +refused +it has a home of its own, which a rollback on NodeA");
            assertThat(result.err())
                    .contains("nothing was changed")
                    .contains("give `baton rollback %s --no-apply` on each host, then `baton apply --rolling -c`"
                            .formatted(brief));
            assertThat(dry.exitCode()).isEqualTo(1);
            assertThat(dry.err()).contains("not all of these nodes share the home");
            assertThat(named.exitCode()).isEqualTo(1);
            assertThat(named.out())
                    .startsWith("{\"node\":\"NodeB\",\"process\":\"\",\"result\":\"refused\",\"text\":\"it has a home");
            assertThat(agent.requests()).allMatch(request -> request.startsWith("GET "));
            assertThat(alone.exitCode()).as(alone.err()).isZero();
            assertThat(installed()).startsWith("*       4  " + brief);
        }
    }

    @Test
    void givenNodesThatShareTheHome_whenAllAreRolledBack_thenItIsAppliedOnAll() throws IOException {
        Files.createFile(Files.createDirectories(home.resolve("run/NodeB")).resolve("agent.lock"));
        var planned = "{\"node\":\"NodeB\",\"process\":\"APP\",\"result\":\"planned\",\"text\":\"\",\"plan\":\"%s.1\"}"
                .formatted(hash(1));
        try (var agent = new FakeAgent(home, "NodeA")
                .answering("/api/v1/mon-cluster", cluster("UP"))
                .streaming("/api/v1/apply", planned, DONE)) {
            var result = cli().run("rollback", "1", "-y", "-c");

            assertThat(result.exitCode()).as(result.err()).isZero();
            assertThat(agent.requests().getLast()).contains("\"everyNode\":true");
        }
    }

    @Test
    void givenANodeThatAppliesAnotherRevision_whenAllAreRolledBack_thenItIsNamedAndTheCommandFails() {
        var nothing = "{\"node\":\"NodeB\",\"process\":\"\",\"result\":\"nothing\",\"text\":\"\",\"plan\":\"%s.1\"}"
                .formatted(hash(3));
        try (var _ = new FakeAgent(home, "NodeA")
                .answering("/api/v1/mon-cluster", cluster("DOWN"))
                .streaming("/api/v1/apply", nothing, DONE)) {
            var result = cli().run("rollback", "1", "-y", "-c");

            assertThat(result.exitCode()).isEqualTo(1);
            assertThat(result.out())
                    .containsPattern("NodeB +- +failed +not rolled back: revision [0-9a-f]{12} is installed in its own"
                            + " home; give `baton rollback [0-9a-f]{12}` there");
            assertThat(result.err()).isEqualTo("baton: 1 of 3 failed: see the reasons above\n");
            assertThat(installed()).startsWith("*       4");
        }
    }

    @Test
    void givenNoAgent_whenRolledBack_thenNothingIsInstalled() {
        var result = cli().run("rollback", "-y");

        assertThat(result.exitCode()).isNotZero();
        assertThat(installed()).startsWith("*       3");
    }

    @Test
    void givenWhatIsInstalled_whenRolledBackToIt_thenItIsRefused() {
        assertThat(cli().run("rollback", "3", "-y", "--no-apply").err()).contains("is what is installed already");
    }

    @Test
    void givenAHome_whenCheckedForAnUpgrade_thenItSaysWhoMayTakeOver() throws IOException {
        var fresh = cli().run("upgrade", "--check");
        var run = Files.createDirectories(home.resolve("run/NodeA"));
        Files.createFile(run.resolve("agent.lock"));
        var first = cli().run("upgrade", "--check");
        var atOnce = cli().run("upgrade", "--check", "--all-nodes");
        Files.writeString(run.resolve("formats"), "baton=9.0.0\nruns=9\n");
        var later = cli().run("upgrade", "--check");

        assertThat(fresh.out()).contains("No agent ran in this home yet");
        assertThat(first.exitCode()).isEqualTo(1);
        assertThat(first.out())
                .contains("NodeA  may be taken over from a release before 0.2", "NodeA  not beside it: this version");
        assertThat(first.err()).contains("baton upgrade --check --all-nodes");
        assertThat(atOnce.exitCode()).isZero();
        assertThat(later.exitCode()).isEqualTo(1);
        assertThat(later.out()).contains("NodeA  refused: runs is of format 9");
        assertThat(later.err()).contains("must not take over here");
        assertThat(cli().run("upgrade", "--check", "--output", "json").out())
                .contains("\"mayTakeOver\":false", "\"version\":\"9.0.0\"");
        assertThat(cli().run("upgrade").exitCode()).isEqualTo(64);
    }
}
