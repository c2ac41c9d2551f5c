package io.github.batonha.conf.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.conf.model.NodeDefinition;
import io.github.batonha.conf.model.Placement;
import io.github.batonha.supervision.spec.ChildSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
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

    private final Map<String, String> hostItems = new HashMap<>();

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

    /** An agent of 0.1 reads format 1 alone. It would run these everywhere. */
    @Test
    void givenPlacedProcesses_whenInstalled_thenAnAgentThatKnowsNoPlacementRefusesTheRevision() throws IOException {
        var file = folder.resolve("generated/set.json");
        install("", PROCESSES.replaceAll("<hosts>.*?</hosts>", ""));
        var plain = Files.readString(file);
        install("", PROCESSES);
        var placed = Files.readString(file);
        hostItems.put("NodeB", "item(\"EVERYWHERE_PROCESS_START\", false)");
        install("", PROCESSES.replaceAll("<hosts>.*?</hosts>", ""));

        assertThat(plain).contains("\"format\" : 1,");
        assertThat(placed).contains("\"format\" : 2,");
        assertThat(file).content().contains("\"format\" : 2,");
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

    @Test
    void givenItemsOfAHost_whenLoaded_thenTheyHoldThereAloneAndTheRevisionIsTheSame() throws IOException {
        hostItem("NodeB", "item(\"EVERYWHERE_PROCESS_STOP_WITHIN\", \"7 s\"); item(\"gateway_process_start\", false)");
        install("item(\"EVERYWHERE_PROCESS_STOP_WITHIN\", \"3 s\")", PROCESSES);

        assertThat(process("NodeA", "EVERYWHERE").stopWithin()).hasSeconds(3);
        assertThat(process("NodeB", "EVERYWHERE").stopWithin()).hasSeconds(7);
        assertThat(process("NodeB", "GATEWAY").start()).isFalse();
        assertThat(node("NodeB").environment().defined(process("NodeB", "GATEWAY")))
                .as("a change of that tag restarts no other process")
                .isEqualTo(node("NodeC").environment().defined(process("NodeC", "GATEWAY")));
        assertThat(process("NodeC", "GATEWAY").start()).isTrue();
        assertThat(node("NodeA").hash()).isEqualTo(node("NodeB").hash());
    }

    @Test
    void givenAnItemOfAHost_whenTheEnvironmentSaysOtherwise_thenThatWinsOnAllHosts() throws IOException {
        hostItem("NodeB", "item(\"EVERYWHERE_PROCESS_STOP_WITHIN\", \"7 s\")");

        assertThat(TestHome.run(home("", PROCESSES).home(), Map.of("EVERYWHERE_PROCESS_STOP_WITHIN", "9 s"), "NodeA")
                        .problems())
                .isEmpty();

        assertThat(process("NodeA", "EVERYWHERE").stopWithin()).hasSeconds(9);
        assertThat(process("NodeB", "EVERYWHERE").stopWithin()).hasSeconds(9);
    }

    @Test
    void givenAnItemOfAHostThatNamesAVariable_whenLoaded_thenItHasTheValueOfTheInstall() throws IOException {
        hostItem("NodeB", "item(\"EVERYWHERE_PROCESS_STOP_WITHIN\", System.getenv(\"SLOW\"))");

        assertThat(TestHome.run(home("", PROCESSES).home(), Map.of("SLOW", "8 s"), "NodeA")
                        .problems())
                .isEmpty();

        assertThat(process("NodeB", "EVERYWHERE").stopWithin()).hasSeconds(8);
    }

    @Test
    void givenADependencyOfOneHostAlone_whenItIsNotPlacedThere_thenThatIsSaid() throws IOException {
        hostItem("NodeC", "item(\"EVERYWHERE_PROCESS_DEPENDENCY\", \"DATABASE\")");

        assertThat(home("", PROCESSES).install("NodeA").problems())
                .singleElement()
                .asString()
                .startsWith(
                        "conf/app-system-definition.kts:6: process EVERYWHERE runs on NodeC and depends on DATABASE");
    }

    private void hostItem(String host, String item) {
        hostItems.put(host, item);
    }

    private ChildSpec process(String host, String name) {
        return node(host).processes().stream()
                .filter(spec -> spec.name().equals(name))
                .findFirst()
                .orElseThrow();
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
                                    host("NodeA") { item("Address", "10.0.0.1"); %s }
                                    host("NodeB") { item("Address", "10.0.0.2"); %s }
                                    host("NodeC") { item("Address", "10.0.0.3"); %s }
                                }
                                %s
                            }
                        }
                        """.formatted(
                                hostItems.getOrDefault("NodeA", ""),
                                hostItems.getOrDefault("NodeB", ""),
                                hostItems.getOrDefault("NodeC", ""),
                                items))
                .file("conf/app-processes.xml", processes);
    }
}
