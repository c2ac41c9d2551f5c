package io.github.batonha.actors.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.actors.api.ProcessState;
import io.github.batonha.actors.events.NodeEvent;
import io.github.batonha.actors.supervisor.NodeTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a JVM leaves when it crashes: written by a script, as the JVM writes it. */
class CrashFilesTest extends NodeTest {

    private static final String CRASHES = """
            test -e mended && exec sleep 600
            cat > hs_err_pid$$.log <<END
            #
            # A fatal error has been detected by the Java Runtime Environment:
            #
            #  SIGSEGV (0xb) at pc=0x00007f3c1a2b3c4d, pid=$$, tid=4712
            #
            # Problematic frame:
            # C  [libnative.so+0x1139]  crash_here+0x9
            #
            END
            cat hs_err_pid$$.log
            echo '# If you would like to submit a bug report, please visit:'
            echo heap > java_pid$$.hprof
            kill -ABRT $$
            """;

    @Test
    void givenAJvmThatCrashes_whenItEnds_thenTheEventNamesFileAndFrameAndItIsMovedToTheEvidence() throws Exception {
        Files.createFile(node.file("hs_err_pid1.log"));
        node.with(node.sh("A", CRASHES));
        node.locals();
        node.await("it crashed", () -> node.statusOf("A").restarts() > 0);
        Files.createFile(node.file("mended"));
        node.await("A", ProcessState.HEALTHY);
        node.await("it is told", () -> !taken().isEmpty());

        assertThat(taken().getFirst().text())
                .startsWith("the JVM crashed: SIGSEGV (0xb) at pc=0x00007f3c1a2b3c4d; problematic frame: "
                        + "C [libnative.so+0x1139] crash_here+0x9; evidence in logs/NodeA/evidence/A-")
                .matches(".*: hs_err_pid\\d+\\.log, java_pid\\d+\\.hprof");
        node.await(
                "the tail of its output is told",
                () -> node.events().stream()
                        .anyMatch(event -> event instanceof NodeEvent.OutputTail words
                                && words.text().startsWith("the JVM crashed: SIGSEGV (0xb)")));
        node.await("none is left", () -> left().equals(List.of(node.file("hs_err_pid1.log"))));
    }

    @Test
    void givenMoreThanIsKept_whenTidied_thenTheOldestOfAllGoAndTheNewestStays(@TempDir Path evidence)
            throws IOException {
        for (var name : List.of("A-20260101-000000-000", "B-20260101-000001-000", "A-20260101-000002-000")) {
            Files.createDirectories(evidence.resolve(name));
            Files.write(evidence.resolve(name).resolve("java_pid1.hprof"), new byte[1000]);
        }

        EvidenceFolders.tidy(evidence, "A", 2500);
        assertThat(evidence.resolve("A-20260101-000000-000")).doesNotExist();
        assertThat(evidence.resolve("B-20260101-000001-000")).exists();

        EvidenceFolders.tidy(evidence, "A", 10);
        assertThat(evidence).isDirectoryContaining(path -> path.endsWith("A-20260101-000002-000"));
        assertThat(evidence.resolve("B-20260101-000001-000")).doesNotExist();
    }

    private List<NodeEvent.EvidenceTaken> taken() {
        return node.events().stream()
                .filter(NodeEvent.EvidenceTaken.class::isInstance)
                .map(NodeEvent.EvidenceTaken.class::cast)
                .toList();
    }

    private List<Path> left() {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches("hs_err_.*|java_pid.*"))
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }
}
