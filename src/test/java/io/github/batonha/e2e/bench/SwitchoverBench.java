package io.github.batonha.e2e.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * SetPrimary to and fro between two agents on this machine, and what took how long, as the history of the product itself tells it.
 * Needs nothing but a JDK:
 *
 * <pre>java src/test/java/io/github/batonha/e2e/bench/SwitchoverBench.java k8s-free-deploy/target/baton/bin/baton</pre>
 *
 * Further arguments: how many switchovers are counted (40), four more go before, uncounted; and the tags of the process that moves
 * ({@code <command>sleep 100000</command>}).
 */
public final class SwitchoverBench {

    private static final List<String> NODES = List.of("NodeA", "NodeB");
    private static final List<String> PHASES = List.of("ask", "release", "stop", "commit", "spawn", "ready");
    private static final int WARM_UP = 4;
    private static final Pattern PHASE =
            Pattern.compile("\\{\"name\":\"(\\w+)\",\"host\":\"\\w+\",\"millis\":([0-9.E-]+)}");
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final String baton;
    private final Path home;
    private final String tags;
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Process> agents = new ArrayList<>();

    private SwitchoverBench(String baton, Path home, String tags) {
        this.baton = baton;
        this.home = home;
        this.tags = tags;
    }

    public static void main(String[] words) throws Exception {
        if (words.length < 1) {
            System.err.println("usage: SwitchoverBench BATON [SWITCHOVERS [TAGS]]");
            System.exit(64);
        }
        var count = words.length > 1 ? Integer.parseInt(words[1]) : 40;
        var tags = words.length > 2 ? words[2] : "<command>sleep 100000</command>";
        var bench = new SwitchoverBench(words[0], Files.createTempDirectory("switchover-bench"), tags);
        try {
            bench.start();
            bench.run(count);
        } finally {
            bench.end();
        }
    }

    private static String address(String node) {
        return node.equals("NodeA") ? "127.0.48.1" : "127.0.48.2";
    }

    private void start() throws Exception {
        Files.createDirectories(home.resolve("conf"));
        Files.createDirectories(home.resolve("lib"));
        Files.writeString(home.resolve("conf/bench-system-definition.kts"), """
                systemDefinition { systems { system(name = "BENCH") { hosts {
                  host(name = "NodeA") { item(name = "Address", value = "127.0.48.1") }
                  host(name = "NodeB") { item(name = "Address", value = "127.0.48.2") }
                } } } }
                """);
        Files.writeString(home.resolve("conf/bench-processes.xml"), """
                <processes><process name="ONLY_ONE"><groupId>BENCH</groupId><start>true</start>
                <primaryOnly>true</primaryOnly>%s</process></processes>
                """.formatted(tags));
        process(home.resolve("install.log"), "--node", "NodeA", "install").waitFor();
        for (var node : NODES) {
            agents.add(process(home.resolve(node + ".console"), "node", "--name", node));
            // One after the other: two that start at once may each found a cluster, and one of them begins again then.
            await(node + " answers", () -> !get(node, "mon").isEmpty());
        }
        for (var node : NODES) {
            await(node + " sees both nodes", () -> {
                var seen = get(node, "mon-cluster");
                return seen.split("\"state\":\"UP\"", -1).length > 2;
            });
        }
    }

    private Process process(Path output, String... words) throws IOException {
        var command = new ArrayList<>(List.of(baton));
        command.addAll(List.of(words));
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("BATON_HOME", home.toString());
        return builder.start();
    }

    private void run(int count) throws Exception {
        Map<String, double[]> figures = new LinkedHashMap<>();
        for (var number = -WARM_UP; number < count; number++) {
            var node = NODES.get(Math.floorMod(number, 2));
            awaitStandby(node);
            var began = System.nanoTime();
            setPrimary(node);
            var millis = (System.nanoTime() - began) / 1e6;
            var phases = phases(node, number);
            if (number >= 0) {
                var at = number;
                phases.put("own", own(phases));
                phases.put("asked to done", millis);
                phases.forEach((name, time) -> figures.computeIfAbsent(name, none -> new double[count])[at] = time);
            }
        }
        System.out.printf(
                "%d switchovers, %d CPUs%n%-14s %9s %9s %9s%n",
                count, Runtime.getRuntime().availableProcessors(), "ms", "p50", "p90", "max");
        figures.forEach((name, times) -> {
            Arrays.sort(times);
            System.out.printf(
                    "%-14s %9.1f %9.1f %9.1f%n", name, times[count / 2], times[count * 9 / 10], times[count - 1]);
        });
    }

    /** All but what the processes take to stop and to start. */
    private static double own(Map<String, Double> phases) {
        return Stream.of("ask", "release", "commit", "spawn")
                        .mapToDouble(phase -> phases.getOrDefault(phase, 0.0))
                        .sum()
                - phases.getOrDefault("stop", 0.0);
    }

    private void awaitStandby(String node) throws Exception {
        if (tags.contains("<standby>warm")) {
            await("the standby of %s is warm".formatted(node), () -> {
                var seen = get(node, "mon");
                return !seen.contains("not warm") && !seen.contains("\"pid\":null");
            });
        }
    }

    private void setPrimary(String node) throws Exception {
        var answer = http.send(
                request(node, "primary")
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(
                                "{\"target\":\"%s\",\"confirmDown\":[],\"by\":\"bench\",\"reason\":\"\"}"
                                        .formatted(node)))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (!answer.body().contains("\"outcome\":\"done\"")) {
            throw new IllegalStateException("SetPrimary of %s: %s".formatted(node, answer.body()));
        }
    }

    /** Of the newest entry, when it is complete. The first switchover has no former primary. */
    private Map<String, Double> phases(String node, int number) throws Exception {
        var found = new LinkedHashMap<String, Double>();
        await("the history of %s is complete".formatted(node), () -> {
            found.clear();
            var text = get(node, "history");
            var last = PHASE.matcher(text.substring(text.lastIndexOf("\"phases\":")));
            while (last.find()) {
                found.put(last.group(1), Double.parseDouble(last.group(2)));
            }
            var to = text.substring(text.lastIndexOf("\"to\":")).startsWith("\"to\":\"" + node);
            return to && found.keySet().containsAll(number == -WARM_UP ? List.of("ready") : PHASES);
        });
        return found;
    }

    private String get(String node, String path) throws Exception {
        return http.send(request(node, path).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private HttpRequest.Builder request(String node, String path) throws IOException {
        var token = Files.readString(home.resolve("run/" + node + "/token")).strip();
        return HttpRequest.newBuilder(URI.create("http://%s:8558/api/v1/%s".formatted(address(node), path)))
                .header("Authorization", "Bearer " + token);
    }

    private static void await(String what, Callable<Boolean> condition) throws Exception {
        var by = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < by) {
            try {
                if (condition.call()) {
                    return;
                }
            } catch (IOException notYet) {
                // It starts.
            }
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
        throw new IllegalStateException("in %s it did not come about that %s".formatted(PATIENCE, what));
    }

    private void end() throws Exception {
        agents.forEach(Process::destroy);
        for (var agent : agents) {
            agent.waitFor();
        }
        Files.walkFileTree(home, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, IOException failure) throws IOException {
                Files.delete(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
