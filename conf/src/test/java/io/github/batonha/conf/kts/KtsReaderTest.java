package io.github.batonha.conf.kts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.batonha.conf.files.ConfFile;
import io.github.batonha.conf.report.Findings;
import io.github.batonha.conf.system.HostEntry;
import io.github.batonha.conf.system.Item;
import io.github.batonha.conf.system.SystemDefinition;
import io.github.batonha.conf.system.Value;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KtsReaderTest {

    private static final ConfFile FILE = new ConfFile("conf/x-system-definition.kts", Path.of("unused"));

    private final Findings findings = new Findings();

    @Test
    void givenTheCurrentForm_whenRead_thenAllThreeLevelsAreThere() {
        var definition = read("""
                import global.genesis.config.*
                // the whole of it
                systemDefinition {
                    global {
                        item(name = "A", value = "global", encrypted = false,)
                        item("N", 6_000); item("T", true); item("M", -1.5)
                    }
                    systems {
                        system(name = "PROD") {
                            hosts {
                                host("a.example.com") /* one /* nested */ comment */
                                host(name = "b") {
                                    item(value = System.getenv("B_ADDRESS"), name = "Address")
                                }
                            }
                            item(name = "Secret", value = "x", encrypted = true)
                        }
                        system("DEV") { hosts { host(LOCAL_HOST) } }
                    }
                }
                """);

        assertThat(findings.problems()).isEmpty();
        assertThat(definition.global()).extracting(Item::name).containsExactly("A", "N", "T", "M");
        assertThat(definition.global())
                .extracting(Item::value)
                .containsExactly(
                        new Value.Text("global"),
                        new Value.Text("6000"),
                        new Value.Text("true"),
                        new Value.Text("-1.5"));
        var production = definition.systems().getFirst();
        assertThat(production.hosts()).extracting(HostEntry::name).containsExactly("a.example.com", "b");
        assertThat(production.hosts().get(1).items())
                .extracting(Item::name, Item::value)
                .containsExactly(tuple("Address", new Value.Variable("B_ADDRESS")));
        assertThat(production.items()).extracting(Item::encrypted).containsExactly(true);
        assertThat(definition.systems().get(1).hosts().getFirst().isLocalHost()).isTrue();
    }

    @Test
    void givenTheOlderForm_whenRead_thenItIsTheSame() {
        var older = read("systems { system(\"S\") { hosts { host(\"A\") } item(\"X\", \"1\") } }");
        var current =
                read("systemDefinition { systems { system(\"S\") { hosts { host(\"A\") } item(\"X\", \"1\") } } }");

        assertThat(findings.problems()).isEmpty();
        assertThat(older).isEqualTo(current);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`\"plain\"`                | plain",
                "`\"a \\\"b\\\" \\\\ \\$x\"` | `a \"b\" \\ $x`",
                "`\"caf\\u00e9\"`           | café",
                "`\"costs 5$\"`             | `costs 5$`",
                "`\"// no comment\"`        | // no comment",
                "`\"/* none */\"`           | /* none */",
            })
    void givenATextWithEscapes_whenRead_thenItIsWhatKotlinMakesOfIt(String source, String value) {
        var definition = read("systemDefinition { global { item(\"X\", " + source + ") } }");

        assertThat(findings.problems()).isEmpty();
        assertThat(definition.global().getFirst().value()).isEqualTo(new Value.Text(value));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fun f() = 1",
                "val x: Map<String, String> = mapOf(\"a\" to \"b\")",
                "Runtime.getRuntime().exec(\"rm -rf /\")",
                "@file:DependsOn(\"x\")",
                "if (true) { println(\"x\") } else { println(\"y\") }",
            })
    void givenOtherKotlin_whenRead_thenItIsOneProblemAndTheRestIsRead(String other) {
        var definition = read(other + "\nsystems { system(\"S\") { hosts { host(\"A\") } } }\n" + other);

        assertThat(findings.problems())
                .hasSize(2)
                .allSatisfy(problem -> assertThat(problem.message()).contains("nothing is executed"));
        assertThat(findings.problems().getFirst().place().toString()).isEqualTo(FILE.name() + ":1:1");
        assertThat(definition.systems()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`\"a\" + \"b\"`               | ab",
                "`\"a\" +\n \"b\" + 5 + true`  | ab5true",
                "`(\"a\" + \"b\")`             | ab",
                "`\"\"\"raw \\d \"x\" \"\"\"`   | `raw \\d \"x\" `",
            })
    void givenTextsThatAreWrittenOut_whenRead_thenTheyAreJoined(String source, String value) {
        assertThat(value(source)).isEqualTo(new Value.Text(value));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "System.getenv(\"X\") ?: \"d5\"",
                "System.getenv(\"X\")\n ?: \"d\" + 5",
                "(System.getenv(\"X\")) ?: (\"d5\")",
                "env[\"X\", \"d5\"]",
                "env[\"X\", \"d\" + \"5\",]",
            })
    void givenAVariableWithADefault_whenRead_thenBothAreKept(String source) {
        assertThat(value(source)).isEqualTo(new Value.VariableOr("X", "d5"));
    }

    @Test
    void givenThousandsOfParentheses_whenRead_thenTheyAreOneProblem() {
        read("systemDefinition { global { item(\"A\", " + "(".repeat(20_000) + "1" + ")".repeat(20_000) + ") } }");

        assertThat(findings.problems())
                .extracting(Object::toString)
                .contains(FILE.name() + ":1:139: a value stands in more than 100 parentheses: remove them")
                .hasSizeLessThan(3);
    }

    @Test
    void givenAPackageAndEnvWithoutADefault_whenRead_thenTheVariableIsKept() {
        var definition =
                read("package global.genesis.config\n\nsystemDefinition { global { item(\"A\", env[\"X\"]) } }");

        assertThat(findings.problems()).isEmpty();
        assertThat(definition.global().getFirst().value()).isEqualTo(new Value.Variable("X"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`System.getenv(\"X\") + \"b\"`                   | `write System.getenv(\"NAME\")`",
                "`\"b\" + System.getenv(\"X\")`                   | `write System.getenv(\"NAME\")`",
                "`System.getenv(\"X\") ?: System.getenv(\"Y\")`   | `write System.getenv(\"X\") ?: \"default\"`",
                "`System.getenv(\"X\") ?: error(\"none\")`        | `Write the value out`",
                "`System.getenv(\"X\")!!`                         | `System.getenv(\"NAME\") ?: \"default\"`",
                "`\"x\".uppercase()`                              | `values are texts`",
                "`System.getProperty(\"user.home\")`              | `write that, or write the value out`",
                "`5 + 6`                                          | `write the result`",
                "`\"a\" ?: \"b\"`                                 | `remove it`",
                "`env[X]`                                         | `env[\"NAME\", \"default\"]`",
                "`if (a) \"b\" else \"c\"`                        | `Write the value out`",
                "`listOf(\"a\", \"b\").first()`                   | `Write the value out`",
            })
    void givenAnotherFormOfAValue_whenRead_thenOneMessageSaysWhatToWrite(String source, String remedy) {
        var definition = read("systemDefinition { global {\n item(\"X\", " + source + ")\n item(\"Y\", \"1\")\n } }");

        assertThat(findings.problems()).hasSize(1).allSatisfy(problem -> {
            assertThat(problem.message()).contains(remedy);
            assertThat(problem.place().line()).isEqualTo(2);
            assertThat(problem.place().column()).isPositive();
        });
        assertThat(definition.global()).extracting(Item::name).containsExactly("Y");
    }

    private Value value(String source) {
        var definition = read("systemDefinition { global { item(\"X\", " + source + ") } }");
        assertThat(findings.problems()).isEmpty();
        return definition.global().getFirst().value();
    }

    @Test
    void givenAnItemThatIsNeverClosed_whenRead_thenOnlyItIsReported() {
        var definition =
                read("systems { system(\"S\") {\n item(\"A\", \"1\"\n}\nsystem(\"T\") { hosts { host(\"A\") } } }");

        assertThat(findings.problems()).extracting(Object::toString).hasSize(2);
        assertThat(definition.systems()).hasSize(2);
    }

    @Test
    void givenBrokenSourcesOfEveryKind_whenRead_thenTheReaderAlwaysEnds() {
        var words = List.of(
                "systems", "system", "hosts", "host", "item", "(", ")", "{", "}", "\"x\"", ",", "=", "\"", "/*", "*/",
                "\n", "name", "System", ".", "getenv", "$", "import", ";", "[", "]", "?:", "+", "env", "package", "\\",
                "5", "true", "\0", "\"\"\"");
        var random = new Random(42);

        for (var run = 0; run < 20_000; run++) {
            var source = new StringBuilder();
            for (var length = random.nextInt(25); length >= 0; length--) {
                source.append(words.get(random.nextInt(words.size()))).append(random.nextBoolean() ? " " : "");
            }
            var definition = KtsReader.read(FILE, source.toString(), new Findings());
            assertThat(definition.systems()).isNotNull();
        }
    }

    private SystemDefinition read(String source) {
        return KtsReader.read(FILE, source, findings);
    }
}
