package io.github.batonha.cli.agent;

import io.github.batonha.actors.api.AgentAddress;
import io.github.batonha.cli.command.CommandContext;
import io.github.batonha.cli.command.CommandFailed;
import io.github.batonha.cli.command.ExitCode;
import io.github.batonha.cli.command.GlobalOptions;
import io.github.batonha.conf.model.BatonHome;
import io.github.batonha.supervision.os.UserAccount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the installation and the agent that a command is meant for. */
public final class Agents {

    /** Where {@code baton demo} lays out its home, below the folder that baton was cloned in. */
    public static final Path DEMO = Path.of(".baton", "demo");

    private static final String ROOT = "root";

    private final CommandContext context;
    private final GlobalOptions options;

    public Agents(CommandContext context, GlobalOptions options) {
        this.context = context;
        this.options = options;
    }

    /** {@code --home}, else {@code BATON_HOME}, else that of a running demo, else the folder of the installation. */
    public BatonHome home() {
        return options.home(context).map(BatonHome::new).orElseGet(() -> {
            var demo = new BatonHome(context.root().resolve(DEMO));
            return live(demo).isEmpty() ? new BatonHome(context.root()) : demo;
        });
    }

    /**
     * The same, to install in.
     *
     * @throws CommandFailed if root would leave files there that the agent of another user can't read
     */
    public BatonHome homeToInstall() {
        var home = home();
        var owner = owner(home.path());
        if (UserAccount.ownId() == 0 && !owner.equals(ROOT)) {
            throw new CommandFailed(
                    ExitCode.WRONG_USAGE,
                    "%s belongs to user %s, whose agent can't read what root writes there"
                            .formatted(home.path(), owner),
                    "give the command as that user, by `sudo -u %1$s` or `runuser -u %1$s --`; where the agent runs as root, chown the folder to root"
                            .formatted(owner));
        }
        return home;
    }

    private static String owner(Path folder) {
        try {
            return Files.getOwner(folder).getName();
        } catch (IOException | UnsupportedOperationException unknown) {
            return ROOT;
        }
    }

    /** {@code --node}, else {@code BATON_NODE}, else the one that runs, else that of this host's name. */
    public AgentClient choose() {
        return choose(Optional.empty());
    }

    /**
     * The one of {@code --url}, which is asked over the network; empty for one of this machine.
     *
     * @throws CommandFailed if {@code --node} says that another one is meant
     */
    private Optional<AgentClient> elsewhere() {
        var url = options.url(context);
        if (url.isEmpty()) {
            return Optional.empty();
        }
        var agent = AgentClient.elsewhere(url.get(), options.identity(context));
        var named = options.node(context);
        if (named.isPresent() && !agent.node().equalsIgnoreCase(named.get())) {
            throw new CommandFailed(
                    ExitCode.WRONG_USAGE,
                    "The agent at that URL is %s, and not %s".formatted(agent.node(), named.get()),
                    "leave --node and BATON_NODE away, or give the URL of %s".formatted(named.get()));
        }
        return Optional.of(agent);
    }

    /** As {@link #choose()}, but where {@code --node} names none of this machine, one of this machine that can ask it. */
    public AgentClient chooseToAsk() {
        var url = options.url(context);
        if (url.isPresent()) {
            return AgentClient.elsewhere(url.get(), options.identity(context));
        }
        var home = home();
        var live = live(home);
        var named = options.node(context);
        if (named.isEmpty() || find(live, named.get()).isPresent() || live.isEmpty()) {
            return choose();
        }
        return client(home, live.getFirst());
    }

    /** As {@link #choose()}, but before the one that runs comes that of {@code preferred}, if it runs on this machine. */
    public AgentClient chooseFor(String preferred) {
        return choose(Optional.of(preferred));
    }

    /**
     * Gets what every agent of a cluster can tell. Without {@code --node} or {@code BATON_NODE} any one of this machine
     * will do: that of this host's name, else the first by name that can be reached.
     */
    public Json getFromAny(String path) {
        var elsewhere = elsewhere();
        if (elsewhere.isPresent()) {
            return elsewhere.get().get(path);
        }
        var home = home();
        var live = live(home);
        if (options.node(context).isPresent() || live.size() < 2) {
            return choose().get(path);
        }
        var own = hostName().flatMap(name -> find(live, name));
        var inTurn = Stream.concat(own.stream(), live.stream()).distinct().toList();
        return firstAnswer(home, inTurn, path);
    }

    private static Json firstAnswer(BatonHome home, List<AgentAddress> inTurn, String path) {
        try {
            return client(home, inTurn.getFirst()).get(path);
        } catch (CommandFailed failed) {
            var others = inTurn.subList(1, inTurn.size());
            if (failed.exitCode() != ExitCode.UNREACHABLE || others.isEmpty()) {
                throw failed;
            }
            return firstAnswer(home, others, path);
        }
    }

    private AgentClient choose(Optional<String> preferred) {
        var elsewhere = elsewhere();
        if (elsewhere.isPresent()) {
            return elsewhere.get();
        }
        var home = home();
        var live = live(home);
        var named = options.node(context);
        if (named.isPresent()) {
            return find(live, named.get())
                    .map(agent -> client(home, agent))
                    .orElseThrow(() -> new MissingAgent(home).of(named.get()));
        }
        return preferred
                .flatMap(name -> find(live, name))
                .or(() -> live.size() == 1 ? Optional.of(live.getFirst()) : Optional.empty())
                .or(() -> hostName().flatMap(name -> find(live, name)))
                .map(agent -> client(home, agent))
                .orElseThrow(() -> live.isEmpty() ? new MissingAgent(home).any() : severalRun(live));
    }

    /** The agents of a home whose processes are there, by name. */
    public static List<AgentAddress> live(BatonHome home) {
        var run = home.path().resolve("run");
        if (!Files.isDirectory(run)) {
            return List.of();
        }
        var found = new ArrayList<AgentAddress>();
        try (var nodes = Files.newDirectoryStream(run)) {
            for (var node : nodes) {
                read(node).filter(Agents::isLive).ifPresent(found::add);
            }
        } catch (IOException e) {
            throw MissingAgent.unreadable(run, e);
        }
        found.sort(new ByNode());
        return List.copyOf(found);
    }

    public static AgentClient client(BatonHome home, AgentAddress agent) {
        return new AgentClient(agent, home.run(agent.node()));
    }

    private static Optional<AgentAddress> read(Path run) {
        var file = run.resolve("agent.json");
        try {
            // Users other than the agent's may not read it, but may ask the socket.
            return Files.exists(file) && !Files.isReadable(file)
                    ? SocketLogin.ask(run).map(SocketLogin::address)
                    : Optional.of(Answers.agentAddress(Json.parse(Files.readString(file))));
        } catch (IOException | CommandFailed absentOrHalfWritten) {
            return Optional.empty();
        }
    }

    private static boolean isLive(AgentAddress agent) {
        return Files.isDirectory(Path.of("/proc", Long.toString(agent.pid())));
    }

    private static Optional<AgentAddress> find(List<AgentAddress> agents, String name) {
        for (var agent : agents) {
            if (agent.node().equalsIgnoreCase(name)) {
                return Optional.of(agent);
            }
        }
        return Optional.empty();
    }

    private static Optional<String> hostName() {
        try {
            return Optional.of(
                    Files.readString(Path.of("/proc/sys/kernel/hostname")).strip());
        } catch (IOException notLinux) {
            return Optional.empty();
        }
    }

    private static CommandFailed severalRun(List<AgentAddress> live) {
        var names = String.join(", ", live.stream().map(AgentAddress::node).toList());
        return new CommandFailed(
                ExitCode.WRONG_USAGE,
                "Several agents run on this machine: " + names,
                "choose one: --node %s, or set BATON_NODE"
                        .formatted(live.getFirst().node()));
    }

    /** By hand: what {@link Comparator} makes of a getter can't be in a start-up cache. */
    private static final class ByNode implements Comparator<AgentAddress> {
        @Override
        public int compare(AgentAddress one, AgentAddress other) {
            return one.node().compareTo(other.node());
        }
    }
}
