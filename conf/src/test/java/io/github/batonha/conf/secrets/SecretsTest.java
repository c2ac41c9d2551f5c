package io.github.batonha.conf.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.conf.secrets.SecretKeys.Lookup;
import io.github.batonha.conf.secrets.Secrets.Decryption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import javax.crypto.SecretKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {

    @TempDir
    Path folder;

    private final SecretKey key = key(Secrets.newKey());

    @ParameterizedTest
    @ValueSource(strings = {"", "hunter2", "pässwörd ✓ 𝄞", "with spaces\nand lines"})
    void givenAValue_whenEncryptedAndDecrypted_thenItIsTheSame(String clear) {
        var text = Secrets.encrypt(clear.toCharArray(), key);

        assertThat(text).startsWith("baton:1:");
        assertThat(Secrets.formatProblem(text)).isEmpty();
        assertThat(Secrets.decrypt(text, key)).isEqualTo(new Decryption.Clear(clear));
    }

    @Test
    void givenTheSameValueTwice_whenEncrypted_thenTheTextsDiffer() {
        assertThat(Secrets.encrypt("x".toCharArray(), key)).isNotEqualTo(Secrets.encrypt("x".toCharArray(), key));
    }

    @Test
    void givenCipherText_whenAnyLetterIsChanged_thenItIsNotDecrypted() {
        var text = Secrets.encrypt("hunter2".toCharArray(), key);

        for (var i = 0; i < text.length(); i++) {
            for (var letter : new char[] {'A', 'B', 'h', 'z', '0', '7', '/', ':', '='}) {
                var changed = text.substring(0, i) + letter + text.substring(i + 1);
                if (!changed.equals(text)) {
                    assertThat(Secrets.decrypt(changed, key))
                            .as("letter %d changed to %s", i, letter)
                            .isInstanceOf(Decryption.Failed.class);
                }
            }
        }
    }

    @Test
    void givenAnotherKey_whenDecrypted_thenTheReasonSaysThatItIsAnother() {
        var text = Secrets.encrypt("hunter2".toCharArray(), key);

        var decryption = Secrets.decrypt(text, key(Secrets.newKey()));

        assertThat(decryption.toString()).contains("another key");
    }

    @Test
    void givenClearValuesAndKeys_whenShown_thenTheyAreNot() {
        assertThat(new Decryption.Clear("hunter2").toString()).doesNotContain("hunter2");
        assertThat(new Lookup.Found(key).toString()).isEqualTo("Found[not shown]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "passphrase", "AAAA", "file:relative", "file:/no/such/file"})
    void givenNoKey_whenRead_thenTheReasonDoesNotQuoteIt(String value) {
        var lookup = SecretKeys.read(value, Map.of());

        assertThat(lookup).isInstanceOf(Lookup.Missing.class);
        assertThat(lookup.toString()).doesNotContain("passphrase").doesNotContain("AAAA");
    }

    @Test
    void givenAKeyFileOfTheOwner_whenRead_thenItIsTaken() throws IOException {
        var file = keyFile("rw-------");

        assertThat(SecretKeys.read("file:" + file, Map.of())).isInstanceOf(Lookup.Found.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw-rw-rw-", "rw---x---"})
    void givenAKeyFileThatOthersMayUse_whenRead_thenItIsRefused(String permissions) throws IOException {
        var file = keyFile(permissions);

        assertThat(SecretKeys.read("file:" + file, Map.of()).toString()).contains("chmod 600 " + file);
    }

    @Test
    void givenACommandThatPrintsTheKey_whenRead_thenItIsTakenWithTheEnvironmentOfTheAgent() {
        var environment = Map.of("VAULT", Secrets.newKey(), "PATH", "/usr/bin:/bin");

        assertThat(SecretKeys.read("command:sh -c 'echo \"$VAULT\"'", environment))
                .isInstanceOf(Lookup.Found.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            command:                                         | names no program
            command:/no/such/vault                           | can't be executed
            command:sh -c 'echo sealed token=abc >&2; exit 2' | ended with 2: sealed token=***
            command:echo short                               | 32 random bytes
            command:yes                                      | ended with
            command:sh 'open                                 | quote
            """)
    void givenACommandWithoutAKey_whenRead_thenTheReasonSaysWhy(String value, String reason) {
        var lookup = SecretKeys.read(value, Map.of("PATH", "/usr/bin:/bin"));

        assertThat(lookup).isInstanceOf(Lookup.Missing.class);
        assertThat(lookup.toString()).contains(reason).doesNotContain("abc");
    }

    private Path keyFile(String permissions) throws IOException {
        var file = folder.resolve("key");
        Files.writeString(file, Secrets.newKey() + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        return file;
    }

    private static SecretKey key(String text) {
        return switch (SecretKeys.read(text, Map.of())) {
            case Lookup.Found found -> found.key();
            case Lookup.Missing missing -> throw new AssertionError(missing.reason());
        };
    }
}
