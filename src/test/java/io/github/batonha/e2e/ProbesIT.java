package io.github.batonha.e2e;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Programs that say how they are, and some that hang: what operators see, and what is left of them as evidence. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProbesIT {

    private static final String NODE = "NodeA";

    /** A server that answers until a file is there; then two of its threads and all that ask it wait for each other. */
    private static final String SERVER = """
            import io.github.batonha.client.Notify;
            import com.sun.net.httpserver.HttpServer;
            import java.net.InetSocketAddress;
            import java.nio.file.Files;
            import java.nio.file.Path;
            import java.util.concurrent.CountDownLatch;
            import java.util.concurrent.Executors;

            public class Hangs {
                static final Object ORDERS = new Object();
                static final Object BOOKS = new Object();
                static final CountDownLatch BOTH = new CountDownLatch(2);

                public static void main(String[] arguments) throws Exception {
                    var address = new InetSocketAddress(
                            System.getenv("BATON_ADDRESS"), Integer.parseInt(System.getenv("BATON_PORT")));
                    var server = HttpServer.create(address, 50);
                    server.setExecutor(Executors.newCachedThreadPool());
                    server.createContext("/health", exchange -> {
                        synchronized (ORDERS) {
                            exchange.sendResponseHeaders(204, -1);
                            exchange.close();
                        }
                    });
                    server.start();
                    Notify.status("serving orders");
                    Notify.ready();
                    while (!Files.exists(Path.of("hang"))) {
                        Thread.sleep(50);
                    }
                    Files.delete(Path.of("hang"));
                    new Thread(() -> both(ORDERS, BOOKS), "orders").start();
                    new Thread(() -> both(BOOKS, ORDERS), "books").start();
                }

                static void both(Object first, Object second) {
                    synchronized (first) {
                        BOTH.countDown();
                        try {
                            BOTH.await();
                        } catch (InterruptedException e) {
                            return;
                        }
                        synchronized (second) {
                            System.out.println("never");
                        }
                    }
                }
            }
            """;

    private static final String SPEAKS = """
            systemd-notify --ready --status="speaking to $BATON_PROCESS"
            while ! test -e mute; do systemd-notify WATCHDOG=1; sleep 0.5; done
            rm mute
            exec sleep 100000
            """;

    private static final String SYSTEM = """
            systems { system(name = "PROBES") {
                hosts { host(name = "NodeA") { item(name = "Address", value = "127.0.71.1") } }
            } }
            """;

    private Path home;
    private TestCluster cluster;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        assumeThat(isInstalled("systemd-notify")).isTrue();
        home = folder;
        Files.createDirectories(home.resolve("conf"));
        Files.writeString(home.resolve("Hangs.java"), SERVER);
        Files.writeString(home.resolve("speaks.sh"), SPEAKS);
        Files.writeString(home.resolve("conf/app-processes.xml"), processes());
        Files.writeString(
                home.resolve("conf/app-service-definitions.xml"),
                "<configuration><service host=\"localhost\" name=\"HANGS\" port=\"8005\"/></configuration>");
        Files.writeString(home.resolve("conf/app-system-definition.kts"), SYSTEM);
        cluster = TestCluster.in(home);
        cluster.install(NODE);
        cluster.startAndAwait(NODE);
    }

    @AfterAll
    void end() {
        if (cluster != null) {
            cluster.close();
        }
    }

    private static boolean isInstalled(String program) {
        return Stream.of(System.getenv("PATH").split(":", -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    @Test
    void givenProgramsThatSayHowTheyAre_whenTheAgentIsKilled_thenTheyLiveOnUntilTheyHang() throws IOException {
        cluster.awaitHealthy(NODE, "HANGS");
        cluster.awaitHealthy(NODE, "SPEAKS");
        awaitMessage("HANGS", "serving orders");
        awaitMessage("SPEAKS", "speaking to SPEAKS");
        var server = pid("HANGS");
        var speaker = pid("SPEAKS");

        cluster.killAgent(NODE);
        cluster.startAndAwait(NODE);
        cluster.awaitHealthy(NODE, "HANGS");
        cluster.awaitHealthy(NODE, "SPEAKS");
        assertThat(pid("HANGS")).isEqualTo(server);
        assertThat(pid("SPEAKS")).isEqualTo(speaker);

        Files.createFile(home.resolve("hang"));
        Files.createFile(home.resolve("mute"));
        awaitAnotherRun("HANGS", server);
        awaitAnotherRun("SPEAKS", speaker);
        awaitMessage("HANGS", "its threads: Found one Java-level deadlock; evidence in logs/NodeA/evidence/HANGS-");
        awaitMessage("SPEAKS", "no WATCHDOG=1 for 8 s; ");

        var evidence = evidence("HANGS");
        assertThat(Files.readString(evidence.resolve("threads.txt")))
                .contains("Found one Java-level deadlock")
                .contains("\"orders\"")
                .contains("\"books\"");
        assertThat(Files.readString(evidence.resolve("heap.txt"))).contains("java.lang.String");
        assertThat(Files.readString(evidence("SPEAKS").resolve("kernel.txt"))).contains("State:");
        awaitEvent("HANGS", "\"path\":\"logs/NodeA/evidence/%s\"".formatted(evidence.getFileName()));
    }

    @Test
    void givenOtherWaysToBeReady_whenTheyCome_thenDependantsStart() throws IOException {
        cluster.awaitHealthy(NODE, "WRITES");
        awaitMessage("ASKED", "not ready: exec sh: exit status 1: no schema");
        awaitMessage("NEEDS_ASKED", "waiting for ASKED");

        Files.createFile(home.resolve("asked"));

        cluster.awaitHealthy(NODE, "NEEDS_ASKED");
    }

    private static String processes() throws IOException {
        return """
            <processes>
                <process name="HANGS">
                    <restart>permanent</restart>
                    <command>%s -Xmx48m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp %s Hangs.java</command>
                    <readiness>notify</readiness>
                    <liveness period="300 ms" timeout="5 s" failureThreshold="2">http /health</liveness>
                </process>
                <process name="SPEAKS">
                    <restart>permanent</restart>
                    <command>sh speaks.sh</command>
                    <readiness>notify</readiness>
                    <watchdog>8 s</watchdog>
                    <notifyAccess>all</notifyAccess>
                </process>
                <process name="WRITES">
                    <command>sh -c 'echo "listening on 8080"; exec sleep 100000'</command>
                    <readiness period="100 ms">log listening on \\d+$</readiness>
                </process>
                <process name="ASKED">
                    <command>sleep 100000</command>
                    <readiness period="200 ms" timeout="5 s">exec sh -c 'test -e asked || { echo no schema; exit 1; }'</readiness>
                </process>
                <process name="NEEDS_ASKED">
                    <command>sleep 100000</command>
                    <dependency>ASKED</dependency>
                </process>
            </processes>
            """.formatted(java(), clientJar());
    }

    private JsonNode row(String process) {
        return cluster.process(NODE, process);
    }

    private long pid(String process) {
        return row(process).path("pid").asLong();
    }

    private void awaitAnotherRun(String process, long before) {
        TestCluster.eventually(process + " is another run", ofSeconds(60), () -> {
            var row = row(process);
            return row.path("restarts").asInt() >= 1 && row.path("pid").asLong() != before;
        });
    }

    private void awaitEvent(String process, String text) {
        TestCluster.eventually(
                "an event of evidence with " + text,
                ofSeconds(30),
                () -> cluster.baton(NODE, "events", "--process", process, "--output", "json")
                        .orFail()
                        .out()
                        .lines()
                        .anyMatch(line -> line.contains("\"type\":\"evidence\"")
                                && line.contains(text)
                                && line.contains("threads.txt")));
    }

    private void awaitMessage(String process, String text) {
        TestCluster.eventually(
                process + " says: " + text,
                ofSeconds(30),
                () -> row(process).path("message").asText().contains(text));
    }

    private Path evidence(String process) throws IOException {
        try (var folders = Files.list(home.resolve("logs/NodeA/evidence"))) {
            return folders.filter(folder -> folder.getFileName().toString().startsWith(process + "-"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    private static Path clientJar() throws IOException {
        try (var jars = Files.walk(Distribution.folder())) {
            return jars.filter(file -> file.getFileName().toString().matches("baton-client-.*\\.jar"))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
