package io.github.batonha.supervision.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class JvmCountersTest {
    private static final long PID = ProcessHandle.current().pid();
    private static final int SOMEBODY_ELSE = 65534;

    @TempDir
    Path temporary;

    /** A file as HotSpot writes it, with one counter, and the given length in its one entry. */
    private static byte[] counters(int entries, int lengthOfEntry) {
        var name = "sun.gc.collector.0.invocations\0".getBytes(StandardCharsets.UTF_8);
        var file = ByteBuffer.allocate(128).order(ByteOrder.LITTLE_ENDIAN);
        file.putInt(0, Integer.reverseBytes(0xcafec0c0)).put(4, (byte) 1).put(7, (byte) 1);
        file.putInt(24, 32).putInt(28, entries);
        file.putInt(32, lengthOfEntry).putInt(36, 24).put(44, (byte) 'J').putInt(48, 64);
        file.put(56, name).putLong(96, 7);
        return file.array();
    }

    private static byte[] moved(int entries, long value) {
        return ByteBuffer.wrap(counters(entries, 72))
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(96, value)
                .array();
    }

    private Optional<JvmCounters> read() {
        return file().flatMap(JvmCounterFile::read);
    }

    private Optional<JvmCounterFile> file() {
        return JvmCounterFile.of(PID, JvmCounterFile.folders(temporary));
    }

    private Path write(byte[] content) throws IOException {
        var folder = Files.createDirectories(temporary.resolve("hsperfdata_x"));
        return Files.write(folder.resolve(Long.toString(PID)), content);
    }

    @Test
    void givenAFileOfTheProcess_whenRead_thenItCounts() throws IOException {
        write(counters(1, 72));

        assertThat(read())
                .hasValueSatisfying(
                        counters -> assertThat(counters.collections()).isEqualTo(7));
    }

    @Test
    void givenAFileThatWasRead_whenACounterMoves_thenTheNextReadingHasIt() throws IOException {
        write(counters(1, 72));
        var file = file().orElseThrow();
        file.read();
        write(moved(1, 8));

        assertThat(file.read())
                .hasValueSatisfying(
                        counters -> assertThat(counters.collections()).isEqualTo(8));
    }

    @Test
    void givenAFileThatWasRead_whenACounterIsAdded_thenAllAreLookedForAgain() throws IOException {
        write(new byte[128]);
        var file = file().orElseThrow();
        file.read();
        write(moved(0, 7));
        file.read();
        write(moved(1, 9));

        assertThat(file.read())
                .hasValueSatisfying(
                        counters -> assertThat(counters.collections()).isEqualTo(9));
    }

    @Test
    void givenAFileThatWasRead_whenALinkTakesItsPlace_thenItDoesNotCount() throws IOException {
        var path = write(counters(1, 72));
        var file = file().orElseThrow();
        file.read();
        Files.createSymbolicLink(path, moved(path));

        assertThat(file.read()).isEmpty();
    }

    @Test
    void givenAFileThatWasRead_whenItIsGone_thenThereIsNothing() throws IOException {
        var path = write(counters(1, 72));
        var file = file().orElseThrow();
        file.read();
        Files.delete(path);

        assertThat(file.read()).isEmpty();
    }

    @Test
    void givenAnEntryOfNoLength_whenRead_thenItEndsWithNothing() throws IOException {
        write(counters(Integer.MAX_VALUE, 0));

        assertThat(read()).isEmpty();
    }

    @Test
    void givenMoreEntriesThanBytes_whenRead_thenItEndsWithNothing() throws IOException {
        write(counters(Integer.MAX_VALUE, 72));

        assertThat(read()).isEmpty();
    }

    @Test
    void givenAFileOfAnotherUser_whenRead_thenItDoesNotCount() throws IOException {
        assumeThat(System.getProperty("user.name")).isEqualTo("root");
        var file = write(counters(1, 72));
        Files.setAttribute(file, "unix:uid", SOMEBODY_ELSE);

        assertThat(read()).isEmpty();
    }

    @Test
    void givenALinkToAFile_whenRead_thenItDoesNotCount() throws IOException {
        var file = write(counters(1, 72));
        Files.createSymbolicLink(file, Files.write(temporary.resolve("elsewhere"), Files.readAllBytes(moved(file))));

        assertThat(read()).isEmpty();
    }

    private Path moved(Path file) throws IOException {
        return Files.move(file, temporary.resolve("moved"));
    }
}
