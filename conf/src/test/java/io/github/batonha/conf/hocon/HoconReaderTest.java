package io.github.batonha.conf.hocon;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.conf.files.ConfFile;
import io.github.batonha.conf.kts.KtsReader;
import io.github.batonha.conf.report.Findings;
import io.github.batonha.conf.system.Item;
import io.github.batonha.conf.system.SystemDefinition;
import io.github.batonha.conf.system.Value;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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

    @Test
    void givenADefaultBeforeAVariable_whenRead_thenBothAreKept() {
        var definition = read("""
                global.items { A = d, A = ${?X}, B { value = 5 }, B { value = ${?Y} }, C = ${?Z} }
                systems = [ { name = S, hosts = [ { name = N, items { D = e
                  D = ${?X} } } ] } ]
                """);

        assertThat(findings.problems()).isEmpty();
        assertThat(definition.global())
                .extracting(Item::value)
                .containsExactly(
                        new Value.VariableOr("X", "d"), new Value.VariableOr("Y", "5"), new Value.Variable("Z"));
        assertThat(definition.systems().getFirst().hosts().getFirst().items())
                .extracting(Item::value)
                .containsExactly(new Value.VariableOr("X", "e"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`systems = []\nsystems = []`                          | `2: systems already stands at conf/system.conf:1`",
                "`systems = []\nglobal.items { A = 1\n A = 2 }`        | `3: A already stands at conf/system.conf:2`",
                "`systems = []\nglobal.items.A = 1\nglobal { items.A = 2 }` | `3: A already stands at conf/system.conf:2`",
                "`systems = [ { name = S\n hosts = [A]\n hosts = [B] } ]`  | `3: hosts already stands at conf/system.conf:2`",
                "`global.items { A { value = 1 }\n A = 2 }\nsystems = []`  | `2: A already stands at conf/system.conf:1`",
                "`systems = []\nglobal.items { \"A\" = \"\"\"1\n\"\"\"\n A = 2 }` | `4: A already stands at conf/system.conf:2`",
                "`systems = []\nglobal.items { A = ${?X}\n A = 2 }`    | `3: A already stands at conf/system.conf:2`",
            })
    void givenAKeyTwice_whenRead_thenWhatWouldBeLostIsNamed(String text, String told) {
        read(text);

        assertThat(findings.problems())
                .extracting(Object::toString)
                .anySatisfy(problem -> assertThat(problem).startsWith("conf/system.conf:" + told));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "global.items { A = 1 }\nglobal.items { B = 2 }\nglobal.items.C = 3\nsystems = []",
                "systems = [ { name = S, hosts = [A] }\n { name = T, hosts = [A] } ]",
                "systems = [ { name = S, hosts = [A] } ]\nsystems += { name = T, hosts = [A] }",
                "systems = [ { name = S, hosts = [A] } ]\nsystems = ${systems} [ { name = T, hosts = [A] } ]",
                "# systems = []\n{ systems =\n [ ] // systems = []\n global { items { A = \"a = 1, A = 2 }\", B : x } } }",
                "base { name = S, hosts = [A] }\nsystems = [ ${base} { name = T }, ${base} ]",
            })
    void givenKeysOfWhichNothingIsLost_whenRead_thenNoneIsToldAsTwice(String text) {
        read(text);

        assertThat(findings.problems())
                .extracting(Object::toString)
                .noneSatisfy(problem -> assertThat(problem).contains("already stands"));
    }

    private SystemDefinition read(String text) {
        return HoconReader.read(new ConfFile("conf/system.conf", Path.of("unused")), text, findings);
    }
}
