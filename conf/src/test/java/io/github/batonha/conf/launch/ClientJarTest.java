package io.github.batonha.conf.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.conf.model.BatonHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientJarTest {

    @TempDir
    Path folder;

    @Test
    void givenNoAgentYet_whenAskedFor_thenItIsThePrograms() {
        assertThat(ClientJar.in(new BatonHome(folder), jar("a"))).isEqualTo(folder.resolve("a.jar"));
    }

    @Test
    void givenARelease_whenItsJarIsReplaced_thenTheCopyStaysAndTheNextReleaseHasOneOfItsOwn() throws IOException {
        var home = new BatonHome(folder);
        var own = jar("first");
        ClientJar.keep(home, own);
        var first = ClientJar.in(home, own);

        Files.writeString(own, "second");
        assertThat(first).hasContent("first");
        assertThat(ClientJar.in(home, own)).isEqualTo(own);

        ClientJar.keep(home, own);
        assertThat(ClientJar.in(home, own)).isNotEqualTo(first).hasContent("second");
        assertThat(first).hasContent("first");
        assertThat(ClientJar.isOne(first.toString())).isTrue();
        assertThat(ClientJar.isOne(folder.resolve("lib/baton-client-0.2.0.jar").toString()))
                .isFalse();
    }

    @Test
    void givenAnyUser_whenKept_thenItCanBeReadByItsPath() throws IOException {
        var home = new BatonHome(folder);
        ClientJar.keep(home, jar("any"));

        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(ClientJar.in(home, folder.resolve("any.jar")))))
                .isEqualTo("rw-r--r--");
    }

    @Test
    void givenManyReleases_whenKept_thenTheNewestFiveStay() throws IOException {
        var home = new BatonHome(folder);
        for (var release = 1; release <= 7; release++) {
            var own = jar("release " + release);
            ClientJar.keep(home, own);
            Files.setLastModifiedTime(
                    ClientJar.in(home, own), FileTime.from(Instant.ofEpochSecond(1_000_000L + release)));
        }
        ClientJar.keep(home, folder.resolve("release 2.jar"));

        try (var files = Files.list(folder.resolve("run/.lib"))) {
            assertThat(files.map(ClientJarTest::content))
                    .containsExactlyInAnyOrder("release 2", "release 7", "release 6", "release 5", "release 4");
        }
    }

    private static String content(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Path jar(String content) {
        try {
            return Files.writeString(folder.resolve(content + ".jar"), content);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
