package io.github.batonha.e2e;

import static io.github.batonha.e2e.TestCluster.eventually;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** What happens on two nodes, as a reader of one hears it. */
@TestInstance(Lifecycle.PER_CLASS)
class EventsIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String SYSTEM = """
            systems {
                system(name = "EVENTS") {
                    hosts {
                        host(name = "NodeA") { item(name = "Address", value = "127.0.85.1") }
                        host(name = "NodeB") { item(name = "Address", value = "127.0.85.2") }
                    }
                }
            }
            """;

    private static final String PROCESSES = """
            <processes>
                <process name="FEED">
                    <restart>permanent</restart>
                    <command>sh -c 'echo no database at db1:5432 >&amp;2; exec sleep 600'</command>
                </process>
                <process name="OTHER"><command>sleep 601</command></process>
            </processes>
            """;

    private Path folder;
    private TestCluster cluster;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        this.folder = folder;
        var home = folder.resolve("home");
        Files.createDirectories(home.resolve("conf"));
        Files.writeString(home.resolve("conf/app-processes.xml"), PROCESSES);
        Files.writeString(home.resolve("conf/app-system-definition.kts"), SYSTEM);
        cluster = TestCluster.in(home);
        cluster.install("NodeA");
        cluster.startAndAwait("NodeA", "NodeB");
        cluster.awaitHealthy("NodeA", "FEED");
        cluster.awaitHealthy("NodeB", "FEED");
        cluster.awaitSeen("NodeA", "NodeB", "UP");
    }

    @AfterAll
    void end() {
        cluster.close();
    }

    private static List<JsonNode> events(String text) {
        var events = new ArrayList<JsonNode>();
        text.lines().forEach(line -> {
            try {
                events.add(JSON.readTree(line));
            } catch (IOException half) {
                // The last line of a reader that was looked at while it wrote.
            }
        });
        return events;
    }

    private static List<String> told(List<JsonNode> events) {
        return events.stream()
                .map(event -> "%s %s %s %s"
                        .formatted(
                                event.path("node").asText(),
                                event.path("type").asText(),
                                event.path("process").asText(),
                                event.path("to").asText()))
                .toList();
    }

    @Test
    void givenAReaderOfOneNode_whenThingsHappenOnBothAndTheAgentIsReplaced_thenItHearsAllInOrder() throws Exception {
        var out = folder.resolve("events.out");
        var reader = cluster.begin("NodeA", out, "events", "-f", "-n", "200", "--output", "json");
        try {
            kill("NodeA");
            eventually(
                    "the end of FEED on NodeA is heard",
                    ofSeconds(60),
                    () -> told(events(Files.readString(out))).contains("NodeA run-ended FEED null"));
            kill("NodeB");
            eventually(
                    "that on NodeB too",
                    ofSeconds(60),
                    () -> told(events(Files.readString(out)))
                            .containsAll(List.of(
                                    "NodeB run-ended FEED null",
                                    "NodeB output-tail FEED null",
                                    "NodeB process FEED HEALTHY")));
            cluster.killAgent("NodeA");
            cluster.startAndAwait("NodeA");
            cluster.awaitHealthy("NodeA", "FEED");
            kill("NodeA");
            eventually("it goes on with the next agent", ofSeconds(60), () -> {
                var told = told(events(Files.readString(out)));
                return told.stream().filter("NodeA agent null STARTED"::equals).count() == 2
                        && told.lastIndexOf("NodeA run-ended FEED null") > told.lastIndexOf("NodeA agent null STARTED");
            });
        } finally {
            reader.destroy();
            reader.waitFor();
        }
        var heard = events(Files.readString(out));
        for (var node : List.of("NodeA", "NodeB")) {
            var seqs = heard.stream()
                    .filter(event -> event.path("node").asText().equals(node))
                    .map(event -> event.path("seq").asLong())
                    .distinct()
                    .toList();
            assertThat(seqs).as(node).isSorted();
            assertThat(seqs.getLast() - seqs.getFirst()).as("none is missing").isEqualTo(seqs.size() - 1L);
        }
        assertThat(heard)
                .filteredOn(event -> event.path("type").asText().equals("output-tail"))
                .isNotEmpty()
                .allSatisfy(event -> assertThat(event.path("text").asText()).contains("no database at db1:5432"));
    }

    @Test
    void givenWhatHappened_whenAskedForLater_thenItIsFoundByProcessAndNode() {
        cluster.baton("NodeA", "kill-process", "OTHER").orFail();
        cluster.baton("NodeA", "start-process", "OTHER").orFail();

        // An order may be answered before its events are written.
        eventually("all that happened to OTHER is found", ofSeconds(60), () -> {
            var found = events(cluster.baton(
                            "NodeB",
                            "events",
                            "--since",
                            "10m",
                            "--process",
                            "OTHER",
                            "-s",
                            "NodeA",
                            "--output",
                            "json")
                    .orFail()
                    .out());
            assertThat(told(found))
                    .containsSubsequence(
                            "NodeA process OTHER STARTING",
                            "NodeA run-begun OTHER null",
                            "NodeA process OTHER HEALTHY",
                            "NodeA process OTHER STOPPING",
                            "NodeA run-ended OTHER null",
                            "NodeA process OTHER STOPPED",
                            "NodeA process OTHER HEALTHY")
                    .allMatch(line -> line.contains(" OTHER "));
            return true;
        });
        assertThat(cluster.baton("NodeA", "events", "-n", "200").orFail().out())
                .containsPattern("NodeA +agent +- +STARTED")
                .containsPattern("NodeB +primary +- .*no node was ever made primary")
                .containsPattern("OTHER +STOPPING -> STOPPED");
    }

    private void kill(String node) {
        var pid = cluster.process(node, "FEED").path("pid").asLong();
        assertThat(ProcessHandle.of(pid).orElseThrow().destroyForcibly()).isTrue();
    }
}
