package io.github.batonha.conf.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.conf.model.FenceCommand;
import io.github.batonha.supervision.spec.EnvironmentSource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fence commands of hosts, and what install says of a set with a view to the next SetPrimary. */
class PrimaryChecksTest {

    @TempDir
    Path folder;

    private TestHome home(String hosts, String items) throws IOException {
        return new TestHome(folder).file("conf/app-processes.xml", """
                        <processes>
                            <process name="ONCE">
                                <primaryOnly>true</primaryOnly>
                                <stopWithin>40 s</stopWithin>
                                <command>/bin/sleep 1000</command>
                            </process>
                        </processes>
                        """).file("conf/system.conf", """
                        systems = [ { name = DEV, hosts = [ %s ], items { %s } } ]
                        """.formatted(
                        hosts, items));
    }

    private List<String> warnings(String hosts, String items) throws IOException {
        var report = home(hosts, items).install("NodeA");
        assertThat(report.problems()).isEmpty();
        return report.warnings().stream().map(Object::toString).toList();
    }

    @Test
    void givenCommandsOnTwoLevels_whenLoaded_thenTheHostsOwnWins() throws IOException {
        var hosts = """
                NodeA, { name = NodeB, items { FenceCommand = "/bin/echo 'b c'", FenceTimeoutSeconds = 7 } }""";
        warnings(hosts, "FenceCommand = \"/bin/true all\"");

        var node = InstalledRevision.load(new TestHome(folder).home(), "NodeA", Map.of());

        assertThat(node.self().fence())
                .isEqualTo(new FenceCommand(List.of("/bin/true", "all"), FenceCommand.DEFAULT_WITHIN));
        assertThat(node.hosts().getLast().fence())
                .isEqualTo(new FenceCommand(List.of("/bin/echo", "b c"), Duration.ofSeconds(7)));
    }

    @Test
    void givenACommand_whenAProcessStarts_thenItIsNotInItsEnvironment() throws IOException {
        warnings("NodeA", "FenceCommand = \"/bin/true secret\", FenceTimeoutSeconds = 5");
        var node = InstalledRevision.load(new TestHome(folder).home(), "NodeA", Map.of());

        var environment = node.environment().resolve(node.processes().getFirst());

        assertThat(environment)
                .isInstanceOfSatisfying(
                        EnvironmentSource.Resolution.Resolved.class,
                        resolved -> assertThat(resolved.variables())
                                .doesNotContainKeys("FenceCommand", "FenceTimeoutSeconds"));
    }

    @Test
    void givenBadItems_whenInstalled_thenEachIsAProblemAtItsPlace() throws IOException {
        var report = home("NodeA", "FenceCommand = \"fence 'x\", FenceTimeoutSeconds = soon")
                .install("NodeA");

        assertThat(report.problems().toString())
                .contains("item \"FenceCommand\" has a quote ' that is not closed")
                .contains("item \"FenceTimeoutSeconds\" is \"soon\", but must be a number of seconds from 1 to 3600");
    }

    @Test
    void givenACommandThatIsNotThere_whenInstalled_thenAWarningNamesIt() throws IOException {
        assertThat(warnings("NodeA", "FenceCommand = \"fence/none\""))
                .anySatisfy(warning -> assertThat(warning)
                        .contains("the fence command of NodeA")
                        .contains(folder.resolve("fence/none").toString()));
    }

    @Test
    void givenAProcessThatMayStopForLongerThanTheGrace_whenInstalled_thenWarned() throws IOException {
        assertThat(warnings("NodeA", ""))
                .singleElement()
                .satisfies(warning -> assertThat(warning)
                        .contains("app-processes.xml:4")
                        .contains("ONCE may take 40 s to stop, longer than baton.primary.agent-loss-grace (15 s)"));
    }

    @Test
    void givenALeaseThatIsShorterThanAStop_whenInstalled_thenTheNumbersAreNamedAndRight() throws IOException {
        var settings = new TestHome(folder);
        settings.file("conf/baton.conf", "baton.primary.guard = majority");

        assertThat(warnings("NodeA, NodeB, NodeC", ""))
                .anySatisfy(warning -> assertThat(warning)
                        .contains("app-processes.xml:4")
                        .contains("ONCE may take 40 s to stop. Where the lease of the primary")
                        .contains("agent-loss-grace, 15 s) can't be renewed, its processes get 10 s to end")
                        .contains("Raise agent-loss-grace to 45 s"));

        settings.file("conf/baton.conf", "baton.primary { guard = majority, agent-loss-grace = 44 s }");
        assertThat(warnings("NodeA, NodeB, NodeC", "")).anyMatch(warning -> warning.contains("can't be renewed"));
        settings.file("conf/baton.conf", "baton.primary { guard = majority, agent-loss-grace = 45 s }");
        assertThat(warnings("NodeA, NodeB, NodeC", "")).noneMatch(warning -> warning.contains("can't be renewed"));
    }

    @Test
    void givenPrimaryIfSingleNodeOnOneHost_whenInstalled_thenItHoldsAndIsSaid() throws IOException {
        var report = home("NodeA", "PrimaryIfSingleNode = true").install("NodeA");

        assertThat(report.summary()).anySatisfy(line -> assertThat(line).contains("NodeA makes itself the primary"));
        assertThat(InstalledRevision.load(new TestHome(folder).home(), "NodeA", Map.of())
                        .primaryIfSingleNode())
                .isTrue();
    }

    @Test
    void givenPrimaryIfSingleNodeOnTwoHosts_whenInstalled_thenItIsWarnedOfAndDoesNotHold() throws IOException {
        assertThat(warnings("NodeA, NodeB", "PrimaryIfSingleNode = true"))
                .filteredOn(warning -> warning.contains("PrimaryIfSingleNode"))
                .singleElement()
                .satisfies(warning -> assertThat(warning)
                        .startsWith("conf/system.conf:1")
                        .contains("system DEV has 2 hosts")
                        .contains("baton set-primary"));
        assertThat(InstalledRevision.load(new TestHome(folder).home(), "NodeA", Map.of())
                        .primaryIfSingleNode())
                .isFalse();
    }

    @Test
    void givenPrimaryIfSingleNodeThatIsNeitherTrueNorFalse_whenInstalled_thenRefused() throws IOException {
        var report = home("NodeA", "PrimaryIfSingleNode = yes").install("NodeA");

        assertThat(report.problems().toString())
                .contains("item \"PrimaryIfSingleNode\" is \"yes\", but must be true or false");
    }

    @Test
    void givenAnInstalledSet_whenHostsChange_thenWhatTheNextSetPrimaryNeedsIsSaid() throws IOException {
        warnings("NodeA, NodeB", "");

        assertThat(warnings("NodeA, NodeB, NodeC", ""))
                .anySatisfy(warning ->
                        assertThat(warning).contains("hosts NodeC are added").contains("NodeA, NodeB"));
        assertThat(warnings("NodeA, NodeC", ""))
                .anySatisfy(warning -> assertThat(warning).contains("hosts NodeB are removed"));
        assertThat(warnings("NodeA, NodeD", ""))
                .anySatisfy(warning -> assertThat(warning).contains("a renamed host is a removed one and a new one"));
        assertThat(warnings("NodeA, NodeD", ""))
                .noneSatisfy(warning -> assertThat(warning).contains("hosts "));
    }
}
