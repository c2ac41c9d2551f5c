package io.github.batonha.conf.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.conf.model.BatonHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Installs that are killed at any moment, as real processes. */
class KilledInstallTest {

    @TempDir
    Path folder;

    /** Installs the one and the other of two configurations in turn, for ever. */
    static final class Endless {
        private Endless() {}

        public static void main(String[] args) throws IOException {
            var home = new TestHome(Path.of(args[0]));
            for (var turn = 0; ; turn++) {
                configure(home, turn % 2);
                home.install("NodeA");
                if (turn == 0) {
                    Files.writeString(home.path().resolve("ready"), "");
                }
            }
        }
    }

    @Test
    @Timeout(120)
    void givenInstallsKilledAtRandomMoments_whenLoaded_thenThereIsAlwaysOneWholeSet() throws Exception {
        var home = new TestHome(folder);
        var random = new Random(5);

        for (var round = 0; round < 4; round++) {
            killOne(random);
            assertThat(InstalledRevision.load(new BatonHome(folder), "NodeA", Map.of())
                            .processes()
                            .getFirst()
                            .name())
                    .matches("APP_[01]");
            var kept = Revisions.of(home.home()).list();
            assertThat(kept)
                    .extracting(Revision::number)
                    .doesNotHaveDuplicates()
                    .isSortedAccordingTo(Comparator.reverseOrder());
            assertThat(kept).hasSizeLessThanOrEqualTo(RevisionFolder.KEPT + 1);
            assertThat(kept.getFirst().isInstalled()).isTrue();
            configure(home, 0);
            assertThat(home.install("NodeA").problems()).isEmpty();
        }
    }

    private void killOne(Random random) throws IOException, InterruptedException {
        Files.deleteIfExists(folder.resolve("ready"));
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Endless.class.getName(),
                        folder.toString())
                .inheritIO()
                .start();
        try {
            while (!Files.exists(folder.resolve("ready"))) {
                assertThat(process.waitFor(5, TimeUnit.MILLISECONDS)).isFalse();
            }
            assertThat(process.waitFor(random.nextInt(60), TimeUnit.MILLISECONDS))
                    .isFalse();
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private static void configure(TestHome home, int number) throws IOException {
        home.file("conf/app-system-definition.kts", "systems { system(\"S\") { hosts { host(\"NodeA\") } } }")
                .file(
                        "conf/app-processes.xml",
                        "<processes><process name=\"APP_%d\"><command>true</command></process></processes>"
                                .formatted(number));
    }
}
