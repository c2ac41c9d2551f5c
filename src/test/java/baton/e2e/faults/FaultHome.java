package baton.e2e.faults;

import baton.e2e.Distribution;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The configuration of a host under faults: one ordinary process, and witnesses as a primaryOnly JVM and a primaryOnly command. */
final class FaultHome {
    static final String JVM = "JVM";
    static final String COMMAND = "COMMAND";
    static final String FEED = "FEED";
    static final Duration GRACE = Duration.ofSeconds(2);

    private static final String SMALL = "-Xms8m -Xmx24m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData";

    private FaultHome() {}

    static void create(Path home, Path record, List<String> nodes) {
        try {
            Files.createDirectories(home.resolve("conf"));
            copyWitness(home.resolve("lib/witness"));
            define(home, nodes);
            Files.writeString(home.resolve("conf/faults-processes.xml"), processes(home, record, nodes));
            Files.writeString(home.resolve("conf/baton.conf"), """
                    baton {
                      primary { agent-loss-grace = %d s, margin = 1 s, answer-within = 1 s }
                      view { heartbeat-every = 500 ms, down-after = 2 s }
                      process { restart-delay = 500 ms, stop-within = 1 s }
                    }
                    """.formatted(GRACE.toSeconds()));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Writes the system definition anew. */
    static void define(Path home, List<String> nodes) throws IOException {
        String hosts = IntStream.range(0, nodes.size())
                .mapToObj(index ->
                        "{ name = %s, items { Address = \"%s\" } }".formatted(nodes.get(index), Net.address(index)))
                .collect(Collectors.joining(", "));
        Files.writeString(
                home.resolve("conf/system.conf"), "systems = [ { name = FAULTS, hosts = [ %s ] } ]%n".formatted(hosts));
    }

    private static String processes(Path home, Path record, List<String> nodes) {
        String arguments = "%s %s %s".formatted(record, String.join(",", nodes), JVM + "," + COMMAND);
        String java = Path.of(System.getProperty("java.home"), "bin/java").toString();
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
                        <command>%4$s %1$s -cp %5$s %2$s %3$s</command>
                    </process>
                </processes>
                """.formatted(SMALL, Witness.class.getName(), arguments, java, home.resolve("lib/witness"));
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
