package io.github.batonha.cli.operation;

import static io.github.batonha.cli.output.Columns.left;

import io.github.batonha.actors.api.ApplyRequest;
import io.github.batonha.actors.api.Operation;
import io.github.batonha.actors.api.Operation.Action;
import io.github.batonha.actors.api.Operation.Scope;
import io.github.batonha.actors.api.Outcome;
import io.github.batonha.actors.api.PushRequest;
import io.github.batonha.cli.agent.AgentClient;
import io.github.batonha.cli.agent.Answers;
import io.github.batonha.cli.agent.Json;
import io.github.batonha.cli.agent.Requests;
import io.github.batonha.cli.command.CommandContext;
import io.github.batonha.cli.command.ExitCode;
import io.github.batonha.cli.command.GlobalOptions;
import io.github.batonha.cli.output.Style;
import java.util.ArrayList;
import java.util.List;

/** Has an agent start or stop processes and shows what becomes of each as it happens. */
final class Operations {

    private final CommandContext context;
    private final GlobalOptions options;
    private final boolean isUnchangedListed;

    Operations(CommandContext context, GlobalOptions options) {
        this(context, options, true);
    }

    private Operations(CommandContext context, GlobalOptions options, boolean isUnchangedListed) {
        this.context = context;
        this.options = options;
        this.isUnchangedListed = isUnchangedListed;
    }

    /** Whether processes are shown that already were as they should be. */
    Operations listingUnchanged(boolean isListed) {
        return new Operations(context, options, isListed);
    }

    Operation start(Scope scope, String name, WhereOptions where) {
        return new Operation(
                Action.START, scope, name, where.hosts(), where.isEveryNode(), false, -1, false, context.user());
    }

    Operation stop(Scope scope, String name, WhereOptions where, StopOptions stop) {
        return new Operation(
                Action.STOP,
                scope,
                name,
                where.hosts(),
                where.isEveryNode(),
                stop.isForced(),
                stop.waitSeconds(),
                false,
                context.user());
    }

    /** Has the next start of a process record an AOT cache. */
    Operation train(String name, WhereOptions where) {
        return new Operation(
                Action.TRAIN,
                Scope.PROCESS,
                name,
                where.hosts(),
                where.isEveryNode(),
                false,
                -1,
                false,
                context.user());
    }

    Operation restart(Scope scope, String name, WhereOptions where, StopOptions stop) {
        return restart(scope, name, where.hosts(), where.isEveryNode(), stop, false, 0);
    }

    /** A process, on several nodes one after the other. */
    Operation restart(String process, List<String> nodes, StopOptions stop) {
        return restart(Scope.PROCESS, process, nodes, false, stop, nodes.size() > 1, 0);
    }

    /** @param drainSeconds how long users of each node are waited for; 0 to leave them where they are */
    Operation rolling(Scope scope, String name, WhereOptions where, StopOptions stop, int drainSeconds) {
        return restart(scope, name, where.hosts(), where.isEveryNode(), stop, true, drainSeconds);
    }

    private Operation restart(
            Scope scope,
            String name,
            List<String> hosts,
            boolean everyNode,
            StopOptions stop,
            boolean rolling,
            int drainSeconds) {
        return new Operation(
                Action.RESTART,
                scope,
                name,
                hosts,
                everyNode,
                stop.isForced(),
                stop.waitSeconds(),
                false,
                context.user(),
                rolling,
                drainSeconds);
    }

    /** Has the agent run from what was installed last; hands each outcome to the caller, once it was shown. */
    List<Outcome> apply(ApplyRequest request, AgentClient agent) {
        var outcomes = new ArrayList<Outcome>();
        agent.post("/api/v1/apply", Requests.of(request), line -> outcomes.add(show(line)));
        return outcomes;
    }

    /** Has the agent bring its files to all other nodes; returns each outcome, once it was shown. */
    List<Outcome> push(PushRequest request, AgentClient agent) {
        var outcomes = new ArrayList<Outcome>();
        agent.post("/api/v1/push", Requests.of(request), line -> outcomes.add(show(line)));
        return outcomes;
    }

    /** Returns the exit code: failed if anything failed or was refused, whatever else was done. */
    int run(Operation operation, AgentClient agent) {
        return end(order(operation, agent));
    }

    /** Has the agent carry it out; returns each outcome, once it was shown. */
    List<Outcome> order(Operation operation, AgentClient agent) {
        var outcomes = new ArrayList<Outcome>();
        agent.post("/api/v1/operations", Requests.of(operation), line -> outcomes.add(show(line)));
        return outcomes;
    }

    /** Says what went wrong, if anything did, and returns the exit code. */
    int end(List<Outcome> outcomes) {
        var bad = outcomes.stream().filter(outcome -> !outcome.isOk()).count();
        if (bad == 0) {
            sayThatNothingWasToDo(outcomes);
            return ExitCode.DONE.number();
        }
        // What was refused, or is not about a process, left nothing that mon would show.
        var isToBeSeen = outcomes.stream()
                .anyMatch(outcome -> outcome.result() == Outcome.Result.FAILED
                        && !outcome.process().isEmpty());
        context.err()
                .println("baton: %d of %d failed: see the reasons above%s"
                        .formatted(bad, outcomes.size(), isToBeSeen ? ", then `baton mon`" : ""));
        return ExitCode.FAILED.number();
    }

    private void sayThatNothingWasToDo(List<Outcome> outcomes) {
        var isNothing = outcomes.stream().allMatch(outcome -> outcome.result() == Outcome.Result.NOTHING);
        if (isNothing && !isUnchangedListed && !options.isJson()) {
            context.out().println("Nothing to do: everything is already in that state.");
        }
    }

    /** Shows what the command itself found out, as if the agent had said it. */
    Outcome tell(Outcome outcome) {
        return show(Json.empty()
                .with("node", new Json.Text(outcome.node()))
                .with("process", new Json.Text(outcome.process()))
                .with("result", new Json.Text(outcome.result().toString()))
                .with("text", new Json.Text(outcome.text())));
    }

    private Outcome show(Json line) {
        var outcome = Answers.outcome(line);
        if (options.isJson()) {
            context.out().println(line.toLine());
        } else if (isUnchangedListed || outcome.result() != Outcome.Result.NOTHING) {
            context.out().println(draw(outcome));
        }
        context.out().flush();
        return outcome;
    }

    private String draw(Outcome outcome) {
        var result = outcome.result().toString();
        var row = left(outcome.node(), 10) + " " + left(outcome.process().isEmpty() ? "-" : outcome.process(), 30) + " "
                + Style.of(result).paint(result, context.isColoured()) + " ".repeat(Math.max(1, 9 - result.length()))
                + outcome.text();
        return row.stripTrailing();
    }
}
