package io.github.batonha.cli.audit;

import static io.github.batonha.cli.output.Columns.left;

import io.github.batonha.actors.audit.AuditFiles;
import io.github.batonha.actors.audit.AuditLine;
import io.github.batonha.actors.audit.AuditRecord;
import io.github.batonha.cli.agent.Json;
import io.github.batonha.cli.command.CommandContext;
import io.github.batonha.cli.command.ExitCode;
import io.github.batonha.cli.command.GlobalOptions;
import io.github.batonha.cli.command.Subcommand;
import io.github.batonha.cli.logs.LogTime;
import io.github.batonha.cli.output.Times;
import io.github.batonha.supervision.secrets.VisibleText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows who ordered what. */
@Command(
        name = "show",
        description = "Shows orders with their outcomes, and whom the agent refused.",
        footer = {
            "",
            "TIME is 10m or 2h (ago), 06:15 (today) or 2026-07-28T06:15 (this machine's zone).",
            "An outcome names the line of its order after \"of\".",
            "",
            "Examples:",
            "  baton audit show --since 2h --who alice",
            "  baton audit show --refused --output json"
        })
final class ShowCommand extends Subcommand {

    @Option(names = "--since", paramLabel = "TIME", description = "Begin at that time.")
    private @Nullable String since;

    @Option(names = "--who", paramLabel = "NAME", description = "Only callers with this text in their name.")
    private @Nullable String who;

    @Option(names = "--refused", description = "Only what the agent refused.")
    private boolean refused;

    ShowCommand(CommandContext context, GlobalOptions options) {
        super(context, options);
    }

    @Override
    public Integer call() {
        var from = since == null
                ? Instant.MIN
                : LogTime.parse("--since", since, context.clock().instant(), ZoneId.systemDefault());
        try {
            for (var node : new AuditedNodes(context, options).chosen()) {
                for (var file : AuditFiles.inOrder(node.logs())) {
                    show(node.name(), file, from);
                }
            }
        } catch (IOException e) {
            throw AuditedNodes.unreadable(e);
        }
        return ExitCode.DONE.number();
    }

    /** As bytes: a file that somebody changed may be no UTF-8. */
    private void show(String node, Path file, Instant from) throws IOException {
        try (var lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            for (var line = lines.readLine(); line != null && !context.isUnread(); line = lines.readLine()) {
                var read = AuditLine.read(line);
                if (read.isEmpty()) {
                    context.err().println("A line of %s can't be read: see `baton audit verify`".formatted(file));
                } else if (isWanted(read.get().record(), from)) {
                    context.out()
                            .println(
                                    options.isJson()
                                            ? Json.parse(line)
                                                    .with("node", new Json.Text(node))
                                                    .toLine()
                                            : draw(node, read.get().record()));
                }
            }
        }
    }

    private boolean isWanted(AuditRecord record, Instant from) {
        var isRefusal = switch (record.kind()) {
            case REFUSED, LEFT_OUT -> true;
            case ORDER, OUTCOME, AGENT, TORN -> false;
        };
        return !record.at().isBefore(from)
                && (!refused || isRefusal)
                && (who == null || record.act().caller().contains(who));
    }

    private String draw(String node, AuditRecord record) {
        var act = record.act();
        var of = record.of() > 0 ? "of %d ".formatted(record.of()) : "";
        var text = String.join(
                " ",
                Times.local(record.at(), context.clock()),
                left(node, 10),
                left(Long.toString(record.number()), 6),
                left(record.kind().toString(), 8),
                left(act.caller().isEmpty() ? "-" : act.caller(), 20),
                left(act.from().isEmpty() ? "-" : act.from(), 15),
                of + act.what(),
                record.result(),
                act.detail());
        return VisibleText.of(text).stripTrailing();
    }
}
