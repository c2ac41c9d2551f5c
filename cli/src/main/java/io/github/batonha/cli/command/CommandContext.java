package io.github.batonha.cli.command;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/**
 * Where a command runs. One a process; tests give their own.
 *
 * @param isTerminal whether a person reads the output and can answer a question
 * @param installation the folder with {@code bin}, {@code lib} and {@code share} that runs
 * @param root the checkout that the installation was built from; without one the installation itself
 * @param clock with the zone in which times are shown
 * @param pause how a command that repeats itself waits
 */
public record CommandContext(
        PrintStream out,
        PrintStream err,
        BufferedReader in,
        boolean isTerminal,
        Map<String, String> environment,
        Path installation,
        Path root,
        Clock clock,
        Pause pause) {

    public CommandContext {
        environment = Map.copyOf(environment);
    }

    /** The value of an environment variable; one that is set to nothing counts as not set. */
    public Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
    }

    /** Whether output is coloured: on a terminal, unless NO_COLOR is set or the terminal can't. */
    public boolean isColoured() {
        return isTerminal && variable("NO_COLOR").isEmpty() && !variable("TERM").equals(Optional.of("dumb"));
    }

    /** How much of a picture can be seen at once. */
    public TerminalSize size() {
        return isTerminal ? TerminalSize.of(environment) : TerminalSize.UNLIMITED;
    }

    /** Who gives the command, for the history: the person behind a sudo where there is one. */
    public String user() {
        return variable("SUDO_USER").orElseGet(() -> System.getProperty("user.name", "unknown"));
    }

    /** Prints the question and reads one line; empty at the end of the input. */
    public String ask(String question) {
        out.print(question);
        out.flush();
        try {
            var line = in.readLine();
            return line == null ? "" : line.strip();
        } catch (IOException e) {
            throw new UncheckedIOException("The answer can't be read from standard input", e);
        }
    }

    /** Asks as {@link #ask} does; true for {@code y} and {@code yes}. */
    public boolean confirms(String question) {
        var answer = ask(question);
        return answer.equalsIgnoreCase("y") || answer.equalsIgnoreCase("yes");
    }

    /**
     * Reads one line, on a terminal without showing what is typed: every character of it, spaces at its ends too. The caller wipes it.
     *
     * @throws CommandFailed if it is not just text: nothing of a secret may be changed on the way, unseen
     */
    public char[] askSecretly(String question) {
        var secret = isTerminal
                ? Optional.ofNullable(System.console())
                        .map(console -> console.readPassword("%s", question))
                        .orElseGet(() -> new char[0])
                : firstLine().toCharArray();
        var why = trouble(new String(secret));
        if (!why.isEmpty()) {
            throw new CommandFailed(ExitCode.FAILED, "The value " + why, "nothing was encrypted: correct the value");
        }
        return secret;
    }

    /** Up to the first line feed: {@code readLine} would also end at a carriage return. */
    private String firstLine() {
        var line = new StringBuilder();
        try {
            for (var next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
                line.append((char) next);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The value can't be read from standard input", e);
        }
        return line.toString();
    }

    private static String trouble(String secret) {
        if (isDamaged(secret)) {
            return "is not UTF-8: convert it, for example with iconv -f ISO-8859-1 -t UTF-8";
        }
        if (secret.endsWith("\r")) {
            return "ends with a carriage return, as lines of Windows do: remove it, for example with tr -d '\\r'";
        }
        if (secret.startsWith("\uFEFF")) {
            return "begins with a byte order mark: remove it";
        }
        return secret.indexOf('\0') >= 0 ? "holds a NUL character, which no environment can: remove it" : "";
    }

    /** Whether bytes of it could not be decoded. */
    public static boolean isDamaged(String text) {
        return text.indexOf('\uFFFD') >= 0;
    }

    /** Whether whoever read our output has gone away, as {@code head} does: a command that repeats itself ends then. */
    public boolean isUnread() {
        return out.checkError();
    }
}
