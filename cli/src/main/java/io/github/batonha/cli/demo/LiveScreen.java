package io.github.batonha.cli.demo;

import io.github.batonha.actors.api.MonCluster;
import io.github.batonha.cli.cluster.ClusterTable;
import io.github.batonha.cli.command.CommandContext;
import io.github.batonha.cli.command.CommandFailed;
import io.github.batonha.cli.output.Columns;
import io.github.batonha.cli.output.Screen;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Shows the cluster live, with what there is to try; where nobody watches, it says so once and waits. */
final class LiveScreen {

    private static final Duration EVERY = Duration.ofSeconds(1);
    /** A link counts for a minute. */
    private static final Duration LINK_EVERY = Duration.ofSeconds(30);

    private final CommandContext context;
    private final DemoNodes nodes;
    private final String address;
    private final String console;
    private String link = "";
    private Instant linkAt = Instant.MIN;

    LiveScreen(CommandContext context, DemoNodes nodes, SampleApplication sample) {
        this.context = context;
        this.nodes = nodes;
        this.address = sample.url();
        this.console = sample.consoleUrl();
    }

    /** Returns when the command is asked to end. */
    void show() {
        var screen = new Screen(context);
        if (!context.isTerminal()) {
            screen.show(picture(), link());
        }
        do {
            if (context.isTerminal() && !nodes.isStopping()) {
                screen.show(picture(), link());
            }
        } while (context.pause().pause(EVERY));
    }

    private String picture() {
        var program = Files.isRegularFile(context.root().resolve("baton")) ? "./baton " : "bin/baton ";
        var text = new StringBuilder(table());
        text.append("\nTo try in another terminal, in ").append(context.root()).append(":\n");
        hint(text, program + "set-primary NodeA", "NodeA becomes the primary");
        hint(text, program + "mon --node NodeA", "the processes of NodeA");
        hint(text, program + "demo --lose NodeA", "kill NodeA and all its processes, as if its host had failed");
        hint(text, program + "set-primary NodeB", "NodeB becomes the primary; asks whether NodeA is down");
        hint(text, program + "demo --return NodeA", "NodeA comes back");
        hint(text, program + "history --node NodeB", "who made which node the primary");
        hint(text, "curl " + address, "what users reach");
        hint(text, program + "console --node NodeB", "a link that logs a browser in, as below");
        return text.append("Ctrl-C ends the demo, and leaves no process behind.\n")
                .toString();
    }

    private String link() {
        var now = context.clock().instant();
        if (link.isEmpty() || !now.isBefore(linkAt.plus(LINK_EVERY))) {
            linkAt = now;
            link = nodes.consoleLink()
                    .map(url -> "The console in your browser, at %s. This link logs in once, within a minute:\n%s\n"
                            .formatted(console, url))
                    .orElse("");
        }
        return link;
    }

    private static void hint(StringBuilder text, String command, String effect) {
        text.append("  ").append(Columns.left(command, 32)).append(effect).append('\n');
    }

    private String table() {
        for (var node : DemoNodes.NAMES) {
            var seen = ask(node);
            if (seen.isPresent()) {
                return "Seen from " + node + ":\n\n"
                        + new ClusterTable(context.isColoured(), context.size().columns(), context.clock())
                                .draw(seen.get());
            }
        }
        return "No agent answers.\n";
    }

    private Optional<MonCluster> ask(String node) {
        try {
            return Optional.of(nodes.monCluster(node));
        } catch (CommandFailed away) {
            return Optional.empty();
        }
    }
}
