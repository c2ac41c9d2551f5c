package io.github.batonha.e2e.faults;

import io.github.batonha.e2e.Distribution;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The configuration of a host under faults: one ordinary process, and witnesses as a primaryOnly JVM and a primaryOnly command. */
final class FaultHome {
    static final String JVM = "JVM";
    static final String COMMAND = "COMMAND";
    static final String FEED = "FEED";
    /** So short that a schedule holds many faults. */
    static final Duration SHORT_GRACE = Duration.ofSeconds(2);
    /** Of a lease that others renew. */
    static final Duration LEASE = Duration.ofSeconds(5);
    /** So long that an agent that is started again at once finds its lease. */
    static final Duration LONG_GRACE = Duration.ofSeconds(15);

    private static final List<String> NODES = List.of("NodeA", "NodeB", "NodeC", "NodeD");
    private static final String PROCESSES_FILE = "conf/faults-processes.xml";
    private static final String SMALL = "-Xms8m -Xmx24m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData";

    private FaultHome() {}

    /** @param addresses host to address, in the order of the definition */
    static void create(Path home, Path record, Map<String, String> addresses, Duration grace) {
        try {
            Files.createDirectories(home.resolve("conf"));
            copyWitness(home.resolve("lib/witness"));
            define(home, addresses);
            Files.writeString(home.resolve(PROCESSES_FILE), processes(record));
            Files.writeString(home.resolve("conf/baton.conf"), """
                    baton {
                      primary { agent-loss-grace = %d s, margin = 1 s, answer-within = 2 s }
                      view { heartbeat-every = 500 ms, down-after = 2 s }
                      process { backoff = 500 ms, max-backoff = 500 ms, max-restarts = 1000000, stop-within = 1 s }
                    }
                    """.formatted(grace.toSeconds()));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Writes the system definition anew. */
    static void define(Path home, Map<String, String> addresses) throws IOException {
        String hosts = addresses.entrySet().stream()
                .map(host -> "{ name = %s, items { Address = \"%s\" } }".formatted(host.getKey(), host.getValue()))
                .collect(Collectors.joining(", "));
        Files.writeString(
                home.resolve("conf/system.conf"), "systems = [ { name = FAULTS, hosts = [ %s ] } ]%n".formatted(hosts));
    }

    /** Makes the primaryOnly JVM take so long to stop, and gives it that time. */
    static void linger(Path home, Duration time) throws IOException {
        Path file = home.resolve(PROCESSES_FILE);
        String options = "<options>-D%s=%d ".formatted(Witness.LINGER_SECONDS, time.toSeconds());
        String stopWithin = "<stopWithin>%d s</stopWithin>".formatted(time.toSeconds() + 1);
        Files.writeString(file, Files.readString(file).replace("<options>", stopWithin + options));
    }

    private static String processes(Path record) {
        String arguments = "%s %s %s".formatted(record, String.join(",", NODES), JVM + "," + COMMAND);
        String java = Path.of(System.getProperty("java.home"), "bin/java").toString();
        // Relative to the home, so that all hosts have the same revision and its hash.
        return """
                <processes>
                    <process name="FEED">
                        <scheduleRestart>true</scheduleRestart>
                        <command>sleep 100000</command>
                    </process>
                    <process name="JVM">
                        <scheduleRestart>true</scheduleRestart>
                        <primaryOnly>true</primaryOnly>
                        <options>%1$s</options>
                        <mainClass>%2$s</mainClass>
                        <classpath>witness</classpath>
                        <arguments>%3$s</arguments>
                    </process>
                    <process name="COMMAND">
                        <scheduleRestart>true</scheduleRestart>
                        <primaryOnly>true</primaryOnly>
                        <command>%4$s %1$s -cp lib/witness %2$s %3$s</command>
                    </process>
                </processes>
                """.formatted(SMALL, Witness.class.getName(), arguments, java);
    }

    private static void copyWitness(Path lib) throws IOException {
        String folder = Witness.class.getPackageName().replace('.', '/');
        Path to = Files.createDirectories(lib.resolve(folder));
        Path from =
                Distribution.project().resolve("src/test/target/test-classes").resolve(folder);
        try (DirectoryStream<Path> classes = Files.newDirectoryStream(from, "Witness*.class")) {
            for (Path file : classes) {
                Files.copy(file, to.resolve(file.getFileName().toString()));
            }
        }
    }
}
