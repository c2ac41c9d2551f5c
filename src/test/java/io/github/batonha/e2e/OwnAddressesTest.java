package io.github.batonha.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Classes run side by side, and on one network where the tests don't run as root: two of them must not have nodes at the same addresses. */
class OwnAddressesTest {
    private static final Pattern NETWORK = Pattern.compile("127\\.0\\.([1-9][0-9]*)\\.");

    @Test
    void givenTheTestsOfNodes_whenTheirAddressesAreCompared_thenNoTwoClassesShareANetwork() throws IOException {
        var classes = new TreeMap<String, TreeSet<String>>();
        try (var files = Files.walk(Path.of("java"))) {
            for (var file :
                    files.filter(path -> path.toString().endsWith(".java")).collect(Collectors.toSet())) {
                NETWORK.matcher(Files.readString(file))
                        .results()
                        .forEach(match -> classes.computeIfAbsent(match.group(1), network -> new TreeSet<>())
                                .add(file.getFileName().toString()));
            }
        }

        assertThat(classes).isNotEmpty();
        assertThat(classes.values()).allSatisfy(names -> assertThat(names).hasSize(1));
    }
}
