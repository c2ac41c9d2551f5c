package io.github.batonha.cli.setup;

import io.github.batonha.cli.agent.Agents;
import io.github.batonha.cli.agent.Json;
import io.github.batonha.cli.command.CommandContext;
import io.github.batonha.cli.command.CommandFailed;
import io.github.batonha.cli.command.ExitCode;
import io.github.batonha.cli.command.GlobalOptions;
import io.github.batonha.cli.command.Subcommand;
import io.github.batonha.conf.upgrade.ThisVersion;
import io.github.batonha.conf.upgrade.UpgradeCheck;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Says whether this version of baton may take over a home. */
@Command(
        name = "upgrade",
        description = "Checks whether this version of baton may take over from the one that runs or ran in this home.",
        footer = {
            "",
            "Give it with the new version, before its agent starts: NEW/bin/baton --home HOME upgrade --check. It compares"
                    + " the formats of records, messages and sessions. It changes nothing, and agents may run.",
            "The exit code is 1 where an agent of this version would refuse to start. It is 1, too, where it would not work"
                    + " with nodes that still run the other release. docs/upgrade.md has the steps.",
            "",
            "Examples:",
            "  baton upgrade --check",
            "  /opt/baton/releases/0.3.0/bin/baton upgrade --check"
        })
public final class UpgradeCommand extends Subcommand {

    @Option(names = "--check", description = "Only report. It does nothing else, and must be given.")
    private boolean check;

    @Option(
            names = "--all-nodes",
            description = "All nodes are upgraded right after one another, so their messages need not be understood.")
    private boolean allNodes;

    public UpgradeCommand(CommandContext context, GlobalOptions options) {
        super(context, options);
    }

    @Override
    public Integer call() {
        if (!check) {
            throw new CommandFailed(
                    ExitCode.WRONG_USAGE,
                    "baton upgrade only checks; the package or the archive of a release replaces baton",
                    "give `baton upgrade --check`, and see docs/upgrade.md");
        }
        var home = new Agents(context, options).home();
        UpgradeCheck.Report report;
        try {
            report = UpgradeCheck.of(home);
        } catch (IOException e) {
            throw new CommandFailed(
                    ExitCode.FAILED,
                    "The records in %s can't be read (%s)".formatted(home.path(), e),
                    "give the command as the user that the agent runs as",
                    e);
        }
        if (options.isJson()) {
            context.out().println(json(report).toLine());
        } else {
            context.out().print(text(report));
        }
        if (!report.mayTakeOver()) {
            context.err()
                    .println(
                            "baton: this version must not take over here\n  -> follow the advice above, or keep the version that runs");
            return ExitCode.FAILED.number();
        }
        if (!report.worksWithOthers() && !allNodes) {
            context.err()
                    .println(
                            "baton: this version must not run beside nodes of that release\n  -> upgrade all nodes right after one another, and check with `baton upgrade --check --all-nodes`");
            return ExitCode.FAILED.number();
        }
        return ExitCode.DONE.number();
    }

    private static String text(UpgradeCheck.Report report) {
        var text = new StringBuilder("This is baton %s.%n"
                .formatted(ThisVersion.TEXT.isEmpty() ? "(built from sources)" : ThisVersion.TEXT));
        report.revision()
                .ifPresent(why -> text.append("revision  refused: ").append(why).append('\n'));
        for (var node : report.nodes()) {
            var from = node.version().isEmpty() ? "a release before 0.2" : "baton " + node.version();
            if (node.obstacles().isEmpty()) {
                text.append("%s  may be taken over from %s%n".formatted(node.name(), from));
            }
            node.obstacles().forEach(why -> text.append("%s  refused: %s%n".formatted(node.name(), why)));
            node.apart().forEach(why -> text.append("%s  not beside it: %s%n".formatted(node.name(), why)));
        }
        if (report.nodes().isEmpty() && report.revision().isEmpty()) {
            text.append("No agent ran in this home yet: any version may start.\n");
        }
        return text.toString();
    }

    private static Json json(UpgradeCheck.Report report) {
        return Json.empty()
                .with("version", new Json.Text(ThisVersion.TEXT))
                .with("mayTakeOver", new Json.Flag(report.mayTakeOver()))
                .with("worksWithOthers", new Json.Flag(report.worksWithOthers()))
                .with("revision", new Json.Text(report.revision().orElse("")))
                .with(
                        "nodes",
                        new Json.Items(report.nodes().stream()
                                .<Json>map(node -> Json.empty()
                                        .with("name", new Json.Text(node.name()))
                                        .with("version", new Json.Text(node.version()))
                                        .with("refused", texts(node.obstacles()))
                                        .with("apart", texts(node.apart())))
                                .toList()));
    }

    private static Json texts(List<String> all) {
        return new Json.Items(all.stream().<Json>map(Json.Text::new).toList());
    }
}
