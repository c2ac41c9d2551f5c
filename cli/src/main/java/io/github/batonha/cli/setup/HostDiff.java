package io.github.batonha.cli.setup;

import io.github.batonha.actors.api.MonCluster.NodeView;
import io.github.batonha.cli.agent.AgentClient;
import io.github.batonha.cli.agent.Answers;
import io.github.batonha.cli.agent.Json;
import io.github.batonha.cli.command.CommandContext;
import io.github.batonha.cli.command.CommandFailed;
import io.github.batonha.cli.command.ExitCode;
import io.github.batonha.cli.command.GlobalOptions;
import io.github.batonha.cli.output.Style;
import io.github.batonha.cli.output.UnifiedDiff;
import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** Shows which files of the home differ between the node that is asked and the others. */
final class HostDiff {

    private static final int SHOWN_DIGITS = 12;
    /** Longer than the agent waits for another one that hashes all that a home may have. */
    private static final Duration LIST_WITHIN = Duration.ofSeconds(45);

    private final CommandContext context;
    private final GlobalOptions options;
    private final AgentClient agent;
    private final List<Json> found = new ArrayList<>();
    private boolean isDifferent;
    private boolean isEachCompared = true;

    HostDiff(CommandContext context, GlobalOptions options, AgentClient agent) {
        this.context = context;
        this.options = options;
        this.agent = agent;
    }

    /** One file as a node has it. */
    private record Seen(long bytes, String sha256, boolean isExecutable) {
        String inWords() {
            return "%d bytes, %s%s"
                    .formatted(
                            bytes,
                            sha256.substring(0, Math.min(SHOWN_DIGITS, sha256.length())),
                            isExecutable ? ", executable" : "");
        }
    }

    /** Returns the exit code: 0 where all nodes have the same files. */
    int run() {
        var self = agent.node();
        var own = files(self);
        var nodes = Answers.monCluster(agent.get("/api/v1/mon-cluster")).nodes();
        var others = nodes.stream().filter(node -> !node.name().equals(self)).toList();
        others.forEach(other -> compare(self, own, other));
        var names = others.stream().map(NodeView::name).toList();
        var isSame = isEachCompared && !isDifferent;
        if (options.isJson()) {
            context.out()
                    .println(Json.empty()
                            .with("node", new Json.Text(self))
                            .with("same", new Json.Flag(isSame))
                            .with("differences", new Json.Items(found))
                            .toLine());
        } else if (isSame) {
            context.out()
                    .println("%d files in conf, site-specific and lib are the same on %s."
                            .formatted(own.size(), String.join(", ", new TreeSet<>(all(self, names)))));
        } else if (isDifferent) {
            context.out().println("`baton push` brings the files of %s to all others.".formatted(self));
        }
        return (isSame ? ExitCode.DONE : ExitCode.FAILED).number();
    }

    private void compare(String self, Map<String, Seen> own, NodeView other) {
        if (other.state() == NodeView.State.DOWN) {
            notCompared(other.name(), "it does not answer: is its agent running?");
            return;
        }
        try {
            compare(self, own, other.name(), files(other.name()));
        } catch (CommandFailed failed) {
            if (failed.exitCode() == ExitCode.UNREACHABLE) {
                // The agent that is asked, and not the other one: nothing more can be compared.
                throw failed;
            }
            notCompared(other.name(), failed.what());
        }
    }

    private void notCompared(String node, String why) {
        isEachCompared = false;
        say(Style.RED, "%s can't be compared: %s".formatted(node, why));
        found.add(Json.empty().with("node", new Json.Text(node)).with("failure", new Json.Text(why)));
    }

    private static List<String> all(String self, List<String> others) {
        var all = new ArrayList<>(others);
        all.add(self);
        return all;
    }

    private Map<String, Seen> files(String node) {
        var answer = agent.get("/api/v1/files?node=" + encoded(node), LIST_WITHIN);
        var files = new TreeMap<String, Seen>();
        for (var file : answer.items("files")) {
            files.put(file.text("path"), new Seen(file.number("bytes"), file.text("sha256"), file.flag("executable")));
        }
        return files;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private void compare(String self, Map<String, Seen> own, String other, Map<String, Seen> its) {
        var paths = new TreeSet<>(own.keySet());
        paths.addAll(its.keySet());
        for (var path : paths) {
            var here = Optional.ofNullable(own.get(path));
            var there = Optional.ofNullable(its.get(path));
            if (!here.equals(there)) {
                isDifferent = true;
                differs(self, here, other, there, path);
            }
        }
    }

    private void differs(String self, Optional<Seen> here, String other, Optional<Seen> there, String path) {
        var lines = here.isPresent() && there.isPresent() ? diff(self, other, path) : List.<String>of();
        found.add(Json.empty()
                .with("node", new Json.Text(other))
                .with("path", new Json.Text(path))
                .with("here", here.<Json>map(HostDiff::json).orElseGet(Json.Nothing::new))
                .with("there", there.<Json>map(HostDiff::json).orElseGet(Json.Nothing::new))
                .with("diff", new Json.Text(String.join("\n", lines))));
        if (here.isEmpty() || there.isEmpty()) {
            say(Style.YELLOW, "%s is on %s alone".formatted(path, here.isPresent() ? self : other));
            return;
        }
        say(
                Style.YELLOW,
                "%s differs: %s has %s; %s has %s"
                        .formatted(
                                path,
                                self,
                                here.get().inWords(),
                                other,
                                there.get().inWords()));
        lines.forEach(line -> say(Style.PLAIN, line));
    }

    private static Json json(Seen seen) {
        return Json.empty()
                .with("bytes", Json.Digits.of(seen.bytes()))
                .with("sha256", new Json.Text(seen.sha256()))
                .with("executable", new Json.Flag(seen.isExecutable()));
    }

    /** Secrets are masked on both sides: where they alone differ, there is nothing to show. */
    private List<String> diff(String self, String other, String path) {
        var ours = text(self, path);
        var theirs = text(other, path);
        return ours.isEmpty() || theirs.isEmpty()
                ? List.of()
                : UnifiedDiff.of(
                        self + "/" + path,
                        ours.get().lines().toList(),
                        other + "/" + path,
                        theirs.get().lines().toList());
    }

    /** Empty where it is no text, or a long one. */
    private Optional<String> text(String node, String path) {
        var bytes = new ByteArrayOutputStream();
        try {
            agent.copy(
                    "/api/v1/files/content?node=%s&path=%s".formatted(encoded(node), encoded(path)),
                    (piece, length) -> {
                        bytes.write(piece, 0, length);
                        return true;
                    });
            return Optional.of(bytes.toString(StandardCharsets.UTF_8));
        } catch (CommandFailed noText) {
            return Optional.empty();
        }
    }

    private void say(Style style, String line) {
        if (!options.isJson()) {
            context.out().println(style.paint(line, context.isColoured()));
        }
    }
}
