package io.github.batonha.conf.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.conf.model.NodeDefinition;
import io.github.batonha.supervision.spec.ChildSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that are described once and run several times. What is refused stands in {@code bad/instances}. */
class InstancesTest {

    private static final String PROCESSES = """
            <processes>
                <process name="WORKER">
                    <command>/bin/true --id ${INSTANCE} --of ${NAME} --port ${PORT}</command>
                    <instances>3</instances>
                    <env name="PARTITION">part-${INSTANCE}</env>
                </process>
                <process name="GATEWAY"><command>/bin/true</command><dependency>WORKER, ONE-1</dependency></process>
                <process name="ONE"><command>/bin/true</command><instances>1</instances></process>
            </processes>
            """;

    @TempDir
    Path folder;

    private TestHome home;

    @BeforeEach
    void lay() throws IOException {
        home = new TestHome(folder)
                .file("conf/app-processes.xml", PROCESSES)
                .file(
                        "conf/app-service-definitions.xml",
                        "<configuration><service name=\"WORKER\" port=\"9000\"/></configuration>");
        define("", "");
    }

    private void define(String items, String hostItems) throws IOException {
        home.file(
                "conf/app-system-definition.kts",
                "systems { system(\"DEV\") { hosts { host(\"NodeA\") { %s } }\n %s } }".formatted(hostItems, items));
    }

    private NodeDefinition installed() {
        var report = home.install("NodeA");
        assertThat(report.problems()).isEmpty();
        assertThat(report.warnings()).noneMatch(warning -> warning.toString().contains("port of no"));
        return InstalledRevision.load(home.home(), "NodeA", Map.of());
    }

    private static ChildSpec process(NodeDefinition node, String name) {
        return node.processes().stream()
                .filter(process -> process.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void givenThreeInstances_whenLoaded_thenEachHasItsNumberInNamePortArgumentsAndVariables() {
        var node = installed();

        assertThat(node.processes())
                .extracting(ChildSpec::name)
                .containsExactly("WORKER-1", "WORKER-2", "WORKER-3", "GATEWAY", "ONE-1");
        var second = process(node, "WORKER-2");
        assertThat(second.argv()).containsExactly("/bin/true", "--id", "2", "--of", "WORKER-2", "--port", "9001");
        assertThat(second.port()).isEqualTo(9001);
        assertThat(second.environment()).containsEntry("PARTITION", "part-2");
        assertThat(process(node, "WORKER-1").port()).isEqualTo(9000);
    }

    @Test
    void givenADependencyOnTheNameInTheFile_whenLoaded_thenAllInstancesAreWaitedFor() {
        assertThat(process(installed(), "GATEWAY").dependencies())
                .containsExactly("WORKER-1", "WORKER-2", "WORKER-3", "ONE-1");
    }

    @Test
    void givenMoreInstances_whenInstalled_thenTheOthersStayAsTheyWere() throws IOException {
        var before = process(installed(), "WORKER-2");

        home.file("conf/app-processes.xml", PROCESSES.replace("<instances>3<", "<instances>5<"));

        var after = installed();
        assertThat(process(after, "WORKER-2")).isEqualTo(before);
        assertThat(process(after, "WORKER-5").port()).isEqualTo(9004);
    }

    @Test
    void givenItemsOfAllAndOfOne_whenLoaded_thenTheOneWins() throws IOException {
        define("""
                item("WORKER_PROCESS_START", false)
                item("WORKER_2_PROCESS_START", true)
                item("WORKER_PORT", 7000)
                item("WORKER_3_PORT", 8000)
                """, "");

        var node = installed();

        assertThat(process(node, "WORKER-1").start()).isFalse();
        assertThat(process(node, "WORKER-2").start()).isTrue();
        assertThat(process(node, "WORKER-2").port()).isEqualTo(7001);
        assertThat(process(node, "WORKER-3").port()).isEqualTo(8000);
    }

    @Test
    void givenAnItemOfOneHost_whenLoaded_thenItHoldsForAllInstancesThere() throws IOException {
        define("", "item(\"WORKER_PROCESS_START\", false)");

        var node = installed();

        assertThat(process(node, "WORKER-1").start()).isFalse();
        assertThat(process(node, "WORKER-3").start()).isFalse();
        assertThat(process(node, "GATEWAY").start()).isTrue();
    }

    @Test
    void givenInstances_whenInstalled_thenAnAgentThatKnowsNoneRefusesTheRevision() {
        installed();

        assertThat(folder.resolve("generated/set.json"))
                .content()
                .contains("\"format\" : 2,", "\"instances\" : \"2 of WORKER\"");
    }
}
