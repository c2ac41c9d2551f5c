package io.github.batonha.conf.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.batonha.conf.model.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The revisions that a home keeps, and the way back. */
class RevisionsTest {

    private static final InstallAuthor LATER =
            new InstallAuthor("ops", "rollback", Instant.parse("2026-02-02T03:04:05Z"));

    @TempDir
    Path folder;

    private TestHome home;

    @BeforeEach
    void create() throws IOException {
        home = new TestHome(folder);
    }

    private void install(int version) throws IOException {
        home.file("conf/app-system-definition.kts", "systems { system(\"S\") { hosts { host(\"NodeA\") } } }")
                .file("conf/app-processes.xml", """
                        <processes>
                            <process name="APP"><command>/bin/true %d</command></process>
                        </processes>
                        """.formatted(version));
        assertThat(home.install("NodeA").problems()).isEmpty();
    }

    private Revisions revisions() {
        return Revisions.of(home.home());
    }

    private List<Long> numbers() {
        return revisions().list().stream().map(Revision::number).toList();
    }

    private List<String> command() {
        return InstalledRevision.load(home.home(), "NodeA", Map.of())
                .processes()
                .getFirst()
                .argv();
    }

    @Test
    void givenTwelveInstalls_whenListed_thenTheLastTenAreThereAndTheNewestIsInstalled() throws IOException {
        for (var version = 1; version <= 12; version++) {
            install(version);
        }

        assertThat(numbers()).containsExactly(12L, 11L, 10L, 9L, 8L, 7L, 6L, 5L, 4L, 3L);
        assertThat(revisions().installed().map(Revision::number)).contains(12L);
        assertThat(revisions().list()).filteredOn(Revision::isInstalled).hasSize(1);
        assertThat(revisions().list().getLast().author()).isEqualTo(TestHome.AUTHOR);
    }

    @Test
    void givenTheSameAgain_whenInstalled_thenThereIsNoFurtherRevision() throws IOException {
        install(1);
        install(1);

        assertThat(numbers()).containsExactly(1L);
        assertThat(revisions().previous()).isEmpty();
    }

    @Test
    void givenAnEarlierRevision_whenItIsInstalledAgain_thenItRunsUnderANewNumber() throws IOException {
        install(1);
        install(2);
        install(3);
        var first = revisions().find("1");

        var report = revisions().installAgain(first, Map.of(), "NodeA", LATER);

        assertThat(report.problems()).isEmpty();
        assertThat(command()).containsExactly("/bin/true", "1");
        assertThat(numbers()).containsExactly(4L, 3L, 2L, 1L);
        var installed = revisions().installed().orElseThrow();
        assertThat(installed.hash()).isEqualTo(first.hash());
        assertThat(installed.author()).isEqualTo(LATER);
        assertThat(revisions().previous().map(Revision::number)).contains(3L);
    }

    @Test
    void givenARevisionWhoseProgramIsGone_whenItIsInstalledAgain_thenNothingIsChanged() throws IOException {
        home.jar("lib/app.jar", "app.Main");
        home.file("conf/app-system-definition.kts", "systems { system(\"S\") { hosts { host(\"NodeA\") } } }")
                .file(
                        "conf/app-processes.xml",
                        "<processes><process name=\"APP\"><jar>app.jar</jar></process></processes>");
        assertThat(home.install("NodeA").problems()).isEmpty();
        install(2);
        Files.delete(folder.resolve("lib/app.jar"));

        var report = revisions().installAgain(revisions().find("1"), Map.of(), "NodeA", LATER);

        assertThat(report.problems()).isNotEmpty();
        assertThat(command()).containsExactly("/bin/true", "2");
        assertThat(numbers()).containsExactly(2L, 1L);
    }

    @Test
    void givenAnInstallThatWasKilledInTheMiddle_whenListed_thenNothingStandsTwice() throws IOException {
        install(1);
        install(2);
        Files.copy(folder.resolve("generated/set.json"), folder.resolve("generated/revisions/2.json"));

        assertThat(numbers()).containsExactly(2L, 1L);
        assertThat(revisions().list().getFirst().isInstalled()).isTrue();
        install(3);
        assertThat(numbers()).containsExactly(3L, 2L, 1L);
    }

    @Test
    void givenADamagedFile_whenListed_thenTheOthersAreThere() throws IOException {
        install(1);
        install(2);
        install(3);
        Files.writeString(folder.resolve("generated/revisions/1.json"), "{");

        assertThat(numbers()).containsExactly(3L, 2L);
    }

    @Test
    void givenAFileOfAnEarlierRelease_whenListed_thenItHasANumberAndNobodyIsNamed() throws IOException {
        install(1);
        var file = folder.resolve("generated/set.json");
        Files.writeString(file, Files.readString(file).replaceFirst("(?s)\"installed\" : \\{.*?\\},", ""));

        assertThat(revisions().list())
                .singleElement()
                .satisfies(revision -> assertThat(revision.author()).isEqualTo(InstallAuthor.UNKNOWN));
        install(2);
        assertThat(numbers()).containsExactly(2L, 1L);
    }

    @Test
    void givenWords_whenFound_thenByNumberOrByHash() throws IOException {
        install(1);
        install(2);
        var first = revisions().list().getLast();

        assertThat(revisions().find(first.hash().substring(0, 8))).isEqualTo(first);
        assertThatThrownBy(() -> revisions().find("77"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("there is no revision 77: there are 2, 1, see `baton revisions`");
    }

    @Test
    void givenHashes_whenCompared_thenTheDifferenceIsToldWhereBothAreKept() throws IOException {
        install(1);
        var first = revisions().installed().orElseThrow().hash();
        install(2);
        var second = revisions().installed().orElseThrow().hash();

        assertThat(revisions().differences(first, second).orElseThrow())
                .containsExactly(new RevisionDifference(
                        "process APP <command>", "/bin/true 1", "/bin/true 2", RevisionDifference.Kind.CHANGED));
        assertThat(revisions().differences(first, "0000")).isEmpty();
        assertThat(revisions().differences("", second)).isEmpty();
    }
}
