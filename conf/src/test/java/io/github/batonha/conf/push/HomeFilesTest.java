package io.github.batonha.conf.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.batonha.conf.install.TestHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HomeFilesTest {

    private static final String KEY = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

    @TempDir
    Path folder;

    private TestHome home;
    private HomeFiles files;

    @BeforeEach
    void fill() throws IOException {
        home = new TestHome(folder)
                .file("conf/app-processes.xml", "<processes/>")
                .file("conf/.app-processes.xml.swp", "hidden")
                .file("conf/genesis", KEY + "\n")
                .file("conf/tls.pem", "-----BEGIN PRIVATE KEY-----\nMIIE\n")
                .file("conf/store.p12", "binary")
                .file("site-specific/cfg/app-processes.xml", "<processes/>")
                .file("lib/app.jar", "jar")
                .file("lib/baton/baton.jar", "program")
                .file("run/NodeA/token", "secret")
                .file("certificates/NodeA/key.pem", "secret");
        Files.createSymbolicLink(folder.resolve("conf/gone.xml"), folder.resolve("nowhere"));
        files = new HomeFiles(home.home());
    }

    @Test
    void whenFilesAreListed_thenKeysAndWhatBelongsToTheHostAreNot() throws IOException {
        var listing = files.list();

        assertThat(listing.files())
                .extracting(HomeFile::path)
                .containsExactly("conf/app-processes.xml", "lib/app.jar", "site-specific/cfg/app-processes.xml");
        assertThat(listing.withheld())
                .containsExactly("conf/genesis", "conf/gone.xml", "conf/store.p12", "conf/tls.pem");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "conf/genesis",
                "conf/tls.pem",
                "conf/store.p12",
                "conf/.app-processes.xml.swp",
                "conf/../run/NodeA/token",
                "certificates/NodeA/key.pem",
                "run/NodeA/token",
                "lib/baton/baton.jar",
                "/etc/hostname",
                "conf//app-processes.xml",
                "conf",
                ""
            })
    void givenAPathThatIsNotListed_whenItIsRead_thenItIsNotThere(String path) {
        assertThatThrownBy(() -> files.read(path, 0, 100)).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> files.shown(path)).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void whenAFileIsReadInPieces_thenAllOfItComes() throws IOException {
        assertThat(files.read("conf/app-processes.xml", 0, 5)).asString().isEqualTo("<proc");
        assertThat(files.read("conf/app-processes.xml", 5, 100)).asString().isEqualTo("esses/>");
        assertThat(files.read("conf/app-processes.xml", 12, 100)).isEmpty();
        assertThat(files.read("conf/app-processes.xml", 500, 100)).isEmpty();
    }

    @Test
    void givenSecrets_whenAFileIsShown_thenTheyAreMaskedAndEncryptedOnesStay() throws IOException {
        home.file("conf/app-system-definition.kts", """
                item(name = "DbPassword", value = "open-sesame")
                item(
                    name = "ApiToken",
                    value = "open-sesame")
                item("GenesisKey", "open-sesame")
                item(name = "GenesisKey", value = "file:/etc/key")
                item(name = "DbPassword", value = "Y2lwaGVy", encrypted = true)
                item(name = "Port", value = "8080")
                password = open-sesame
                """);

        var shown = files.shown("conf/app-system-definition.kts").orElseThrow();

        assertThat(shown)
                .doesNotContain("open-sesame")
                .contains("\"file:/etc/key\"", "\"Y2lwaGVy\", encrypted = true", "\"8080\"", "\"ApiToken\"");
    }

    @Test
    void givenALargeFileOrOneThatIsNoText_whenItIsShown_thenItIsNot() throws IOException {
        home.file("conf/large.xml", "x".repeat(HomeFiles.MOST_SHOWN_BYTES + 1)).file("conf/zero.bin", "a\0b");

        assertThat(files.shown("conf/large.xml")).isEmpty();
        assertThat(files.shown("conf/zero.bin")).isEmpty();
    }

    @Test
    void whenHomesAreCompared_thenThePlanMakesThemTheSameButForJars() throws IOException {
        var other = new TestHome(Files.createDirectory(folder.resolve("other")))
                .file("conf/app-processes.xml", "<processes></processes>")
                .file("conf/old-processes.xml", "<processes/>")
                .file("conf/genesis", KEY)
                .file("lib/app-1.jar", "older jar");

        var plan = PushPlan.of(files.list(), new HomeFiles(other.home()).list());

        assertThat(plan.added())
                .extracting(HomeFile::path)
                .containsExactly("lib/app.jar", "site-specific/cfg/app-processes.xml");
        assertThat(plan.replaced()).extracting(HomeFile::path).containsExactly("conf/app-processes.xml");
        assertThat(plan.removed()).containsExactly("conf/old-processes.xml");
        assertThat(plan.lines(2))
                .isEqualTo(List.of(
                        "add lib/app.jar, 3 bytes",
                        "add site-specific/cfg/app-processes.xml, 12 bytes",
                        "and 2 files more, 27 bytes in all"));
        assertThat(PushPlan.of(files.list(), files.list()).isNothing()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "conf/../../etc/passwd",
                "/etc/passwd",
                "conf",
                "conf//a",
                "conf/.hidden",
                "lib/baton/baton.jar",
                "run/NodeA/token",
                "conf/a\nremove conf/b"
            })
    void givenAFileOfAnotherHost_whenItLeadsElsewhere_thenThereIsNoSuchFile(String path) {
        assertThatThrownBy(() -> new HomeFile(path, 1, "a".repeat(64), false))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void givenAFileOfAnotherHost_whenItsHashLeadsElsewhere_thenThereIsNoSuchFile() {
        assertThatThrownBy(() -> new HomeFile("conf/a", 1, "../../a", false))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
