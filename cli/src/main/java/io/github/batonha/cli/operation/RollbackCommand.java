package io.github.batonha.cli.operation;

import io.github.batonha.actors.api.ApplyRequest;
import io.github.batonha.cli.agent.AgentClient;
import io.github.batonha.cli.agent.Agents;
import io.github.batonha.cli.command.CommandContext;
import io.github.batonha.cli.command.CommandFailed;
import io.github.batonha.cli.command.ExitCode;
import io.github.batonha.cli.command.GlobalOptions;
import io.github.batonha.cli.command.Subcommand;
import io.github.batonha.cli.output.Style;
import io.github.batonha.cli.revision.InstalledHere;
import io.github.batonha.cli.revision.RevisionText;
import io.github.batonha.conf.install.InstallAuthor;
import io.github.batonha.conf.install.InstallReport;
import io.github.batonha.conf.install.Revision;
import io.github.batonha.conf.model.LocalHost;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes an earlier revision the installed one again, and has agents run from it. */
@Command(
        name = "rollback",
        description = "Makes an earlier revision the installed one again, and applies it: only what differs restarts.",
        footer = {
            "",
            "Shows the differences and asks. The revision is checked as at an install: if a jar is gone, nothing is"
                    + " changed. Then it is applied as `baton apply` does.",
            "The files in conf stay as they are: the next `baton install` takes them again. Jars are not part of a"
                    + " revision.",
            "It concerns one home. -c and -s are for nodes that share it: if one of them has a home of its own, nothing"
                    + " is changed. Then give the command on each host with --no-apply, and `baton apply --rolling -c`"
                    + " on one. Name the revision by its digits: its number may be another there.",
            "",
            "Examples:",
            "  baton rollback                          to the one before",
            "  baton rollback 3 --reason 'heap too small'",
            "  baton rollback 3 --dry-run              only the differences",
            "  baton rollback -y -c                    every node of a home that they share",
            "  baton rollback 5f2a90c1 --no-apply      on each host with a home of its own"
        })
public final class RollbackCommand extends Subcommand {

    @Parameters(
            arity = "0..1",
            paramLabel = "REVISION",
            description = "Its number, or 4 digits of it or more. Default: the one before the installed one.")
    private @Nullable String word;

    @Option(names = "--dry-run", description = "Only show the differences, and check.")
    private boolean dryRun;

    @Option(
            names = {"-y", "--yes"},
            description = "Don't ask.")
    private boolean yes;

    @Option(names = "--no-apply", description = "Only make it the installed one: agents take it later.")
    private boolean noApply;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for `baton revisions` and the events.")
    private String reason = "";

    @Mixin
    private WhereOptions where = new WhereOptions();

    public RollbackCommand(CommandContext context, GlobalOptions options) {
        super(context, options);
    }

    @Override
    public Integer call() {
        var agents = new Agents(context, options);
        var here = InstalledHere.in(dryRun ? agents.home() : agents.homeToInstall());
        var target = target(here);
        // Before anything is written: an apply that can't be given would leave it half done. A dry run of one home
        // needs no agent.
        var isAgentNeeded = !noApply && !(dryRun && where.isThisNodeOnly());
        var agent = isAgentNeeded ? Optional.of(agents.choose()) : Optional.<AgentClient>empty();
        var reach = agent.map(one -> new RollbackReach(agents.home(), one, target));
        reach.ifPresent(it -> it.check(where, new Operations(context, options)));
        var host = agent.map(AgentClient::node)
                .orElseGet(() -> options.node(context).orElseGet(LocalHost::name));
        if (!options.isJson()) {
            show(here, target);
        }
        if (dryRun) {
            return told(here.revisions().check(target, context.environment(), host));
        }
        if (!isMeant(agent)) {
            context.out().println("Nothing was changed.");
            return ExitCode.FAILED.number();
        }
        var author =
                new InstallAuthor(context.user(), why(target), context.clock().instant());
        var report = here.revisions().installAgain(target, context.environment(), host, author);
        var code = told(report);
        return report.isGood() && reach.isPresent() ? apply(reach.get(), author) : code;
    }

    private Revision target(InstalledHere here) {
        var installed = here.installed();
        var found = word == null
                ? here.revisions()
                        .previous()
                        .orElseThrow(() -> new CommandFailed(
                                ExitCode.FAILED,
                                "there is no revision before the installed one",
                                "correct the files in conf, and run `baton install`"))
                : here.find(word);
        if (found.hash().equals(installed.hash())) {
            throw new CommandFailed(
                    ExitCode.FAILED,
                    "revision %d is what is installed already".formatted(found.number()),
                    "name another one, see `baton revisions`; `baton apply` has the agent run from it");
        }
        return found;
    }

    private void show(InstalledHere here, Revision target) {
        var installed = here.installed();
        context.out()
                .print("From %s back to %s:%n%s"
                        .formatted(
                                RevisionText.name(installed, context.clock()),
                                RevisionText.name(target, context.clock()),
                                RevisionText.differences(here.revisions().differences(installed, target))));
    }

    private boolean isMeant(Optional<AgentClient> agent) {
        if (yes) {
            return true;
        }
        if (!context.isTerminal()) {
            throw new CommandFailed(
                    ExitCode.FAILED,
                    "rollback asks before it changes anything, and there is no terminal to ask on",
                    "say -y, or --dry-run to see what it would do");
        }
        return context.confirms(agent.map(one -> "Do this on %s? [y/N] ".formatted(where.inWords(one.node())))
                .orElse("Make it the installed one? [y/N] "));
    }

    private String why(Revision target) {
        return "rollback to revision %d%s".formatted(target.number(), reason.isEmpty() ? "" : ": " + reason);
    }

    private int told(InstallReport report) {
        report.problems()
                .forEach(problem ->
                        context.err().println(Style.RED.paint("problem", context.isColoured()) + "  " + problem));
        report.warnings()
                .forEach(warning ->
                        context.err().println(Style.YELLOW.paint("warning", context.isColoured()) + "  " + warning));
        if (!options.isJson()) {
            report.summary().forEach(context.out()::println);
        }
        return (report.isGood() ? ExitCode.DONE : ExitCode.FAILED).number();
    }

    private int apply(RollbackReach reach, InstallAuthor author) {
        var agent = reach.agent();
        var operations = new Operations(context, options);
        var hosts = where.isThisNodeOnly() ? List.of(agent.node()) : where.hosts();
        var request = new ApplyRequest(
                hosts, where.isEveryNode(), false, context.user(), Map.of(), false, 0, author.reason());
        var outcomes = new ArrayList<>(operations.apply(request, agent));
        reach.missed(outcomes).forEach(missed -> outcomes.add(operations.tell(missed)));
        return operations.end(outcomes);
    }
}
