package io.github.batonha.supervision.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileModeTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "GROUPS_FOLDER,  rwxr-xr-x, rwxr-x---",
        "GROUPS_FOLDER,  rwxrwxrwx, rwxrwx---",
        "GROUPS_FOLDER,  rwx------, rwx------",
        "ENTERED_FOLDER, rwxr-xr-x, rwxr-x--x",
        "ENTERED_FOLDER, rwx------, rwx--x--x",
        "OWNERS_FOLDER,  rwxr-xrwx, rwxr-x---"
    })
    void givenAFolderOfAnEarlierRelease_whenItIsAskedFor_thenOthersLoseWhatTheyHadTooMuch(
            FileMode mode, String before, String after) throws IOException {
        var existing = Files.createDirectory(folder.resolve("existing"));
        Files.setPosixFilePermissions(existing, PosixFilePermissions.fromString(before));

        mode.folder(existing);

        assertThat(modeOf(existing)).isEqualTo(after);
    }

    @Test
    void givenNoFolder_whenItIsAskedFor_thenItAndThoseAboveAreMade() throws IOException {
        var made = FileMode.OWNERS_FOLDER.folder(folder.resolve("a/b"));

        assertThat(modeOf(made)).isEqualTo("rwx------");
    }

    @Test
    void givenAFile_whenMade_thenItStaysAsItIs() throws IOException {
        var file = Files.writeString(folder.resolve("log"), "text");
        var before = modeOf(file);

        FileMode.OWNER.make(file);

        assertThat(file).hasContent("text");
        assertThat(modeOf(file)).isEqualTo(before);
    }

    @Test
    void givenAFileThatAllMayRead_whenItsModeIsSet_thenOnlyTheOwnerMay() throws IOException {
        var file = Files.writeString(folder.resolve("lock"), "12");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        FileMode.OWNER.set(file);

        assertThat(file).hasContent("12");
        assertThat(modeOf(file)).isEqualTo("rw-------");
    }

    private static String modeOf(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
