package io.github.batonha.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class HelpScreenTest {

    private static final String WORDS = "[A-Za-z-].*";

    @ParameterizedTest
    @ValueSource(ints = {80, 100})
    void givenATerminal_whenHelpIsAsked_thenNoLineIsLonger(int columns) {
        helpAt(columns)
                .forEach((command, help) -> assertThat(help.lines())
                        .as(command)
                        .hasSizeGreaterThan(5)
                        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(columns)));
    }

    @ParameterizedTest
    @ValueSource(ints = {60, 80, 100})
    void givenATerminal_whenHelpIsAsked_thenSentencesBreakOnlyWhereTheLineIsFull(int columns) {
        helpAt(columns).forEach((command, help) -> {
            var lines = help.lines().toList();
            for (var i = 1; i < lines.size(); i++) {
                if (isInSentence(lines.get(i - 1), lines.get(i))) {
                    assertThat(lines.get(i - 1) + " " + firstWord(lines.get(i)))
                            .as(command)
                            .hasSizeGreaterThanOrEqualTo(columns);
                }
            }
        });
    }

    @Test
    void givenAnyCommand_whenHelpIsAsked_thenOptionsOfEveryCommandAreListedOnceAtTheEnd() {
        helpAt(100).forEach((command, help) -> {
            assertThat(help).as(command).containsOnlyOnce("      --home=DIR ").containsOnlyOnce("  -h, --help ");
            if (!command.equals("baton")) {
                var heading = help.indexOf("\nOptions of every command:\n");
                assertThat(heading).as(command).isPositive();
                assertThat(help.indexOf("      --home=DIR ")).as(command).isGreaterThan(heading);
                assertThat(help).as(command).endsWith("Explain this command.\n").doesNotContain("\n\n\n");
            }
        });
    }

    @Test
    void givenExamplesThatDoNotFit_whenRendered_thenTheirExplanationsStandBelow() {
        var text = HelpScreen.footer(
                List.of("Examples:", "  baton mon    " + "many words ".repeat(6).strip()), 60);

        assertThat(text).isEqualTo("""
                Examples:
                  baton mon
                      many words many words many words many words many words
                      many words
                """);
    }

    @Test
    void givenNoTerminalOrAWideOne_whenHelpIsAsked_then100Columns() {
        assertThat(HelpScreen.width(Integer.MAX_VALUE)).isEqualTo(100);
        assertThat(HelpScreen.width(200)).isEqualTo(100);
    }

    /** Paragraphs begin at the margin; a line that ends a sentence may end anywhere. */
    private static boolean isInSentence(String before, String line) {
        return before.matches(WORDS)
                && line.matches(WORDS)
                && !line.startsWith("- ")
                && !before.startsWith("Usage:")
                && !before.matches(".*[.:]");
    }

    private static String firstWord(String line) {
        return line.split(" ", 2)[0];
    }

    private static Map<String, String> helpAt(int columns) {
        var all = new LinkedHashMap<String, String>();
        var cli = new Cli(Path.of("")).onTerminal("").with("NO_COLOR", "1").with("COLUMNS", Integer.toString(columns));
        collect(new CommandLines(cli.context(System.out, System.err)).complete(), all);
        assertThat(all).hasSizeGreaterThan(Verb.ALL.size());
        return all;
    }

    private static void collect(CommandLine command, Map<String, String> to) {
        if (to.put(command.getCommandSpec().qualifiedName(), command.getUsageMessage()) == null) {
            command.getSubcommands().values().forEach(member -> collect(member, to));
        }
    }
}
