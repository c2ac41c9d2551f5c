package io.github.batonha.cli.audit;

import io.github.batonha.actors.audit.AuditFiles;
import io.github.batonha.cli.agent.Agents;
import io.github.batonha.cli.command.CommandContext;
import io.github.batonha.cli.command.CommandFailed;
import io.github.batonha.cli.command.ExitCode;
import io.github.batonha.cli.command.GlobalOptions;
import io.github.batonha.conf.model.BatonHome;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Finds the nodes of a home that have an audit. */
final class AuditedNodes {

    private final CommandContext context;
    private final GlobalOptions options;
    private final BatonHome home;

    AuditedNodes(CommandContext context, GlobalOptions options) {
        this.context = context;
        this.options = options;
        this.home = new Agents(context, options).home();
    }

    /** A folder of logs and one of run. */
    record Node(String name, Path logs, Path run) {}

    /** The one that is named, else all of the home. */
    List<Node> chosen() {
        var named = options.node(context);
        if (named.isPresent()) {
            return List.of(node(named.get()));
        }
        var all = all();
        if (all.isEmpty()) {
            throw new CommandFailed(
                    ExitCode.FAILED,
                    "There is no audit in %s".formatted(home.path().resolve("logs")),
                    "an agent makes it when it starts; choose another home with --home");
        }
        return all;
    }

    /** A named one may have lost all its files, which is to be found. */
    private Node node(String name) {
        if (!Files.isDirectory(home.logs(name))) {
            throw new CommandFailed(
                    ExitCode.WRONG_USAGE,
                    "There is no folder %s".formatted(home.logs(name)),
                    "the nodes with an audit here are: %s"
                            .formatted(String.join(
                                    ", ", all().stream().map(Node::name).toList())));
        }
        return new Node(name, home.logs(name), home.run(name));
    }

    private List<Node> all() {
        var logs = home.path().resolve("logs");
        if (!Files.isDirectory(logs)) {
            return List.of();
        }
        var names = new ArrayList<String>();
        try (var nodes = Files.newDirectoryStream(logs, Files::isDirectory)) {
            for (var node : nodes) {
                var name = String.valueOf(node.getFileName());
                if (!AuditFiles.inOrder(node).isEmpty()
                        || Files.exists(home.run(name).resolve("audit-end"))) {
                    names.add(name);
                }
            }
        } catch (IOException e) {
            throw unreadable(e);
        }
        Collections.sort(names);
        var found = new ArrayList<Node>();
        for (var name : names) {
            found.add(new Node(name, home.logs(name), home.run(name)));
        }
        return found;
    }

    static CommandFailed unreadable(IOException e) {
        return e instanceof AccessDeniedException
                ? new CommandFailed(
                        ExitCode.FAILED,
                        "%s may not read %s".formatted(System.getProperty("user.name"), e.getMessage()),
                        "give the command as the user that the agent runs as",
                        e)
                : new CommandFailed(ExitCode.FAILED, "The audit can't be read: %s".formatted(e), "", e);
    }
}
