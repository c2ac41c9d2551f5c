package io.github.batonha.conf.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.conf.model.NodeDefinition;
import io.github.batonha.supervision.spec.EnvironmentSource.Resolution;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which of several values wins. */
class OverridesTest {

    @TempDir
    Path folder;

    @Test
    void givenNoVariables_whenResolved_thenHostWinsOverSystemOverGlobal() throws IOException {
        var variables = variables(node(Map.of()));

        assertThat(variables)
                .containsEntry("Everywhere", "global")
                .containsEntry("Narrower", "system")
                .containsEntry("Narrowest", "host");
    }

    @Test
    void givenVariables_whenResolved_thenTheyWinOverAllLevelsUnderEitherPrefixAndSpelling() throws IOException {
        var variables = variables(node(
                Map.of("BATON_SYSDEF_Everywhere", "1", "GENESIS_SYSDEF_NARROWER", "2", "BATON_SYSDEF_NARROWEST", "3")));

        assertThat(variables)
                .containsEntry("Everywhere", "1")
                .containsEntry("Narrower", "2")
                .containsEntry("Narrowest", "3")
                .doesNotContainKey("BATON_SYSDEF_Everywhere");
    }

    @Test
    void givenAVariableAtInstallThatIsMissingAtStart_whenResolved_thenTheProcessIsRefusedAndNotStartedWithAnother()
            throws IOException {
        install(Map.of("BATON_SYSDEF_EVERYWHERE", "1"));

        var node = InstalledRevision.load(home().home(), "NodeA", Map.of());

        assertThat(resolve(node).toString()).contains("Everywhere").contains("BATON_SYSDEF_EVERYWHERE");
    }

    @Test
    void givenPorts_whenOverridden_thenTheVariableWinsOverTheItemOverTheServiceDefinition() throws IOException {
        assertThat(node(Map.of()).processes().getFirst().port()).isEqualTo(8001);
        assertThat(node(Map.of()).processes().get(1).port()).isEqualTo(8102);
        var overridden = node(Map.of("APP_A_PORT", "8201", "APP_B_PORT", "8202"));
        assertThat(overridden.processes().getFirst().port()).isEqualTo(8201);
        assertThat(overridden.processes().get(1).port()).isEqualTo(8202);
        assertThat(variables(overridden))
                .containsEntry("APP_A_PORT", "8201")
                .containsEntry("APP_B_PORT", "8202")
                .containsEntry("DATABASE_PORT", "5432");
    }

    @Test
    void givenTagVariables_whenInstalled_thenTheyWinOverTheFile() throws IOException {
        var spec = node(Map.of(
                        "APP_A_PROCESS_START", "false",
                        "APP_A_PROCESS_SCHEDULE_RESTART", "true",
                        "APP_A_PROCESS_PRIMARY_ONLY", "true",
                        "APP_A_PROCESS_COMMAND", "sleep 1",
                        "APP_A_PROCESS_GROUP_ID", "OTHER"))
                .processes()
                .getFirst();

        assertThat(spec.start()).isFalse();
        assertThat(spec.primaryOnly()).isTrue();
        assertThat(spec.group()).isEqualTo("OTHER");
        assertThat(spec.argv()).endsWith("sleep", "1");
    }

    @Test
    void givenTagItems_whenInstalled_thenTheyWinOverTheFileAndTheSystemOverGlobal() throws IOException {
        var spec = node(Map.of()).processes().get(1);

        assertThat(spec.start()).isFalse();
        assertThat(spec.group()).isEqualTo("SYSTEM");
    }

    @Test
    void givenTagItems_whenOverridden_thenTheVariableWinsAndThatOfTheItemOverIt() throws IOException {
        var bare = Map.of("APP_B_PROCESS_START", "true", "APP_B_PROCESS_GROUP_ID", "BARE");
        var both = Map.of("BATON_SYSDEF_APP_B_PROCESS_GROUP_ID", "ITEM", "APP_B_PROCESS_GROUP_ID", "BARE");

        assertThat(node(bare).processes().get(1).start()).isTrue();
        assertThat(node(bare).processes().get(1).group()).isEqualTo("BARE");
        assertThat(node(both).processes().get(1).group()).isEqualTo("ITEM");
    }

    @Test
    void givenATagItemThatRefersToAVariable_whenInstalled_thenItsValueAtInstallIsTheTag() throws IOException {
        var spec = node(Map.of("WHAT_B_IS", "for people")).processes().get(1);

        assertThat(spec.description()).isEqualTo("for people");
    }

    @Test
    void givenJvmOptionsAsVariable_whenInstalled_thenTheyWinOverTheItemAndStayOutOfTheEnvironment() throws IOException {
        var node = node(Map.of("JVM_OPTIONS", "-Xmx1g"));

        assertThat(node.processes().get(2).argv()).contains("-Xmx1g").doesNotContain("-Xmx2g");
        assertThat(node(Map.of()).processes().get(2).argv()).contains("-Xmx2g");
        assertThat(variables(node)).doesNotContainKey("JVM_OPTIONS");
    }

    @Test
    void givenAnEntryThatOverrides_whenInstalled_thenItReplacesTheOtherAsAWhole() throws IOException {
        home().file(
                        "conf/z-processes.xml",
                        "<processes><process name=\"APP_A\" override=\"true\"><command>other</command></process></processes>");

        var spec = node(Map.of()).processes().getFirst();

        assertThat(spec.name()).isEqualTo("APP_A");
        assertThat(spec.argv()).containsExactly("other");
        assertThat(spec.description()).isEmpty();
        assertThat(spec.group()).isEqualTo("Z");
    }

    @Test
    void givenASiteSpecificFile_whenInstalled_thenItReplacesTheFileOfItsName() throws IOException {
        home().file(
                        "site-specific/cfg/app-processes.xml",
                        "<processes><process name=\"SITE\"><command>site</command></process></processes>");

        var processes = node(Map.of()).processes();

        assertThat(processes).extracting(spec -> spec.name()).containsExactly("SITE");
    }

    private NodeDefinition node(Map<String, String> environment) throws IOException {
        install(environment);
        return InstalledRevision.load(home().home(), "NodeA", environment);
    }

    private void install(Map<String, String> environment) throws IOException {
        home().file("conf/app-system-definition.kts", """
                        systemDefinition {
                            global {
                                item("Everywhere", "global"); item("Narrower", "global"); item("Narrowest", "global")
                                item("JVM_OPTIONS", "-Xmx2g")
                                item("APP_B_PROCESS_START", false); item("APP_B_PROCESS_GROUP_ID", "GLOBAL")
                            }
                            systems {
                                system("DEV") {
                                    hosts { host("NodeA") { item("Narrowest", "host") }; host("NodeB") }
                                    item("Narrower", "system"); item("Narrowest", "system")
                                    item("APP_B_PORT", "8102"); item("APP_B_PROCESS_GROUP_ID", "SYSTEM")
                                    %s
                                }
                            }
                        }
                        """.formatted(
                                environment.containsKey("WHAT_B_IS")
                                        ? "item(\"APP_B_PROCESS_DESCRIPTION\", System.getenv(\"WHAT_B_IS\"))"
                                        : ""))
                .file("conf/app-processes.xml", """
                        <processes>
                          <process name="APP_A"><command>true</command><description>first</description></process>
                          <process name="APP_B"><command>true</command></process>
                          <process name="APP_C"><mainClass>app.Main</mainClass></process>
                        </processes>
                        """)
                .file("conf/app-service-definitions.xml", """
                        <configuration>
                          <service name="APP_A" port="8001"/>
                          <service name="APP_B" port="8002"/>
                          <service name="DATABASE" host="db" port="5432" external="true" secure="false"/>
                        </configuration>
                        """);
        var report = TestHome.run(home().home(), environment, "NodeA");
        assertThat(report.problems()).isEmpty();
    }

    private static Map<String, String> variables(NodeDefinition node) {
        return switch (resolve(node)) {
            case Resolution.Resolved resolved -> new HashMap<>(resolved.variables());
            case Resolution.Unresolved unresolved -> throw new AssertionError(unresolved.reason());
        };
    }

    private static Resolution resolve(NodeDefinition node) {
        return node.environment().resolve(node.processes().getFirst());
    }

    private TestHome home() {
        return new TestHome(folder);
    }
}
