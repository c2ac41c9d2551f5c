package io.github.batonha.conf.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RevisionDifferencesTest {

    @TempDir
    Path folder;

    private void install(String hostItems, String items, String processes, String settings) throws IOException {
        var report = new TestHome(folder)
                .file("conf/app-system-definition.kts", """
                        systems {
                            system("DEV") {
                                hosts { host("NodeA") { %s } }
                                %s
                            }
                        }
                        """.formatted(hostItems, items))
                .file("conf/app-processes.xml", "<processes>%s</processes>".formatted(processes))
                .file("conf/baton.conf", settings)
                .install("NodeA");
        assertThat(report.problems()).isEmpty();
    }

    private List<String> differences() {
        var revisions = Revisions.of(new TestHome(folder).home());
        return revisions
                .differences(
                        revisions.previous().orElseThrow(),
                        revisions.installed().orElseThrow())
                .stream()
                .map(one -> "%s %s: %s -> %s".formatted(one.kind(), one.what(), one.before(), one.after()))
                .toList();
    }

    @Test
    void givenChangesOfAllKinds_whenCompared_thenEachHasALine() throws IOException {
        install(
                "item(\"Rack\", 1)",
                "item(\"DbHost\", \"a\"); item(\"Gone\", System.getenv(\"GONE\"))",
                "<process name=\"SAME\"><command>/bin/true</command></process>"
                        + "<process name=\"CHANGED\"><command>/bin/true 1</command><env name=\"X\">1</env></process>"
                        + "<process name=\"OLD\"><command>/bin/true</command></process>",
                "");
        install(
                "item(\"Rack\", 2)",
                "item(\"DbHost\", \"b\")",
                "<process name=\"SAME\"><command>/bin/true</command></process>"
                        + "<process name=\"CHANGED\"><command>/bin/true 2</command><stopWithin>3 s</stopWithin></process>"
                        + "<process name=\"NEW\"><command>/bin/true</command></process>",
                "baton.view.down-after = 7 s");

        assertThat(differences())
                .containsExactly(
                        "CHANGED host NodeA item Rack: 1 -> 2",
                        "CHANGED item DbHost: a -> b",
                        "REMOVED item Gone: ${GONE} -> ",
                        "CHANGED process CHANGED <command>: /bin/true 1 -> /bin/true 2",
                        "REMOVED process CHANGED env X: 1 -> ",
                        "REMOVED process OLD:  -> ",
                        "CHANGED setting downAfter: PT4S -> PT7S",
                        "ADDED process CHANGED <stopWithin>:  -> 3 s",
                        "ADDED process NEW:  -> ");
    }

    @Test
    void givenAnEncryptedValue_whenItChanges_thenItIsNotTold() throws IOException {
        var process = "<process name=\"A\"><command>/bin/true</command></process>";
        install("", "item(\"Pass\", System.getenv(\"ONE\"), encrypted = true)", process, "");
        install("", "item(\"Pass\", System.getenv(\"TWO\"), encrypted = true)", process, "");

        assertThat(differences()).containsExactly("CHANGED item Pass: (encrypted) -> (encrypted)");
    }

    @Test
    void givenWhatLooksLikeASecret_whenItChanges_thenItIsNotTold() throws IOException {
        var process =
                "<process name=\"TOKEN\"><command>/bin/true %s --password=%s</command><env name=\"API_TOKEN\">%s</env></process>";
        install("", "item(\"DbPassword\", \"one\")", process.formatted("1", "one", "one"), "");
        install("", "item(\"DbPassword\", \"two\")", process.formatted("2", "two", "two"), "");

        assertThat(differences())
                .containsExactly(
                        "CHANGED item DbPassword: *** -> ***",
                        "CHANGED process TOKEN <command>: /bin/true 1 --password=*** -> /bin/true 2 --password=***",
                        "CHANGED process TOKEN env API_TOKEN: *** -> ***");
    }
}
