package io.github.batonha.cli;

import io.github.batonha.cli.command.ExitCode;
import io.github.batonha.cli.command.GlobalOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The root of all verbs; alone it says what there is. */
@Command(
        name = "baton",
        synopsisSubcommandLabel = "COMMAND",
        description = "Keeps the processes of a JVM application running on a set of hosts."
                + " Those that must run only once run on the host that an operator chose.",
        commandListHeading = "%nCommands:%n",
        optionListHeading = "%nOptions:%n",
        versionProvider = BatonVersion.class,
        footer = {
            "",
            "Exit codes: 0 done, 1 refused or failed, 64 wrong usage, 69 the agent can't be reached.",
            "",
            "Begin with `baton demo`. `baton COMMAND --help` explains a command."
        })
@SuppressWarnings("UnusedVariable") // picocli reads the fields: by reflection
final class BatonCommand implements Callable<Integer> {

    @Mixin
    private final GlobalOptions options;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Explain this command.")
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version of baton.")
    private boolean version;

    BatonCommand(GlobalOptions options) {
        this.options = options;
    }

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return ExitCode.WRONG_USAGE.number();
    }
}
