package io.github.batonha.conf.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.conf.model.NodeDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Processes in HOCON: what they become is what an XML file of the same tags becomes. */
class HoconProcessesTest {

    @TempDir
    Path folder;

    private TestHome home;

    @BeforeEach
    void createHome() throws IOException {
        home = new TestHome(folder)
                .jar("lib/app.jar", "app.Main")
                .file("conf/system.conf", """
                        systems = [ { name = S, hosts = [ { name = NodeA, items { Address = "127.0.0.1" } } ], items { Base = data } } ]
                        """)
                .file(
                        "conf/x-service-definitions.xml",
                        "<configuration><service name=\"APP\" port=\"9001\"/></configuration>");
    }

    @Test
    void givenTheSameProcessesInBothForms_whenInstalled_thenTheSetsAreTheSame() throws IOException {
        home.file("conf/x-processes.xml", """
                <processes>
                    <process name="APP">
                        <module>app</module>
                        <options>-Xmx64m "-Dp=${PORT} x"</options>
                        <arguments>'a b' --host=${HOST}</arguments>
                        <successExits>0, 3</successExits>
                        <readiness period="2 s" timeout="1 s">http /ready</readiness>
                        <primaryOnly>true</primaryOnly>
                        <env name="A">1</env>
                        <env name="B">two words</env>
                    </process>
                    <process name="CMD"><command>/bin/echo x</command><dependency>APP</dependency><start>false</start></process>
                </processes>
                """);
        var ofXml = installed();

        Files.delete(folder.resolve("conf/x-processes.xml"));
        home.file("conf/x-processes.conf", """
                processes = [
                  {
                    name = APP
                    module = app
                    options = "-Xmx64m \\"-Dp=${PORT} x\\""
                    arguments = "'a b' --host=${HOST}"
                    successExits = [0, 3]
                    readiness { check = "http /ready", period = 2 s, timeout = 1 s }
                    primaryOnly = true
                    env { A = 1, B = two words }
                  }
                  { name = CMD, command = /bin/echo x, dependency = [APP], start = false }
                ]
                """);
        var ofHocon = installed();

        assertThat(ofHocon.processes()).isEqualTo(ofXml.processes());
    }

    @Test
    void givenAListOfWords_whenInstalled_thenEachElementIsOneWord() throws IOException {
        home.file("conf/x-processes.conf", """
                processes = [ { name = APP, command = [/bin/echo, "a b", "it's \\"x\\" \\\\ `y` $Z", "--port=${PORT}", ${NAME}] } ]
                """);

        assertThat(installed().processes().getFirst().argv())
                .containsExactly("/bin/echo", "a b", "it's \"x\" \\ `y` $Z", "--port=9001", "APP");
    }

    @Test
    void givenNamesInPathsAndConfig_whenInstalled_thenTheyHaveTheirValues() throws IOException {
        Files.createDirectories(folder.resolve("data/APP"));
        home.file("data/APP.env", "X=1").file("lib/APP/9001.jar", "").file("conf/x-processes.conf", """
                processes = [ { name = APP, module = app, directory = ${Base}"/"${NAME}, classpath = "${NAME}/${PORT}.jar",
                  environmentFile = "${Base}/${NAME}.env", config = "${HOST}-${NAME}.xml" } ]
                """);

        var process = installed().processes().getFirst();

        assertThat(process.directory()).isEqualTo(folder.resolve("data/APP"));
        assertThat(process.argv())
                .anyMatch(
                        word -> word.contains(folder.resolve("lib/APP/9001.jar").toString()));
        assertThat(process.configFiles()).containsExactly("127.0.0.1-APP.xml");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`primaryOnyl = true`        | `<primaryOnyl> is not a tag of a process: did you mean <primaryOnly>?`",
                "`start = maybe`             | `<start> is \"maybe\", but must be true or false`",
                "`directory = ${X}`          | `<directory> of process APP: ${X} is unknown`",
                "`config = \"${APP_PRT}\"`   | `<config> of process APP: ${APP_PRT} is unknown`",
                "`env = 5`                   | `env must be a block: write env { VARIABLE = value }`",
                "`env { BATON_X = 5 }`       | `<env> BATON_X: variables beginning with BATON_ are set by the agent`",
                "`options { a = 5 }`         | `<a> can't stand in <options>`",
                "`dependency = [[A]]`        | `dependency must be a text, a number, true or false`",
                "`start = null`              | `start must be a text`",
                "`start = true, start = false` | `start already stands at conf/x-processes.conf:2, and this would replace it`",
                "`override = true`           | `process APP overrides nothing`",
                "`options = \"\u2013Xmx1g\"` | `<options> has \"\u2013Xmx1g\", which holds U+2013`",
            })
    void givenABadProcess_whenInstalled_thenItIsToldAtItsLineAsInXml(String key, String told) throws IOException {
        home.file("conf/x-processes.conf", "processes = [ { name = APP, module = app\n" + key + "\n} ]");

        assertThat(home.install("NodeA").problems())
                .extracting(Object::toString)
                .anySatisfy(problem -> assertThat(problem)
                        .matches("conf/x-processes.conf:[12](:\\d+)?: .*")
                        .contains(told));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`processes { APP { module = app } }` | `conf/x-processes.conf:1: processes must be a list`",
                "`process = []`                       | `conf/x-processes.conf:1: process can't stand outermost`",
                "`processes = [ APP ]`                | `conf/x-processes.conf:1: a process must be a block`",
                "``                                   | `conf/x-processes.conf: holds no processes`",
                "`processes = [ { module = app } ]`   | `conf/x-processes.conf:1: this process has no name`",
                "`processes = [`                      | `conf/x-processes.conf:2: List should have ]`",
                "`include \"y.conf\"`                 | `conf/x-processes.conf: include \"y.conf\" is not supported`",
            })
    void givenABadFile_whenInstalled_thenItIsTold(String text, String told) throws IOException {
        home.file("conf/x-processes.conf", text + "\n");

        assertThat(home.install("NodeA").problems())
                .extracting(Object::toString)
                .anySatisfy(problem -> assertThat(problem).startsWith(told));
    }

    @Test
    void givenAProcessInBothForms_whenInstalled_thenBothPlacesAreNamed() throws IOException {
        home.file(
                        "conf/x-processes.xml",
                        "<processes>\n<process name=\"APP\"><module>app</module></process></processes>")
                .file("conf/y-processes.conf", "processes = [\n\n{ name = APP, module = app } ]");

        assertThat(home.install("NodeA").problems())
                .extracting(Object::toString)
                .containsExactly(
                        "conf/y-processes.conf:3: process APP is already defined at conf/x-processes.xml:2: remove one, or say override=\"true\" on the one that shall replace the other");
    }

    @ParameterizedTest
    @CsvSource({"x-process.conf", "processes.conf", "X-Processes.CONF", "x_processes.conf"})
    void givenANearName_whenInstalled_thenItIsWarnedOf(String name) throws IOException {
        home.file("conf/x-processes.conf", "processes = [ { name = APP, module = app } ]")
                .file("conf/" + name, "processes = []");

        assertThat(home.install("NodeA").warnings())
                .extracting(Object::toString)
                .containsExactly(
                        "conf/%s: is not read, because its name does not end with -processes.conf: rename it if it shall be read"
                                .formatted(name));
    }

    private NodeDefinition installed() {
        var report = home.install("NodeA");
        assertThat(report.problems()).isEmpty();
        assertThat(report.warnings()).isEmpty();
        return InstalledRevision.load(home.home(), "NodeA", Map.of());
    }
}
