package io.github.batonha.actors.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinesFromEndTest {

    @TempDir
    Path folder;

    private List<String> read(String text) throws IOException {
        var file = Files.writeString(folder.resolve("file"), text);
        var read = new ArrayList<String>();
        try (var lines = new LinesFromEnd(file)) {
            for (var line = lines.next(); line != null; line = lines.next()) {
                read.add(line);
            }
            assertThat(lines.next()).isNull();
        }
        return read;
    }

    @Test
    void givenSmallFiles_whenRead_thenTheLastLineComesFirst() throws IOException {
        assertThat(read("")).isEmpty();
        assertThat(read("\n")).containsExactly("");
        assertThat(read("a")).containsExactly("a");
        assertThat(read("a\n")).containsExactly("a");
        assertThat(read("a\n\nb\nhalf")).containsExactly("half", "b", "", "a");
        assertThat(read("\na\n")).containsExactly("a", "");
    }

    @Test
    void givenLinesAcrossManyBlocks_whenRead_thenNoneIsTornOrMissing() throws IOException {
        var lines = IntStream.range(0, 4000)
                .mapToObj(i -> "%d ü€".formatted(i).repeat(1 + i % 40))
                .toList();

        assertThat(read(String.join("\n", lines) + "\n")).isEqualTo(lines.reversed());
        assertThat(read("ü".repeat(100_000) + "\nb\n")).containsExactly("b", "ü".repeat(100_000));
    }
}
