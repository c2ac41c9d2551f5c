package io.github.batonha.cli.logs;

import io.github.batonha.cli.agent.Agents;
import io.github.batonha.cli.command.CommandContext;
import io.github.batonha.cli.command.CommandFailed;
import io.github.batonha.cli.command.ExitCode;
import io.github.batonha.cli.command.GlobalOptions;
import io.github.batonha.cli.command.Subcommand;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what a process wrote. */
@Command(
        name = "logs",
        description = "Shows the output of a process of this node or another one, archives included.",
        footer = {
            "",
            "TIME is 10m or 2h (ago), 06:15 (today) or 2026-07-28T06:15 (this machine's zone). A zone "
                    + "may follow: Z or +02:00. The time is recorded every 10 seconds, so the output may begin "
                    + "and end up to 10 seconds outside.",
            "",
            "The files are logs/NODE/PROCESS.log and PROCESS.log.err in the installation's folder. "
                    + "Older parts are in logs/NODE/archive/PROCESS. The output is text, whatever --output "
                    + "says.",
            "",
            "Examples:",
            "  baton logs GENESIS_ROUTER -n 200",
            "  baton logs GENESIS_ROUTER -f --err",
            "  baton logs GENESIS_ROUTER -f --host NodeB",
            "  baton logs GENESIS_ROUTER --since 2h --until 06:15 | grep ERROR"
        })
public final class LogsCommand extends Subcommand {

    /** As many as an agent sends. */
    private static final int MOST_LINES = 100_000;

    private static final int DEFAULT_LINES = 50;

    @Parameters(paramLabel = "PROCESS", description = "The process.")
    private String process = "";

    @Mixin
    private TailOptions tail = new TailOptions();

    @Option(
            names = {"-n", "--lines"},
            paramLabel = "LINES",
            description = "How many of the last lines, 0 to 100000. Default: 50, or all with --since.")
    private @Nullable Integer lines;

    @Option(names = "--err", description = "Standard error instead of standard output.")
    private boolean err;

    @Option(names = "--until", paramLabel = "TIME", description = "End with output of that time.")
    private @Nullable String until;

    public LogsCommand(CommandContext context, GlobalOptions options) {
        super(context, options);
    }

    @Override
    public Integer call() {
        check();
        var agent = new Agents(context, options).chooseToAsk();
        var parameters = new LinkedHashMap<String, String>();
        parameters.put("lines", Integer.toString(lines == null ? DEFAULT_LINES : lines));
        tail.since(context).ifPresent(time -> parameters.put("since", time));
        TailOptions.time("--until", until, context).ifPresent(time -> parameters.put("until", time));
        tail.host()
                .or(() -> options.node(context))
                .filter(node -> !node.equals(agent.node()))
                .ifPresent(node -> parameters.put("node", node));
        new LogTail(context, agent)
                .show(process, parameters, tail.isFollowed(), err ? LogTail.Stream.ERR : LogTail.Stream.OUT);
        return ExitCode.DONE.number();
    }

    private void check() {
        if (lines != null && (lines < 0 || lines > MOST_LINES)) {
            throw new CommandFailed(
                    ExitCode.WRONG_USAGE,
                    "-n is %d lines, and must be 0 to %d".formatted(lines, MOST_LINES),
                    "for more, use --since, or read the file itself: logs/NODE/%s.log%s"
                            .formatted(process, err ? ".err" : ""));
        }
        if (lines != null && tail.hasSince()) {
            throw new CommandFailed(
                    ExitCode.WRONG_USAGE, "-n and --since both say where to begin", "leave one of them out");
        }
        if (tail.isFollowed() && until != null) {
            throw new CommandFailed(ExitCode.WRONG_USAGE, "-f has no end, and --until is one", "leave one of them out");
        }
    }
}
