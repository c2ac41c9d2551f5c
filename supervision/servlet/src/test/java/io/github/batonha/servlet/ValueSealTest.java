package io.github.batonha.servlet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValueSealTest {

    private static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes(UTF_8);
    private static final byte[] OTHER_KEY = "0123456789abcdef0123456789abcdeX".getBytes(UTF_8);
    private static final byte[] VALUE = Serialized.write("user", "alice");

    private static final ValueRules SEALED = rules(new ValueSeal(KEY, false));

    @TempDir
    private Path folder;

    private static ValueRules rules(ValueSeal seal) {
        return new ValueRules(new ValueFilter(""), seal);
    }

    @Test
    void givenAValueOfThisApplication_whenRead_thenItIsThere() {
        assertThat(SEALED.read("user", SEALED.sealed("user", VALUE))).contains("alice");
    }

    @Test
    void givenAValueThatAnotherWrote_whenRead_thenItCountsAsAbsent() {
        var ofAnotherKey = new ValueSeal(OTHER_KEY, false).seal("user", VALUE);

        assertThat(SEALED.read("user", VALUE)).isEmpty();
        assertThat(SEALED.read("user", ofAnotherKey)).isEmpty();
        assertThat(SEALED.read("user", new byte[0])).isEmpty();
    }

    @Test
    void givenAnyByteThatWasChangedOrCut_whenRead_thenItCountsAsAbsent() {
        var sealed = SEALED.sealed("user", VALUE);
        for (var at = 0; at < sealed.length; at++) {
            var changed = sealed.clone();
            changed[at] ^= 1;
            assertThat(SEALED.opened("user", changed)).as("byte %d", at).isEmpty();
            assertThat(SEALED.opened("user", Arrays.copyOf(sealed, at)))
                    .as("cut at %d", at)
                    .isEmpty();
        }
    }

    @Test
    void givenTheValueOfAnotherAttribute_whenRead_thenItCountsAsAbsent() {
        assertThat(SEALED.read("admin", SEALED.sealed("user", VALUE))).isEmpty();
    }

    @Test
    void givenAnUpgrade_whenUnsealedIsAccepted_thenOldValuesAreThereAndForgedSealsAreNot() {
        var upgrading = rules(new ValueSeal(KEY, true));
        var ofAnotherKey = new ValueSeal(OTHER_KEY, false).seal("user", VALUE);

        assertThat(upgrading.read("user", VALUE)).contains("alice");
        assertThat(upgrading.read("user", ofAnotherKey)).isEmpty();
    }

    @Test
    void givenNoKey_whenWritten_thenTheBytesAreThoseOfBefore() {
        assertThat(ValueSeal.NONE.seal("user", VALUE)).isEqualTo(VALUE);
        assertThat(rules(ValueSeal.NONE).read("user", VALUE)).contains("alice");
    }

    @Test
    void givenAKeyFile_whenOpened_thenItsTextIsTheKey() throws IOException {
        var file = Files.write(folder.resolve("key"), KEY);

        assertThat(SEALED.opened("user", ValueSeal.of(file, false).seal("user", VALUE)))
                .contains(VALUE);
    }

    @Test
    void givenAShortOrMissingKey_whenOpened_thenTheErrorSaysWhatToDo() throws IOException {
        var file = Files.writeString(folder.resolve("key"), "short\n");

        assertThatThrownBy(() -> ValueSeal.of(file, false))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("has 5 characters")
                .hasMessageContaining("baton encrypt --new-key");
        assertThatThrownBy(() -> ValueSeal.of(folder.resolve("none"), false))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("can't be read");
    }
}
