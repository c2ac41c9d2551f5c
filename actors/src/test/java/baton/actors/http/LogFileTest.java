package baton.actors.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogFileTest {
    @TempDir
    Path folder;

    private Path path() {
        return folder.resolve("P.log");
    }

    private String lastLines(String content, int lines) throws IOException {
        Files.writeString(path(), content);
        return content.substring((int) new LogFile(path()).lastLines(lines).offset());
    }

    @ParameterizedTest
    @CsvSource({
        "'', 3, ''",
        "a, 1, a",
        "'a\n', 1, 'a\n'",
        "'a\nb', 1, b",
        "'a\nb\n', 1, 'b\n'",
        "'a\nb\n', 2, 'a\nb\n'",
        "'a\nb\n', 9, 'a\nb\n'",
        "'a\n\n', 1, '\n'",
        "'a\nb\n', 0, ''"
    })
    void givenAFile_whenItsLastLinesAreSought_thenTheyBeginThere(String content, int lines, String expected)
            throws IOException {
        assertThat(lastLines(content, lines)).isEqualTo(expected);
    }

    @Test
    void givenLinesOverManyBlocks_whenTheLastAreSought_thenTheyAreCountedAcrossBlocks() throws IOException {
        var lines = IntStream.range(0, 50_000).mapToObj("line %d\n"::formatted).toList();

        var found = lastLines(String.join("", lines), 20_000);

        assertThat(found).isEqualTo(lines.subList(30_000, 50_000).stream().collect(Collectors.joining()));
    }

    @Test
    void givenAPlace_whenTheFileWasReplaced_thenReadingBeginsAnew() throws IOException {
        Files.writeString(path(), "before\n");
        var log = new LogFile(path());
        var place = log.lastLines(0);
        Files.writeString(folder.resolve("new"), "another, longer file\n");
        Files.move(folder.resolve("new"), path(), java.nio.file.StandardCopyOption.REPLACE_EXISTING);

        assertThat(log.read(place, 1000).bytes().decodeString(UTF_8)).isEqualTo("another, longer file\n");
    }

    @Test
    void givenNoFileYet_whenItAppears_thenItIsReadFromItsBeginning() throws IOException {
        var log = new LogFile(path());
        var place = log.lastLines(10);
        assertThat(log.read(place, 1000).bytes().isEmpty()).isTrue();

        Files.writeString(path(), "first\n");

        assertThat(log.read(place, 1000).bytes().decodeString(UTF_8)).isEqualTo("first\n");
    }

    @Test
    void givenALinkInPlaceOfTheFile_whenRead_thenItIsNotFollowed() throws IOException {
        var secret = Files.writeString(folder.resolve("secret"), "secret\n");
        Files.createSymbolicLink(path(), secret);

        assertThatThrownBy(() -> new LogFile(path()).lastLines(10)).isInstanceOf(IOException.class);
    }
}
