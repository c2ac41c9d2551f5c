package io.github.batonha.conf.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.conf.model.NodeDefinition;
import io.github.batonha.conf.model.Placement;
import io.github.batonha.supervision.spec.ChildSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that run on some hosts alone. What is refused stands in {@code bad/placement}. */
class PlacementTest {

    private static final String PROCESSES = """
            <processes>
                <process name="DATABASE"><command>/bin/true</command><hosts>nodea</hosts><groupId>DATA</groupId></process>
                <process name="GATEWAY"><command>/bin/true</command><hosts>NodeB, NodeC</hosts></process>
                <process name="EVERYWHERE"><command>/bin/true</command></process>
            </processes>
            """;

    @TempDir
    Path folder;

    @Test
    void givenPlacedProcesses_whenLoaded_thenEachHostHasItsOwnAndKnowsTheOthers() throws IOException {
        install("", PROCESSES);

        assertThat(names("NodeA")).containsExactly("DATABASE", "EVERYWHERE");
        assertThat(names("NodeB")).containsExactly("GATEWAY", "EVERYWHERE");
        assertThat(node("NodeA").placements())
                .containsExactly(
                        new Placement("DATABASE", "DATA", false, List.of("NodeA")),
                        new Placement("GATEWAY", "APP", false, List.of("NodeB", "NodeC")));
        assertThat(node("NodeA").elsewhere("NodeA"))
                .extracting(Placement::process)
                .containsExactly("GATEWAY");
    }

    @Test
    void givenPlacedProcesses_whenInstalledOnUnequalHosts_thenTheRevisionIsTheSame() throws IOException {
        install("", PROCESSES);

        assertThat(node("NodeA").hash()).isEqualTo(node("NodeB").hash());
    }

    @Test
    void givenAProgramThatOneHostLacks_whenInstalledThere_thenItIsNoProblem() throws IOException {
        var processes =
                PROCESSES.replace("<command>/bin/true</command><hosts>NodeB", "<module>none</module><hosts>NodeB");
        home("", processes);

        assertThat(new TestHome(folder).install("NodeA").problems()).isEmpty();
        assertThat(new TestHome(folder).install("NodeB").problems()).isNotEmpty();
    }

    @Test
    void givenOnePortOnDifferentHosts_whenInstalled_thenItIsNoProblemButOnOneHost() throws IOException {
        var ports = "item(\"DATABASE_PORT\", 8001)\nitem(\"GATEWAY_PORT\", 8001)\n";

        assertThat(home(ports, PROCESSES).install("NodeA").problems()).isEmpty();
        assertThat(home(ports + "item(\"EVERYWHERE_PORT\", 8001)", PROCESSES)
                        .install("NodeA")
                        .problems())
                .isNotEmpty()
                .allSatisfy(problem -> assertThat(problem.message()).contains("is already that of"));
    }

    @Test
    void givenReadyProcesses_whenOneIsElsewhere_thenItDoesNotCount() throws IOException {
        install("item(\"ReadyProcesses\", \"GATEWAY, DATABASE\")", PROCESSES);

        assertThat(node("NodeA").health().required()).containsExactly("DATABASE");
        assertThat(node("NodeB").health().required()).containsExactly("GATEWAY");
    }

    @Test
    void givenReadyProcesses_whenNoneIsHere_thenTheRestOfTheHostDecides() throws IOException {
        install("item(\"ReadyProcesses\", \"GATEWAY\")", PROCESSES);

        assertThat(node("NodeA").health().required()).isEmpty();
    }

    @Test
    void givenAHostForEveryMachine_whenInstalled_thenPlacementDoesNotCount() throws IOException {
        new TestHome(folder)
                .file("conf/app-system-definition.kts", """
                        systems { system("LOCAL") { hosts { host(LOCAL_HOST) } } }
                        """)
                .file("conf/app-processes.xml", PROCESSES)
                .install("anything");

        assertThat(names("anything")).containsExactly("DATABASE", "GATEWAY", "EVERYWHERE");
        assertThat(node("anything").placements()).isEmpty();
    }

    private List<String> names(String host) {
        return node(host).processes().stream().map(ChildSpec::name).toList();
    }

    private NodeDefinition node(String host) {
        return InstalledRevision.load(new TestHome(folder).home(), host, Map.of());
    }

    private void install(String items, String processes) throws IOException {
        assertThat(home(items, processes).install("NodeA").problems()).isEmpty();
    }

    private TestHome home(String items, String processes) throws IOException {
        return new TestHome(folder)
                .file("conf/app-system-definition.kts", """
                        systems {
                            system("DEV") {
                                hosts {
                                    host("NodeA") { item("Address", "10.0.0.1") }
                                    host("NodeB") { item("Address", "10.0.0.2") }
                                    host("NodeC") { item("Address", "10.0.0.3") }
                                }
                                %s
                            }
                        }
                        """.formatted(items))
                .file("conf/app-processes.xml", processes);
    }
}
