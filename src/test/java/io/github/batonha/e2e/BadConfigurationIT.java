package io.github.batonha.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.e2e.Commands.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Bad configurations installed over a running system: the message comes, and nothing else changes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadConfigurationIT {
    private static final Path CASES = Distribution.project().resolve("conf/src/test/resources/bad");

    @TempDir
    static Path folder;

    private TestCluster cluster;

    @BeforeAll
    void start() {
        cluster = TestCluster.in(
                LightHome.create(folder.resolve("home"), folder.resolve("record"), Map.of("NodeA", "127.0.45.1")));
        cluster.install("NodeA");
        cluster.startAndAwait("NodeA");
        cluster.awaitHealthy("NodeA", LightHome.GATEWAY);
        cluster.awaitWarm("NodeA", LightHome.CONSOLIDATOR);
    }

    @AfterAll
    void end() {
        cluster.close();
    }

    @Test
    void givenRunningSystem_whenBadConfigurationsAreInstalled_thenItsMessageComesAndNothingChanges()
            throws IOException {
        Path home = cluster.home("NodeA");
        var generated = Snapshot.of(home.resolve("generated"));
        var processes = cluster.processes("NodeA");
        Path good = Files.move(home.resolve("conf"), folder.resolve("good"));

        var cases = cases();
        for (Path bad : cases) {
            LightHome.copy(bad, home);
            var refused = install(bad);
            assertThat(refused.exit()).as(bad.getFileName().toString()).isEqualTo(1);
            assertThat(told(refused)).as(bad.getFileName().toString()).isEqualTo(expected(bad));
            assertThat(Snapshot.of(home.resolve("generated"))).isEqualTo(generated);
            remove(home, bad);
        }
        Files.move(good, home.resolve("conf"));

        assertThat(cases).hasSizeGreaterThanOrEqualTo(6);
        assertThat(cluster.processes("NodeA")).isEqualTo(processes);
        assertThat(cluster.process("NodeA", LightHome.GATEWAY).path("status").asText())
                .isEqualTo("HEALTHY");
        cluster.install("NodeA");
        assertThat(Snapshot.of(home.resolve("generated"))).isEqualTo(generated);
    }

    /** One of five of those that need no jars made for them; the unit tests of the configuration have them all. */
    private static List<Path> cases() throws IOException {
        try (var folders = Files.list(CASES)) {
            var all = folders.filter(Files::isDirectory)
                    .filter(bad -> !Files.exists(bad.resolve("jars.txt")) && !Files.exists(bad.resolve("lib")))
                    .sorted()
                    .toList();
            return IntStream.range(0, all.size())
                    .filter(i -> i % 5 == 0)
                    .mapToObj(all::get)
                    .toList();
        }
    }

    private Result install(Path bad) throws IOException {
        var environment = new HashMap<String, String>();
        var properties = new Properties();
        if (Files.exists(bad.resolve("environment.properties"))) {
            try (var reader = Files.newBufferedReader(bad.resolve("environment.properties"))) {
                properties.load(reader);
            }
        }
        properties.forEach((name, value) -> environment.put(name.toString(), value.toString()));
        Path name = bad.resolve("name.txt");
        environment.put(
                "BATON_NODE", Files.exists(name) ? Files.readString(name).strip() : "NodeA");
        environment.put("BATON_HOME", cluster.home("NodeA").toString());
        return Commands.run(List.of(Distribution.baton(), "install"), environment);
    }

    private String told(Result refused) {
        var lines = new ArrayList<String>();
        refused.err().lines().forEach(line -> {
            if (line.startsWith("problem  ")) {
                lines.add(line.substring("problem  ".length()));
            } else if (line.startsWith("warning  ")) {
                lines.add("warning: " + line.substring("warning  ".length()));
            }
        });
        // The hosts of the cases are in no name server.
        return lines.stream()
                .filter(line -> !line.contains("can't be looked up on this machine"))
                .map(line -> line.replace(cluster.home("NodeA").toString(), "<home>"))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static String expected(Path bad) throws IOException {
        return Files.readString(bad.resolve("expected.txt"));
    }

    private static void remove(Path home, Path bad) throws IOException {
        try (var files = Files.walk(bad)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.delete(home.resolve(bad.relativize(file).toString()));
            }
        }
        Files.deleteIfExists(home.resolve("conf"));
    }
}
