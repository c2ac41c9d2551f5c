package io.github.batonha.conf.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.conf.model.NodeDefinition;
import io.github.batonha.supervision.spec.EnvironmentSource.Resolution;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** System definitions in several files, and values with a default, from the file to the process. */
class SeveralDefinitionsTest {

    @TempDir
    Path folder;

    private TestHome home;

    @BeforeEach
    void createHome() throws IOException {
        home = new TestHome(folder)
                .file(
                        "conf/app-processes.xml",
                        "<processes><process name=\"APP\"><command>/bin/true</command></process></processes>")
                .file("conf/a-system-definition.kts", """
                        package global.app
                        systemDefinition { global {
                            item(name = "Location", value = System.getenv("LOCATION") ?: "LO")
                            item(name = "Both", value = "a" + "b")
                        } }
                        """)
                .file("conf/b-system-definition.kts", """
                        systemDefinition {
                            global { item(name = "Layer", value = env["LAYER", "SQL"]) }
                            systems { system("DEV") { hosts { host("NodeA") { item("Address", "127.0.0.1") } } } }
                        }
                        """);
    }

    @Test
    void givenDefinitionsOfWhichOneHasSystems_whenInstalled_thenTheGlobalItemsOfAllHold() throws IOException {
        home.file("conf/system.conf", "global.items { More = 1 }");

        var report = home.install("NodeA");

        assertThat(report.problems()).isEmpty();
        assertThat(report.warnings()).isEmpty();
        assertThat(environment(Map.of()))
                .containsEntry("Location", "LO")
                .containsEntry("Both", "ab")
                .containsEntry("Layer", "SQL")
                .containsEntry("More", "1");
    }

    @Test
    void givenAVariableWithADefault_whenItIsSetWhereTheAgentStarts_thenItWins() {
        home.install("NodeA");

        assertThat(environment(Map.of("LOCATION", "NY", "LAYER", "")))
                .containsEntry("Location", "NY")
                .containsEntry("Layer", "");
    }

    @Test
    void givenAnItemOfBatonWithADefault_whenInstalled_thenTheDefaultIsChecked() throws IOException {
        home.file("conf/c-system-definition.kts", "global { item(\"ClusterPort\", System.getenv(\"P\") ?: \"x\") }");

        assertThat(home.install("NodeA").problems())
                .extracting(Object::toString)
                .containsExactly(
                        "conf/c-system-definition.kts:1: item \"ClusterPort\" is \"x\", but must be a port number from 1 to 65535");
    }

    @Test
    void givenAnItemInTwoDefinitions_whenInstalled_thenAConflictIsNamedWithBothPlaces() throws IOException {
        home.file("conf/c-system-definition.kts", "global {\n item(\"Both\", \"c\")\n}");

        assertThat(home.install("NodeA").problems())
                .extracting(Object::toString)
                .containsExactly(
                        "conf/c-system-definition.kts:2: item \"Both\" already stands at conf/a-system-definition.kts:4 on the same level: remove one");
    }

    @Test
    void givenTheSameItemInTwoDefinitions_whenInstalled_thenItIsAWarning() throws IOException {
        home.file("conf/c-system-definition.kts", "global {\n item(\"Both\", \"ab\")\n}");

        var report = home.install("NodeA");

        assertThat(report.problems()).isEmpty();
        assertThat(report.warnings())
                .extracting(Object::toString)
                .containsExactly(
                        "conf/c-system-definition.kts:2: item \"Both\" has the same value at conf/a-system-definition.kts:4: remove one");
    }

    @Test
    void givenASecretDefaultInClear_whenInstalled_thenItIsRefused() throws IOException {
        home.file(
                "conf/c-system-definition.kts",
                "global { item(\"DbPassword\", System.getenv(\"P\") ?: \"s3cret\", encrypted = true) }");

        assertThat(home.install("NodeA").problems())
                .hasSize(1)
                .allSatisfy(problem ->
                        assertThat(problem.toString()).contains("DbPassword").doesNotContain("s3cret"));
    }

    private Map<String, String> environment(Map<String, String> agent) {
        NodeDefinition node = InstalledRevision.load(home.home(), "NodeA", agent);
        return node.environment().resolve(node.processes().getFirst())
                        instanceof Resolution.Resolved(var variables, var _)
                ? new HashMap<>(variables)
                : Map.of();
    }
}
