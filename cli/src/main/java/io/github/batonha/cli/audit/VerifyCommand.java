package io.github.batonha.cli.audit;

import io.github.batonha.actors.audit.Verification;
import io.github.batonha.cli.agent.Json;
import io.github.batonha.cli.command.CommandContext;
import io.github.batonha.cli.command.ExitCode;
import io.github.batonha.cli.command.GlobalOptions;
import io.github.batonha.cli.command.Subcommand;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Checks that nobody changed an audit. */
@Command(
        name = "verify",
        description = "Checks that no line of an audit was changed, removed or moved.",
        footer = {
            "",
            "Without files it checks all audits of this home, from line 1 to the last line that the agent wrote. "
                    + "--node chooses one.",
            "Files, such as those of an archive, may begin with any line. Name them in their order.",
            "It exits with 1 if a line is wrong, and names the file, the line and what was expected.",
            "",
            "Examples:",
            "  baton audit verify",
            "  baton audit verify /archive/audit-1.jsonl /archive/audit-9000.jsonl"
        })
final class VerifyCommand extends Subcommand {

    @Parameters(paramLabel = "FILE", arity = "0..*", description = "Files of one audit, the oldest first.")
    private List<Path> files = List.of();

    VerifyCommand(CommandContext context, GlobalOptions options) {
        super(context, options);
    }

    @Override
    public Integer call() {
        try {
            return (files.isEmpty() ? nodes() : show("", Verification.of(files)))
                    ? ExitCode.DONE.number()
                    : ExitCode.FAILED.number();
        } catch (IOException e) {
            throw AuditedNodes.unreadable(e);
        }
    }

    private boolean nodes() throws IOException {
        var isIntact = true;
        for (var node : new AuditedNodes(context, options).chosen()) {
            isIntact &= show(node.name(), Verification.ofNode(node.logs(), node.run()));
        }
        return isIntact;
    }

    private boolean show(String node, Verification verification) {
        var fault = verification.fault();
        if (options.isJson()) {
            context.out().println(json(node, verification).toLine());
            return fault == null;
        }
        var whose = node.isEmpty() ? "" : node + ": ";
        if (fault == null) {
            context.out()
                    .println(whose
                            + (verification.lines() == 0
                                    ? "no lines"
                                    : "intact, lines %d to %d, the last with hash %s"
                                            .formatted(
                                                    verification.first(),
                                                    verification.last().number(),
                                                    verification.last().hash())));
            return true;
        }
        context.out().println("%sbroken: line %d of %s %s".formatted(whose, fault.line(), fault.file(), fault.what()));
        return false;
    }

    private static Json json(String node, Verification verification) {
        var fault = verification.fault();
        return Json.empty()
                .with("node", new Json.Text(node))
                .with("intact", new Json.Flag(fault == null))
                .with("first", new Json.Digits(Long.toString(verification.first())))
                .with("last", new Json.Digits(Long.toString(verification.last().number())))
                .with("hash", new Json.Text(verification.last().hash()))
                .with(
                        "file",
                        fault == null
                                ? new Json.Nothing()
                                : new Json.Text(fault.file().toString()))
                .with("line", fault == null ? new Json.Nothing() : new Json.Digits(Long.toString(fault.line())))
                .with("fault", fault == null ? new Json.Nothing() : new Json.Text(fault.what()));
    }
}
