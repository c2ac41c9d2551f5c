package io.github.batonha.cli.demo;

import io.github.batonha.actors.api.MonCluster;
import io.github.batonha.cli.agent.Agents;
import io.github.batonha.cli.cluster.ClusterTable;
import io.github.batonha.cli.command.CommandContext;
import io.github.batonha.cli.command.CommandFailed;
import io.github.batonha.cli.command.ExitCode;
import io.github.batonha.cli.command.GlobalOptions;
import io.github.batonha.cli.command.Subcommand;
import io.github.batonha.cli.output.Times;
import io.github.batonha.conf.model.BatonHome;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs a cluster of two nodes on this machine. */
@Command(
        name = "demo",
        description = "Runs a sample application on two nodes on this machine, NodeA and NodeB, and shows them live.",
        footer = {
            "",
            "NodeA is at 127.0.0.1, NodeB at 127.0.0.2. Both use port 6000 for the cluster and port "
                    + "8558 for HTTP.",
            "All files are in .baton/demo, or in the folder that --home names. The demo wipes that "
                    + "folder at the start.",
            "Ctrl-C ends both nodes and leaves no process behind.",
            "",
            "Examples:",
            "  baton demo                  then try its commands in another terminal",
            "  baton demo --walkthrough    a host is lost, and comes back",
            "  baton demo --lose NodeA     in another terminal"
        })
public final class DemoCommand extends Subcommand {

    @ArgGroup
    private @Nullable Part part;

    public DemoCommand(CommandContext context, GlobalOptions options) {
        super(context, options);
    }

    /** What to do in place of a demo to watch. */
    private static final class Part {

        @Option(
                names = "--walkthrough",
                description = "Play the story by itself, compare every step with what must be seen, and end.")
        private boolean walkthrough;

        @Option(
                names = "--lose",
                paramLabel = "NODE",
                description = "In the demo that runs: kill this node and all its processes, as if its host had failed.")
        private @Nullable String lost;

        @Option(names = "--return", paramLabel = "NODE", description = "In the demo that runs: start this node again.")
        private @Nullable String returned;
    }

    @Override
    public Integer call() {
        var folder = folder();
        if (part != null && part.lost != null) {
            running(folder, part.lost).lose(part.lost);
        } else if (part != null && part.returned != null) {
            running(folder, part.returned).start(part.returned);
        } else {
            run(folder, part != null && part.walkthrough);
        }
        return ExitCode.DONE.number();
    }

    private Path folder() {
        return options.explicitHome()
                .orElseGet(() -> context.root().resolve(Agents.DEMO))
                .toAbsolutePath()
                .normalize();
    }

    private DemoNodes running(Path folder, String node) {
        if (!DemoNodes.NAMES.contains(node)) {
            throw new CommandFailed(
                    ExitCode.WRONG_USAGE,
                    "The demo has no node '%s'".formatted(node),
                    "there are " + String.join(" and ", DemoNodes.NAMES));
        }
        var home = new BatonHome(folder);
        if (!DemoHome.isTaken(folder)) {
            throw new CommandFailed(ExitCode.UNREACHABLE, "No demo runs in " + folder, "start one: `baton demo`");
        }
        return new DemoNodes(context, home);
    }

    private void run(Path folder, boolean isWalkthrough) {
        try (var home = DemoHome.take(folder)) {
            var nodes = new DemoNodes(context, home.home());
            nodes.endLeftovers();
            home.layOut(context.installation().resolve("share").resolve("sample"));
            var sample = new SampleApplication(context, home.home());
            sample.install();
            sample.issueCertificates();
            sample.checkPorts();
            var atEnd = new Thread(nodes::stop, "demo-end");
            Runtime.getRuntime().addShutdownHook(atEnd);
            try {
                if (isWalkthrough) {
                    new Walkthrough(nodes, context.clock(), context.pause()).play(new Told(nodes));
                } else {
                    DemoNodes.NAMES.forEach(nodes::start);
                    new LiveScreen(context, nodes, sample).show();
                }
            } finally {
                nodes.stop();
            }
        }
    }

    /** Tells the story on the terminal. */
    private final class Told implements Walkthrough.Listener {
        private final DemoNodes nodes;
        private boolean isLinkTold;

        Told(DemoNodes nodes) {
            this.nodes = nodes;
        }

        @Override
        public void began(int number, Step step) {
            context.out().println("\n--- " + number + ". " + step.title());
        }

        @Override
        public void ended(Step step, MonCluster seen, Duration took) {
            context.out().println();
            context.out()
                    .print(new ClusterTable(context.isColoured(), context.size().columns(), context.clock())
                            .draw(seen));
            var serving = String.join(" and ", step.picture().upNodes());
            context.out()
                    .println("\nAs in the picture, %s after the step began; users are served by %s."
                            .formatted(Times.seconds(took), serving));
            if (!isLinkTold) {
                isLinkTold = true;
                nodes.consoleLink()
                        .ifPresent(url -> context.out()
                                .println("\nWatch it in a browser. This link logs in once, within a minute:\n" + url));
            }
        }
    }
}
