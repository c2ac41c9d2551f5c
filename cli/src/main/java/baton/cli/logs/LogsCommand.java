package baton.cli.logs;

import baton.cli.agent.Agents;
import baton.cli.shell.CommandFailed;
import baton.cli.shell.ExitCode;
import baton.cli.shell.GlobalOptions;
import baton.cli.shell.Shell;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what a process wrote. */
@Command(
        name = "logs",
        description = "Shows the last lines that a process of this node wrote.",
        footer = {
            "",
            "The files themselves: logs/NODE/PROCESS.log and PROCESS.log.err in the installation's folder.",
            "They are text whatever --output says.",
            "",
            "Examples:",
            "  baton logs GENESIS_ROUTER -n 200",
            "  baton logs GENESIS_ROUTER -f --err"
        })
public final class LogsCommand implements Callable<Integer> {

    /** As many as an agent sends. */
    private static final int MOST_LINES = 100_000;

    private final Shell shell;
    private final GlobalOptions options;

    @Parameters(paramLabel = "PROCESS", description = "The process.")
    private String process = "";

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with what is written from now on, until Ctrl-C.")
    private boolean follow;

    @Option(
            names = {"-n", "--lines"},
            paramLabel = "LINES",
            description = "How many lines to begin with, 0 to 100000. Default: 50.")
    private int lines = 50;

    @Option(names = "--err", description = "Standard error in place of standard output.")
    private boolean err;

    public LogsCommand(Shell shell, GlobalOptions options) {
        this.shell = shell;
        this.options = options;
    }

    @Override
    public Integer call() {
        if (lines < 0 || lines > MOST_LINES) {
            throw new CommandFailed(
                    ExitCode.WRONG_USAGE,
                    "-n is %d lines, and must be 0 to %d".formatted(lines, MOST_LINES),
                    "for more, read the file itself: logs/NODE/%s.log%s".formatted(process, err ? ".err" : ""));
        }
        var agent = new Agents(shell, options).choose();
        new LogTail(shell, agent).show(process, lines, follow, err ? LogTail.Stream.ERR : LogTail.Stream.OUT);
        return ExitCode.DONE.number();
    }
}
