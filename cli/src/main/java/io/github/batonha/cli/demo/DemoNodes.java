package io.github.batonha.cli.demo;

import io.github.batonha.actors.api.Mon;
import io.github.batonha.actors.api.MonCluster;
import io.github.batonha.actors.api.Progress;
import io.github.batonha.actors.api.SetPrimaryRequest;
import io.github.batonha.cli.agent.AgentClient;
import io.github.batonha.cli.agent.Agents;
import io.github.batonha.cli.agent.Answers;
import io.github.batonha.cli.agent.Requests;
import io.github.batonha.cli.command.CommandContext;
import io.github.batonha.cli.command.CommandFailed;
import io.github.batonha.cli.command.ExitCode;
import io.github.batonha.cli.output.Times;
import io.github.batonha.cli.primary.ProgressPrinter;
import io.github.batonha.conf.model.BatonHome;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The agents of a demo, as processes of their own that are found again by what stands in their environment. */
final class DemoNodes implements TwoNodes {

    static final List<String> NAMES = List.of("NodeA", "NodeB");

    private static final Duration UP_WITHIN = Duration.ofSeconds(90);
    private static final Duration DOWN_WITHIN = Duration.ofSeconds(60);

    private final CommandContext context;
    private final BatonHome home;
    private final DemoProcesses processes;
    private final SampleApplication sample;
    private final AtomicBoolean isStopping = new AtomicBoolean();

    DemoNodes(CommandContext context, BatonHome home) {
        this.context = context;
        this.home = home;
        this.processes = new DemoProcesses(home, context.pause());
        this.sample = new SampleApplication(context, home);
    }

    /** Ends what a demo left that was killed itself. */
    void endLeftovers() {
        var ended = processes.killAll();
        if (ended > 0) {
            context.out().println("Ended " + ended + " processes that an earlier demo had left.");
        }
    }

    @Override
    public void start(String node) {
        var begin = context.clock().instant();
        context.out().print(node + " starts … ");
        context.out().flush();
        var agent = spawn(node);
        var isUp = processes.await(UP_WITHIN, _ -> !agent.isAlive() || isAnswering(node));
        if (!isUp || !agent.isAlive()) {
            context.out().println();
            throw new CommandFailed(
                    ExitCode.FAILED,
                    "The agent of %s %s%n%s"
                            .formatted(
                                    node,
                                    agent.isAlive()
                                            ? "does not answer after " + UP_WITHIN.toSeconds() + " s"
                                            : "ended at once",
                                    lastLines(console(node))),
                    "more may stand in " + home.logs(node).resolve("agent.log"));
        }
        context.out()
                .println("up after "
                        + Times.seconds(Duration.between(begin, context.clock().instant())));
    }

    private Process spawn(String node) {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var options = context.variable("BATON_AGENT_JAVA_OPTS");
        var command = new ArrayList<>(List.of(java));
        options.ifPresent(words ->
                Stream.of(words.split(" ")).filter(word -> !word.isEmpty()).forEach(command::add));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.github.batonha.cli.Main"));
        command.addAll(List.of("node", "--name", node, "--home", home.path().toString()));
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectInput(new File("/dev/null"));
        builder.environment().keySet().removeAll(List.of("BATON_HOME", "BATON_INVOKED_AS"));
        builder.environment().put("BATON_NODE", node);
        builder.environment().put(DemoProcesses.MARKER, home.path().toString());
        try {
            Files.createDirectories(home.logs(node));
            return builder.redirectOutput(
                            ProcessBuilder.Redirect.appendTo(console(node).toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("The agent of %s can't be started".formatted(node), e);
        }
    }

    private Path console(String node) {
        return home.logs(node).resolve("console.log");
    }

    private static String lastLines(Path file) {
        try {
            var lines = Files.readAllLines(file);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
        } catch (IOException e) {
            return "";
        }
    }

    private boolean isAnswering(String node) {
        try {
            return mon(node).node().equals(node);
        } catch (CommandFailed notYet) {
            return false;
        }
    }

    @Override
    public void lose(String node) {
        var killed = processes.lose(node);
        context.out().println("%s: the agent and %d processes were killed with SIGKILL".formatted(node, killed));
    }

    @Override
    public void setPrimary(String node, List<String> confirmDown) {
        var last = new AtomicReference<@Nullable Progress>();
        var request = new SetPrimaryRequest(node, confirmDown, context.user(), "demo");
        var down = confirmDown.stream().map(name -> " --confirm-down " + name).collect(Collectors.joining());
        context.out().println("$ baton set-primary " + node + down);
        var printer = new ProgressPrinter(context);
        agent(node).post("/api/v1/primary", Requests.of(request), line -> {
            var progress = Answers.progress(line);
            last.set(progress);
            printer.show(progress);
        });
        var end = last.get();
        if (end == null || end.outcome() != Progress.Outcome.DONE) {
            throw new CommandFailed(
                    ExitCode.FAILED,
                    "SetPrimary on %s was not done: %s".formatted(node, end == null ? "no answer" : end.text()),
                    end == null ? "" : end.remedy());
        }
    }

    @Override
    public Mon mon(String asked) {
        return Answers.mon(agent(asked).get("/api/v1/mon"));
    }

    @Override
    public MonCluster monCluster(String asked) {
        return Answers.monCluster(agent(asked).get("/api/v1/mon-cluster"));
    }

    @Override
    public boolean isServing(String node) {
        return sample.isServing(node, mon(node));
    }

    @Override
    public String checkRecord() {
        return sample.checkRecord();
    }

    /** Logs a browser in once, within a minute, at a node that answers; empty where none does. */
    Optional<String> consoleLink() {
        for (var node : NAMES.reversed()) {
            try {
                return Optional.of(agent(node).consoleLink());
            } catch (CommandFailed away) {
                // The next one may answer.
            }
        }
        return Optional.empty();
    }

    private AgentClient agent(String node) {
        return Agents.live(home).stream()
                .filter(agent -> agent.node().equals(node))
                .findFirst()
                .map(agent -> Agents.client(home, agent))
                .orElseThrow(() -> new CommandFailed(
                        ExitCode.UNREACHABLE,
                        "The agent of %s does not run".formatted(node),
                        "start it: `baton demo --return %s`".formatted(node)));
    }

    boolean isStopping() {
        return isStopping.get();
    }

    /** Ends both nodes in order, and whatever then is left by force. Any thread; only the first call does something. */
    synchronized void stop() {
        if (isStopping.getAndSet(true)) {
            return;
        }
        context.out().println("\nStopping both nodes …");
        processes.terminateAgents();
        processes.await(DOWN_WITHIN, now -> now.agents().isEmpty());
        var killed = processes.killAll();
        context.out()
                .println(
                        killed == 0
                                ? "Stopped; no process is left."
                                : "Stopped; %d processes did not end by themselves and were killed. The logs: %s"
                                        .formatted(killed, home.path().resolve("logs")));
        context.out().flush();
    }
}
