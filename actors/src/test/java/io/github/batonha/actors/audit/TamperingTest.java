package io.github.batonha.actors.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever changes an audit of several files is found out, whatever is changed. */
class TamperingTest {

    private static final int LINES = 9;

    @TempDir
    private Path folder;

    private List<Path> files = List.of();

    @BeforeEach
    void write() throws IOException {
        try (var audit = AuditLog.of(folder, folder, 1200, InstantSource.fixed(Instant.EPOCH), () -> 0)) {
            for (var i = 0; i < LINES; i++) {
                audit.before(
                        new Act("os:alice", "ADMIN", "unix socket", "POST /api/v1/primary", "order " + i, "r" + i));
            }
        }
        files = AuditFiles.inOrder(folder);
        assertThat(files).hasSizeGreaterThan(2);
        assertThat(Verification.ofNode(folder, folder).fault()).isNull();
    }

    private void assertFound(String how) throws IOException {
        assertThat(Verification.ofNode(folder, folder).fault()).as(how).isNotNull();
    }

    @Test
    void whenAnyByteOfAnyLineIsChanged_thenItIsFound() throws IOException {
        var random = new Random(12);
        for (var file : files) {
            var bytes = Files.readAllBytes(file);
            for (var at = 0; at < bytes.length; at++) {
                var changed = bytes.clone();
                changed[at] ^= (byte) (1 << random.nextInt(7));
                Files.write(file, changed);
                assertFound("byte %d of %s: %s".formatted(at, file, new String(changed, StandardCharsets.UTF_8)));
            }
            Files.write(file, bytes);
        }
    }

    @Test
    void whenAnyLineIsRemovedOrRepeated_thenItIsFound() throws IOException {
        for (var file : files) {
            var lines = Files.readAllLines(file);
            for (var i = 0; i < lines.size(); i++) {
                var fewer = new ArrayList<>(lines);
                fewer.remove(i);
                Files.write(file, fewer);
                assertFound("without line %d of %s".formatted(i, file));
                var more = new ArrayList<>(lines);
                more.add(i, lines.get(i));
                Files.write(file, more);
                assertFound("line %d of %s twice".formatted(i, file));
            }
            Files.write(file, lines);
        }
    }

    @Test
    void whenAnyTwoLinesAreSwapped_thenItIsFound() throws IOException {
        for (var file : files) {
            var lines = Files.readAllLines(file);
            for (var i = 0; i < lines.size(); i++) {
                for (var j = 0; j < i; j++) {
                    var swapped = new ArrayList<>(lines);
                    Collections.swap(swapped, i, j);
                    Files.write(file, swapped);
                    assertFound("lines %d and %d of %s swapped".formatted(i, j, file));
                }
            }
            Files.write(file, lines);
        }
    }

    @Test
    void whenAnyFileOfTheRowIsTakenAway_thenItIsFound() throws IOException {
        for (var file : files) {
            var bytes = Files.readAllBytes(file);
            Files.delete(file);
            assertFound("without " + file);
            Files.write(file, bytes);
        }
    }

    /** Who computes all hashes anew is found out by the end that the agent knows. */
    @Test
    void whenAllIsForgedFromTheFirstLineOn_thenTheKnownEndTellsIt() throws IOException {
        var end = ChainEnd.read(folder).orElseThrow();
        try (var forged = AuditLog.of(
                Files.createDirectory(folder.resolve("forged")),
                Files.createDirectory(folder.resolve("forged-run")),
                1 << 20,
                InstantSource.fixed(Instant.EPOCH),
                () -> 0)) {
            for (var i = 0; i < LINES; i++) {
                forged.before(new Act("os:mallory", "ADMIN", "", "POST /api/v1/primary", "order " + i, "r" + i));
            }
        }
        end.write(folder.resolve("forged-run"));

        assertThat(Verification.ofNode(folder.resolve("forged"), folder.resolve("forged-run"))
                        .fault())
                .isNotNull();
    }
}
