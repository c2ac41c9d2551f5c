package io.github.batonha.conf.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.conf.model.FenceCommand;
import io.github.batonha.conf.model.HostDefinition;
import io.github.batonha.supervision.spec.ChildSpec;
import io.github.batonha.supervision.spec.RestartPolicy;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The texts of the seed document, word for word, give what they give there. */
class SeedTest {

    @TempDir
    Path folder;

    @Test
    void givenTheOlderDefinitionAndTheEntries_whenInstalled_thenTheSpecsAreThoseOfTheSeed() throws IOException {
        var home = seedHome().file("conf/genesis-system-definition.kts", seed("older-system-definition.kts"));

        var report = TestHome.run(home.home(), Map.of(), "NodeB");
        var node = InstalledRevision.load(home.home(), "NodeB", Map.of());

        assertThat(report.problems()).isEmpty();
        assertThat(node.system()).isEqualTo("DEV");
        assertThat(node.hosts())
                .containsExactly(
                        new HostDefinition("NodeA", "NodeA", 6000, 8558, FenceCommand.NONE),
                        new HostDefinition("NodeB", "NodeB", 6000, 8558, FenceCommand.NONE));
        assertThat(node.self().name()).isEqualTo("NodeB");
        var consolidator = node.processes().getFirst();
        assertThat(consolidator.name()).isEqualTo("GENESIS_AUTH_CONSOLIDATOR");
        assertThat(consolidator.group()).isEqualTo("AUTH");
        assertThat(consolidator.description()).isEqualTo("Consolidator for all AUTH related consolidations");
        assertThat(consolidator.start()).isTrue();
        assertThat(consolidator.primaryOnly()).isTrue();
        assertThat(consolidator.restart().policy()).isEqualTo(RestartPolicy.TEMPORARY);
        assertThat(consolidator.port()).isEqualTo(8005);
        assertThat(consolidator.configFiles()).containsExactly("auth-consolidator.xml");
        assertThat(consolidator.directory()).isEqualTo(home.home().path());
        var webmon = node.processes().get(1);
        assertThat(webmon.name()).isEqualTo("GENESIS_WEBMON");
        assertThat(webmon.primaryOnly()).isFalse();
        assertThat(webmon.port()).isZero();
    }

    @Test
    void givenABootstrapClass_whenLoaded_thenTheCommandLineIsThatOfTheSeedBehindTheLeash() throws IOException {
        var definition = seed("older-system-definition.kts")
                .replace(
                        "item(name = \"location\"",
                        "item(name = \"BootstrapClass\", value = \"boot.Main\")\n item(name = \"location\"");
        var home = seedHome().file("conf/genesis-system-definition.kts", definition);

        TestHome.run(home.home(), Map.of(), "NodeA");
        var argv = process(home, "GENESIS_AUTH_CONSOLIDATOR").argv();

        assertThat(argv.getFirst()).endsWith("/bin/java");
        assertThat(argv.subList(1, 4)).containsExactly("-Xmx128m", "-DXSD_VALIDATE=false", "-cp");
        assertThat(Arrays.asList(argv.get(4).split(File.pathSeparator)))
                .hasSize(2)
                .startsWith(
                        folder.resolve("lib/genesis-consolidator2-8.1.0.jar").toString());
        assertThat(argv.subList(5, argv.size()))
                .isEqualTo(List.of(
                        "io.github.batonha.client.Leash",
                        "boot.Main",
                        "-name",
                        "GENESIS_AUTH_CONSOLIDATOR",
                        "-scan",
                        "global.genesis.consolidator2",
                        "-module",
                        "genesis-consolidator2",
                        "-config",
                        "auth-consolidator.xml"));
    }

    @Test
    void givenTheCurrentFormWithItemsFromTheEnvironment_whenInstalled_thenMissingVariablesAreWarnedOf()
            throws IOException {
        var home = seedHome()
                .file(
                        "conf/genesis-system-definition.kts",
                        "systemDefinition {\n global {\n" + seed("environment-items.kts")
                                + "}\n systems { system(name = \"DEV\") { hosts { host(LOCAL_HOST) } } }\n}\n");

        var report = TestHome.run(home.home(), Map.of("DBUSERNAME", "x"), "anywhere");

        assertThat(report.problems()).isEmpty();
        assertThat(report.warnings())
                .extracting(Object::toString)
                .containsExactly(
                        "conf/genesis-system-definition.kts:4: item \"DbPassword\" needs the environment variable DBPASSWORD, which is not set: set it where the agent is started",
                        "conf/genesis-system-definition.kts:5: item \"GenesisKey\" needs the environment variable GENESIS_KEY, which is not set: set it where the agent is started");
    }

    private TestHome seedHome() throws IOException {
        return new TestHome(folder)
                .file("conf/auth-processes.xml", "<processes>\n" + seed("auth-process.xml") + "</processes>\n")
                .file("conf/webmon-processes.xml", "<processes>\n" + seed("webmon-process.xml") + "</processes>\n")
                .file(
                        "conf/auth-service-definitions.xml",
                        "<configuration><service host=\"localhost\" name=\"GENESIS_AUTH_CONSOLIDATOR\" port=\"8005\"/></configuration>")
                .jar("lib/genesis-consolidator2-8.1.0.jar", "global.genesis.Consolidator")
                .jar("lib/webmon.jar", "global.genesis.Webmon");
    }

    private static ChildSpec process(TestHome home, String name) {
        return InstalledRevision.load(home.home(), "NodeA", Map.of()).processes().stream()
                .filter(spec -> spec.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static String seed(String name) throws IOException {
        try (var stream = Objects.requireNonNull(SeedTest.class.getResourceAsStream("/seed/" + name), name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
