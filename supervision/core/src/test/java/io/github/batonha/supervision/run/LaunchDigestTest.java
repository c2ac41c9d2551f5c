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

    private static final LaunchDigest RECIPE =
            LaunchDigest.of(List.of("java", "-cp", "a.jar"), Map.of("A", "1"), List.of("a.jar 7"));

    @Test
    void givenTheSame_whenCompared_thenNothingDiffers() {
        var same = LaunchDigest.of(List.of("java", "-cp", "a.jar"), Map.of("A", "1"), List.of("a.jar 7"));

        assertThat(RECIPE.differences(same)).isEmpty();
        assertThat(same).isEqualTo(RECIPE);
    }

    @Test
    void givenOnePartIsAnother_whenCompared_thenThatIsNamed() {
        var command = LaunchDigest.of(List.of("java", "-cp a.jar"), Map.of("A", "1"), List.of("a.jar 7"));
        var environment = LaunchDigest.of(List.of("java", "-cp", "a.jar"), Map.of("A", "2"), List.of("a.jar 7"));
        var files = LaunchDigest.of(List.of("java", "-cp", "a.jar"), Map.of("A", "1"), List.of("a.jar 8"));

        assertThat(RECIPE.differences(command)).containsExactly("its command line");
        assertThat(RECIPE.differences(environment)).containsExactly("its environment");
        assertThat(RECIPE.differences(files)).containsExactly("its jars or files");
        assertThat(command.differences(files)).containsExactly("its command line", "its jars or files");
    }

    @Test
    void givenOneIsUnknown_whenCompared_thenNothingIsSaid() {
        assertThat(RECIPE.differences(LaunchDigest.UNKNOWN)).isEmpty();
        assertThat(LaunchDigest.UNKNOWN.differences(RECIPE)).isEmpty();
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
        var run = new Run("A", "id", 1, 2, 0, Instant.EPOCH, 0, RECIPE, LOGS);

        RunRecord.write(folder, run, "boot");

        assertThat(RunRecord.readAll(folder, "boot")).singleElement().isEqualTo(run);
        var file = folder.resolve("A.run");
        var lines = Files.readAllLines(file);
        Files.write(
                file, lines.stream().filter(line -> !line.startsWith("recipe=")).toList());
        assertThat(RunRecord.readAll(folder, "boot"))
                .singleElement()
                .satisfies(read -> assertThat(read.recipe().isKnown()).isFalse());
    }

    @Test
    void givenATextOfAnotherEdition_whenParsed_thenItIsUnknown() {
        var text = RECIPE.text();

        assertThat(LaunchDigest.parse(text)).isEqualTo(RECIPE);
        assertThat(LaunchDigest.parse("1" + text.substring(1))).isEqualTo(LaunchDigest.UNKNOWN);
        assertThat(LaunchDigest.parse(text.substring(2))).isEqualTo(LaunchDigest.UNKNOWN);
    }
}
