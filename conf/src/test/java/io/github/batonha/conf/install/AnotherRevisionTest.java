package io.github.batonha.conf.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.conf.model.AgentChanges;
import io.github.batonha.conf.model.AgentChanges.AgentChange;
import io.github.batonha.conf.model.NodeDefinition;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What another revision means for an agent that runs from the one before. */
class AnotherRevisionTest {

    @TempDir
    Path folder;

    private NodeDefinition installed(String hosts, String items, String processes, String conf) throws IOException {
        var home = new TestHome(folder)
                .file("conf/s-system-definition.kts", """
                        systems { system(name = "S") {
                            hosts { host(name = "NodeA") { item(name = "Address", value = "10.0.0.1") } %s }
                            %s
                        } }
                        """.formatted(hosts, items))
                .file("conf/s-processes.xml", processes)
                .file("conf/baton.conf", conf);
        assertThat(home.install("NodeA").problems()).isEmpty();
        return InstalledRevision.load(home.home(), "NodeA", Map.of("PATH", "/bin", "SHLVL", "1"));
    }

    private static String processes(String seconds, String more) {
        return """
                <processes>
                    <process name="A"><command>sleep 1</command></process>
                    <process name="B"><command>sleep %s</command><dependency>A</dependency></process>
                    %s
                </processes>
                """.formatted(seconds, more);
    }

    @Test
    void givenTheSame_whenInstalledAgain_thenNothingIsLeftForTheAgent() throws IOException {
        var before = installed("", "", processes("2", ""), "");
        var after = installed("", "", processes("3", ""), "baton.process.stop-within = 3 s");

        assertThat(AgentChanges.between(before, after)).isEmpty();
        var next = before.withProcessesOf(after);
        assertThat(next.processes()).isEqualTo(after.processes());
        assertThat(next.hash()).isEqualTo(after.hash()).isNotEqualTo(before.hash());
        assertThat(next.settings().stopWithin()).isEqualTo(after.settings().stopWithin());
    }

    @Test
    void givenHostsPortsAndSettings_whenChanged_thenTheyAreNamedAndLeftAsTheyWere() throws IOException {
        var before = installed(
                "host(name = \"NodeB\") { item(name = \"Address\", value = \"10.0.0.2\") }",
                "",
                processes("2", ""),
                "");
        var after = installed(
                "host(name = \"NodeC\") { item(name = \"Address\", value = \"10.0.0.3\") }",
                "item(name = \"ClusterPort\", value = \"6001\")",
                processes("2", ""),
                "baton { view.down-after = 9 s, process.parallel-starts = 7, drain.settle = 1 s }");

        assertThat(AgentChanges.between(before, after))
                .extracting(AgentChange::text)
                .containsExactly(
                        "ClusterPort",
                        "host NodeC, which is new",
                        "host NodeB, which is gone",
                        "baton.process.parallel-starts",
                        "baton.view.down-after",
                        "baton.drain.settle");
        var next = before.withProcessesOf(after);
        assertThat(next.hosts()).isEqualTo(before.hosts());
        assertThat(next.self()).isEqualTo(before.self());
        assertThat(AgentChanges.between(next, after)).isEqualTo(AgentChanges.between(before, after));
    }

    @Test
    void givenAnItemOfTheApplication_whenChanged_thenTheEnvironmentOfEachProcessIs() throws IOException {
        var before = installed("", "item(name = \"Venue\", value = \"LO\")", processes("2", ""), "");
        var after = installed("", "item(name = \"Venue\", value = \"NY\")", processes("2", ""), "");

        assertThat(defined(before, 0)).containsEntry("Venue", "LO").doesNotContainKey("SHLVL");
        assertThat(defined(after, 0)).containsEntry("Venue", "NY");
    }

    @Test
    void givenAnItemThatNamesAVariable_whenDefined_thenWhatTheAgentHasInItDoesNotCount() throws IOException {
        var definition = installed("", "item(\"Path\", System.getenv(\"PATH\"))", processes("2", ""), "");

        assertThat(defined(definition, 0)).containsEntry("Path", "${PATH}");
    }

    @Test
    void givenAnItemOfBatonOrANewProcess_whenChanged_thenNoEnvironmentIs() throws IOException {
        var port = "item(name = \"%s_PORT\", value = \"%d\")";
        var before = installed("", port.formatted("A", 7001), processes("2", ""), "");
        var more = "<process name=\"C\"><command>sleep 9</command></process>";
        var after = installed(
                "",
                port.formatted("A", 7001) + port.formatted("C", 7003)
                        + "item(name = \"BalancerWeight\", value = \"50\")",
                processes("2", more),
                "");
        var moved = installed("", port.formatted("A", 7002), processes("2", ""), "");

        assertThat(defined(after, 1)).containsEntry("A_PORT", "7001").isNotEqualTo(defined(moved, 1));
        assertThat(defined(before, 1)).containsEntry("A_PORT", "7001");
        assertThat(defined(before, 0)).as("of another one").doesNotContainKey("C_PORT");
        assertThat(defined(after, 0)).doesNotContainKeys("BalancerWeight");
    }

    private static Map<String, String> defined(NodeDefinition node, int index) {
        return node.environment().defined(node.processes().get(index));
    }
}
