package io.github.batonha.conf.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.supervision.spec.ChildSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Values in the place of names in command lines. */
class PlaceholdersTest {

    private static final Map<String, String> ENVIRONMENT =
            Map.of("DATA_DIR", "/srv/my data", "DB_KEY", "baton:1:AAAA:AAAA", "DB_HOST", "db.example.com");

    @TempDir
    Path folder;

    private TestHome home(String tags, String items) throws IOException {
        return new TestHome(folder)
                .jar("lib/app.jar", "x.Main")
                .file("conf/app-processes.xml", """
                        <processes>
                            <process name="web-1">
                                %s
                            </process>
                        </processes>
                        """.formatted(tags))
                .file("conf/app-service-definitions.xml", """
                        <configuration>
                            <service host="localhost" name="web-1" port="9001"/>
                            <service host="localhost" name="QUEUE" port="9002" external="true"/>
                        </configuration>
                        """)
                .file("conf/system.conf", """
                        systems = [ {
                          name = DEV
                          hosts = [ { name = NodeA, items { Address = "127.0.0.1" } } ]
                          items { Greeting = "it's \\"me\\" \\\\ $x", DbHost = ${DB_HOST}, %s }
                        } ]
                        """.formatted(items));
    }

    private ChildSpec process(String tags, String items) throws IOException {
        var report = TestHome.run(home(tags, items).home(), ENVIRONMENT, "NodeA");
        assertThat(report.problems()).isEmpty();
        return InstalledRevision.load(new TestHome(folder).home(), "NodeA", ENVIRONMENT)
                .processes()
                .getFirst();
    }

    private List<String> problems(String tags, String items) throws IOException {
        return TestHome.run(home(tags, items).home(), ENVIRONMENT, "NodeA").problems().stream()
                .map(Object::toString)
                .toList();
    }

    @Test
    void givenNamesOfAllKinds_whenLoaded_thenEachStaysInItsWord() throws IOException {
        var argv = process("""
                <command>/bin/echo ${PORT} ${NAME} ${HOST} ${NODE} --q=${QUEUE_PORT} ${DbHost} ${DATA_DIR} ${OWN}</command>
                <arguments>${Greeting} "${Greeting}" '${Greeting}' \\${PORT}</arguments>
                <env name="OWN">${BATON_PORT}-$${x}</env>
                """, "").argv();

        assertThat(argv)
                .containsExactly(
                        "/bin/echo",
                        "9001",
                        "web-1",
                        "127.0.0.1",
                        "NodeA",
                        "--q=9002",
                        "db.example.com",
                        "/srv/my data",
                        "9001-${x}",
                        "it's \"me\" \\ $x",
                        "it's \"me\" \\ $x",
                        "${Greeting}",
                        "${PORT}");
    }

    @Test
    void givenNamesInOptionsOfAJvm_whenLoaded_thenTheCommonOnesHaveTheProcessToo() throws IOException {
        var argv = process(
                        "<module>app</module><mainClass>x.Main</mainClass><options>-Dserver.port=${PORT}</options>",
                        "JVM_OPTIONS = \"-Xlog:gc:file=logs/${NAME}.log\"")
                .argv();

        assertThat(argv).contains("-Xlog:gc:file=logs/web-1.log", "-Dserver.port=9001");
    }

    @Test
    void givenACheckAndAPreStop_whenLoaded_thenTheyHaveTheValues() throws IOException {
        var spec = process("""
                <command>/bin/sleep 9</command>
                <preStop>/bin/echo ${PORT}</preStop>
                <readiness>exec /bin/echo ${HOST}:${PORT}</readiness>
                """, "");

        assertThat(spec.launching().toString()).contains("9001");
        assertThat(spec.probes().readiness().toString()).contains("127.0.0.1:9001");
    }

    @Test
    void givenUnknownNames_whenInstalled_thenEachIsAProblemAtItsLine() throws IOException {
        assertThat(problems("""
                <command>/bin/echo ${PROT}
                 ${sys:x}</command>
                <arguments>${PORT</arguments>
                """, ""))
                .satisfiesExactly(
                        prot -> assertThat(prot)
                                .startsWith("conf/app-processes.xml:3: <command> of process web-1: ${PROT} is unknown")
                                .contains("did you mean PORT?"),
                        sys -> assertThat(sys).contains("${sys:x} holds no name: write '${sys:x}'"),
                        open -> assertThat(open)
                                .startsWith("conf/app-processes.xml:5")
                                .contains("a ${ is not closed"));
    }

    @Test
    void givenAProcessWithoutAPort_whenItsPortIsNamed_thenThatIsSaid() throws IOException {
        var home = home("<command>/bin/echo ${PORT}</command>", "")
                .file("conf/app-service-definitions.xml", "<configuration/>");

        assertThat(TestHome.run(home.home(), ENVIRONMENT, "NodeA").problems().toString())
                .contains("${PORT} is the port of the process, which has none");
    }

    @Test
    void givenASecret_whenItStandsInACommandLine_thenItIsRefusedAndNotShown() throws IOException {
        var items = "DbPassword { value = ${DB_KEY}, encrypted = true }, GenesisKey = ${DATA_DIR}";

        assertThat(problems("<command>/bin/echo ${DbPassword} ${DB_KEY} ${GenesisKey} ${DATA_DIR}</command>", items))
                .filteredOn(problem -> problem.contains("<command>"))
                .satisfiesExactly(
                        encrypted -> assertThat(encrypted)
                                .contains("${DbPassword} is an encrypted item")
                                .contains("let the process read its environment variable DbPassword"),
                        variable -> assertThat(variable).contains("${DB_KEY} holds a secret, the item DbPassword"),
                        key -> assertThat(key).contains("${GenesisKey} is an item that processes don't get"),
                        keyVariable ->
                                assertThat(keyVariable).contains("${DATA_DIR} holds a secret, the item GenesisKey"))
                .noneSatisfy(problem -> assertThat(problem).contains("AAAA"));
    }

    @Test
    void givenABareDollar_whenInstalled_thenItIsWarnedOfAndKept() throws IOException {
        var spec = process("<command>/bin/echo $BATON_PORT '$x' 5$</command>", "");

        assertThat(spec.argv()).containsExactly("/bin/echo", "$BATON_PORT", "$x", "5$");
        assertThat(Install.check(new TestHome(folder).home(), ENVIRONMENT, "NodeA")
                        .warnings())
                .extracting(Object::toString)
                .filteredOn(warning -> warning.contains("stands for itself"))
                .singleElement()
                .satisfies(
                        warning -> assertThat(warning).contains("$BATON_PORT").contains("write ${PORT}"));
    }
}
