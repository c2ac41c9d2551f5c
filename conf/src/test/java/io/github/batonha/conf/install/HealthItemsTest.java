package io.github.batonha.conf.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.conf.model.HealthDefinition;
import io.github.batonha.conf.model.HealthSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HealthItemsTest {

    @TempDir
    Path folder;

    @Test
    void givenNothingIsSaid_whenLoaded_thenTheDefaultsAreThosePromised() throws IOException {
        var node = load("", "", "NodeA");

        assertThat(node).isEqualTo(new HealthDefinition(8559, 8560, HealthDefinition.NO_WEIGHT, Set.of()));
    }

    @Test
    void givenAGroup_whenLoaded_thenItsProcessesWithAPortAreRequired() throws IOException {
        assertThat(load("item(\"ReadyGroup\", \"WEB\")", "", "NodeA").required())
                .containsExactly("ROUTER");
    }

    @Test
    void givenHostsThatDiffer_whenLoaded_thenEachHasItsOwn() throws IOException {
        var items = "item(\"ReadyGroup\", \"WEB\")";
        var settings =
                "baton { health { port = 7559, agent-check-port = 0, stale-after = 20 s }, drain.settle = 1 s, health.metrics = off }";

        assertThat(load(items, settings, "NodeA")).isEqualTo(new HealthDefinition(7559, 0, -1, Set.of("ROUTER")));
        assertThat(load(items, settings, "NodeB"))
                .isEqualTo(new HealthDefinition(0, 9560, 50, Set.of("PAGES", "FEED")));
        assertThat(InstalledRevision.load(home(items, settings).home(), "NodeA", Map.of())
                        .settings()
                        .health())
                .isEqualTo(new HealthSettings(7559, 0, Duration.ofSeconds(20), Duration.ofSeconds(1), false));
    }

    @Test
    void givenNothingIsSaid_whenInstalled_thenTheSummaryNamesTheProcessesWithAPort() throws IOException {
        assertThat(home("", "").install("NodeA").summary())
                .contains(
                        "Users come (/health/ready) while these are healthy, which have a port and run on every node: ROUTER, FEED. An item ReadyProcesses or ReadyGroup names others.");
    }

    @Test
    void givenAnItem_whenInstalled_thenTheSummaryNamesItsProcessesOnEachHost() throws IOException {
        var items = "item(\"ReadyGroup\", \"WEB\")";

        assertThat(home(items, "").install("NodeA").summary())
                .contains("Users come (/health/ready) while these are healthy: ROUTER.");
        assertThat(home(items, "").install("NodeB").summary())
                .contains("Users come (/health/ready) while these are healthy: PAGES, FEED.");
    }

    private HealthDefinition load(String items, String settings, String node) throws IOException {
        return InstalledRevision.load(home(items, settings).home(), node, Map.of())
                .health();
    }

    private TestHome home(String items, String settings) throws IOException {
        var home = new TestHome(folder)
                .file("conf/app-system-definition.kts", """
                        systems {
                            system("DEV") {
                                hosts {
                                    host("NodeA")
                                    host("NodeB") {
                                        item("HealthPort", 0)
                                        item("AgentCheckPort", 9560)
                                        item("BalancerWeight", 50)
                                        item("ReadyProcesses", "PAGES, FEED")
                                    }
                                }
                                %s
                            }
                        }
                        """.formatted(items))
                .file("conf/baton.conf", settings)
                .file("conf/app-service-definitions.xml", """
                        <configuration><service name="ROUTER" port="9017"/><service name="FEED" port="9018"/></configuration>
                        """)
                .file("conf/app-processes.xml", """
                        <processes>
                            <process name="ROUTER"><groupId>WEB</groupId><command>/bin/true</command></process>
                            <process name="PAGES"><groupId>WEB</groupId><command>/bin/true</command></process>
                            <process name="FEED"><groupId>FEEDS</groupId><command>/bin/true</command></process>
                        </processes>
                        """);
        assertThat(home.install("NodeA").problems()).isEmpty();
        return home;
    }
}
