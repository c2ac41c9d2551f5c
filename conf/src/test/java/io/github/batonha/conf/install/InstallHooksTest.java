package io.github.batonha.conf.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scripts of the site that run once when a home is installed. */
class InstallHooksTest {

    @TempDir
    Path folder;

    private TestHome home;

    @BeforeEach
    void lay() throws IOException {
        home = new TestHome(folder)
                .file("conf/app-system-definition.kts", "systems { system(\"DEV\") { hosts { host(\"NodeA\") } } }")
                .file("conf/app-processes.xml", """
                        <processes><process name="APP"><command>/bin/true</command></process></processes>
                        """);
    }

    private Path hook(String name, String script) throws IOException {
        home.file(name, "#!/bin/sh\n" + script);
        return Files.setPosixFilePermissions(folder.resolve(name), PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Path ran() {
        return folder.resolve("ran");
    }

    private boolean isInstalled() {
        return Files.exists(folder.resolve("generated/set.json"));
    }

    @Test
    void givenHooks_whenInstalledTwice_thenEachRunsOnceInTheOrderOfTheirNumbers() throws IOException {
        hook("conf/install-hooks/10-late.sh", "echo late $BATON_NODE >> ran; echo said");
        hook("conf/install-hooks/9-early.sh", "echo early >> ran");
        hook("conf/install-hooks/20-replaced.sh", "echo wrong >> ran");
        hook("site-specific/install-hooks/20-replaced.sh", "echo site >> ran");

        var first = home.install("NodeA");
        hook("conf/install-hooks/30-new.sh", "echo new >> ran");
        var second = home.install("NodeA");

        assertThat(first.problems()).isEmpty();
        assertThat(first.summary())
                .contains(
                        "Hooks ran: 9-early.sh, 10-late.sh, 20-replaced.sh. What they wrote is in generated/install-hooks.");
        assertThat(second.summary()).anyMatch(line -> line.startsWith("Hooks ran: 30-new.sh."));
        assertThat(ran()).hasContent("early\nlate NodeA\nsite\nnew\n");
        var log = folder.resolve("generated/install-hooks/10-late.sh.log");
        assertThat(log).hasContent("said\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(log)))
                .isEqualTo("rw-------");
    }

    @Test
    void givenAHookThatFails_whenInstalled_thenNothingIsAndTheOthersDontRunAgain() throws IOException {
        hook("conf/install-hooks/1-good.sh", "echo good >> ran");
        var bad = hook("conf/install-hooks/2-bad.sh", "echo no database >&2; exit 3");
        hook("conf/install-hooks/3-never.sh", "echo never >> ran");

        var failed = home.install("NodeA");

        assertThat(failed.problems())
                .singleElement()
                .hasToString(
                        "conf/install-hooks/2-bad.sh: ended with 3 and last wrote \"no database\": correct what it needs and install again; generated/install-hooks/2-bad.sh.log has all that it wrote");
        assertThat(failed.summary()).contains("Hooks that ended well, and don't run again: 1-good.sh.");
        assertThat(isInstalled()).isFalse();
        assertThat(ran()).hasContent("good\n");

        hook("conf/install-hooks/2-bad.sh", "echo mended >> ran");
        assertThat(bad).exists();
        assertThat(home.install("NodeA").problems()).isEmpty();
        assertThat(isInstalled()).isTrue();
        assertThat(ran()).hasContent("good\nmended\nnever\n");
    }

    @Test
    void givenAMistakeInTheConfiguration_whenInstalled_thenNoHookRuns() throws IOException {
        hook("conf/install-hooks/1-good.sh", "echo good >> ran");
        home.file("conf/app-processes.xml", "<processes><process name=\"APP\"/></processes>");

        assertThat(home.install("NodeA").problems()).isNotEmpty();

        assertThat(ran()).doesNotExist();
    }

    @Test
    void givenAHookThatWritesConfiguration_whenInstalled_thenThatIsCheckedAndInstalled() throws IOException {
        hook("conf/install-hooks/1-more.sh", """
                echo '<processes><process name="MORE"><command>/bin/true</command></process></processes>' > conf/more-processes.xml
                """);

        home.install("NodeA");

        assertThat(folder.resolve("generated/set.json")).content().contains("MORE");
    }

    @Test
    void givenHooksThatCantRunOrHaveChanged_whenInstalled_thenItIsSaid() throws IOException {
        var changed = hook("conf/install-hooks/1-changed.sh", "true");
        home.install("NodeA");
        Files.writeString(changed, "#!/bin/sh\nfalse\n");
        home.file("conf/install-hooks/2-plain.sh", "true");
        home.file("conf/install-hooks/readme", "");

        var report = home.install("NodeA");

        assertThat(report.problems())
                .singleElement()
                .asString()
                .startsWith("conf/install-hooks/2-plain.sh: can't be executed: chmod +x it");
        assertThat(report.warnings())
                .extracting(Object::toString)
                .anyMatch(line -> line.startsWith("conf/install-hooks/1-changed.sh: has changed since it ran"))
                .anyMatch(line -> line.startsWith("conf/install-hooks/readme: is not run"));
    }
}
