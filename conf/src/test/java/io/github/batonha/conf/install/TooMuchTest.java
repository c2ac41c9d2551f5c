package io.github.batonha.conf.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Configurations that are larger, longer or deeper than anybody needs: refused with the reason, or they work. */
class TooMuchTest {

    private static final String SYSTEM = "systems { system(\"S\") { hosts { host(\"NodeA\") }; %s } }";
    private static final String COMMAND = "<command>/bin/true</command>";

    @TempDir
    Path folder;

    private TestHome home;

    @BeforeEach
    void home() throws IOException {
        home = new TestHome(folder)
                .file("conf/app-system-definition.kts", SYSTEM.formatted(""))
                .file("conf/app-processes.xml", processes(process("P", COMMAND)));
    }

    @Test
    void givenALongChainOfDependencies_whenInstalled_thenItIs() throws IOException {
        home.file("conf/app-processes.xml", chain(5_000, "P0"));

        assertThat(home.install("NodeA").problems()).isEmpty();
    }

    @Test
    void givenALongCircleOfDependencies_whenInstalled_thenItIsOneProblem() throws IOException {
        home.file("conf/app-processes.xml", chain(3_000, "P3000"));

        assertThat(home.install("NodeA").problems())
                .singleElement()
                .asString()
                .contains("dependency cycle P1 -> P3000 -> P2999 -> ")
                .contains(" more … -> P1, so none of them")
                .hasSizeLessThan(500);
    }

    @ParameterizedTest
    @ValueSource(strings = {"system.conf", "baton.conf"})
    void givenHoconThatIsNestedTooDeep_whenInstalled_thenTheLineIsTold(String name) throws IOException {
        if (name.equals("system.conf")) {
            Files.delete(folder.resolve("conf/app-system-definition.kts"));
        }
        home.file("conf/" + name, "\n# {{{ \"\n" + "a = {\n".repeat(3_000) + "}\n".repeat(3_000));

        assertThat(home.install("NodeA").problems())
                .extracting(Object::toString)
                .anyMatch(problem -> problem.equals(
                        "conf/" + name + ":103: is nested more than 100 levels deep here: is a { or [ not closed?"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "\"b\""})
    void givenHoconWhoseKeyHasTooManyParts_whenInstalled_thenItIsAProblem(String part) throws IOException {
        home.file("conf/baton.conf", (part + ".").repeat(100_000) + "c = 1");

        assertThat(home.install("NodeA").problems()).singleElement().asString().startsWith("conf/baton.conf");
    }

    @Test
    void givenXmlThatIsNestedTooDeep_whenInstalled_thenItIsAProblem() throws IOException {
        home.file("conf/b-processes.xml", "<processes>" + "<a>".repeat(100_000));

        assertThat(home.install("NodeA").problems())
                .singleElement()
                .asString()
                .startsWith("conf/b-processes.xml:1: is not well-formed XML")
                .containsIgnoringCase("depth");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "conf/b-processes.xml",
                "conf/b-service-definitions.xml",
                "conf/baton.conf",
                "conf/app-system-definition.kts"
            })
    void givenAFarTooLongFile_whenInstalled_thenItIsNotRead(String name) throws IOException {
        home.file(name, " ".repeat(17 << 20));

        assertThat(home.install("NodeA").problems())
                .extracting(Object::toString)
                .contains(
                        name
                                + ": has 17 MiB, but a file of the configuration may have no more than 16: is it the right file?");
    }

    @Test
    void givenLongNames_whenInstalled_thenThoseThatNoFileCanHaveAreRefused() throws IOException {
        home.file("conf/app-processes.xml", processes(process("P".repeat(128), COMMAND)));
        assertThat(home.install("NodeA").problems()).isEmpty();

        home.file("conf/app-processes.xml", processes(process("P".repeat(248), COMMAND)));
        assertThat(home.install("NodeA").problems())
                .singleElement()
                .asString()
                .contains("has 248 letters, but may have no more than 128");

        home.file(
                "conf/app-processes.xml",
                processes("<process name=\"P\"><groupId>%s</groupId>%s</process>".formatted("G".repeat(248), COMMAND)));
        assertThat(home.install("NodeA").problems())
                .singleElement()
                .asString()
                .contains("the name of a group has 248 letters");
    }

    @Test
    void givenValuesThatNoProcessCanGet_whenInstalled_thenTheyAreRefused() throws IOException {
        var text = "ж".repeat(100 << 10);
        home.file("conf/app-system-definition.kts", SYSTEM.formatted("item(\"LONG\", \"" + text + "\")"))
                .file(
                        "conf/app-processes.xml",
                        processes(process(
                                "P",
                                "<command>/bin/echo " + text + "</command><env name=\"ALSO\">" + text + "</env>")));

        assertThat(home.install("NodeA").problems())
                .hasSize(3)
                .allSatisfy(problem -> assertThat(problem.message()).contains("has 200 KiB"));
    }

    @Test
    void givenValuesThatJustFit_whenInstalled_thenTheyAre() throws IOException {
        var text = "x".repeat((128 << 10) - 10);
        home.file("conf/app-system-definition.kts", SYSTEM.formatted("item(\"LONG\", \"" + text + "\")"))
                .file(
                        "conf/app-processes.xml",
                        processes(process("P", COMMAND + "<env name=\"ALSO\">" + text + "</env>")));

        assertThat(home.install("NodeA").problems()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"hang_PROCESS_START", "HANG_PROCESS_START", "hang_process_start", "Hang_Process_Start"})
    void givenAnItemForATag_whenItsNameDiffersInCaseAlone_thenItCounts(String item) throws IOException {
        home.file("conf/app-processes.xml", processes(process("hang", COMMAND)))
                .file("conf/app-system-definition.kts", SYSTEM.formatted("item(\"" + item + "\", false)"));

        var report = home.install("NodeA");

        assertThat(report.problems()).isEmpty();
        assertThat(report.warnings()).isEmpty();
        assertThat(InstalledRevision.load(home.home(), "NodeA", Map.of())
                        .processes()
                        .getFirst()
                        .start())
                .isFalse();
    }

    @Test
    void givenSuchAnItemOnAHost_whenAllHostsMustAgree_thenItIsRefusedAsInAnyCase() throws IOException {
        home.file("conf/app-processes.xml", processes(process("hang", COMMAND)))
                .file(
                        "conf/app-system-definition.kts",
                        "systems { system(\"S\") { hosts { host(\"NodeA\") { item(\"hang_PROCESS_HOSTS\", \"NodeA\") } } } }");

        assertThat(home.install("NodeA").problems())
                .singleElement()
                .asString()
                .contains("can't hold on host NodeA alone");
    }

    @Test
    void givenTwoItemsForOneTag_whenInstalled_thenBothAreNamed() throws IOException {
        home.file("conf/app-processes.xml", processes(process("hang", COMMAND)))
                .file(
                        "conf/app-system-definition.kts",
                        SYSTEM.formatted("item(\"hang_PROCESS_START\", false); item(\"HANG_PROCESS_START\", true)"));

        assertThat(home.install("NodeA").problems())
                .singleElement()
                .asString()
                .contains("hang_PROCESS_START overrides the same tag as HANG_PROCESS_START: remove one");
    }

    @Test
    void givenAnItemAndAVariableForOneTag_whenTheirCaseDiffers_thenTheVariableWins() throws IOException {
        home.file("conf/app-processes.xml", processes(process("hang", COMMAND)))
                .file("conf/app-system-definition.kts", SYSTEM.formatted("item(\"hang_PROCESS_NICE\", \"x\")"));

        assertThat(TestHome.run(home.home(), Map.of("HANG_PROCESS_NICE", "3"), "NodeA")
                        .problems())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"hang_PORT", "HANG_PORT", "hang_port"})
    void givenAnItemForAPort_whenItsNameDiffersInCaseAlone_thenItCounts(String item) throws IOException {
        home.file("conf/app-processes.xml", processes(process("hang", COMMAND)))
                .file("conf/app-system-definition.kts", SYSTEM.formatted("item(\"" + item + "\", 9001)"));

        var report = home.install("NodeA");

        assertThat(report.problems()).isEmpty();
        assertThat(report.warnings()).isEmpty();
        assertThat(InstalledRevision.load(home.home(), "NodeA", Map.of())
                        .processes()
                        .getFirst()
                        .port())
                .isEqualTo(9001);
    }

    /** P1 depends on the one named, each other one on the one before it. */
    private static String chain(int length, String first) {
        var text = new StringBuilder(process("P0", COMMAND));
        for (var number = 1; number <= length; number++) {
            var dependency = number == 1 ? first : "P" + (number - 1);
            text.append(process("P" + number, COMMAND + "<dependency>" + dependency + "</dependency>"));
        }
        return processes(text.toString());
    }

    private static String processes(String text) {
        return "<processes>" + text + "</processes>";
    }

    private static String process(String name, String tags) {
        return "<process name=\"" + name + "\">" + tags + "</process>";
    }
}
