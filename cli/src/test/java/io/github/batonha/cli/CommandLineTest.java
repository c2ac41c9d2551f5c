package io.github.batonha.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLineTest {

    @TempDir
    Path home;

    @ParameterizedTest
    @CsvSource({
        "mno, There is no command 'mno': did you mean mon?",
        "--node NodeB mno -a, give `baton --node NodeB mon -a`",
        "set-primary NodeB --resaon=disk, give `baton set-primary NodeB --reason=disk`",
        "primary repiar --dry-run, give `baton primary repair --dry-run`",
        "xyz, There is no command 'xyz'",
        "mon-clutser, did you mean mon-cluster?",
        "Setprimary, did you mean SetPrimary?",
        "primary repiar, There is no command 'repiar': did you mean repair?",
        "mon --healhty, Unknown option: '--healhty': did you mean --healthy?",
        "mon --ouput=json, did you mean --output?",
        "mon --nude, Unknown option: '--nude'",
        "mon often, Invalid value for positional parameter at index 0 (SECONDS): 'often' is not an int",
        "mon 0, mon repeats every 1 second or more",
        "start-process, Missing required parameter: 'PROCESS'",
        "mon --output xml, Invalid value for option '--output': expected one of",
        "logs X -n many, Invalid value for option '--lines': 'many' is not an int",
        "start-process X -v -c, -v shows the log of a process of this node",
        "mon-cluster --watch 0, mon-cluster --watch repeats every 1 second or more",
        "mon-cluster --watch often, often",
        "kill-process X -w -1, -w is -1 seconds",
        "kill-group X --wait=-7, -w is -7 seconds",
        "kill-process X -s NodeA NodeB -c, -s NodeA NodeB and -c can't be combined",
        "kill-server -f -c -s NodeA, say -s for these nodes only",
        "start-server -c -s NodeA, or -c for every node",
        "start-group X -s NodeA -c, can't be combined",
        "logs X -n -1, -n is -1 lines",
        "logs X -n 100001, -n is 100001 lines",
        "demo --lose NodeC, The demo has no node 'NodeC'",
        "demo --walkthrough --lose NodeA, mutually exclusive",
    })
    void givenAWrongCommandLine_whenRun_then64AndAWordOnStandardError(String line, String message) {
        var result = new Cli(home).run(line.split(" "));

        assertThat(result.exitCode()).isEqualTo(64);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains(message).doesNotContain("\tat ");
    }

    @Test
    void givenNoVerb_whenRun_thenHelpOnStandardErrorAnd64() {
        var result = new Cli(home).run();

        assertThat(result.exitCode()).isEqualTo(64);
        assertThat(result.err()).contains("Usage: baton").contains("mon-cluster, MonCluster");
    }

    @Test
    void givenHelp_whenRun_thenEveryVerbIsExplainedWithAnExample() {
        for (var verb : Verb.ALL) {
            var result = new Cli(home).run(verb.name(), "--help");

            assertThat(result.exitCode()).isZero();
            assertThat(result.out()).contains("Usage: baton " + verb.name()).containsPattern("Examples?:\\R +baton ");
        }
    }

    @Test
    void givenTheTableOfVerbs_whenComparedWithTheCommands_thenNamesAndAliasesAgree() {
        var commands = new CommandLines(new Cli(home).context(System.out, System.err))
                .complete()
                .getSubcommands();

        for (var verb : Verb.ALL) {
            var spec = Objects.requireNonNull(commands.get(verb.name())).getCommandSpec();
            assertThat(spec.name()).isEqualTo(verb.name());
            assertThat(String.join(" ", spec.aliases())).isEqualTo(verb.seedName());
        }
    }

    @Test
    void givenTheNameOfALink_whenInvokedThroughIt_thenItIsThatCommand() {
        var result = new Cli(home)
                .with("BATON_INVOKED_AS", "/opt/baton/bin/MonCluster")
                .run("--help");

        assertThat(result.out()).contains("Usage: baton mon-cluster");
    }

    @Test
    void givenTheProgramsOwnName_whenInvoked_thenTheFirstWordIsTheVerb() {
        var result = new Cli(home).with("BATON_INVOKED_AS", "baton").run("MonCluster", "--help");

        assertThat(result.out()).contains("Usage: baton mon-cluster");
    }

    @Test
    void givenVersion_whenRun_thenOneLine() {
        var result = new Cli(home).run("--version");

        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).startsWith("baton ").hasLineCount(1);
    }

    /** As the guidelines for plugins of Nagios have it. */
    @Test
    void givenVersionOfAPlugin_whenRun_thenOneLine() {
        var result = new Cli(home).with("BATON_INVOKED_AS", "check_baton").run("-V");

        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).startsWith("baton ").hasLineCount(1);
    }
}
