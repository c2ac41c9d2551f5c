package io.github.batonha.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.batonha.cli.command.CommandContext;
import io.github.batonha.cli.command.Pause;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs commands as the program does, with streams and an environment of the test. */
public final class Cli {

    public static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-23T04:10:00Z"), ZoneOffset.UTC);

    private final Path root;
    private final Map<String, String> environment = new HashMap<>();
    private String input = "";
    private boolean isTerminal;
    private Pause pause = _ -> false;

    public Cli(Path root) {
        this.root = root;
    }

    /** What a command printed, and its exit code. */
    public record Result(int exitCode, String out, String err) {}

    public Cli with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** A person sits at the terminal and types this. */
    public Cli onTerminal(String typed) {
        isTerminal = true;
        input = typed;
        return this;
    }

    public Cli reading(String text) {
        input = text;
        return this;
    }

    public Cli pausing(Pause newPause) {
        pause = newPause;
        return this;
    }

    public Result run(String... words) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var context = context(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));
        var exitCode = Main.run(List.of(words), context);
        return new Result(exitCode, out.toString(UTF_8), err.toString(UTF_8));
    }

    public CommandContext context(PrintStream out, PrintStream err) {
        return new CommandContext(
                out,
                err,
                new BufferedReader(new StringReader(input)),
                isTerminal,
                environment,
                root,
                root,
                CLOCK,
                pause);
    }
}
