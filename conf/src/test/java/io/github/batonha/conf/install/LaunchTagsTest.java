package io.github.batonha.conf.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.conf.report.Findings;
import io.github.batonha.supervision.spec.AotMode;
import io.github.batonha.supervision.spec.ChildSpec;
import io.github.batonha.supervision.spec.Launching;
import io.github.batonha.supervision.spec.Launching.EnvironmentFile;
import io.github.batonha.supervision.spec.ResourceControl;
import io.github.batonha.supervision.spec.StandbyMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LaunchTagsTest {

    private static final long GIB = 1L << 30;

    @TempDir
    private Path folder;

    @Test
    void givenAllLaunchTags_whenLoaded_thenTheyArrive() throws Exception {
        Files.writeString(folder.resolve("some.env"), "A=1\n");
        var report = install("""
                <user>root:root</user> <nice>-5</nice> <umask>027</umask> <limits>nofile=1024:65536, core=unlimited</limits>
                <memoryMax>2G</memoryMax> <cpuWeight>200</cpuWeight> <tasksMax>500</tasksMax>
                <environmentFile>some.env, -other.env</environmentFile> <secrets>file</secrets> <preStop>sh -c 'say goodbye'</preStop>
                """);

        assertThat(report.problems()).isEmpty();
        var definition = InstalledRevision.load(new TestHome(folder).home(), "NodeA", Map.of());
        assertThat(definition.processes().getFirst().launching())
                .isEqualTo(new Launching(
                        "root:root",
                        -5,
                        "027",
                        List.of("nofile=1024:65536", "core=unlimited"),
                        List.of(
                                new EnvironmentFile(folder.resolve("some.env"), false),
                                new EnvironmentFile(folder.resolve("other.env"), true)),
                        true,
                        List.of("sh", "-c", "say goodbye"),
                        StandbyMode.COLD,
                        AotMode.USE,
                        new ResourceControl(2L << 30, 200, 500)));
    }

    @ParameterizedTest
    @CsvSource({
        "'', '', true",
        "'<standby>cold</standby>', '', false",
        "'', 'baton.process.standby = cold', false",
        "'<standby>warm</standby>', 'baton.process.standby = cold', true",
    })
    void givenAPrimaryOnlyJvm_whenInstalled_thenTagAndThenSettingSayWhetherItsStandbyIsWarm(
            String tag, String setting, boolean isWarm) throws Exception {
        var report = new TestHome(folder)
                .file("conf/x-processes.xml", """
                        <processes><process name="X"><mainClass>a.Main</mainClass>
                        <primaryOnly>true</primaryOnly>%s</process></processes>
                        """.formatted(tag))
                .file("conf/system.conf", "systems = [ { name = S, hosts = [ NodeA ] } ]")
                .file("conf/baton.conf", setting)
                .install("NodeA");

        assertThat(report.problems()).isEmpty();
        var definition = InstalledRevision.load(new TestHome(folder).home(), "NodeA", Map.of());
        assertThat(definition.processes().getFirst().isWarm()).isEqualTo(isWarm);
    }

    @ParameterizedTest
    @CsvSource({
        "'', '', USE",
        "'', 'baton.process.aot-cache = train', TRAIN",
        "'<aotCache>off</aotCache>', 'baton.process.aot-cache = train', OFF",
        "'<aotCache>train</aotCache>', '', TRAIN",
    })
    void givenAJvm_whenInstalled_thenTagAndThenSettingSayWhetherItHasACache(String tag, String setting, AotMode mode)
            throws Exception {
        var report = new TestHome(folder)
                .file(
                        "conf/x-processes.xml",
                        "<processes><process name='X'><mainClass>a.Main</mainClass>%s</process></processes>"
                                .formatted(tag))
                .file("conf/system.conf", "systems = [ { name = S, hosts = [ NodeA ] } ]")
                .file("conf/baton.conf", setting)
                .install("NodeA");

        assertThat(report.problems()).isEmpty();
        var definition = InstalledRevision.load(new TestHome(folder).home(), "NodeA", Map.of());
        assertThat(definition.processes().getFirst().launching().aot()).isEqualTo(mode);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<nice>20</nice> | from -20 to 19",
                "<nice>low</nice> | from -20 to 19",
                "<umask>89</umask> | octal",
                "<secrets>files</secrets> | environment or file",
                "<primaryOnly>true</primaryOnly><standby>hot</standby> | warm or cold",
                "<aotCache>on</aotCache> | off, use or train",
                "<primaryOnly>true</primaryOnly><standby>warm</standby> | only a JVM can be a warm standby",
                "<user>two words</user> | user:group",
                "<memoryMax>512</memoryMax> | with its unit",
                "<cpuWeight>0</cpuWeight> | from 1 to 10000",
                "<limits>nofile</limits> | nofile=65536",
                "<limits>nofiles=3</limits> | did you mean nofile",
                "<preStop>sh -c 'open</preStop> | preStop",
                "<environmentFile>missing.env</environmentFile> | does not exist",
                "<environmentFile>wrong.env</environmentFile> | wrong.env:2: ",
            })
    void givenAWrongTag_whenInstalled_thenTheProblemNamesPlaceAndRemedy(String tag, String says) throws Exception {
        Files.writeString(folder.resolve("wrong.env"), "A=1\nno variable\n");

        var report = install(tag);

        assertThat(report.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.toString()).contains(says).contains("x-processes.xml");
        });
    }

    @Test
    void givenHeapsBeyondTheMemory_whenChecked_thenTheSumIsNamed() {
        var findings = new Findings();
        var processes = List.of(jvm("-Xmx2g"), jvm("-Xmx64m", "-Xmx3072m"), jvm("-Xms9g"));

        HeapCheck.check(processes, 5 * GIB, findings);
        assertThat(findings.warnings()).isEmpty();
        HeapCheck.check(processes, 4 * GIB, findings);

        assertThat(findings.warnings())
                .singleElement()
                .satisfies(warning -> assertThat(warning.toString())
                        .contains("2 processes add up to 5.0 GiB")
                        .contains("4.0 GiB of memory"));
    }

    private InstallReport install(String tags) throws IOException {
        return new TestHome(folder)
                .file("conf/x-processes.xml", """
                        <processes><process name="X"><command>sleep 1</command>
                        %s
                        </process></processes>
                        """.formatted(tags))
                .file("conf/system.conf", "systems = [ { name = S, hosts = [ NodeA ] } ]")
                .install("NodeA");
    }

    private static ChildSpec jvm(String... options) {
        var argv = new ArrayList<>(List.of("java"));
        argv.addAll(List.of(options));
        return ChildSpec.of("X", argv.toArray(String[]::new)).build();
    }
}
