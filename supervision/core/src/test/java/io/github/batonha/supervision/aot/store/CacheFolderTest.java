package io.github.batonha.supervision.aot.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.batonha.supervision.aot.CacheFile;
import io.github.batonha.supervision.aot.CacheForm;
import io.github.batonha.supervision.os.UserAccount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheFolderTest {

    private static final CacheFile NAMED = new CacheFile("P", "0123456789abcdef", 0, CacheForm.AOT);
    private static final long OWN = UserAccount.ownId();

    @TempDir
    private Path directory;

    private CacheFolder folder;

    @BeforeEach
    void open() {
        folder = CacheFolder.of(directory);
    }

    @Test
    void givenNothing_whenListed_thenNoFolderIsMade() throws IOException {
        assertThat(folder.all()).isEmpty();
        assertThat(folder.exists()).isFalse();
        assertThat(folder.isOrdered("P")).isFalse();
    }

    @Test
    void givenARecording_whenTaken_thenItIsACacheThatMayBeUsed() throws IOException {
        var cache = cache();

        assertThat(cache.bytes()).isEqualTo(5);
        assertThat(folder.trouble(cache, OWN)).isEmpty();
        folder.used(cache, Instant.ofEpochSecond(1));
        assertThat(folder.all()).singleElement().satisfies(kept -> {
            assertThat(kept.cache()).isEqualTo(cache);
            assertThat(kept.lastUsed()).isEqualTo(Instant.ofEpochSecond(1));
        });
        folder.dropRecording("P");
        assertThat(folder.recording("P")).doesNotExist();
    }

    @Test
    void givenACache_whenItIsCutOff_thenItMayNotBeUsed() throws IOException {
        var cache = cache();

        Files.writeString(folder.path(cache), "cach");

        assertThat(folder.trouble(cache, OWN).orElseThrow()).contains("4 bytes instead of 5");
    }

    @Test
    void givenACache_whenOthersMayWriteItOrItsFolder_thenItMayNotBeUsed() throws IOException {
        var cache = cache();
        var file = folder.path(cache);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw----"));
        assertThat(folder.trouble(cache, OWN).orElseThrow()).contains("by others");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertThat(folder.trouble(cache, OWN)).isEmpty();

        Files.setPosixFilePermissions(file.getParent(), PosixFilePermissions.fromString("rwxrwxrwx"));

        assertThat(folder.trouble(cache, OWN).orElseThrow()).contains("by others");
    }

    @Test
    void givenACacheOfAnotherUser_whenLookedAt_thenItMayNotBeUsed() throws IOException {
        assertThat(folder.trouble(cache(), OWN + 1).orElseThrow()).contains("belongs to uid");
    }

    @Test
    void givenALinkInPlaceOfACache_whenLookedAtOrTaken_thenItIsRefused() throws IOException {
        var secret = Files.writeString(directory.resolve("other"), "cache");
        var cache = cache();
        Files.delete(folder.path(cache));
        Files.createSymbolicLink(folder.path(cache), secret);
        assertThat(folder.trouble(cache, OWN).orElseThrow()).contains("is no file");

        var made = folder.beginRecording("P", "x.aot", OWN);
        Files.createSymbolicLink(made, secret);

        assertThatThrownBy(() -> folder.take(made, NAMED, OWN)).hasMessageContaining("is no file");
        assertThat(Files.readString(secret)).isEqualTo("cache");
    }

    @Test
    void givenAnOrder_whenItEnds_thenItIsGone() throws IOException {
        folder.order("P");
        assertThat(folder.isOrdered("P")).isTrue();
        assertThat(folder.isOrdered("Q")).isFalse();
        folder.endOrder("P");
        assertThat(folder.isOrdered("P")).isFalse();
    }

    private CacheFile cache() throws IOException {
        var made = folder.beginRecording("P", "x.aot", OWN);
        Files.writeString(made, "cache");
        Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rw-------"));
        return folder.take(made, NAMED, OWN);
    }
}
