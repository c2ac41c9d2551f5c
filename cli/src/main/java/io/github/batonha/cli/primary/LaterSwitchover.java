package io.github.batonha.cli.primary;

import io.github.batonha.actors.api.CancelRequest;
import io.github.batonha.actors.api.Progress;
import io.github.batonha.actors.api.ScheduleRequest;
import io.github.batonha.cli.agent.Agents;
import io.github.batonha.cli.agent.Answers;
import io.github.batonha.cli.agent.Requests;
import io.github.batonha.cli.command.CommandContext;
import io.github.batonha.cli.command.CommandFailed;
import io.github.batonha.cli.command.ExitCode;
import io.github.batonha.cli.command.GlobalOptions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Schedules a SetPrimary, and cancels it. */
final class LaterSwitchover {

    private final CommandContext context;
    private final GlobalOptions options;
    private final Agents agents;

    LaterSwitchover(CommandContext context, GlobalOptions options, Agents agents) {
        this.context = context;
        this.options = options;
        this.agents = agents;
    }

    int schedule(@Nullable String target, String at, String reason, List<String> override, int whenReadySeconds) {
        var time = LaterTime.read(at, context.clock());
        var agent = target == null ? agents.choose() : agents.chooseFor(target);
        var node = target == null ? agent.node() : target;
        var request = new ScheduleRequest(
                node, time.toString(), context.user(), reason, override, whenReadySeconds, context.user());
        var attempt = new Attempt(context, options);
        return end(
                attempt.post(agent, "/api/v1/primary/schedule", Requests.of(request), "the order"),
                "SetPrimary was not scheduled: ");
    }

    /** Without a name, on the node that has one as the screens tell it. */
    int cancel(@Nullable String target, String reason) {
        var node = target == null ? scheduled() : target;
        var request = new CancelRequest(node, context.user(), reason);
        var attempt = new Attempt(context, options);
        return end(
                attempt.post(
                        agents.chooseFor(node), "/api/v1/primary/cancel", Requests.of(request), "the cancellation"),
                "Nothing was cancelled: ");
    }

    private String scheduled() {
        var scheduled =
                Answers.monCluster(agents.getFromAny("/api/v1/mon-cluster")).scheduled();
        if (scheduled == null) {
            throw new CommandFailed(
                    ExitCode.FAILED,
                    "No SetPrimary is scheduled that this node has heard of",
                    "name the node that was to become primary, or ask another node with --node");
        }
        return scheduled.node();
    }

    private static int end(Progress last, String what) {
        if (last.outcome() != Progress.Outcome.DONE) {
            throw new CommandFailed(ExitCode.FAILED, what + last.text(), NextCommands.of(last));
        }
        return ExitCode.DONE.number();
    }
}
