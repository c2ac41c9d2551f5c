package io.github.batonha.conf.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each folder of {@code bad} is a home, and {@code expected.txt} in it what people are told of it. */
class BadConfigurationTest {

    private static final Path CASES = Path.of("src/test/resources/bad");

    @TempDir
    Path folder;

    static Stream<String> cases() throws IOException {
        try (var folders = Files.list(CASES)) {
            return folders
                    .filter(Files::isDirectory)
                    .map(path -> path.getFileName().toString())
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void givenABadConfiguration_whenInstalled_thenAllIsSaidAndNothingIsWritten(String name) throws IOException {
        var source = CASES.resolve(name);
        var home = home(source);

        var report = TestHome.run(home.home(), environment(source), host(source));

        assertThat(told(report)).isEqualTo(text(source.resolve("expected.txt"), ""));
        assertThat(report.isGood()).isFalse();
        assertThat(home.home().generated()).doesNotExist();
    }

    private TestHome home(Path source) throws IOException {
        var home = new TestHome(folder);
        try (var files = Files.walk(source)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var target = folder.resolve(source.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
        for (var line : text(source.resolve("jars.txt"), "").lines().toList()) {
            var words = line.split(" ", 2);
            home.jar(words[0], words.length > 1 ? words[1] : "");
        }
        return home;
    }

    private static Map<String, String> environment(Path source) throws IOException {
        var properties = new Properties();
        var file = source.resolve("environment.properties");
        if (Files.exists(file)) {
            try (var reader = Files.newBufferedReader(file)) {
                properties.load(reader);
            }
        }
        var environment = new HashMap<String, String>();
        properties.forEach((name, value) -> environment.put(name.toString(), value.toString()));
        return environment;
    }

    private static String host(Path source) throws IOException {
        return text(source.resolve("name.txt"), "NodeA").strip();
    }

    private static String text(Path file, String otherwise) throws IOException {
        return Files.exists(file) ? Files.readString(file) : otherwise;
    }

    private String told(InstallReport report) {
        var lines = Stream.concat(
                report.problems().stream().map(Object::toString),
                report.warnings().stream().map(warning -> "warning: " + warning));
        return lines.map(line -> line.replace(folder.toString(), "<home>") + "\n")
                .collect(Collectors.joining());
    }
}
