package baton.conf.hocon;

import static org.assertj.core.api.Assertions.assertThat;

import baton.conf.files.ConfFile;
import baton.conf.kts.KtsReader;
import baton.conf.report.Findings;
import baton.conf.system.SystemDefinition;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class HoconReaderTest {

    private final Findings findings = new Findings();

    @Test
    void givenTheSameDefinitionInBothForms_whenRead_thenTheyAreEqualButForTheLines() {
        var hocon = read("""
                # a comment
                global.items {
                  DbNamespace = genesis
                }
                systems = [
                  {
                    name = DEV
                    hosts = [ NodeA, { name = NodeB, items { Address = ${?NODE_B}, Port = 6000 } } ]
                    items {
                      DbUsername { value = ${DBUSERNAME}, encrypted = true }
                      Text = "with spaces"
                      Flag = true
                      Zeros = 007
                    }
                  }
                  { name = LOCAL, hosts = [ LOCAL_HOST ] }
                ]
                """);
        var kts = KtsReader.read(new ConfFile("conf/x.kts", Path.of("unused")), """
                systemDefinition {
                    global { item("DbNamespace", "genesis") }
                    systems {
                        system("DEV") {
                            hosts {
                                host("NodeA")
                                host("NodeB") { item("Address", System.getenv("NODE_B")); item("Port", 6000) }
                            }
                            item("DbUsername", System.getenv("DBUSERNAME"), encrypted = true)
                            item("Text", "with spaces")
                            item("Flag", true)
                            item("Zeros", "007")
                        }
                        system("LOCAL") { hosts { host(LOCAL_HOST) } }
                    }
                }
                """, findings);

        assertThat(findings.problems()).isEmpty();
        assertThat(hocon)
                .usingRecursiveComparison()
                .ignoringFieldsMatchingRegexes(".*place")
                .isEqualTo(kts);
    }

    @Test
    void givenASubstitutionOfTheFileItself_whenRead_thenItIsReplacedAndTheEnvironmentIsNotAsked() {
        var definition = read("global.items { PATH_A = ${global.items.B}, B = x, C = ${PATH} }\nsystems = []");

        assertThat(findings.problems()).isEmpty();
        assertThat(definition.global().toString())
                .contains("Text[text=x]")
                .contains("Variable[name=PATH]")
                .doesNotContain(System.getenv("PATH"));
    }

    @Test
    void givenReferences_whenRead_thenTheyKnowTheirLines() {
        var definition = read(
                "global.items {\n A = ${X}\n B { value = ${?Y} }\n}\nsystems = [\n {\n name = S\n items {\n C = ${Z}\n}\n}]");

        assertThat(definition.global()).extracting(item -> item.place().line()).containsExactly(2, 3);
        assertThat(definition.systems().getFirst().items())
                .extracting(item -> item.place().line())
                .containsExactly(9);
    }

    @Test
    void givenAVariableInsideAText_whenRead_thenItIsRefusedAtItsLine() {
        read("systems = []\nglobal.items { Url = \"http://\"${HOST}\":80\" }");

        assertThat(findings.problems()).hasSize(1);
        assertThat(findings.problems().getFirst().place().line()).isEqualTo(2);
    }

    private SystemDefinition read(String text) {
        return HoconReader.read(new ConfFile("conf/system.conf", Path.of("unused")), text, findings);
    }
}
