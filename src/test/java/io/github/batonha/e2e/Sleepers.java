package io.github.batonha.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A home with any number of the lightest processes there are, which are started again at once however often they end. */
final class Sleepers {
    static final String NODE = "NodeA";

    private Sleepers() {}

    /** Lays out a home for one node with processes S0001, S0002, …, and IDLE, which nobody wants. */
    static Path create(Path home, int count, String address) {
        try {
            Files.createDirectories(home.resolve("conf"));
            Files.writeString(home.resolve("conf/sleepers-system-definition.kts"), """
                    systemDefinition {
                        systems {
                            system(name = "SLEEPERS") {
                                hosts { host(name = "NodeA") { item(name = "Address", value = "%s") } }
                            }
                        }
                    }
                    """.formatted(address));
            Files.writeString(
                    home.resolve("conf/sleepers-processes.xml"),
                    names(count).stream()
                            .map(name -> process(name, true))
                            .collect(Collectors.joining(
                                    "", "<processes>\n", process("IDLE", false) + "</processes>\n")));
            Files.writeString(home.resolve("conf/baton.conf"), """
                    baton.process.stable-after = 0 s
                    baton.process.backoff = 50 ms
                    baton.process.max-backoff = 500 ms
                    baton.process.restarts-per-second = 1000
                    baton.process.max-restarts = 1000000
                    """);
            return home;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static List<String> names(int count) {
        return IntStream.rangeClosed(1, count).mapToObj("S%04d"::formatted).toList();
    }

    private static String process(String name, boolean start) {
        return """
                <process name="%s">
                    <start>%s</start>
                    <restart>permanent</restart>
                    <command>sleep 100000</command>
                </process>
                """.formatted(name, start);
    }

    /** Pids of what runs, by the names of the processes that they were started as. */
    static Map<String, List<Long>> running(TestCluster cluster) {
        var running = new HashMap<String, List<Long>>();
        for (var pid : cluster.processes(NODE)) {
            ProcFs.variable(pid, "BATON_PROCESS")
                    .ifPresent(name -> running.computeIfAbsent(name, none -> new ArrayList<>())
                            .add(pid));
        }
        return running;
    }
}
