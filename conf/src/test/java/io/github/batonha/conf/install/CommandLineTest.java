package io.github.batonha.conf.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.batonha.client.Leash;
import io.github.batonha.conf.model.NodeDefinition;
import io.github.batonha.supervision.probe.Check;
import io.github.batonha.supervision.spec.ChildSpec;
import io.github.batonha.supervision.spec.GroupStrategy;
import io.github.batonha.supervision.spec.RestartPolicy;
import io.github.batonha.supervision.spec.RestartRules;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of the tags of a process. */
class CommandLineTest {

    private static final String AGENT_JAVA = System.getProperty("java.home") + "/bin/java";

    @TempDir
    Path folder;

    private TestHome home;

    @BeforeEach
    void lib() throws IOException {
        home = new TestHome(folder)
                .jar("lib/app-2.0.jar", "app.Main")
                .jar("lib/app/dep-b.jar", "")
                .jar("lib/app/dep-a.jar", "")
                .jar("lib/drivers/one.jar", "")
                .jar("lib/drivers/two.jar", "")
                .file("lib/drivers/readme.txt", "none")
                .jar("lib/extra.jar", "")
                .file("bin/tool", "#!/bin/sh\n");
        Files.createDirectories(folder.resolve("work"));
        assertThat(folder.resolve("bin/tool").toFile().setExecutable(true)).isTrue();
    }

    @Test
    void givenOnlyModuleAndPackage_whenComposed_thenTheJarsOwnMainRunsBehindTheLeash() throws IOException {
        var spec = spec("<module>app</module><package>p</package><arguments>one 'two words'</arguments>", "");

        assertThat(spec.argv())
                .containsExactly(
                        AGENT_JAVA,
                        "-cp",
                        classPath("lib/app-2.0.jar", "lib/app/dep-a.jar", "lib/app/dep-b.jar"),
                        "io.github.batonha.client.Leash",
                        "app.Main",
                        "one",
                        "two words");
        assertThat(spec.version()).isEqualTo("1.2.3");
    }

    @Test
    void givenEveryJvmTag_whenComposed_thenTheyStandInTheirOrder() throws IOException {
        var spec = spec(
                "<module>app</module><mainClass>other.Main</mainClass><options>-Xmx16m -Dx=\"a b\"</options>"
                        + "<classpath>drivers/*, extra.jar, drivers/o?e.jar</classpath><arguments>--go</arguments>"
                        + "<java>/usr/bin/env</java><directory>work</directory><stopWithin>3 s</stopWithin>"
                        + "<scheduleRestart>true</scheduleRestart><start>FALSE</start><env name=\"A\">b c</env>"
                        + "<config>a.xml, b.xml</config><script>s.kts</script><groupId>G</groupId>",
                "item(\"JVM_OPTIONS\", \"-Xss512k -ea\")");

        assertThat(spec.argv())
                .containsExactly(
                        "/usr/bin/env",
                        "-Xss512k",
                        "-ea",
                        "-Xmx16m",
                        "-Dx=a b",
                        "-cp",
                        classPath(
                                "lib/app-2.0.jar",
                                "lib/app/dep-a.jar",
                                "lib/app/dep-b.jar",
                                "lib/drivers/one.jar",
                                "lib/drivers/two.jar",
                                "lib/extra.jar"),
                        "io.github.batonha.client.Leash",
                        "other.Main",
                        "--go");
        assertThat(spec.directory()).isEqualTo(folder.resolve("work"));
        assertThat(spec.stopWithin()).isEqualTo(Duration.ofSeconds(3));
        assertThat(spec.restart().policy()).isEqualTo(RestartPolicy.PERMANENT);
        assertThat(spec.start()).isFalse();
        assertThat(spec.environment()).isEqualTo(Map.of("A", "b c"));
        assertThat(spec.configFiles()).containsExactly("a.xml", "b.xml", "s.kts");
        assertThat(spec.group()).isEqualTo("G");
    }

    @Test
    void givenABootstrapClass_whenComposed_thenItIsToldWhatTheEntrySays() throws IOException {
        var spec = spec(
                "<module>app</module><package>p.q</package><config>c.xml</config><script>s.kts</script>"
                        + "<language>pt</language><configOverridesFile>o.xml</configOverridesFile>"
                        + "<loggingLevel>INFO,DATADUMP_OFF</loggingLevel><arguments>-x 1</arguments>",
                "item(\"BootstrapClass\", \"boot.Main\"); item(\"JavaHome\", \"%s\")"
                        .formatted(System.getProperty("java.home")));

        assertThat(spec.argv().getFirst()).isEqualTo(AGENT_JAVA);
        assertThat(spec.argv().subList(3, spec.argv().size()))
                .isEqualTo(List.of(
                        "io.github.batonha.client.Leash",
                        "boot.Main",
                        "-name",
                        "P",
                        "-scan",
                        "p.q",
                        "-module",
                        "app",
                        "-config",
                        "c.xml",
                        "-script",
                        "s.kts",
                        "-language",
                        "pt",
                        "-configOverridesFile",
                        "o.xml",
                        "-loggingLevel",
                        "INFO,DATADUMP_OFF",
                        "-x",
                        "1"));
    }

    @Test
    void givenACommand_whenComposed_thenItRunsByItself() throws IOException {
        var spec = spec("<command>bin/tool 'a b' '$HOME'</command><arguments>c</arguments>", "");

        assertThat(spec.argv()).containsExactly(folder.resolve("bin/tool").toString(), "a b", "$HOME", "c");
        assertThat(spec.group()).isEqualTo("APP");
        assertThat(spec.directory()).isEqualTo(folder);
        assertThat(spec.stopWithin()).isEqualTo(Duration.ofSeconds(10));
        assertThat(spec.start()).isTrue();
    }

    @Test
    void givenAPrimaryOnlyCommand_whenComposed_thenItRunsBehindTheLeash() throws IOException {
        var spec = spec("<command>sleep 5</command><primaryOnly>true</primaryOnly>", "");

        assertThat(spec.argv())
                .containsExactly(
                        AGENT_JAVA, "-cp", clientJar(), "io.github.batonha.client.Leash", "--command", "sleep", "5");
        assertThat(spec.primaryOnly()).isTrue();
    }

    @Test
    void givenAJarThatIsGoneAfterInstall_whenLoaded_thenTheErrorSaysWhereItWasLookedFor() throws IOException {
        spec("<module>app</module><package>p</package>", "");
        Files.delete(folder.resolve("lib/app-2.0.jar"));

        assertThatThrownBy(this::load)
                .hasMessageContaining("there is no jar of module app")
                .hasMessageContaining("lib/app");
    }

    @Test
    void givenAFolderAndAProgramThatAreGoneAfterInstall_whenLoaded_thenOnlyTheStartOfThatProcessMayFail()
            throws IOException {
        spec("<command>bin/tool</command><directory>work</directory>", "");
        Files.delete(folder.resolve("work"));
        Files.delete(folder.resolve("bin/tool"));

        assertThat(load().processes()).hasSize(1);
    }

    @Test
    void givenTheTagsOfRestarts_whenComposed_thenTheyAreItsRules() throws IOException {
        var spec = spec(
                "<command>/bin/true</command><restart>transient</restart><maxRestarts>3</maxRestarts>"
                        + "<restartPeriod>1 minute</restartPeriod><backoff>200ms</backoff><maxBackoff>2 s</maxBackoff>"
                        + "<stableAfter>4 s</stableAfter><successExits>0, 143</successExits>"
                        + "<groupStrategy>rest_for_one</groupStrategy>",
                "");

        assertThat(spec.restart())
                .isEqualTo(new RestartRules(
                        RestartPolicy.TRANSIENT,
                        3,
                        Duration.ofMinutes(1),
                        Duration.ofMillis(200),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(4),
                        Set.of(0, 143)));
        assertThat(spec.groupStrategy()).isEqualTo(GroupStrategy.REST_FOR_ONE);
    }

    @Test
    void givenAOneshotJob_whenComposed_thenItsExitTellsThatItIsReady() throws IOException {
        var spec = spec("<command>/bin/true</command><restart>oneshot</restart><startWithin>5 s</startWithin>", "");

        assertThat(spec.restart()).isEqualTo(RestartRules.of(RestartPolicy.ONESHOT));
        assertThat(spec.probes().readiness().check()).isEqualTo(new Check.Ended());
        assertThat(spec.probes().startWithin()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void givenNoTagsOfRestarts_whenComposed_thenTheDefaultsHold() throws IOException {
        assertThat(spec("<command>/bin/true</command>", "").restart())
                .isEqualTo(RestartRules.of(RestartPolicy.TEMPORARY));
        assertThat(spec(
                                "<command>/bin/true</command><restart>permanent</restart>"
                                        + "<scheduleRestart>true</scheduleRestart>",
                                "")
                        .restart())
                .isEqualTo(RestartRules.of(RestartPolicy.PERMANENT));
    }

    private ChildSpec spec(String tags, String items) throws IOException {
        home.file("conf/app-processes.xml", "<processes><process name=\"P\">" + tags + "</process></processes>")
                .file(
                        "conf/app-system-definition.kts",
                        "systems { system(\"S\") { hosts { host(\"NodeA\") }; " + items + " } }");
        var report = home.install("NodeA");
        assertThat(report.problems()).isEmpty();
        assertThat(report.warnings()).isEmpty();
        return load().processes().getFirst();
    }

    private NodeDefinition load() {
        return InstalledRevision.load(home.home(), "NodeA", Map.of());
    }

    private String classPath(String... jars) {
        var path = new StringBuilder();
        for (var jar : jars) {
            path.append(folder.resolve(jar)).append(File.pathSeparator);
        }
        return path.append(clientJar()).toString();
    }

    private static String clientJar() {
        return Path.of(Leash.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .getPath())
                .toString();
    }
}
