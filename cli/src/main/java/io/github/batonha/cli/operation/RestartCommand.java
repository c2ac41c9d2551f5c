package io.github.batonha.cli.operation;

import io.github.batonha.actors.api.Operation.Scope;
import io.github.batonha.actors.api.ProcessStatus;
import io.github.batonha.cli.agent.AgentClient;
import io.github.batonha.cli.agent.Agents;
import io.github.batonha.cli.agent.Answers;
import io.github.batonha.cli.command.CommandContext;
import io.github.batonha.cli.command.GlobalOptions;
import io.github.batonha.cli.command.Subcommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Restarts a process or a group, on one node, on several at once, or on one after the other. */
@Command(
        name = "restart",
        description = "Stops a process or a group, and starts it again.",
        footer = {
            "",
            "All named processes stop in reverse order of the dependencies, then start in their "
                    + "order. Processes that depend on them go on. Restarting a group, or several nodes, leaves "
                    + "stopped processes stopped.",
            "",
            "With --rolling one node comes after the other. The next node begins when all processes "
                    + "of the last one are ready. After a node that fails, no further node begins (exit code "
                    + "1).",
            "It does not begin while a node is DOWN. With -c the primary comes last. Interrupting "
                    + "this command does not stop the restart.",
            "",
            "With --drain the users of each node are taken away first, and come back when it is "
                    + "ready: no request is lost. A node that does not get ready stays drained.",
            "",
            "Examples:",
            "  baton restart GENESIS_ROUTER",
            "  baton restart GENESIS_ROUTER --rolling -c    node by node",
            "  baton restart WEB --rolling --drain -c       a group, without losing a request"
        })
public final class RestartCommand extends Subcommand {

    @Parameters(paramLabel = "NAME", description = "The process, or the group where no process has that name.")
    private String name = "";

    @Option(
            names = {"-g", "--group"},
            description = "NAME is a group, though a process has that name too.")
    private boolean group;

    @Mixin
    private RollingOptions rolling = new RollingOptions();

    @Mixin
    private WhereOptions where = new WhereOptions();

    @Mixin
    private StopOptions stop = new StopOptions();

    public RestartCommand(CommandContext context, GlobalOptions options) {
        super(context, options);
    }

    @Override
    public Integer call() {
        var drainSeconds = rolling.drainSeconds();
        var agent = new Agents(context, options).choose();
        var operations = new Operations(context, options);
        var scope = scope(agent);
        return operations.run(
                rolling.isRolling()
                        ? operations.rolling(scope, name, where, stop, drainSeconds)
                        : operations.restart(scope, name, where, stop),
                agent);
    }

    /** Unknown names are for the agent to refuse: it says what there is. */
    private Scope scope(AgentClient agent) {
        if (group) {
            return Scope.GROUP;
        }
        var processes = Answers.mon(agent.get("/api/v1/mon")).processes();
        var isProcess = processes.stream().map(ProcessStatus::name).anyMatch(name::equals);
        var isGroup = processes.stream().map(ProcessStatus::group).anyMatch(name::equals);
        return isGroup && !isProcess ? Scope.GROUP : Scope.PROCESS;
    }
}
