package io.github.batonha.e2e;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Restarts, give-ups, groups and dependencies as operators see them. One agent for all tests, each with processes of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RestartsIT {

    private static final String NODE = "NodeA";

    private static final String PROCESSES = """
            <processes>
                <process name="LOOP">
                    <groupId>LOOPS</groupId>
                    <restart>permanent</restart>
                    <maxRestarts>2</maxRestarts>
                    <backoff>100 ms</backoff>
                    <command>sh -c 'test -e mended &amp;&amp; exec sleep 600; echo "no database at db1:5432" >&amp;2; exit 3'</command>
                </process>
                <process name="SLOW_LOOP">
                    <groupId>LOOPS</groupId>
                    <restart>permanent</restart>
                    <backoff>10 minutes</backoff>
                    <maxBackoff>10 minutes</maxBackoff>
                    <command>sh -c 'echo ran >> slow; exit 3'</command>
                </process>
                <process name="JOB">
                    <groupId>JOBS</groupId>
                    <restart>transient</restart>
                    <command>sh -c 'test -e once &amp;&amp; exit 0; touch once; exit 3'</command>
                </process>
                <process name="CACHE">
                    <groupId>TOGETHER</groupId>
                    <groupStrategy>one_for_all</groupStrategy>
                    <restart>permanent</restart>
                    <command>sleep 600</command>
                </process>
                <process name="INDEX">
                    <groupId>TOGETHER</groupId>
                    <restart>permanent</restart>
                    <command>sleep 600</command>
                </process>
                <process name="STORE">
                    <groupId>ORDERED</groupId>
                    <groupStrategy>rest_for_one</groupStrategy>
                    <restart>permanent</restart>
                    <command>sleep 600</command>
                </process>
                <process name="READER">
                    <groupId>ORDERED</groupId>
                    <restart>permanent</restart>
                    <dependency>STORE</dependency>
                    <command>sleep 600</command>
                </process>
                <process name="LATE">
                    <start>false</start>
                    <command>sleep 600</command>
                </process>
                <process name="NEEDS_LATE">
                    <dependency>LATE</dependency>
                    <command>sleep 600</command>
                </process>
            </processes>
            """;

    private static final String SYSTEM = """
            systems {
                system(name = "RESTARTS") {
                    hosts { host(name = "NodeA") { item(name = "Address", value = "127.0.55.1") } }
                    item(name = "ProcessDependencyTimeoutSeconds", value = "2")
                }
            }
            """;

    private Path home;
    private TestCluster cluster;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        home = folder;
        Files.createDirectories(home.resolve("conf"));
        Files.writeString(home.resolve("conf/app-processes.xml"), PROCESSES);
        Files.writeString(home.resolve("conf/app-system-definition.kts"), SYSTEM);
        cluster = TestCluster.in(home);
        cluster.install(NODE);
        cluster.startAndAwait(NODE);
    }

    @AfterAll
    void end() {
        cluster.close();
    }

    @Test
    void givenACrashLoop_whenItGaveUp_thenMonSaysWhyOverAnAgentsDeathUntilItIsStartedByHand() throws IOException {
        awaitGivenUp();
        awaitMessage("SLOW_LOOP", "exit status 3; started again at");
        var loop = row("LOOP");
        var slow = row("SLOW_LOOP");
        assertThat(loop.path("restarts").asInt()).isEqualTo(2);
        assertThat(slow.path("restarts").asInt()).isEqualTo(1);

        cluster.killAgent(NODE);
        cluster.startAndAwait(NODE);

        awaitMessage("LOOP", loop.path("message").asText());
        assertThat(row("LOOP").path("restarts").asInt()).isEqualTo(2);
        awaitMessage("SLOW_LOOP", slow.path("message").asText());
        assertThat(row("SLOW_LOOP").path("restarts").asInt()).isEqualTo(1);
        assertThat(Files.readAllLines(home.resolve("slow"))).hasSize(2);

        assertThat(cluster.baton(NODE, "start-process", "LOOP").exit()).isEqualTo(1);
        awaitGivenUp(); // it is answered with the first failure, and the restarts go on
        Files.createFile(home.resolve("mended"));
        cluster.baton(NODE, "start-process", "LOOP").orFail();
        assertThat(row("LOOP").path("status").asText()).isEqualTo("HEALTHY");
    }

    @Test
    void givenTransient_whenItEndsWithSuccess_thenItIsDoneAndNotMissing() {
        awaitMessage("JOB", "exit status 0; it has done its work");

        assertThat(row("JOB").path("status").asText()).isEqualTo("DONE");
    }

    @Test
    void givenOneForAll_whenOneIsKilled_thenTheWholeGroupComesBack() {
        var cache = pid("CACHE");
        var index = pid("INDEX");

        kill(index);

        awaitAnotherRun("INDEX", index);
        awaitAnotherRun("CACHE", cache);
        assertThat(row("CACHE").path("restarts").asInt()).isEqualTo(1);
    }

    @Test
    void givenRestForOne_whenTheFirstIsKilled_thenThoseBehindItComeBackAndNotTheOtherWayRound() {
        var store = pid("STORE");
        var reader = pid("READER");

        kill(store);
        awaitAnotherRun("STORE", store);
        awaitAnotherRun("READER", reader);

        var next = pid("STORE");
        var last = pid("READER");
        kill(last);
        awaitAnotherRun("READER", last);
        assertThat(pid("STORE")).isEqualTo(next);
    }

    @Test
    void givenADependencyThatIsNotStarted_whenTheTimeoutPasses_thenMonNamesItAndItStartsWithIt() {
        awaitMessage("NEEDS_LATE", "timed out waiting for LATE (STOPPED)");

        cluster.baton(NODE, "start-process", "LATE").orFail();

        cluster.awaitHealthy(NODE, "NEEDS_LATE");
    }

    private JsonNode row(String process) {
        return cluster.process(NODE, process);
    }

    private long pid(String process) {
        cluster.awaitHealthy(NODE, process);
        return row(process).path("pid").asLong();
    }

    private static void kill(long pid) {
        assertThat(ProcessHandle.of(pid).orElseThrow().destroyForcibly()).isTrue();
    }

    private void awaitAnotherRun(String process, long before) {
        TestCluster.eventually(
                process + " is another run",
                ofSeconds(90),
                () -> row(process).path("status").asText().equals("HEALTHY")
                        && row(process).path("pid").asLong() != before);
    }

    /** It says what it last wrote while it is tried again, too. */
    private void awaitGivenUp() {
        TestCluster.eventually("LOOP gave up and says why", ofSeconds(90), () -> {
            var loop = row("LOOP");
            assertThat(loop.path("status").asText()).isEqualTo("ERROR");
            assertThat(loop.path("message").asText())
                    .startsWith("gave up after 2 restarts within 30 min: exit status 3")
                    .contains("it last wrote: no database at db1:5432");
            return true;
        });
    }

    private void awaitMessage(String process, String text) {
        TestCluster.eventually(
                process + " says: " + text,
                ofSeconds(90),
                () -> row(process).path("message").asText().contains(text));
    }
}
