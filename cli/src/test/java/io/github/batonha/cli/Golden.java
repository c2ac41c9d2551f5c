package io.github.batonha.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Compares output with a file in {@code src/test/resources/golden}. */
public final class Golden {

    private static final String ESCAPE = "\u001b";

    private Golden() {}

    /** Colours stand in the files as {@code <32>}, what ends them as {@code <0>}. */
    public static void assertGolden(String name, String text) {
        var readable = text.replaceAll(ESCAPE + "\\[(\\d+)m", "<$1>");
        assertThat(readable).as("golden/" + name).isEqualTo(read(name));
    }

    public static String read(String name) {
        try (var in = Golden.class.getResourceAsStream("/golden/" + name)) {
            return new String(
                    Objects.requireNonNull(in, () -> "no file golden/" + name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
