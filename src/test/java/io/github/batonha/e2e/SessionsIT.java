package io.github.batonha.e2e;

import static io.github.batonha.e2e.TestCluster.eventually;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** What is promised of sessions, on real agents on hosts of their own, with all writes recorded and checked afterwards. */
@EnabledIf(value = "isRoot", disabledReason = "network namespaces need root, which CI has")
class SessionsIT {
    private static final Map<String, String> ADDRESSES = Map.of("NodeA", "10.77.0.1", "NodeB", "10.77.0.2");
    private static final int SESSIONS = 40;
    private static final long LONG_MILLIS = 3_600_000;

    @TempDir
    Path folder;

    private final SessionHistory history = new SessionHistory();
    private final List<Writer> writers = new ArrayList<>();
    private Lan lan;
    private TestCluster cluster;

    static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    @BeforeEach
    void start() throws IOException {
        lan = Lan.of("NodeA", "NodeB");
        cluster = TestCluster.on(lan, node -> folder.resolve(node));
        for (String node : List.of("NodeA", "NodeB")) {
            Path home = LightHome.create(folder.resolve(node), folder.resolve("record"), ADDRESSES);
            Files.writeString(home.resolve("conf/baton.conf"), """
                    baton.sessions.journal-fsync = on
                    baton.sessions.alone-after = 4 s
                    """);
            cluster.install(node);
        }
        startAll("NodeA", "NodeB");
        cluster.awaitOneCluster("NodeA", "NodeB");
        eventually("both reach each other", ofSeconds(90), () -> reaches("NodeA") && reaches("NodeB"));
    }

    @AfterEach
    void end() {
        writers.forEach(Writer::close);
        cluster.close();
        lan.close();
    }

    @Test
    void givenWritesOnBothSidesOfACut_whenHealed_thenNothingAnsweredIsLostAndNothingEndedComesBack() {
        var a = new Writer("NodeA");
        var b = new Writer("NodeB");
        var ids = a.ids(SESSIONS, LONG_MILLIS);
        var shortLived = a.ids(5, 8_000);
        var deleted = a.ids(5, LONG_MILLIS);
        eventually("some are replicated", ofSeconds(90), () -> {
            writeOnBoth(a, b, ids, 1500);
            return history.answered("REPLICATED") > 0;
        });

        lan.cut("NodeB");
        writeOnBoth(a, b, ids, 8000);
        deleted.forEach(id -> a.ask("delete " + id));
        writeOnBoth(a, b, concat(ids, deleted), 1500);
        lan.heal("NodeB");
        writeOnBoth(a, b, ids, 3000);
        eventually("both reach each other", ofSeconds(90), () -> reaches("NodeA") && reaches("NodeB"));
        writeOnBoth(a, b, ids, 1000);
        eventually("both hold the same", ofSeconds(90), () -> a.read(ids).equals(b.read(ids)));

        // Where they were deleted they never come back; the other side hears of it when both compare what they have.
        assertThat(a.read(deleted)).allMatch(SessionsIT::isNone);
        eventually(
                "NodeB knows what was deleted",
                ofSeconds(90),
                () -> b.read(deleted).stream().allMatch(SessionsIT::isNone));
        for (Writer one : List.of(a, b)) {
            history.check(one.node, ids, one.read(ids));
            assertThat(one.read(shortLived)).as(one.node).allMatch(SessionsIT::isNone);
            assertThat(one.read(deleted)).as(one.node).allMatch(SessionsIT::isNone);
        }
        long alone = status("NodeA").path("unreplicated").asLong()
                + status("NodeB").path("unreplicated").asLong();
        assertThat(history.answered("ALONE")).isPositive().isLessThanOrEqualTo(alone);
    }

    private static boolean isNone(String line) {
        return line.startsWith("none ");
    }

    private static List<String> concat(List<String> one, List<String> other) {
        var all = new ArrayList<>(one);
        all.addAll(other);
        return all;
    }

    @Test
    void givenSessions_whenAgentsAreKilledAndStarted_thenEachHasThemAllBeforeItIsReady() throws IOException {
        var a = new Writer("NodeA");
        var b = new Writer("NodeB");
        var ids = a.ids(SESSIONS, LONG_MILLIS);
        history.add(a.ask("write 1000 2 " + String.join(",", ids)));

        // Another one is there: what was written meanwhile is there with the first word of readiness.
        cluster.killAgent("NodeA");
        history.add(b.ask("write 2500 2 " + String.join(",", ids)));
        startAll("NodeA");
        history.check("NodeA", ids, a.read(ids));

        // A host that has lost its disk as well.
        cluster.killHost("NodeB");
        history.add(a.ask("write 2500 2 " + String.join(",", ids)));
        delete(cluster.runFolder("NodeB").resolve("sessions"));
        startAll("NodeB");
        history.check("NodeB", ids, b.read(ids));

        // The only one, killed.
        cluster.killHost("NodeB");
        history.add(a.ask("write 1500 2 " + String.join(",", ids)));
        cluster.killAgent("NodeA");
        startAll("NodeA");
        history.check("NodeA", ids, a.read(ids));

        // All are stopped, and start again; what NodeB has is from before.
        cluster.stop("NodeA");
        startAll("NodeA", "NodeB");
        history.check("NodeA", ids, a.read(ids));
        history.check("NodeB", ids, b.read(ids));
    }

    @Test
    void givenTheOtherAgentStandsStill_whenWritten_thenWritesGoOnAloneAndReachItWhenItGoesOn() throws IOException {
        var a = new Writer("NodeA");
        var b = new Writer("NodeB");
        var ids = a.ids(SESSIONS, LONG_MILLIS);
        history.add(a.ask("write 1000 2 " + String.join(",", ids)));

        signal("STOP", cluster.agentPid("NodeB"));
        try {
            history.add(a.ask("write 3000 2 " + String.join(",", ids)));
        } finally {
            signal("CONT", cluster.agentPid("NodeB"));
        }
        // Nothing is read on the other before it has caught up.
        history.check("NodeB", ids, b.read(ids));
        eventually("it is written to again", ofSeconds(90), () -> reaches("NodeA") && reaches("NodeB"));
        history.add(a.ask("write 1000 2 " + String.join(",", ids)));

        assertThat(history.answered("ALONE"))
                .isPositive()
                .isLessThanOrEqualTo(status("NodeA").path("unreplicated").asLong());
        history.check("NodeB", ids, b.read(ids));
    }

    private void writeOnBoth(Writer a, Writer b, List<String> ids, long millis) {
        String order = "write %d 2 %s".formatted(millis, String.join(",", ids));
        a.send(order);
        b.send(order);
        history.add(a.answer());
        history.add(b.answer());
    }

    private static void signal(String name, long pid) {
        Commands.run(List.of("kill", "-" + name, Long.toString(pid)), Map.of()).orFail();
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    /** Returns as soon as they say that users may come. */
    private void startAll(String... nodes) {
        List.of(nodes).forEach(cluster::start);
        for (String node : nodes) {
            eventually(
                    node + " has all sessions",
                    ofSeconds(90),
                    () -> status(node).path("inSync").asBoolean()
                            && get(node, "/health/ready").contains("\"UP\""));
        }
    }

    private boolean reaches(String node) {
        return !status(node).path("reachable").isEmpty();
    }

    private JsonNode status(String node) {
        try {
            return new ObjectMapper().readTree(get(node, "/api/v1/sessions"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private String get(String node, String path) {
        return cluster.curl(node, path).orFail().out();
    }

    /** A {@link SessionWriter} on a node's host. */
    private final class Writer implements AutoCloseable {
        private final String node;
        private final Process process;
        private final PrintStream in;
        private final BufferedReader out;

        Writer(String node) {
            this.node = node;
            var command = new ArrayList<>(lan.on(node));
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp"));
            command.add(System.getProperty("java.class.path"));
            command.add(SessionWriter.class.getName());
            command.addAll(List.of(cluster.runFolder(node).toString(), node));
            try {
                process = new ProcessBuilder(command)
                        .redirectError(folder.resolve(node + ".writer").toFile())
                        .start();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            in = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
            out = process.inputReader(StandardCharsets.UTF_8);
            writers.add(this);
        }

        void send(String order) {
            in.println(order);
        }

        List<String> answer() {
            var lines = new ArrayList<String>();
            try {
                String line = out.readLine();
                while (line != null && !line.equals("end")) {
                    lines.add(line);
                    line = out.readLine();
                }
                assertThat(line)
                        .as("the writer on %s ended: %s", node, errors())
                        .isNotNull();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            return lines;
        }

        private String errors() throws IOException {
            return Files.readString(folder.resolve(node + ".writer"));
        }

        List<String> ask(String order) {
            send(order);
            return answer();
        }

        List<String> ids(int number, long ttlMillis) {
            return ask("create %d %d".formatted(number, ttlMillis)).stream()
                    .map(line -> line.substring("id ".length()))
                    .toList();
        }

        List<String> read(List<String> ids) {
            return ask("read " + String.join(",", ids));
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }
}
