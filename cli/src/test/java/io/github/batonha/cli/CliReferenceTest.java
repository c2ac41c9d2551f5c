package io.github.batonha.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Writes docs/cli.md from the commands themselves if asked to, and otherwise sees that it is what they say. */
class CliReferenceTest {

    private static final Path FILE = Path.of("../docs/cli.md");
    private static final String HOW =
            "mvn test -pl cli -am -Dtest=CliReferenceTest -Dsurefire.failIfNoSpecifiedTests=false -Dbaton.write-docs=true";

    @Test
    void givenTheCommands_whenRendered_thenTheReferenceSaysTheSame() throws IOException {
        var reference = render();
        if (Boolean.getBoolean("baton.write-docs")) {
            Files.writeString(FILE, reference);
        }

        assertThat(Files.readString(FILE))
                .as("docs/cli.md is not what the commands say: write it again with\n  %s\n", HOW)
                .isEqualTo(reference);
    }

    private static String render() {
        var root = new CommandLines(new Cli(Path.of("")).context(System.out, System.err)).complete();
        var text = new StringBuilder("""
                # Commands

                This page is written from the commands themselves, by
                `%s`.

                A command can also be called by its old name through a link of that name in `bin/`: `MonCluster`,
                `SetPrimary`, `startServer` and so on. Every command also takes `--node`, `--home`, `--output` and `--help`.
                Help fits the width of the terminal, at most 100 columns. The distribution has the same texts as manual pages, and completion
                for bash and zsh: see [how to switch them on](../k8s-free-deploy/README.md#completion-and-man-pages).

                ```
                %s```
                """.formatted(HOW, root.getUsageMessage()));
        for (var verb : Verb.ALL) {
            text.append("\n## baton ").append(verb.name()).append("\n\n");
            text.append("```\n").append(usage(of(root, verb))).append("```\n");
            of(root, verb)
                    .getSubcommands()
                    .forEach((name, member) -> text.append("\n## baton ")
                            .append(verb.name())
                            .append(' ')
                            .append(name)
                            .append("\n\n```\n")
                            .append(usage(member))
                            .append("```\n"));
        }
        return text.toString();
    }

    /** Without the options of every command: those stand above, once. */
    private static String usage(CommandLine command) {
        var usage = command.getUsageMessage();
        return usage.substring(0, usage.indexOf("\n" + HelpScreen.COMMON_HEADING));
    }

    private static CommandLine of(CommandLine root, Verb verb) {
        return Objects.requireNonNull(root.getSubcommands().get(verb.name()));
    }
}
