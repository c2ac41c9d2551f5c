package io.github.batonha.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.conf.secrets.SecretKeys;
import io.github.batonha.conf.secrets.Secrets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
        assertThat(SecretKeys.read(key, Map.of()))
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

    @ParameterizedTest
    @ValueSource(strings = {" pässword ", "\tpass", "pass\rword", "pa\u0001ss", "€😀"})
    void givenASecretOfAnyCharacters_whenItComesByStandardInput_thenNoneIsChanged(String secret) {
        var key = new Cli(home).run("encrypt", "--new-key").out().strip();

        var result = new Cli(home)
                .with("GENESIS_KEY", key)
                .reading(secret + "\nnext line\n")
                .run("encrypt");

        assertThat(decrypted(result.out().strip(), key)).isEqualTo(new Secrets.Decryption.Clear(secret));
    }

    @ParameterizedTest
    @CsvSource({
        "p\uFFFDss, is not UTF-8",
        "'pass\r', ends with a carriage return",
        "\uFEFFpass, begins with a byte order mark",
        "'pa\0ss', holds a NUL character",
    })
    void givenWhatCantBeMeant_whenEncrypting_thenRefusedWithTheReason(String secret, String why) {
        var key = new Cli(home).run("encrypt", "--new-key").out().strip();

        var result =
                new Cli(home).with("GENESIS_KEY", key).reading(secret + "\n").run("encrypt");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("The value " + why);
    }

    @Test
    void givenAWordThatWasNotDecoded_whenGiven_thenRefused() {
        var result = new Cli(home).run("start-process", "F\uFFFD\uFFFD");

        assertThat(result.exitCode()).isEqualTo(64);
        assertThat(result.err()).contains("is not UTF-8");
    }

    private static Secrets.Decryption decrypted(String text, String key) {
        return Secrets.decrypt(text, ((SecretKeys.Lookup.Found) SecretKeys.read(key, Map.of())).key());
    }
}
