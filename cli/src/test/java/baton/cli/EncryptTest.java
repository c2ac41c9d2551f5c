package baton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import baton.conf.secrets.SecretKeys;
import baton.conf.secrets.Secrets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EncryptTest {

    @TempDir
    Path home;

    @Test
    void givenAKey_whenAValueComesByStandardInput_thenItsCipherTextCanBeDecrypted() {
        var key = new Cli(home).run("encrypt", "--new-key").out().strip();

        var result =
                new Cli(home).with("GENESIS_KEY", key).reading("pässword\n").run("encrypt");

        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).startsWith("baton:1:").doesNotContain("pässword");
        assertThat(SecretKeys.read(key))
                .isInstanceOfSatisfying(
                        SecretKeys.Lookup.Found.class,
                        found -> assertThat(Secrets.decrypt(result.out().strip(), found.key()))
                                .isInstanceOf(Secrets.Decryption.Clear.class));
    }

    @Test
    void givenNoKey_whenEncrypting_thenSaysWhereItComesFrom() {
        var result = new Cli(home).reading("x").run("encrypt");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("GENESIS_KEY is not set").contains("--key-file");
    }

    @Test
    void givenAnArgument_whenEncrypting_thenRefused() {
        assertThat(new Cli(home).run("encrypt", "pässword").exitCode()).isEqualTo(64);
    }
}
