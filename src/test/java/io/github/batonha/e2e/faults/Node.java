package io.github.batonha.e2e.faults;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.batonha.e2e.Certified;
import io.github.batonha.e2e.Commands;
import io.github.batonha.e2e.Distribution;
import io.github.batonha.e2e.ProcFs;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** One host of the test network with its agent. Safe for use by several threads. */
final class Node {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration STOP_WITHIN = Duration.ofSeconds(60);
    private static final int BALLAST_BYTES = 64 * 1024;
    private static final long LOOK_NANOS = 2_000_000;
    /** Field of {@code /proc/PID/stat}, counted from the one behind the name. */
    private static final int STARTED = 19;

    private final String name;
    private final Path home;
    private final String address;
    private final List<String> onHost;
    private final List<Testimony.Pause> pauses = new ArrayList<>();
    private @Nullable Process agent;
    private OptionalLong pausedAt = OptionalLong.empty();

    /**
     * How an order ended: {@code done}, {@code refused}, or {@code broken} where its agent went away.
     *
     * @param lines all that the agent told, as it came
     */
    record Outcome(String result, String text, String lines) {
        boolean isDone() {
            return result.equals("done");
        }

        @Override
        public String toString() {
            return result + ": " + text;
        }

        boolean isBroken() {
            return result.equals("broken");
        }
    }

    /** @param onHost what to put before a command so that it runs on the host */
    Node(String name, Path home, String address, List<String> onHost) {
        this.name = name;
        this.home = home;
        this.address = address;
        this.onHost = List.copyOf(onHost);
    }

    String name() {
        return name;
    }

    /** Installs what stands in its home, and gives the node a certificate. */
    void install() {
        baton("install").orFail();
        Certified.node(home, name);
    }

    Path home() {
        return home;
    }

    Path runFolder() {
        return home.resolve("run").resolve(name);
    }

    Commands.Result baton(String... words) {
        return Commands.run(onHost(command(words)), environment());
    }

    synchronized boolean isAgentAlive() {
        return agent != null && agent.isAlive();
    }

    /** Starts the agent unless it runs; does not wait for it. */
    synchronized void start() {
        if (isAgentAlive()) {
            return;
        }
        try {
            Path console = Files.createDirectories(home.resolve("logs")).resolve(name + ".console");
            var builder = new ProcessBuilder(onHost(command("node", "--name", name)))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(console.toFile()));
            builder.environment().putAll(environment());
            agent = builder.start();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    synchronized void killAgent() throws InterruptedException {
        if (agent != null) {
            agent.destroyForcibly().waitFor();
        }
    }

    /** The agent first, so that nothing is started any more while the others end. */
    void killHost() throws InterruptedException {
        killAgent();
        killProcesses(processes());
        killProcesses(processes()); // what was forked meanwhile
    }

    void killPrimaryOnly() {
        killProcesses(primaryOnly());
    }

    private static void killProcesses(List<Long> pids) {
        pids.forEach(pid -> Posix.kill(pid, Posix.SIGKILL));
        for (long pid : pids) {
            while (ProcFs.isAlive(pid)) {
                LockSupport.parkNanos(LOOK_NANOS);
            }
        }
    }

    /** Whether it ended in time. */
    synchronized boolean stop() throws InterruptedException {
        if (agent == null) {
            return true;
        }
        agent.destroy();
        return agent.waitFor(STOP_WITHIN.toSeconds(), TimeUnit.SECONDS);
    }

    synchronized void freezeAgent() {
        if (agent != null && agent.isAlive()) {
            Posix.kill(agent.pid(), Posix.SIGSTOP);
        }
    }

    /** As a machine that its hypervisor pauses. */
    synchronized void freezeAll() {
        pausedAt = OptionalLong.of(System.nanoTime());
        freezeAgent();
        freezeProcesses();
    }

    void freezeProcesses() {
        processes().forEach(pid -> Posix.kill(pid, Posix.SIGSTOP));
    }

    void thaw() {
        processes().forEach(pid -> Posix.kill(pid, Posix.SIGCONT));
        synchronized (this) {
            if (agent != null && agent.isAlive()) {
                Posix.kill(agent.pid(), Posix.SIGCONT);
            }
            pausedAt.ifPresent(from -> pauses.add(new Testimony.Pause(name, from, System.nanoTime())));
            pausedAt = OptionalLong.empty();
        }
    }

    /** Those that are over. */
    synchronized List<Testimony.Pause> pauses() {
        return List.copyOf(pauses);
    }

    /** Pids of what the agent supervises, and of its descendants. */
    List<Long> processes() {
        return ProcFs.withVariable("BATON_RUN_DIR", runFolder().toString());
    }

    /** When each of them was started, in the kernel's ticks: what was started anew is not the same, even under the same pid. */
    Map<Long, String> lives() {
        var lives = new TreeMap<Long, String>();
        processes().forEach(pid -> lives.put(pid, startTicks(pid)));
        return lives;
    }

    private static String startTicks(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            return stat.substring(stat.lastIndexOf(')') + 2).split(" ", STARTED + 2)[STARTED];
        } catch (IOException e) {
            return "gone";
        }
    }

    private List<Long> primaryOnly() {
        var here = processes();
        return ProcFs.withVariable("BATON_PRIMARY_ONLY", "1").stream()
                .filter(here::contains)
                .toList();
    }

    void fillDisk() {
        try (var ballast = FileChannel.open(
                ballast(), StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            for (int size = BALLAST_BYTES; size > 0; size /= 8) {
                fill(ballast, size);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void fill(FileChannel ballast, int bytes) {
        try {
            while (true) {
                ballast.write(ByteBuffer.allocate(bytes));
            }
        } catch (IOException full) {
            // As it should be.
        }
    }

    void emptyDisk() {
        try {
            Files.deleteIfExists(ballast());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Path ballast() {
        return runFolder().resolve("ballast");
    }

    /**
     * Orders this node to be primary, as an operator does over HTTP who knows that a new definition is on its way. Blocks
     * until the order has ended.
     */
    Outcome setPrimary(List<String> confirmDown, String reason) {
        try {
            String token = Files.readString(runFolder().resolve("token")).strip();
            String body = JSON.writeValueAsString(Map.of(
                    "target",
                    name,
                    "confirmDown",
                    confirmDown,
                    "override",
                    List.of("config-differs"),
                    "by",
                    "faults",
                    "reason",
                    reason));
            var answer = curl(
                    "-N",
                    "-H",
                    "Authorization: Bearer " + token,
                    "-H",
                    "Content-Type: application/json",
                    "-d",
                    body,
                    url("/api/v1/primary"));
            var last = answer.out().lines().reduce("", (before, line) -> line.isBlank() ? before : line);
            var line = JSON.readTree(last.isEmpty() ? "{}" : last);
            return switch (line.path("outcome").asText(line.path("type").asText())) {
                case "done" -> new Outcome("done", line.path("text").asText(), answer.out());
                case "refused" -> refused(line, "text", answer.out());
                case "/problems/refused" -> refused(line, "detail", answer.out());
                default -> new Outcome("broken", "curl %d %s".formatted(answer.exit(), last), answer.out());
            };
        } catch (IOException e) {
            return new Outcome("broken", e.toString(), "");
        }
    }

    /** At once as a problem document, or at the end of what was under way. */
    private static Outcome refused(JsonNode line, String why, String lines) {
        return new Outcome(
                "refused", line.path(why).asText() + " " + line.path("remedy").asText(), lines);
    }

    /** What the agent answers, or a missing node where it does not. */
    JsonNode get(String path) {
        var answer = token().isEmpty() ? curl(url(path)) : curl("-H", "Authorization: Bearer " + token(), url(path));
        try {
            return JSON.readTree(answer.exit() == 0 && !answer.out().isBlank() ? answer.out() : "null");
        } catch (JsonProcessingException e) {
            throw new AssertionError(answer.toString(), e);
        }
    }

    /** Empty before the agent's first start. */
    private String token() {
        try {
            return Files.readString(runFolder().resolve("token")).strip();
        } catch (IOException notYet) {
            return "";
        }
    }

    private String url(String path) {
        return "https://%s:8558%s".formatted(address, path);
    }

    private Commands.Result curl(String... words) {
        var command = new ArrayList<>(List.of("curl", "-s", "-m", "120", "--cacert"));
        command.add(home.resolve("certificates").resolve(name).resolve("ca.pem").toString());
        command.addAll(List.of(words));
        return Commands.run(onHost(command), Map.of());
    }

    private static List<String> command(String... words) {
        var command = new ArrayList<>(List.of(Distribution.baton()));
        command.addAll(List.of(words));
        return command;
    }

    private List<String> onHost(List<String> command) {
        var words = new ArrayList<>(onHost);
        words.addAll(command);
        return words;
    }

    private Map<String, String> environment() {
        return Map.of("BATON_HOME", home.toString(), "BATON_NODE", name);
    }
}
