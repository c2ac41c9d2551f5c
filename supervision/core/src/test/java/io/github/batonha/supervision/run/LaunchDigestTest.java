package io.github.batonha.supervision.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.supervision.probe.log.LogMark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LaunchDigestTest {

    private static final RunLogs LOGS = new RunLogs(new LogMark(7, 4711), LogMark.NONE);

    private static final LaunchDigest DIGEST =
            LaunchDigest.of(List.of("java", "-cp", "a.jar"), Map.of("A", "1"), List.of("a.jar 7"));

    @Test
    void givenTheSame_whenCompared_thenNothingDiffers() {
        var same = LaunchDigest.of(List.of("java", "-cp", "a.jar"), Map.of("A", "1"), List.of("a.jar 7"));

        assertThat(DIGEST.differences(same)).isEmpty();
        assertThat(same).isEqualTo(DIGEST);
    }

    @Test
    void givenOnePartIsAnother_whenCompared_thenThatIsNamed() {
        var command = LaunchDigest.of(List.of("java", "-cp a.jar"), Map.of("A", "1"), List.of("a.jar 7"));
        var environment = LaunchDigest.of(List.of("java", "-cp", "a.jar"), Map.of("A", "2"), List.of("a.jar 7"));
        var files = LaunchDigest.of(List.of("java", "-cp", "a.jar"), Map.of("A", "1"), List.of("a.jar 8"));

        assertThat(DIGEST.differences(command)).containsExactly("its command line");
        assertThat(DIGEST.differences(environment)).containsExactly("its environment");
        assertThat(DIGEST.differences(files)).containsExactly("its jars or files");
        assertThat(command.differences(files)).containsExactly("its command line", "its jars or files");
    }

    @Test
    void givenOneIsUnknown_whenCompared_thenNothingIsSaid() {
        assertThat(DIGEST.differences(LaunchDigest.UNKNOWN)).isEmpty();
        assertThat(LaunchDigest.UNKNOWN.differences(DIGEST)).isEmpty();
    }

    @Test
    void givenAValue_whenMadeARecipe_thenItCanNotBeRead() {
        assertThat(LaunchDigest.of(List.of("secret-word"), Map.of("PASSWORD", "secret-word"), List.of())
                        .text())
                .doesNotContain("secret-word", "PASSWORD");
    }

    @Test
    void givenARecord_whenReadAgain_thenItHasTheRecipeAndOneOfAnEarlierReleaseHasNone(@TempDir Path folder)
            throws IOException {
        var run = new Run("A", "id", 1, 2, 0, Instant.EPOCH, 0, DIGEST, LOGS);

        RunRecord.write(folder, run, "boot");

        assertThat(RunRecord.readAll(folder, "boot")).singleElement().isEqualTo(run);
        var file = folder.resolve("A.run");
        var lines = Files.readAllLines(file);
        Files.write(
                file, lines.stream().filter(line -> !line.startsWith("recipe=")).toList());
        assertThat(RunRecord.readAll(folder, "boot"))
                .singleElement()
                .satisfies(read -> assertThat(read.digest().isKnown()).isFalse());
    }

    @Test
    void givenATextOfAnotherEdition_whenParsed_thenItIsUnknown() {
        var text = DIGEST.text();

        assertThat(LaunchDigest.parse(text)).isEqualTo(DIGEST);
        assertThat(LaunchDigest.parse("1" + text.substring(1))).isEqualTo(LaunchDigest.UNKNOWN);
        assertThat(LaunchDigest.parse(text.substring(2))).isEqualTo(LaunchDigest.UNKNOWN);
    }
}
