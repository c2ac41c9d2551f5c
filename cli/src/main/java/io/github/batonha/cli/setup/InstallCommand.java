package io.github.batonha.cli.setup;

import io.github.batonha.cli.agent.Agents;
import io.github.batonha.cli.agent.Json;
import io.github.batonha.cli.command.CommandContext;
import io.github.batonha.cli.command.ExitCode;
import io.github.batonha.cli.command.GlobalOptions;
import io.github.batonha.cli.command.Subcommand;
import io.github.batonha.cli.output.Style;
import io.github.batonha.conf.install.Install;
import io.github.batonha.conf.install.InstallAuthor;
import io.github.batonha.conf.install.InstallReport;
import io.github.batonha.conf.report.Finding;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Checks all configuration and writes the revision that agents run from. */
@Command(
        name = "install",
        aliases = "genesisInstall",
        description = "Checks the configuration in conf/ and writes the revision that agents run from.",
        footer = {
            "",
            "All problems are reported at once. If there is a problem, nothing is changed. Run it on "
                    + "every host whose configuration changed.",
            "A running agent takes the new configuration by `baton apply`, or at its next start.",
            "",
            "Examples:",
            "  baton install --check    only report",
            "  baton install",
            "  baton install --hostDiff    compare the files of all hosts; exit code 1 where they differ"
        })
public final class InstallCommand extends Subcommand {

    @Option(names = "--check", description = "Only report: write nothing.")
    private boolean check;

    @Option(
            names = {"--host-diff", "--hostDiff"},
            description = "Install nothing; show which files in conf, site-specific and lib differ between the hosts.")
    private boolean hostDiff;

    @Option(
            names = "--no-caches",
            description = "Do not make the start-up caches of this installation where it has none (see warm-up).")
    private boolean noCaches;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for `baton revisions`.")
    private String reason = "";

    @Mixin
    private HostOption name = new HostOption();

    public InstallCommand(CommandContext context, GlobalOptions options) {
        super(context, options);
    }

    @Override
    public Integer call() {
        if (hostDiff) {
            return new HostDiff(context, options, new Agents(context, options).choose()).run();
        }
        var agents = new Agents(context, options);
        var home = check ? agents.home() : agents.homeToInstall();
        var host = name.host(context, options);
        var report = check
                ? Install.check(home, context.environment(), host)
                : Install.run(
                        home,
                        context.environment(),
                        host,
                        new InstallAuthor(
                                context.user(), reason, context.clock().instant()));
        if (options.isJson()) {
            context.out().println(json(report).toLine());
        } else {
            show(report);
        }
        if (report.isGood() && !check && !noCaches) {
            StartupCaches.of(context).filter(caches -> !caches.areFresh()).ifPresent(this::make);
        }
        return (report.isGood() ? ExitCode.DONE : ExitCode.FAILED).number();
    }

    private void show(InstallReport report) {
        list(context.err(), Style.RED, "problem", report.problems());
        list(context.err(), Style.YELLOW, "warning", report.warnings());
        report.summary().forEach(context.out()::println);
        if (!report.isGood()) {
            context.err()
                    .println(
                            "baton: %s, nothing was changed\n  -> correct what is said above and give the command again"
                                    .formatted(
                                            report.problems().size() == 1
                                                    ? "1 problem"
                                                    : report.problems().size() + " problems"));
        }
    }

    /** Once an installation and JDK. What was installed is good without them too. */
    private void make(StartupCaches caches) {
        try (var progress = new CacheProgress(context, options)) {
            caches.make(progress);
        } catch (IOException e) {
            context.err().println("warning  no start-up caches, commands start slower: " + e.getMessage());
        }
    }

    private void list(PrintStream to, Style style, String kind, List<Finding> findings) {
        findings.forEach(finding -> to.println(style.paint(kind, context.isColoured()) + "  " + finding));
    }

    private static Json json(InstallReport report) {
        return Json.empty()
                .with("good", new Json.Flag(report.isGood()))
                .with("problems", texts(report.problems()))
                .with("warnings", texts(report.warnings()));
    }

    private static Json texts(List<Finding> findings) {
        return new Json.Items(findings.stream()
                .<Json>map(finding -> new Json.Text(finding.toString()))
                .toList());
    }
}
