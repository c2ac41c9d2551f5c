package io.github.batonha.conf.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.batonha.conf.model.BatonHome;
import io.github.batonha.conf.model.ConfigurationException;
import io.github.batonha.conf.model.FenceCommand;
import io.github.batonha.conf.model.HostDefinition;
import io.github.batonha.conf.model.LocalHost;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GeneratedSetTest {

    @TempDir
    Path folder;

    @Test
    void givenAnInstalledHome_whenLoadedForEachNode_thenEachGetsItsOwnLevelOfItems() throws IOException {
        var home = home("one");

        home.install("NodeA");

        var a = InstalledRevision.load(home.home(), "NodeA", Map.of());
        var b = InstalledRevision.load(home.home(), "nodeb.example.com", Map.of());
        assertThat(a.self()).isEqualTo(new HostDefinition("NodeA", "NodeA", 7000, 8558, FenceCommand.NONE));
        assertThat(b.self()).isEqualTo(new HostDefinition("NodeB", "10.0.0.2", 7000, 9000, FenceCommand.NONE));
        assertThat(a.hosts()).isEqualTo(b.hosts()).containsExactly(a.self(), b.self());
        assertThat(a.processes().getFirst().port()).isEqualTo(8001);
        assertThat(b.processes().getFirst().port()).isEqualTo(9001);
        assertThat(a.settings().dependencyTimeout()).hasSeconds(5);
        assertThat(b.settings().dependencyTimeout()).hasSeconds(20);
        assertThat(a.hash()).isEqualTo(b.hash()).hasSize(64);
        assertThat(InstalledRevision.hosts(home.home(), Map.of())).isEqualTo(a.hosts());
    }

    @Test
    void givenTwoHomesThatAreAlike_whenInstalledOnDifferentHosts_thenTheHashIsTheSame() throws IOException {
        var first = home("one");
        var second = home("two").file("conf/app-processes.xml", "<!-- other comment -->\n\n" + processes("APP"));

        first.install("NodeA");
        second.install("NodeB");

        assertThat(hash(first)).isEqualTo(hash(second));
        assertThat(Files.readString(first.path().resolve("generated/set.json")))
                .isEqualTo(Files.readString(second.path().resolve("generated/set.json")))
                .doesNotContain(folder.toString());
    }

    @Test
    void givenLocalHost_whenInstalledOnMachinesOfDifferentNames_thenTheHashIsTheSameAndEachIsItsOwnHost()
            throws IOException {
        var definition = "systems { system(\"DEV\") { hosts { host(LOCAL_HOST) } } }";
        var first = home("one").file("conf/app-system-definition.kts", definition);
        var second = home("two").file("conf/app-system-definition.kts", definition);

        first.install("left");
        second.install("right");

        assertThat(hash(first)).isEqualTo(hash(second));
        assertThat(InstalledRevision.load(first.home(), "left", Map.of()).hosts())
                .containsExactly(new HostDefinition("left", "left", 6000, 8558, FenceCommand.NONE));
        assertThat(InstalledRevision.hosts(first.home(), Map.of()))
                .extracting(HostDefinition::name)
                .containsExactly(LocalHost.name());
    }

    @Test
    void givenAnyChangeThatAgentsSee_whenInstalled_thenTheHashIsAnother() throws IOException {
        var home = home("one");
        home.install("NodeA");
        var hashes = new ArrayList<>(List.of(hash(home)));

        home.file("conf/app-processes.xml", processes("OTHER"));
        home.install("NodeA");
        hashes.add(hash(home));
        home.file("conf/baton.conf", "baton.view.down-after = 5 s");
        home.install("NodeA");
        hashes.add(hash(home));
        TestHome.run(home.home(), Map.of("OTHER_PROCESS_START", "false"), "NodeA");
        hashes.add(hash(home));

        assertThat(hashes).doesNotHaveDuplicates();
    }

    @Test
    void givenNothingInstalled_whenLoaded_thenTheErrorSaysWhatToDo() throws IOException {
        var home = home("one");

        assertRefused(home.home(), "NodeA", "nothing is installed", "run `baton install`");
    }

    @Test
    void givenAnUnknownNode_whenLoaded_thenTheErrorNamesTheNearestHost() throws IOException {
        var home = home("one");
        home.install("NodeA");

        assertRefused(
                home.home(),
                "NodeAB",
                "system \"DEV\" has no host NodeAB",
                "did you mean NodeA? Then give `baton node --name NodeA`");
        assertRefused(home.home(), "elsewhere", "the hosts are NodeA, NodeB", "--name");
    }

    @Test
    void givenASetWithAnyByteChanged_whenLoaded_thenItIsNeverTakenForAnother() throws IOException {
        var home = home("one");
        home.install("NodeA");
        var file = home.path().resolve("generated/set.json");
        var good = Files.readAllBytes(file);
        var text = new String(good, StandardCharsets.UTF_8);
        var hash = hash(home);
        var random = new Random(7);

        for (var run = 0; run < 300; run++) {
            var bad = good.clone();
            bad[random.nextInt(text.indexOf("\"format\""), bad.length)] = (byte) ('0' + random.nextInt(60));
            Files.write(file, bad);
            try {
                assertThat(InstalledRevision.load(home.home(), "NodeA", Map.of())
                                .hash())
                        .isEqualTo(hash);
            } catch (ConfigurationException e) {
                assertThat(e).hasMessageContaining("run `baton install` again");
            }
        }
        Files.write(file, good);
        assertThat(hash(home)).isEqualTo(hash);
    }

    @Test
    void givenASetOfAnotherVersion_whenLoaded_thenTheErrorSaysSo() throws IOException {
        var home = home("one").file("generated/set.json", "{\"format\": 99}");

        assertRefused(
                home.home(), "NodeA", "a later version of baton", "reads up to 2", "or run `baton install` again");
        assertThat(Revisions.obstacle(home.home()).orElseThrow()).contains("format 99");
    }

    @Test
    void givenAWriterThatWasInterrupted_whenLoadedAndInstalledAgain_thenTheOldSetHoldsUntilTheNewOneIsWhole()
            throws IOException {
        var home = home("one");
        home.install("NodeA");
        var old = hash(home);
        home.file("generated/set.json.new", "{ \"half\": ").file("conf/app-processes.xml", processes("OTHER"));

        assertThat(hash(home)).isEqualTo(old);
        assertThat(home.install("NodeA").problems()).isEmpty();

        assertThat(hash(home)).isNotEqualTo(old);
        assertThat(home.path().resolve("generated/set.json.new")).doesNotExist();
    }

    @Test
    void givenADamagedSet_whenInstalledAgain_thenItIsRepairedThoughNothingElseChanged() throws IOException {
        var home = home("one");
        home.install("NodeA");
        var old = hash(home);
        home.file("generated/set.json", "{}");

        home.install("NodeA");

        assertThat(hash(home)).isEqualTo(old);
    }

    @Test
    void givenAProblem_whenInstalled_thenTheSetThatWasThereStays() throws IOException {
        var home = home("one");
        home.install("NodeA");
        var old = Files.readAllBytes(home.path().resolve("generated/set.json"));
        home.file("conf/app-processes.xml", "<processes>");

        var report = home.install("NodeA");

        assertThat(report.isGood()).isFalse();
        assertThat(report.summary()).contains("Nothing was changed.");
        assertThat(home.path().resolve("generated/set.json")).hasBinaryContent(old);
    }

    @Test
    void givenAnotherInstallAtWork_whenInstalled_thenItIsRefused() throws IOException {
        var home = home("one");
        home.install("NodeA");
        home.file("conf/app-processes.xml", processes("OTHER"));

        try (var channel = FileChannel.open(home.path().resolve("generated/.lock"), StandardOpenOption.WRITE);
                var lock = channel.lock()) {
            assertThat(lock.isValid()).isTrue();
            assertThat(home.install("NodeA").problems())
                    .extracting(Object::toString)
                    .containsExactly(
                            "generated: another baton install is at work in this home: run it again when that one is done");
        }
        assertThat(home.install("NodeA").problems()).isEmpty();
    }

    @Test
    void givenTheSameAgain_whenInstalled_thenTheSummarySaysThatNothingChanged() throws IOException {
        var home = home("one");

        assertThat(home.install("NodeA").summary())
                .contains(
                        "System DEV with NodeA, NodeB; this host is NodeA.",
                        "Processes: 1, of them primaryOnly: 0.",
                        "Installed. Agents that run take it by `baton apply`, others when they start.");
        assertThat(home.install("NodeA").summary()).contains("The same is installed already; nothing was changed.");
    }

    @Test
    void givenACheck_whenAllIsGood_thenNothingIsWritten() throws IOException {
        var home = home("one");

        var report = Install.check(home.home(), Map.of(), "NodeA");

        assertThat(report.isGood()).isTrue();
        assertThat(home.home().generated()).doesNotExist();
    }

    private TestHome home(String name) throws IOException {
        return new TestHome(folder.resolve(name))
                .file("conf/app-system-definition.kts", """
                        systemDefinition {
                            global { item("ClusterPort", 7000); item("Level", "global") }
                            systems {
                                system("DEV") {
                                    hosts {
                                        host("NodeA") { item("ProcessDependencyTimeoutSeconds", 5) }
                                        host("NodeB") {
                                            item("Address", "10.0.0.2")
                                            item("ManagementPort", 9000)
                                            item("APP_PORT", 9001)
                                        }
                                    }
                                    item("Level", "system")
                                }
                            }
                        }
                        """)
                .file("conf/app-processes.xml", processes("APP"))
                .file(
                        "conf/app-service-definitions.xml",
                        "<configuration><service name=\"APP\" port=\"8001\"/></configuration>");
    }

    private static String processes(String name) {
        return "<processes><process name=\"%s\"><command>true</command></process></processes>".formatted(name);
    }

    private static String hash(TestHome home) {
        var name = InstalledRevision.hosts(home.home(), Map.of()).getFirst().name();
        return InstalledRevision.load(home.home(), name, Map.of()).hash();
    }

    private static void assertRefused(BatonHome home, String node, String... messages) {
        assertThatThrownBy(() -> InstalledRevision.load(home, node, Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll(messages);
    }
}
