package io.github.batonha.supervision.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AtomicFileTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void givenAnOldContentAndTheRestOfADeadWriter_whenWritten_thenTheNewContentAloneIsThere(
            AtomicFile.Durability durability) throws IOException {
        var file = Files.writeString(folder.resolve("state"), "an old and longer content");
        Files.writeString(folder.resolve("state.new"), "half of what a dead writer");

        AtomicFile.write(file, "new ä", durability);

        assertThat(file).hasContent("new ä");
        assertThat(folder.resolve("state.new")).doesNotExist();
    }

    @Test
    void givenAFolderInItsPlace_whenWritten_thenItFailsAndTheOldOneStays() throws IOException {
        var file = Files.createDirectory(folder.resolve("state"));
        Files.createFile(file.resolve("something"));

        assertThatThrownBy(() -> AtomicFile.write(file, "new", AtomicFile.Durability.PROCESS_CRASH))
                .isInstanceOf(IOException.class);

        assertThat(file.resolve("something")).exists();
    }

    @Test
    void givenAFileThatAllMayRead_whenWrittenForItsOwner_thenOnlyTheOwnerMay() throws IOException {
        var file = Files.writeString(folder.resolve("token"), "old");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        AtomicFile.writeForOwner(file, "secret", AtomicFile.Durability.PROCESS_CRASH);

        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(file).hasContent("secret");
    }
}
