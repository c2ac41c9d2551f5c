package io.github.batonha.cli.certificates;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.cli.Cli;
import io.github.batonha.conf.certificates.CertificateFiles;
import io.github.batonha.conf.certificates.PeerNames;
import io.github.batonha.conf.install.Install;
import io.github.batonha.conf.install.InstallAuthor;
import io.github.batonha.conf.model.BatonHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.interfaces.ECPrivateKey;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CertificatesCommandTest {
    private static final String PASSPHRASE = "open sesame";

    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void install() throws IOException {
        install(folder);
    }

    private static void install(Path home) throws IOException {
        Files.createDirectories(home.resolve("conf"));
        Files.writeString(home.resolve("conf/test-system-definition.kts"), """
                systemDefinition {
                    systems {
                        system(name = "TEST") {
                            hosts {
                                host(name = "NodeA") { item(name = "Address", value = "127.0.0.1") }
                                host(name = "NodeB") { item(name = "Address", value = "fd00::2") }
                            }
                        }
                    }
                }
                """);
        Files.writeString(home.resolve("conf/test-processes.xml"), """
                <processes><process name="SLEEPER"><command>sleep 1000</command></process></processes>
                """);
        assertThat(Install.run(new BatonHome(home), Map.of(), "NodeB", new InstallAuthor("ops", "", Instant.EPOCH))
                        .problems())
                .isEmpty();
    }

    private Cli.Result run(String... words) {
        return new Cli(folder).with("BATON_HOME", folder.toString()).run(words);
    }

    private CertificateFiles files(String node) {
        return new CertificateFiles(folder.resolve("certificates").resolve(node));
    }

    @Test
    void givenAUser_whenIssued_thenTheCertificateIsOfAClientAloneAndNamesNoHost() throws Exception {
        assertThat(run("certificates", "init").exitCode()).isZero();

        assertThat(run("certificates", "issue", "--user", "alice@example.com").exitCode())
                .isZero();

        var issued = files("users/alice@example.com").read();
        assertThat(issued.certificate().getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.2");
        assertThat(PeerNames.all(issued.certificate())).containsExactly("alice@example.com");
        assertThat(PeerNames.of(issued.certificate())).isEmpty();
        assertThat(mode(files("users/alice@example.com").key())).isEqualTo("rw-------");
        assertThat(run("certificates", "issue", "--user", "nodea").err()).contains("is a host");
        assertThat(run("certificates", "issue", "--user", "../ca").err()).contains("is no name of a user");
    }

    /** Commands of all users know the agent by its {@code ca.pem}. */
    @Test
    void givenAnAuthority_whenMade_thenOthersMayEnterTheFolderBesideIt() throws IOException {
        run("certificates", "init");

        assertThat(mode(folder.resolve("certificates/ca"))).isEqualTo("rwx------");
        assertThat(mode(folder.resolve("certificates"))).endsWith("r-x");
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void givenNothing_whenMadeAndIssued_thenEachNodeIsShownWithItsNamesAndKeysAreTheOwnersAlone() throws IOException {
        assertThat(run("certificates", "init").exitCode()).isZero();
        var issued = run("certificates", "issue", "--all", "--output", "json");

        assertThat(issued.out().lines())
                .hasSize(2)
                .anyMatch(line -> line.startsWith(
                        "{\"node\":\"NodeA\",\"folder\":\"" + files("NodeA").folder()));
        assertThat(run("certificates", "show").out())
                .contains("NodeA, 127.0.0.1")
                .contains("NodeB, fd00:0:0:0:0:0:0:2");
        assertThat(run("certificates", "show").exitCode()).isZero();
        assertThat(mode(files("NodeA").key())).isEqualTo("rw-------");
        assertThat(mode(files("ca").key())).isEqualTo("rw-------");
        assertThat(mode(files("ca").folder())).isEqualTo("rwx------");
    }

    @Test
    void givenAnAuthority_whenMadeAgain_thenItIsRefusedAndStays() throws IOException {
        run("certificates", "init");
        var before = Files.readString(files("ca").key());

        var again = run("certificates", "init");

        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(again.err()).contains("There is an authority").contains("--replace");
        assertThat(Files.readString(files("ca").key())).isEqualTo(before);
    }

    @Test
    void givenAKeyWithAPassphrase_whenIssued_thenItIsAskedForAndAWrongOneIsRefused() {
        var cli = new Cli(folder).with("BATON_HOME", folder.toString());
        cli.reading(PASSPHRASE + "\n").run("certificates", "init", "--passphrase");

        var wrong = cli.reading("another\n").run("certificates", "issue", "NodeA");
        assertThat(wrong.exitCode()).isEqualTo(1);
        assertThat(wrong.err()).contains("give the right passphrase");
        assertThat(files("NodeA").isThere()).isFalse();
        assertThat(cli.reading(PASSPHRASE + "\n")
                        .run("certificates", "issue", "NodeA")
                        .exitCode())
                .isZero();
    }

    @Test
    void givenANodeThatNobodyKnows_whenIssued_thenTheHostsAreNamed() {
        run("certificates", "init");

        var refused = run("certificates", "issue", "NodeX");

        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).contains("no host 'NodeX'").contains("NodeA, NodeB");
    }

    @Test
    void givenAPairOfTheFirm_whenImported_thenItIsChecked(@TempDir Path firm) throws Exception {
        install(firm);
        var theirs = new Cli(firm).with("BATON_HOME", firm.toString());
        theirs.run("certificates", "init");
        theirs.run("certificates", "issue", "--all");
        var a = new CertificateFiles(firm.resolve("certificates/NodeA"));
        var locked = firm.resolve("locked.pem");
        Files.writeString(locked, PemText.encrypted(a.read().key(), PASSPHRASE.toCharArray()));
        String[] words = {
            "certificates",
            "import",
            "NodeA",
            "--certificate",
            a.certificate().toString(),
            "--key",
            locked.toString(),
            "--trust",
            a.authorities().toString(),
            "--output",
            "json"
        };

        var imported = new Cli(folder)
                .with("BATON_HOME", folder.toString())
                .reading(PASSPHRASE + "\n")
                .run(words);
        assertThat(imported.err()).isEmpty();
        assertThat(imported.out()).startsWith("{\"node\":\"NodeA\",\"folder\":").contains("\"until\":");
        assertThat(files("NodeA").read().certificate()).isEqualTo(a.read().certificate());

        words[2] = "NodeB";
        var other = new Cli(folder)
                .with("BATON_HOME", folder.toString())
                .reading(PASSPHRASE + "\n")
                .run(words);
        assertThat(other.exitCode()).isEqualTo(1);
        assertThat(other.err()).contains("Other nodes would refuse NodeB").contains("nothing was changed");
        assertThat(files("NodeB").isThere()).isFalse();
    }

    @Test
    void givenAKeyThatIsNotThere_whenImported_thenItsFileIsNamed() {
        var missing = folder.resolve("missing.key").toString();

        var refused =
                run("certificates", "import", "NodeA", "--certificate", missing, "--key", missing, "--trust", missing);

        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).contains(missing).contains("--key");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "openssl ec -in %s -out %s",
                "openssl ec -aes256 -passout pass:x -in %s -out %s",
                "openssl pkcs8 -topk8 -nocrypt -in %s -out %s",
                "openssl pkcs8 -topk8 -v2 aes-256-cbc -passout pass:x -in %s -out %s"
            })
    void givenAKeyInAFormOfOpenSsl_whenRead_thenItIsTheSame(String command) throws Exception {
        run("certificates", "init");
        run("certificates", "issue", "NodeA");
        var converted = folder.resolve("converted.pem");
        var process = new ProcessBuilder(
                        command.formatted(files("NodeA").key(), converted).split(" "))
                .redirectErrorStream(true)
                .start();
        assertThat(process.waitFor())
                .as(new String(process.getInputStream().readAllBytes(), UTF_8))
                .isZero();

        var read = ForeignKey.read(converted, () -> "x".toCharArray());
        assertThat(((ECPrivateKey) read).getS())
                .isEqualTo(((ECPrivateKey) files("NodeA").read().key()).getS());
    }
}
