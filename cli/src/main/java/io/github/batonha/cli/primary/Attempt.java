package io.github.batonha.cli.primary;

import io.github.batonha.actors.api.Progress;
import io.github.batonha.cli.agent.AgentClient;
import io.github.batonha.cli.agent.Answers;
import io.github.batonha.cli.agent.Json;
import io.github.batonha.cli.command.CommandContext;
import io.github.batonha.cli.command.CommandFailed;
import io.github.batonha.cli.command.ExitCode;
import io.github.batonha.cli.command.GlobalOptions;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** One request whose progress is shown as it comes, and how it ended. */
final class Attempt {

    private final CommandContext context;
    private final GlobalOptions options;
    private final AtomicReference<Optional<Progress>> last = new AtomicReference<>(Optional.empty());

    Attempt(CommandContext context, GlobalOptions options) {
        this.context = context;
        this.options = options;
    }

    /** The final line; a refusal is not shown, which is for the caller to say. */
    Progress post(AgentClient agent, String path, Json request, String what) {
        var printer = new ProgressPrinter(context);
        var refusal = agent.postOrRefusal(path, request, line -> {
            var progress = Answers.progress(line);
            last.set(Optional.of(progress));
            if (options.isJson()) {
                context.out().println(line.toLine());
            } else if (progress.outcome() != Progress.Outcome.REFUSED) {
                printer.show(progress);
            }
        });
        if (refusal.isPresent()) {
            if (options.isJson()) {
                context.out()
                        .println(refusal.get()
                                .with("outcome", new Json.Text(Progress.Outcome.REFUSED.toString()))
                                .toLine());
            }
            return Answers.refusal(refusal.get());
        }
        return last.get()
                .filter(Progress::isFinal)
                .orElseThrow(() -> new CommandFailed(
                        ExitCode.FAILED,
                        "The agent of %s ended its answer before it said how %s went".formatted(agent.node(), what),
                        "look at `baton mon-cluster`; giving the command again is safe"));
    }
}
