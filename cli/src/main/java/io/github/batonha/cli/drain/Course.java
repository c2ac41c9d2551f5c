package io.github.batonha.cli.drain;

import io.github.batonha.actors.api.Progress;
import io.github.batonha.cli.agent.AgentClient;
import io.github.batonha.cli.agent.Answers;
import io.github.batonha.cli.agent.Json;
import io.github.batonha.cli.command.CommandContext;
import io.github.batonha.cli.command.CommandFailed;
import io.github.batonha.cli.command.ExitCode;
import io.github.batonha.cli.command.GlobalOptions;
import io.github.batonha.cli.primary.ProgressPrinter;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Has an agent do something that takes time, and shows how it goes. */
final class Course {

    private final CommandContext context;
    private final GlobalOptions options;

    Course(CommandContext context, GlobalOptions options) {
        this.context = context;
        this.options = options;
    }

    /** Returns when it is done; blocks until then. */
    void run(AgentClient agent, String path, Json request, String what) {
        var last = new AtomicReference<Optional<Progress>>(Optional.empty());
        var printer = new ProgressPrinter(context);
        agent.post(path, request, line -> {
            var progress = Answers.progress(line);
            last.set(Optional.of(progress));
            if (options.isJson()) {
                context.out().println(line.toLine());
            } else if (progress.outcome() != Progress.Outcome.REFUSED) {
                printer.show(progress);
            }
        });
        var end = last.get()
                .filter(Progress::isFinal)
                .orElseThrow(
                        () -> new CommandFailed(
                                ExitCode.FAILED,
                                "The agent of %s ended its answer before it said how the %s went"
                                        .formatted(agent.node(), what),
                                "look at `baton mon-cluster`: what was begun goes on; giving the command again shows the rest"));
        if (end.outcome() != Progress.Outcome.DONE) {
            throw new CommandFailed(ExitCode.FAILED, "%s: %s".formatted(what, end.text()), end.remedy());
        }
    }
}
