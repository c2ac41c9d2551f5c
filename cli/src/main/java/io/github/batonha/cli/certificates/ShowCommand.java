package io.github.batonha.cli.certificates;

import static io.github.batonha.cli.output.Columns.left;

import io.github.batonha.cli.agent.Agents;
import io.github.batonha.cli.agent.Json;
import io.github.batonha.cli.command.CommandContext;
import io.github.batonha.cli.command.ExitCode;
import io.github.batonha.cli.command.GlobalOptions;
import io.github.batonha.cli.command.Subcommand;
import io.github.batonha.conf.certificates.CertificateChecks;
import io.github.batonha.conf.certificates.CertificateFiles;
import io.github.batonha.conf.certificates.CertificateProblem;
import io.github.batonha.conf.certificates.PeerNames;
import io.github.batonha.conf.model.HostDefinition;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

/** Shows whose certificates there are, until when, and what is wrong with them. */
@Command(
        name = "show",
        description = "Shows the certificates of the home: whose, by whom, until when, and what is wrong with them.",
        footer = {
            "",
            "It exits with 1 if a certificate can't be used or ends within 30 days.",
            "",
            "Example:",
            "  baton certificates show"
        })
final class ShowCommand extends Subcommand {

    ShowCommand(CommandContext context, GlobalOptions options) {
        super(context, options);
    }

    private record Row(String node, String names, String issuer, String until, List<String> problems) {}

    @Override
    public Integer call() {
        var home = new Agents(context, options).home();
        var hosts = Nodes.installed(home, context);
        var rows = hosts.stream()
                .filter(host -> Nodes.files(home, host).isThere())
                .map(host -> row(host, Nodes.files(home, host), hosts))
                .toList();
        if (options.isJson()) {
            context.out()
                    .println(new Json.Items(rows.stream().map(ShowCommand::json).toList()).toLine());
        } else if (rows.isEmpty()) {
            context.out()
                    .println("There are no certificates in %s."
                            .formatted(home.path().resolve("certificates")));
        } else {
            table(rows);
        }
        var isGood = rows.stream().allMatch(row -> row.problems().isEmpty());
        return (isGood ? ExitCode.DONE : ExitCode.FAILED).number();
    }

    private Row row(HostDefinition host, CertificateFiles files, List<HostDefinition> hosts) {
        var now = context.clock().instant();
        try {
            var read = files.read();
            var problems = new ArrayList<>(CertificateChecks.problems(read, host, hosts, now));
            if (problems.isEmpty()) {
                CertificateChecks.warning(read, host.name(), now).ifPresent(problems::add);
            }
            return new Row(
                    host.name(),
                    String.join(", ", PeerNames.of(read.certificate())),
                    read.certificate().getIssuerX500Principal().getName(),
                    CertificateChecks.firstEnd(read).toString(),
                    problems);
        } catch (CertificateProblem e) {
            return new Row(host.name(), "", "", "", List.of(String.valueOf(e.getMessage())));
        }
    }

    private void table(List<Row> rows) {
        var node = width("Node", rows.stream().map(Row::node).toList());
        var names = width("Names", rows.stream().map(Row::names).toList());
        var issuer = width("Issued by", rows.stream().map(Row::issuer).toList());
        context.out()
                .println((left("Node", node) + left("Names", names) + left("Issued by", issuer) + "Valid until")
                        .stripTrailing());
        for (var row : rows) {
            context.out()
                    .println((left(row.node(), node)
                                    + left(row.names(), names)
                                    + left(row.issuer(), issuer)
                                    + row.until())
                            .stripTrailing());
        }
        rows.forEach(row ->
                row.problems().forEach(problem -> context.out().println("\n%s: %s.".formatted(row.node(), problem))));
    }

    private static int width(String head, List<String> cells) {
        return 2
                + Math.max(
                        head.length(),
                        cells.stream().mapToInt(String::length).max().orElse(0));
    }

    private static Json json(Row row) {
        return Json.empty()
                .with("node", new Json.Text(row.node()))
                .with("names", new Json.Text(row.names()))
                .with("issuer", new Json.Text(row.issuer()))
                .with("until", new Json.Text(row.until()))
                .with(
                        "problems",
                        new Json.Items(row.problems().stream()
                                .<Json>map(Json.Text::new)
                                .toList()));
    }
}
