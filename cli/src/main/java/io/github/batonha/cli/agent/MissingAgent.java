package io.github.batonha.cli.agent;

import io.github.batonha.cli.command.CommandFailed;
import io.github.batonha.cli.command.ExitCode;
import io.github.batonha.conf.model.BatonHome;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Says why no agent was found: its files can't be read by this user, it is starting, or there is none. */
final class MissingAgent {

    private static final Path LOCKS = Path.of("/proc/locks");

    private final BatonHome home;

    MissingAgent(BatonHome home) {
        this.home = home;
    }

    /** No agent at all was found. */
    CommandFailed any() {
        return why(directories())
                .orElseGet(
                        () -> failed(
                                "No agent runs from " + home.path(),
                                "start one: `systemctl start baton` where it is a service, else `baton node`; try `baton demo`; or say with --home where the installation is"));
    }

    /** The agent of this node was not found. */
    CommandFailed of(String node) {
        var itsOwn = directories().stream()
                .filter(directory -> nameOf(directory).equalsIgnoreCase(node))
                .toList();
        return why(itsOwn)
                .orElseGet(() -> failed(
                        "No agent of node '%s' runs from %s".formatted(node, home.path()),
                        "start it with `baton node --name %s`, or check --node and --home".formatted(node)));
    }

    private Optional<CommandFailed> why(List<Path> directories) {
        return directories.stream().map(this::why).flatMap(Optional::stream).findFirst();
    }

    private Optional<CommandFailed> why(Path directory) {
        var file = directory.resolve("agent.json");
        try {
            Files.readAllBytes(file);
        } catch (NoSuchFileException | NotDirectoryException absent) {
            // Said below, if it is about to be written.
        } catch (IOException e) {
            return Optional.of(unreadable(file, e));
        }
        return starting(directory);
    }

    /** The folders of nodes, by name. */
    private List<Path> directories() {
        var run = home.path().resolve("run");
        var found = new ArrayList<Path>();
        try (var nodes = Files.newDirectoryStream(run)) {
            nodes.forEach(found::add);
        } catch (NoSuchFileException | NotDirectoryException noneYet) {
            return List.of();
        } catch (IOException e) {
            throw unreadable(run, e);
        }
        found.sort(null);
        return found;
    }

    /** Holds the lock of its node, and has not said yet where it can be reached. */
    private Optional<CommandFailed> starting(Path directory) {
        var name = nameOf(directory);
        return lockedBy(directory.resolve("agent.lock"))
                .map(pid -> failed(
                        obstacle(directory)
                                .map(why -> "The agent of %s runs as process %s, but can't be asked: %s"
                                        .formatted(name, pid, why))
                                .orElse("The agent of %s is starting: process %s does not answer yet"
                                        .formatted(name, pid)),
                        "give the command again in some seconds; what it does is in logs/%s/agent.log"
                                .formatted(name)));
    }

    private static Optional<String> obstacle(Path directory) {
        try {
            return SocketLogin.ask(directory).map(SocketLogin::refusal).filter(text -> !text.isEmpty());
        } catch (IOException notYet) {
            return Optional.empty();
        }
    }

    /** By the kernel's list: to try the lock could get into the way of an agent that is about to take it. */
    private static Optional<String> lockedBy(Path lock) {
        try {
            var pid = Files.readString(lock).strip();
            var inode = ":" + Files.getAttribute(lock, "unix:ino");
            return Files.readAllLines(LOCKS).stream()
                    .map(line -> List.of(line.strip().split("\\s+")))
                    .filter(words -> words.size() > 5
                            && words.get(4).equals(pid)
                            && words.get(5).endsWith(inode))
                    .findFirst()
                    .map(_ -> pid);
        } catch (IOException | UnsupportedOperationException notToBeTold) {
            return Optional.empty();
        }
    }

    static CommandFailed unreadable(Path file, IOException cause) {
        var why = cause instanceof AccessDeniedException ? "permission denied" : String.valueOf(cause.getMessage());
        return new CommandFailed(
                ExitCode.UNREACHABLE,
                "%s can't be read by this user (%s), so that an agent may run here unseen".formatted(file, why),
                "give the command as the user that runs the agent%s, or as root".formatted(owner(file)),
                cause);
    }

    private static String owner(Path file) {
        try {
            return ", " + Files.getOwner(file).getName();
        } catch (IOException | UnsupportedOperationException unknown) {
            return "";
        }
    }

    private static CommandFailed failed(String what, String remedy) {
        return new CommandFailed(ExitCode.UNREACHABLE, what, remedy);
    }

    private static String nameOf(Path directory) {
        return String.valueOf(directory.getFileName());
    }
}
