package io.github.batonha.e2e;

import static io.github.batonha.e2e.TestCluster.eventually;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A secret is in clear in the process that needs it, and nowhere else. */
class SecretsIT {
    private static final String SECRET = "s3cret-0f-the-dätabase €";
    /** What the operator's shell may have: our JVMs do without, and the processes get each to the byte. */
    private static final Map<String, String> OF_THE_CALLER = Map.of(
            "LC_ALL", "C",
            "JAVA_TOOL_OPTIONS", "-XX:+UseG1GC -Dof=everyone",
            "JDK_JAVA_OPTIONS", "--no-such-option",
            "version", "7",
            "home", "/x");

    @TempDir
    Path folder;

    @Test
    void givenAnEncryptedItem_whenAProcessStarts_thenItAloneSeesTheSecret() throws IOException {
        String key = run(Map.of(), "", "encrypt", "--new-key").strip();
        String cipherText = run(
                        Map.of("GENESIS_KEY", key, "LC_ALL", "C", "JAVA_TOOL_OPTIONS", "-Da=b"),
                        SECRET + "\n",
                        "encrypt")
                .strip();
        assertThat(cipherText).doesNotContain(SECRET);
        Path home = LightHome.create(folder.resolve("home"), folder.resolve("record"), Map.of("NodeA", "127.0.46.1"));
        Path seen = folder.resolve("seen");
        addItems(home, seen);

        try (var cluster = TestCluster.in(home).with("GENESIS_KEY", key).with("DBPASSWORD", cipherText)) {
            OF_THE_CALLER.forEach(cluster::with);
            cluster.install("NodeA");
            cluster.startAndAwait("NodeA");
            eventually(
                    "the process has seen its secret",
                    ofSeconds(90),
                    () -> Files.exists(seen) && Files.readString(seen).equals(SECRET + "\n"));
            eventually(
                    "the other process has read its secret twice from a file",
                    ofSeconds(90),
                    () -> Files.exists(folder.resolve("seen.file"))
                            && Files.readString(folder.resolve("seen.file")).equals(SECRET + SECRET));
            assertThat(Files.readString(folder.resolve("seen.file-environment")).split("\0"))
                    .contains("DbPassword_FILE=/proc/self/fd/3")
                    .noneMatch(variable -> variable.startsWith("DbPassword="))
                    .noneMatch(variable -> variable.contains(SECRET));
            assertThat(Files.readString(folder.resolve("seen.file-link"))).contains("memfd:secret");
            cluster.awaitHealthy("NodeA", LightHome.FEED);
            assertThat(Files.readString(folder.resolve("seen.environment")).split("\0"))
                    .contains(OF_THE_CALLER.entrySet().stream()
                            .map(one -> one.getKey() + "=" + one.getValue())
                            .toArray(String[]::new));

            for (String command : List.of("mon", "mon-cluster", "history")) {
                assertThat(cluster.baton("NodeA", command, "--output", "json")
                                .orFail()
                                .out())
                        .doesNotContain(SECRET);
            }
            assertThat(cluster.baton("NodeA", "mon", "--all").orFail().out()).doesNotContain(SECRET);
            assertThat(commandLines()).doesNotContain(SECRET);
            assertThat(FilesBelow.of(home).stream().filter(Files::isRegularFile).filter(SecretsIT::holdsSecret))
                    .isEmpty();
        }
    }

    private static void addItems(Path home, Path seen) throws IOException {
        Path definition = home.resolve("conf/light-system-definition.kts");
        Files.writeString(
                definition,
                Files.readString(definition).replace("item(name = \"BootstrapClass\"", """
                item(name = "DbPassword", value = System.getenv("DBPASSWORD"), encrypted = true)
                item(name = "GenesisKey", value = System.getenv("GENESIS_KEY"))
                item(name = "SeenFile", value = "%s")
                item(name = "BootstrapClass\"""".formatted(seen)));
        Path processes = home.resolve("conf/light-processes.xml");
        Files.writeString(
                processes,
                Files.readString(processes)
                        .replaceFirst(
                                "exec sleep 100000",
                                "cat /proc/\\$\\$/environ > \\$SeenFile.environment; echo \\$DbPassword > \\$SeenFile; exec sleep 100000")
                        .replace("</processes>", """
                            <process name="VAULT">
                                <start>true</start>
                                <secrets>file</secrets>
                                <umask>027</umask>
                                <command>sh -c 'cat /proc/$$/environ > $SeenFile.file-environment; ls -l $DbPassword_FILE > $SeenFile.file-link;
                                    cat $DbPassword_FILE $DbPassword_FILE > $SeenFile.file; exec sleep 100000'</command>
                            </process>
                        </processes>"""));
    }

    private static String run(Map<String, String> environment, String input, String... words) {
        var command =
                Stream.concat(Stream.of(Distribution.baton()), Stream.of(words)).toList();
        return Commands.run(command, environment, input).orFail().out();
    }

    private static boolean holdsSecret(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8).contains(SECRET);
        } catch (NoSuchFileException gone) {
            return false;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String commandLines() {
        var lines = new StringBuilder();
        ProcessHandle.allProcesses()
                .forEach(process -> process.info().commandLine().ifPresent(lines::append));
        return lines.toString();
    }
}
