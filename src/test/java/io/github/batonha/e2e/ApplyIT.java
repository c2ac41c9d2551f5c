package io.github.batonha.e2e;

import static io.github.batonha.e2e.TestCluster.eventually;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Changed configurations while everything runs. Both nodes share the home, and with it what is installed. */
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
class ApplyIT {

    private static final String SYSTEM = """
            systems {
                system(name = "APPLY") {
                    hosts {
                        host(name = "NodeA") { item(name = "Address", value = "127.0.84.1") }
                        host(name = "NodeB") { item(name = "Address", value = "127.0.84.2") }
                    }
                }
            }
            """;

    private final Map<String, String> processes = new TreeMap<>();
    private Path home;
    private TestCluster cluster;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        home = folder;
        Files.createDirectories(home.resolve("conf"));
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("conf/app-system-definition.kts"), SYSTEM);
        script("exec sleep 600");
        processes.put("SAME", "<command>sleep 600</command>");
        processes.put("CHANGED", "<command>sleep 601</command>");
        processes.put("NEEDS_CHANGED", "<command>sleep 602</command><dependency>CHANGED</dependency>");
        processes.put("GONE", "<command>sleep 603</command>");
        processes.put("SCRIPT", "<command>%s</command>".formatted(home.resolve("bin/run.sh")));
        processes.put("ONCE", "<primaryOnly>true</primaryOnly><command>sleep 604</command>");
        cluster = TestCluster.in(home);
        install();
        cluster.startAndAwait("NodeA", "NodeB");
        cluster.baton("NodeA", "set-primary").orFail();
        cluster.awaitHealthy("NodeA", "ONCE");
        for (var node : List.of("NodeA", "NodeB")) {
            processes.keySet().stream()
                    .filter(process -> !process.equals("ONCE"))
                    .forEach(process -> cluster.awaitHealthy(node, process));
        }
    }

    @AfterAll
    void end() {
        cluster.close();
    }

    private void script(String text) throws IOException {
        var file = home.resolve("bin/run.sh");
        Files.writeString(file, "#!/bin/sh\n" + text + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private void install() throws IOException {
        var xml = new StringBuilder("<processes>\n");
        processes.forEach((name, tags) ->
                xml.append("<process name=\"%s\"><groupId>APP</groupId>%s</process>%n".formatted(name, tags)));
        Files.writeString(home.resolve("conf/app-processes.xml"), xml.append("</processes>\n"));
        cluster.install("NodeA");
    }

    private Map<String, Long> pids(String node) {
        var pids = new TreeMap<String, Long>();
        cluster.mon(node)
                .path("processes")
                .forEach(row ->
                        pids.put(row.path("name").asText(), row.path("pid").asLong()));
        return pids;
    }

    private static long pid(Map<String, Long> pids, String process) {
        return Objects.requireNonNull(pids.get(process), process);
    }

    private String revision(String node) {
        return cluster.seen("NodeA", node).path("configHash").asText();
    }

    @Test
    @Order(1)
    void givenAChangedConfiguration_whenApplied_thenOnlyWhatChangedIsTouched() throws IOException {
        var before = pids("NodeA");
        var other = pids("NodeB");
        processes.remove("GONE");
        processes.put("CHANGED", "<command>sleep 611</command>");
        processes.put("SAME", "<command>sleep 600</command><description>told</description>");
        processes.put("NEW", "<command>sleep 605</command>");
        processes.put("BAD", "<restart>temporary</restart><command>sh -c 'exit 3'</command>");
        processes.put("ONCE", "<primaryOnly>true</primaryOnly><command>sleep 614</command>");
        script("exec sleep 610");
        Files.writeString(home.resolve("conf/baton.conf"), "baton.view.down-after = 5 s");
        install();

        var plan = cluster.baton("NodeA", "apply", "--dry-run").orFail().out();
        assertThat(plan.lines().map(line -> line.replaceAll(" +", " ")).toList())
                .containsExactlyInAnyOrder(
                        "NodeA GONE planned stop: it is not defined any more",
                        "NodeA CHANGED planned restart: its command line changed",
                        "NodeA ONCE planned restart: its command line changed",
                        "NodeA SCRIPT planned restart: its jars or files changed",
                        "NodeA BAD planned start: it is new",
                        "NodeA NEW planned start: it is new",
                        "NodeA SAME planned no restart: what changed needs no restart",
                        "NodeA - planned left until the agent is started again: baton.view.down-after");
        assertThat(pids("NodeA")).isEqualTo(before);
        appliesOneAlone(before);

        var applied = cluster.baton("NodeA", "apply", "-y");

        assertThat(applied.exit()).as(applied.out()).isEqualTo(1);
        assertThat(applied.out())
                .containsPattern("NodeA +BAD +failed +exit status 3")
                .containsPattern("NodeA +NEW +done");
        var after = pids("NodeA");
        assertThat(after.keySet()).containsExactly("BAD", "CHANGED", "NEEDS_CHANGED", "NEW", "ONCE", "SAME", "SCRIPT");
        for (var same : List.of("SAME", "NEEDS_CHANGED")) {
            assertThat(after.get(same)).as(same).isEqualTo(before.get(same));
        }
        for (var changed : List.of("CHANGED", "ONCE", "SCRIPT")) {
            assertThat(after.get(changed))
                    .as(changed)
                    .isNotEqualTo(before.get(changed))
                    .isPositive();
        }
        assertThat(ProcessHandle.of(pid(before, "GONE"))).isEmpty();
        assertThat(pids("NodeB")).as("nobody applied there").isEqualTo(other);
        eventually(
                "the revisions differ", ofSeconds(30), () -> !revision("NodeA").equals(revision("NodeB")));
        eventually(
                "NodeB shows it too",
                ofSeconds(30),
                () -> cluster.baton("NodeB", "mon-cluster").out().contains("The nodes run from different revisions"));

        assertThat(cluster.baton("NodeA", "apply", "-y", "-c").out())
                .containsPattern("NodeB +ONCE +planned +no restart: it has its STANDBY here")
                .containsPattern("NodeA +- +nothing");
        eventually(
                "the revisions are the same",
                ofSeconds(30),
                () -> revision("NodeA").equals(revision("NodeB")));
        assertThat(cluster.process("NodeB", "ONCE").path("status").asText()).isEqualTo("STANDBY");
        assertThat(cluster.baton("NodeB", "logs", "NEW").exit()).isZero();
    }

    private void appliesOneAlone(Map<String, Long> before) {
        var revision = revision("NodeA");

        var alone = cluster.baton("NodeA", "apply", "-y", "CHANGED").orFail();

        assertThat(alone.out())
                .containsPattern("NodeA +CHANGED +planned +restart: its command line changed")
                .contains("CHANGED as installed; all else is of revision")
                .doesNotContain("SCRIPT");
        var now = pids("NodeA");
        assertThat(pid(now, "CHANGED")).isNotEqualTo(pid(before, "CHANGED"));
        assertThat(now.keySet()).isEqualTo(before.keySet());
        assertThat(pid(now, "GONE")).isEqualTo(pid(before, "GONE"));
        assertThat(revision("NodeA")).isEqualTo(revision);
        assertThat(cluster.baton("NodeA", "apply", "--dry-run").orFail().out())
                .contains("GONE", "SCRIPT")
                .doesNotContain("CHANGED  ");
        assertThat(cluster.baton("NodeA", "apply", "-y", "CHANGD").out()).contains("has a process \"CHANGD\"");
    }

    @Test
    @Order(2)
    void givenAnAgentThatDiesWhileItApplies_whenTheNextOneStarts_thenItGoesOn() throws Exception {
        var free = home.resolve("free");
        var ends = "while ! test -e %s; do sleep 0.1; done; exit 0".formatted(free);
        processes.put(
                "SLOW",
                "<stopWithin>120 s</stopWithin><command>sh -c 'trap \"%s\" TERM; while :; do sleep 0.1; done'</command>"
                        .formatted(ends));
        install();
        cluster.baton("NodeB", "apply", "-y");
        cluster.awaitHealthy("NodeB", "SLOW");
        var before = pids("NodeB");
        processes.put("SLOW", "<command>sh -c 'exec sleep 620'</command>");
        processes.put("LATER", "<command>sleep 621</command>");
        install();

        var apply = new Thread(() -> cluster.baton("NodeB", "apply", "-y"));
        apply.start();
        eventually(
                "SLOW ends",
                ofSeconds(60),
                () -> cluster.process("NodeB", "SLOW").path("status").asText().equals("STOPPING"));
        cluster.killAgent("NodeB");
        apply.join();
        refusesALaterFormat("NodeB");
        Files.createFile(free);
        cluster.startAndAwait("NodeB");

        cluster.awaitHealthy("NodeB", "LATER");
        eventually("SLOW runs as it is defined now", ofSeconds(60), () -> {
            var slow = cluster.process("NodeB", "SLOW");
            return slow.path("status").asText().equals("HEALTHY")
                    && slow.path("pid").asLong() != pid(before, "SLOW")
                    && Files.notExists(cluster.runFolder("NodeB").resolve("applying"));
        });
        assertThat(pids("NodeB").get("SAME")).isEqualTo(before.get("SAME"));
        assertThat(cluster.baton("NodeB", "apply", "--dry-run").orFail().out()).containsPattern("NodeB +- +nothing");
    }

    /** As if a later version had run the node meanwhile. */
    private void refusesALaterFormat(String node) throws IOException {
        var formats = cluster.runFolder(node).resolve("formats");
        var ours = Files.readString(formats);
        Files.writeString(formats, ours.replace("runs=1", "runs=9"));

        var refused = cluster.baton(node, "node", "--name", node);

        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err()).contains("runs is of format 9", "its processes run on");
        Files.writeString(formats, ours);
    }

    @Test
    @Order(3)
    void givenAProcessOfOneHost_whenItIsPlacedOnTheOther_thenItMovesAndIsNotMissedWhereItIsNot() throws IOException {
        processes.put("PLACED", "<hosts>NodeA</hosts><command>sleep 630</command>");
        processes.put("WORKER", "<command>sleep 65${INSTANCE}</command><instances>2</instances>");
        hook("1-once.sh", "echo $BATON_NODE >> ran");
        processes.put("ONCE", "<hosts>NodeA</hosts><primaryOnly>true</primaryOnly><command>sleep 614</command>");
        install();
        cluster.baton("NodeA", "apply", "-y", "-c");
        cluster.awaitHealthy("NodeA", "PLACED");
        assertThat(pids("NodeB")).doesNotContainKeys("PLACED", "ONCE");
        eventually(
                "NodeA has heard what is not placed on NodeB",
                ofSeconds(30),
                () -> cluster.seen("NodeA", "NodeB")
                        .path("notPlaced")
                        .toString()
                        .equals("[\"ONCE\",\"PLACED\"]"));
        assertThat(cluster.curl("NodeB", "/metrics").out())
                .contains("process=\"SAME\"")
                .doesNotContain("process=\"PLACED\"");
        var refused = cluster.baton("NodeB", "start-process", "PLACED");
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.out())
                .contains("it is not placed on NodeB (<hosts> is NodeA): `baton start-process PLACED -s NodeA`");
        assertThat(cluster.baton("NodeB", "set-primary", "--dry-run").orFail().out())
                .containsPattern("warning +ONCE is not placed on NodeB")
                .contains("while NodeB is the primary, it runs nowhere");

        var all = pids("NodeA");
        var before = pid(all, "PLACED");
        assertThat(Path.of("/proc/" + pid(all, "WORKER-2") + "/cmdline"))
                .content()
                .contains("652");
        processes.put("PLACED", "<hosts>NodeB</hosts><command>sleep 630</command>");
        processes.put("WORKER", "<command>sleep 65${INSTANCE}</command><instances>3</instances>");
        install();
        assertThat(cluster.baton("NodeA", "apply", "-y", "-c").out())
                .containsPattern("NodeA +PLACED +planned +stop: it is not placed here any more: <hosts> is NodeB")
                .containsPattern("NodeB +PLACED +planned +start: it is placed here now");
        cluster.awaitHealthy("NodeB", "PLACED");
        assertThat(ProcessHandle.of(before)).isEmpty();
        assertThat(pids("NodeA")).doesNotContainKey("PLACED").containsKey("WORKER-3");
        assertThat(pids("NodeA").get("WORKER-2")).isEqualTo(all.get("WORKER-2"));
        assertThat(home.resolve("ran")).hasContent("NodeA\n");
    }

    private void hook(String name, String text) throws IOException {
        var file = home.resolve("conf/install-hooks").resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + text + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    @Test
    @Order(4)
    void givenAnEarlierRevision_whenRolledBack_thenItRunsAgainAndTheEventsSayWhoAndWhy() throws IOException {
        var before = pids("NodeA");

        var rolledBack = cluster.baton("NodeA", "rollback", "-y", "-c", "--reason", "moved too early");

        assertThat(rolledBack.orFail().out())
                .contains("~ process PLACED <hosts>: NodeB -> NodeA")
                .containsPattern("NodeB +PLACED +planned +stop: it is not placed here any more")
                .containsPattern("NodeA +PLACED +done");
        assertThat(pids("NodeB")).doesNotContainKey("PLACED");
        assertThat(pids("NodeA").get("SAME")).isEqualTo(before.get("SAME"));
        assertThat(Files.readString(home.resolve("logs/NodeA/events.jsonl")))
                .containsPattern("rollback to revision [0-9]+: moved too early");
        assertThat(cluster.baton("NodeA", "revisions").orFail().out().lines().toList())
                .hasSizeGreaterThan(6)
                .satisfies(now -> assertThat(now.get(1)).startsWith("*").endsWith("moved too early"));
    }

    @Test
    @Order(5)
    void givenARollingApply_whenEachNodeIsReady_thenThePrimaryIsLastAndAFailureEndsIt() throws IOException {
        processes.put("PLACED", "<hosts>NodeA</hosts><command>sleep 630</command>");
        processes.put("SAME", "<command>sleep 640</command>");
        install();

        var applied = cluster.baton("NodeA", "apply", "-y", "-c", "--rolling", "--reason", "longer sleep");

        assertThat(applied.orFail().out())
                .containsPattern("(?s)NodeB +- +done +it runs from revision.*NodeA +SAME +planned.*NodeA +- +done");
        assertThat(revision("NodeA")).isEqualTo(revision("NodeB"));
        var before = pids("NodeA");
        processes.put("SAME", "<command>sh -c 'exit 4'</command><restart>temporary</restart>");
        install();

        var failed = cluster.baton("NodeA", "apply", "-y", "-c", "--rolling");

        assertThat(failed.exit()).isEqualTo(1);
        assertThat(failed.out())
                .containsPattern("NodeB +SAME +failed +exit status 4")
                .containsPattern("NodeA +- +refused +not applied, for NodeB is not ready again");
        assertThat(pids("NodeA")).isEqualTo(before);
        assertThat(cluster.baton("NodeA", "rollback", "-y", "-s", "NodeB")
                        .orFail()
                        .out())
                .containsPattern("NodeB +SAME +done");
    }
}
