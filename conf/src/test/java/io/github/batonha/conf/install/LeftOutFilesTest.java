package io.github.batonha.conf.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What has the name of a file of the configuration and can't be read would take its processes along, if it were left out. */
class LeftOutFilesTest {

    private static final String ONE = "<processes><process name=\"%s\">%s</process></processes>";

    @TempDir
    Path folder;

    private TestHome home;

    @BeforeEach
    void install() throws IOException {
        home = new TestHome(folder)
                .file("conf/app-system-definition.kts", "systems { system(\"S\") { hosts { host(\"NodeA\") } } }")
                .file("conf/a-processes.xml", ONE.formatted("A", "<command>/bin/true</command>"));
        assertThat(home.install("NodeA").problems()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "conf/x-processes.xml",
                "conf/x-service-definitions.xml",
                "conf/x-system-definition.kts",
                "conf/system.conf",
                "conf/baton.conf",
                "site-specific/cfg/a-processes.xml",
                "site-specific/cfg",
                "site-specific"
            })
    void givenALinkToWhatIsNotThere_whenInstalled_thenItIsNamedAndNothingIsWritten(String name) throws IOException {
        var link = folder.resolve(name);
        Files.createDirectories(link.getParent());
        Files.createSymbolicLink(link, Path.of("/no/such/volume/" + link.getFileName()));

        var report = home.install("NodeA");

        assertThat(report.problems())
                .singleElement()
                .asString()
                .startsWith(name)
                .contains("/no/such/volume/" + link.getFileName() + ", which is not there");
        assertThat(InstalledRevision.load(home.home(), "NodeA", Map.of()).processes())
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "conf/x-processes.xml",
                "conf/x-service-definitions.xml",
                "conf/x-system-definition.kts",
                "conf/system.conf",
                "conf/baton.conf",
                "site-specific/cfg/a-processes.xml"
            })
    void givenAFolderOfThatName_whenInstalled_thenItIsNamed(String name) throws IOException {
        Files.createDirectories(folder.resolve(name));

        assertThat(home.install("NodeA").problems())
                .singleElement()
                .asString()
                .isEqualTo(name + ": is a folder, but has the name of a file that baton reads: rename it");
    }

    @Test
    void givenALoopOfLinksAndADevice_whenInstalled_thenBothAreNamed() throws IOException {
        var conf = folder.resolve("conf");
        Files.createSymbolicLink(conf.resolve("x-processes.xml"), Path.of("y-processes.xml"));
        Files.createSymbolicLink(conf.resolve("y-processes.xml"), Path.of("x-processes.xml"));
        Files.createSymbolicLink(conf.resolve("z-processes.xml"), Path.of("/dev/null"));

        assertThat(home.install("NodeA").problems())
                .extracting(problem -> problem.place().source())
                .containsExactly("conf/x-processes.xml", "conf/y-processes.xml", "conf/z-processes.xml");
    }

    @Test
    void givenLinksToWhatIsThereAndFilesOfOthers_whenInstalled_thenTheyAreReadOrLeftAlone() throws IOException {
        var conf = folder.resolve("conf");
        home.file("elsewhere/b.xml", ONE.formatted("B", "<command>/bin/true</command>"));
        Files.createSymbolicLink(conf.resolve("b-processes.xml"), folder.resolve("elsewhere/b.xml"));
        Files.createSymbolicLink(conf.resolve(".#a-processes.xml"), Path.of("user@host.1234"));
        Files.createSymbolicLink(conf.resolve("application.yml"), Path.of("/no/such/file"));
        Files.createDirectories(conf.resolve("backup"));

        var report = home.install("NodeA");

        assertThat(report.problems()).isEmpty();
        assertThat(report.warnings()).isEmpty();
        assertThat(InstalledRevision.load(home.home(), "NodeA", Map.of()).processes())
                .hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x-process.xml",
                "X-Processes.XML",
                "processes.xml",
                "x_processes.xml",
                "x-service-definition.xml",
                "System.conf",
                "x-system-definitions.kts"
            })
    void givenAFileWhoseNameIsNearlyRight_whenInstalled_thenThatItIsNotReadIsSaid(String name) throws IOException {
        home.file("conf/" + name, "");

        assertThat(home.install("NodeA").warnings())
                .singleElement()
                .asString()
                .startsWith("conf/" + name + ": is not read, because its name ");
    }

    @Test
    void givenJarsThatLeadNowhere_whenInstalled_thenTheyAreNamed() throws IOException {
        home.jar("lib/app/app-1.jar", "app.Main")
                .jar("lib/second.jar", "second.Main")
                .file("conf/b-processes.xml", ONE.formatted("B", "<module>app</module><classpath>more/*</classpath>"))
                .file("conf/c-processes.xml", ONE.formatted("C", "<module>second</module>"));
        Files.createSymbolicLink(folder.resolve("lib/app/other.jar"), Path.of("/no/such/other.jar"));
        Files.createSymbolicLink(folder.resolve("lib/second"), Path.of("/no/such/folder"));
        Files.createDirectories(folder.resolve("lib/more"));
        Files.createSymbolicLink(folder.resolve("lib/more/third.jar"), Path.of("/no/such/third.jar"));

        assertThat(home.install("NodeA").problems())
                .extracting(Object::toString)
                .anyMatch(problem -> problem.contains("lib/app/other.jar is a link to /no/such/other.jar"))
                .anyMatch(problem -> problem.contains("lib/second is a link to /no/such/folder"))
                .anyMatch(problem -> problem.contains("lib/more/third.jar is a link to /no/such/third.jar"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"}", "words", "{\"content\": {}}"})
    void givenSomethingBehindTheEndOfASet_whenLoaded_thenItIsDamaged(String more) throws IOException {
        Files.writeString(folder.resolve("generated/set.json"), more, StandardOpenOption.APPEND);

        assertThatThrownBy(() -> InstalledRevision.load(home.home(), "NodeA", Map.of()))
                .hasMessageContaining("generated/set.json is damaged");
    }
}
