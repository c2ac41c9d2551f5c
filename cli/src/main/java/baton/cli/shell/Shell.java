package baton.cli.shell;

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
public record Shell(
        PrintStream out,
        PrintStream err,
        BufferedReader in,
        boolean isTerminal,
        Map<String, String> environment,
        Path installation,
        Path root,
        Clock clock,
        Pause pause) {

    public Shell {
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

    /** Reads one line, on a terminal without showing what is typed. The caller wipes it. */
    public char[] askSecretly(String question) {
        if (isTerminal) {
            return Optional.ofNullable(System.console())
                    .map(console -> console.readPassword("%s", question))
                    .orElseGet(() -> new char[0]);
        }
        return ask("").toCharArray();
    }

    /** Whether whoever read our output has gone away, as {@code head} does: a command that repeats itself ends then. */
    public boolean isUnread() {
        return out.checkError();
    }
}
