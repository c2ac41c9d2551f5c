package io.github.batonha.e2e;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.batonha.e2e.Commands.Result;
import io.github.batonha.test.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Real agents of the packaged product in one or several homes. {@link #close()} ends every process that it or its agents
 * started and fails if an orderly stop left one behind.
 */
final class TestCluster implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** A look starts a process, and tests look most of their time. */
    private static final Duration LOOK_EVERY = ofMillis(400);

    private final Function<String, Path> homes;
    private final @Nullable Lan lan;
    private final Map<String, Process> agents = new HashMap<>();
    private List<String> wrapper = List.of();
    private final Map<String, Path> distributions = new HashMap<>();
    private final Set<String> started = new TreeSet<>();
    private final Map<String, String> variables = new HashMap<>();

    private TestCluster(Function<String, Path> homes, @Nullable Lan lan) {
        this.homes = homes;
        this.lan = lan;
    }

    /** All nodes share one home, each at a loopback address of its own. */
    static TestCluster in(Path home) {
        return new TestCluster(node -> home, null);
    }

    /** Each node has a home and a host of the network of its own. */
    static TestCluster on(Lan lan, Function<String, Path> homes) {
        return new TestCluster(homes, lan);
    }

    /** Each node has a home of its own. */
    static TestCluster in(Function<String, Path> homes) {
        return new TestCluster(homes, null);
    }

    /** A variable of the environment of agents and commands. */
    TestCluster with(String variable, String value) {
        variables.put(variable, value);
        return this;
    }

    Path home(String node) {
        return homes.apply(node);
    }

    Path runFolder(String node) {
        return home(node).resolve("run").resolve(node);
    }

    /** Runs a command on the node's host and home. */
    Result baton(String node, String... words) {
        return Commands.run(command(node, words), environment(node));
    }

    /** A command that goes on; whoever begins it ends it. */
    Process begin(String node, Path out, String... words) {
        try {
            var builder = new ProcessBuilder(command(node, words))
                    .redirectOutput(out.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD);
            builder.environment().putAll(environment(node));
            return builder.start();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** In a network, its certificate too. */
    Result install(String node) {
        var result = baton(node, "install").orFail();
        if (lan != null) {
            Certified.node(home(node), node);
        }
        return result;
    }

    /** From now on agent and commands of this node are those of another distribution. */
    TestCluster from(Path distribution, String node) {
        distributions.put(node, distribution);
        return this;
    }

    /** Agents start through these words. */
    TestCluster through(String... words) {
        wrapper = List.of(words);
        return this;
    }

    /** Starts the node's agent; does not wait. */
    void start(String node) {
        start(node, home(node).resolve("logs/" + node + ".console"));
    }

    /** As {@link #start(String)}, with a console of its own. */
    void start(String node, Path console) {
        try {
            var command = new ArrayList<>(wrapper);
            command.addAll(command(node, "node", "--name", node));
            var builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().putAll(environment(node));
            Files.createDirectories(home(node).resolve("logs"));
            builder.redirectOutput(ProcessBuilder.Redirect.appendTo(console.toFile()));
            started.add(node);
            agents.put(node, builder.start());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Starts agents and waits until they answer, several until they are one cluster. */
    void startAndAwait(String... nodes) {
        List.of(nodes).forEach(this::start);
        List.of(nodes).forEach(this::awaitAnswer);
        if (nodes.length > 1) {
            awaitOneCluster(nodes);
        }
    }

    void awaitAnswer(String node) {
        eventually(
                node + " answers",
                ofSeconds(90),
                () -> mon(node).path("node").asText().equals(node));
    }

    long agentPid(String node) {
        try {
            return JSON.readTree(runFolder(node).resolve("agent.json").toFile())
                    .path("pid")
                    .asLong();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** SIGKILL to the agent alone. */
    void killAgent(String node) {
        end(node, true);
    }

    /** What the loss of the host does: everything of the node ends at once. */
    void killHost(String node) {
        end(node, true);
        eventually("nothing of " + node + " runs", ofSeconds(90), () -> {
            var left = processes(node);
            left.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
            return left.isEmpty();
        });
    }

    /** SIGTERM to the agent, and waits until it has ended. */
    void stop(String node) {
        end(node, false);
    }

    private void end(String node, boolean atOnce) {
        Process agent = agents.remove(node);
        if (agent == null) {
            return;
        }
        // Through the namespace wrapper and the script, both of which exec, this is the JVM itself.
        if (atOnce) {
            agent.destroyForcibly();
        } else {
            agent.destroy();
        }
        try {
            agent.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Pids of the processes that the node supervises, by the marker in their environment. */
    List<Long> processes(String node) {
        return ProcFs.withVariable("BATON_RUN_DIR", runFolder(node).toString());
    }

    /** What the agent answers to {@code mon}; over HTTP, for a JVM for each look would be most of the work of these tests. */
    JsonNode mon(String node) {
        return get(node, "/api/v1/mon");
    }

    JsonNode monCluster(String node) {
        return get(node, "/api/v1/mon-cluster");
    }

    JsonNode get(String node, String path) {
        return json(curl(node, path, "-f"));
    }

    /** Asks the agent where it says that it answers, with its token. */
    Result curl(String node, String path, String... options) {
        try {
            JsonNode address =
                    JSON.readTree(runFolder(node).resolve("agent.json").toFile());
            String url = address.path("url").asText();
            String token = Files.readString(runFolder(node).resolve("token")).strip();
            var command = new ArrayList<String>(lan == null ? List.of() : lan.on(node));
            command.addAll(List.of("curl", "-sS", "-m", "20", "-H", "Authorization: Bearer " + token, url + path));
            command.addAll(List.of(options));
            if (url.startsWith("https:")) {
                command.addAll(List.of("--cacert", address.path("ca").asText()));
            }
            return Commands.run(command, Map.of());
        } catch (IOException e) {
            throw new AssertionError(node + " does not answer", e);
        }
    }

    /** The row of a process as {@code mon} on the node has it. */
    JsonNode process(String node, String name) {
        for (JsonNode row : mon(node).path("processes")) {
            if (row.path("name").asText().equals(name)) {
                return row;
            }
        }
        throw new AssertionError("mon of %s does not list %s".formatted(node, name));
    }

    /** What {@code mon-cluster}, asked on one node, says of another. */
    JsonNode seen(String from, String of) {
        for (JsonNode node : monCluster(from).path("nodes")) {
            if (node.path("name").asText().equals(of)) {
                return node;
            }
        }
        throw new AssertionError("mon-cluster on %s does not list %s".formatted(from, of));
    }

    /** State of a process of one node as {@code mon-cluster} on another says it. */
    String seen(String from, String of, String process) {
        for (JsonNode row : seen(from, of).path("processes")) {
            if (row.path("name").asText().equals(process)) {
                return row.path("state").asText();
            }
        }
        throw new AssertionError("mon-cluster on %s does not list %s of %s".formatted(from, process, of));
    }

    void awaitSeen(String from, String of, String state) {
        eventually(
                from + " sees " + of + " " + state,
                ofSeconds(90),
                () -> seen(from, of).path("state").asText().equals(state));
    }

    /** How many members the node's cluster has, as it sees it; 0 where it does not answer. */
    int members(String node) {
        var answer = curl(node, "/cluster/members");
        return answer.exit() == 0 ? answer.out().split("\"status\":\"Up\"", -1).length - 1 : 0;
    }

    /** Two clusters that were founded at the same time become one by restarting an ActorSystem, for which its node does not answer. */
    void awaitOneCluster(String... nodes) {
        eventually(
                "one cluster of all",
                ofSeconds(90),
                () -> Stream.of(nodes).allMatch(node -> members(node) == nodes.length));
    }

    void awaitHealthy(String node, String process) {
        eventually(
                process + " is healthy on " + node,
                ofSeconds(90),
                () -> process(node, process).path("status").asText().equals("HEALTHY"));
    }

    /** Until the standby of the process is held: before, its JVM is on its way or not there yet. */
    void awaitWarm(String node, String process) {
        eventually("the standby of %s on %s is warm".formatted(process, node), ofSeconds(90), () -> {
            var standby = process(node, process);
            return standby.path("status").asText().equals("STANDBY")
                    && standby.path("pid").asLong() > 0
                    && standby.path("message").asText().isEmpty();
        });
    }

    /** A condition that can't be looked at yet, because an agent is starting, does not hold yet. */
    static void eventually(String what, Duration within, Callable<Boolean> condition) {
        Await.until(what, within, LOOK_EVERY, condition);
    }

    /** For whoever looks into a failure: the homes of tests go with them. */
    private void keepLogs(String node) {
        Path logs = home(node).resolve("logs");
        Path kept = Path.of("target", "logs", home(node).toString().replace('/', '_'));
        try {
            LightHome.copy(logs, kept);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode json(Result result) {
        try {
            return JSON.readTree(result.orFail().out());
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + result, e);
        }
    }

    private List<String> command(String node, String... words) {
        var command = new ArrayList<String>(lan == null ? List.of() : lan.on(node));
        command.add(distributions
                .getOrDefault(node, Distribution.folder())
                .resolve("bin/baton")
                .toString());
        command.addAll(List.of(words));
        return command;
    }

    private Map<String, String> environment(String node) {
        var environment = new HashMap<>(variables);
        environment.put("BATON_HOME", home(node).toString());
        environment.put("BATON_NODE", node);
        return environment;
    }

    @Override
    public void close() {
        var nodes = List.copyOf(agents.keySet());
        nodes.forEach(node -> {
            Process agent = agents.get(node);
            if (agent != null) {
                agent.destroy();
            }
        });
        var left = new ArrayList<String>();
        for (String node : nodes) {
            stop(node);
            processes(node).forEach(pid -> left.add(node + "/" + pid));
            killHost(node);
        }
        started.forEach(this::killHost); // also what a killed agent left, which no agent took over
        started.forEach(this::keepLogs);
        if (!left.isEmpty()) {
            throw new AssertionError("an orderly stop left processes behind: " + left);
        }
    }
}
