package io.github.batonha.conf.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Signs that look like a blank, a hyphen or a quote, in every kind of file; lines that go on, and how lines end. */
class OddSignsInFilesTest {

    @TempDir
    Path folder;

    private TestHome home;

    @BeforeEach
    void createHome() throws IOException {
        home = new TestHome(folder)
                .file(
                        "conf/system.conf",
                        "systems = [ { name = S, hosts = [ { name = NodeA, items { Address = \"127.0.0.1\" } } ] } ]")
                .file("conf/app-processes.xml", processes("<command>/bin/true</command>"));
    }

    private static String processes(String tags) {
        return "<processes>\n<process name=\"APP\">\n%s\n</process>\n</processes>\n".formatted(tags);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`<command>/bin/true \u2013Xmx1g</command>`            | `3:20: <command> has \"\u2013Xmx1g\", which holds U+2013 (en dash): write - for a hyphen`",
                "`<command>/bin/true -a -\u2014b</command>`            | `3:24: `",
                "`<command>/bin/true --a\u2010b=c</command>`           | `3:23: `",
                "`<command>/bin/true a\u00a0b</command>`               | `3:21: <command> has \"a\u00a0b\", which holds U+00A0 (no-break space): remove it, or write a blank`",
                "`<command>/bin/true</command><arguments>\n\n x\u200by</arguments>` | `5:3: <arguments> has \"x\u200by\", which holds U+200B (zero width space)`",
                "`<command>/bin/true</command><arguments>-Dx=\u201ca b\u201d</arguments>` | `3:44: `",
                "`<command>/bin/true</command><preStop>\u2018a b\u2019</preStop>`        | `3:38: `",
                "`<command>/bin/true</command><readiness>exec look \u2013x</readiness>`   | `3:50: `",
                "`<command>/bin/true</command><groupId>APP\u00a0</groupId>`               | `3:41: <groupId> is \"APP\u00a0\"`",
                "`<command>/bin/true</command><stopWithin>5\u202fs</stopWithin>`          | `3:42: <stopWithin> is \"5\u202fs\", but must be`",
                "`<command>/bin/true</command><start>true\u200b</start>`                  | `3:40: `",
                "`<command>/bin/true</command><dependency>B\u2013C</dependency>`          | `3:42: process APP depends on B\u2013C`",
            })
    void givenASignThatOnlyLooksRight_whenInstalled_thenItIsNamedWithLineAndColumn(String tags, String told)
            throws IOException {
        home.file("conf/app-processes.xml", processes(tags));

        assertThat(home.install("NodeA").problems())
                .extracting(Object::toString)
                .anySatisfy(problem -> assertThat(problem)
                        .startsWith("conf/app-processes.xml:" + told)
                        .contains("U+"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`<arguments>--title='Sales \u2013 \u201cEurope\u201d\u00a02026'</arguments>`",
                "`<arguments>--years=2020\u20132021 don\u2019t Caf\u00e9</arguments>`",
                "`<description>\u201cone\u201d \u2013 two\u00a0three</description>`",
                "`<env name=\"T\">a \u2013 b</env>`",
            })
    void givenASignThatIsMeant_whenInstalled_thenNothingIsSaid(String tags) throws IOException {
        home.file("conf/app-processes.xml", processes("<command>/bin/true</command>" + tags));

        var report = home.install("NodeA");

        assertThat(report.problems()).isEmpty();
        assertThat(report.warnings()).isEmpty();
    }

    @Test
    void givenOddNamesAndValuesInTheDefinition_whenInstalled_thenEachIsNamedAtItsPlace() throws IOException {
        home.file(
                "conf/system.conf",
                "systems = [\n{ name = S, hosts = [ NodeA ]\n items {\n \"Db\u00a0Host\" = a\n DbUser = \u201cgenesis\u201d\n"
                        + " Address = \"127.0.0.1\u200b\"\n JVM_OPTIONS = \"\u2013Xmx1g\"\n } } ]");
        home.jar("lib/app.jar", "app.Main").file("conf/app-processes.xml", processes("<module>app</module>"));

        var report = home.install("NodeA");

        assertThat(report.problems())
                .extracting(problem -> problem.place().toString())
                .containsExactly("conf/system.conf:4:5", "conf/system.conf:6:22", "conf/system.conf:7:17");
        assertThat(report.warnings())
                .extracting(Object::toString)
                .anySatisfy(warning -> assertThat(warning)
                        .startsWith("conf/system.conf:5:11: the value of item \"DbUser\" begins with")
                        .contains("U+201C")
                        .doesNotContain("genesis"));
    }

    @Test
    void givenSmartQuotesInKotlin_whenInstalled_thenTheyAreNamed() throws IOException {
        home.file(
                "conf/a-system-definition.kts",
                "systemDefinition {\n global {\n  item(name = \u201cA\u201d, value = \"b\")\n }\n}");

        assertThat(home.install("NodeA").problems())
                .extracting(Object::toString)
                .anySatisfy(problem -> assertThat(problem)
                        .startsWith("conf/a-system-definition.kts:3:15: ")
                        .contains("U+201C (left double quotation mark)"));
    }

    @Test
    void givenAMarkInFrontAndOtherLineEnds_whenInstalled_thenEveryFileIsRead() throws IOException {
        home.file(
                        "conf/app-processes.xml",
                        "\ufeff"
                                + processes(
                                        "<command>/bin/echo \\\r\n a \\\r\n b</command><environmentFile>a.env</environmentFile>"))
                .file(
                        "conf/system.conf",
                        "\ufeffsystems = [ # one\r { name = S, hosts = [ { name = NodeA, items { Address = \"127.0.0.1\" } } ] } ]")
                .file("conf/a-system-definition.kts", "\ufeff// one\rglobal { item(\"A\", \"b\") }\r")
                .file("conf/x-service-definitions.xml", "\ufeff<configuration/>")
                .file("conf/baton.conf", "\ufeffbaton.view.down-after = 5 s")
                .file("a.env", "\ufeffA=b\r\n");

        var report = home.install("NodeA");

        assertThat(report.problems()).isEmpty();
        var node = InstalledRevision.load(home.home(), "NodeA", Map.of());
        assertThat(node.processes().getFirst().argv()).containsExactly("/bin/echo", "a", "b");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`A=\u201cb\u201d`     | `a.env:2:3: here is U+201C`",
                "`A\u00a0=b`            | `a.env:2:2: here is U+00A0`",
                "`A=-Xmx1g\u00a0-Xms1g` | `a.env:2:9: here is U+00A0`",
                "`OPTS=\u2013Xmx1g`     | `a.env:2:6: here is U+2013`",
                "`A=b\u200b`            | `a.env:2:4: here is U+200B`",
            })
    void givenAnOddSignInAnEnvironmentFile_whenInstalled_thenItIsNamed(String line, String told) throws IOException {
        home.file("a.env", "# \u201cfirst\u201d\n" + line + "\n")
                .file(
                        "conf/app-processes.xml",
                        processes("<command>/bin/true</command><environmentFile>a.env</environmentFile>"));

        assertThat(home.install("NodeA").problems())
                .extracting(Object::toString)
                .anySatisfy(problem -> assertThat(problem).contains(told));
    }

    @Test
    void givenABackslashWithBlanksBehindIt_whenInstalled_thenItIsNamed() throws IOException {
        home.file("conf/app-processes.xml", processes("<command>/bin/echo a \\ \n b</command>"));

        assertThat(home.install("NodeA").problems())
                .extracting(Object::toString)
                .anySatisfy(problem -> assertThat(problem).contains("has a backslash and blanks at the end of a line"));
    }
}
