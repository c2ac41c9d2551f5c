package io.github.batonha.cli.command;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.util.Map;

/** How much a terminal shows. The launcher tells it at the start. */
public record TerminalSize(int rows, int columns) {

    /** Where nobody looks: programs get whole lines. */
    public static final TerminalSize UNLIMITED = new TerminalSize(Integer.MAX_VALUE, Integer.MAX_VALUE);

    private static final String PROPERTY = "baton.size";

    /** As last looked at, else as LINES and COLUMNS say. */
    static TerminalSize of(Map<String, String> environment) {
        var told = System.getProperty(PROPERTY, "");
        var space = told.indexOf(' ');
        return space > 0
                ? new TerminalSize(number(told.substring(0, space)), number(told.substring(space + 1)))
                : new TerminalSize(
                        number(environment.getOrDefault("LINES", "")), number(environment.getOrDefault("COLUMNS", "")));
    }

    /** Looks again: windows are made larger and smaller while somebody watches. */
    public static void look() {
        try {
            var process = new ProcessBuilder("stty", "size")
                    .redirectInput(ProcessBuilder.Redirect.INHERIT)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            var size = new String(process.getInputStream().readAllBytes(), US_ASCII).strip();
            if (process.waitFor() == 0 && size.indexOf(' ') > 0) {
                System.setProperty(PROPERTY, size);
            }
        } catch (IOException unknown) {
            // It stays as it was.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static int number(String text) {
        try {
            var number = Integer.parseInt(text);
            return number > 0 ? number : Integer.MAX_VALUE;
        } catch (NumberFormatException unknown) {
            return Integer.MAX_VALUE;
        }
    }
}
