package io.github.batonha.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.batonha.cli.command.CommandContext;
import io.github.batonha.cli.command.CommandFailed;
import io.github.batonha.cli.command.ExitCode;
import io.github.batonha.cli.command.Pause;
import io.github.batonha.supervision.os.CallersEnvironment;
import java.io.BufferedReader;
import java.io.Console;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The program. The launcher says in the system property {@code baton.install} where it is installed, in {@code
 * baton.root} which checkout that was built from if it was, and in the environment variable {@code BATON_INVOKED_AS} under which name it
 * was called, which may be that of a command's link.
 */
public final class Main {

    /**
     * Commands, with semicolons between them and commas between their words, that run before the one that was given, so that a start-up
     * cache that is recorded knows all of them.
     */
    private static final String ALSO = "baton.also";

    private Main() {}

    public static void main(String[] args) {
        var context = context();
        var also = System.getProperty(ALSO, "");
        if (!also.isEmpty()) {
            for (var command : also.split(";", -1)) {
                run(List.of(command.split(",", -1)), context);
            }
        }
        var words = words(List.of(args), context);
        var plain = Plain.run(words, context);
        var exitCode = plain.isPresent() ? plain.getAsInt() : parsed(words, context);
        System.out.flush();
        System.err.flush();
        if (plain.isPresent()) {
            // No hook waits for the end of it, and System.exit looks through the class path for a logger to tell.
            Runtime.getRuntime().halt(exitCode);
        }
        System.exit(exitCode);
    }

    /** Runs one command; returns its exit code. Blocks until the command has ended. */
    public static int run(List<String> args, CommandContext context) {
        var words = words(args, context);
        var plain = Plain.run(words, context);
        return plain.isPresent() ? plain.getAsInt() : parsed(words, context);
    }

    private static List<String> words(List<String> args, CommandContext context) {
        var words = new ArrayList<String>();
        invokedAs(context).ifPresent(words::add);
        words.addAll(args);
        return words;
    }

    private static int parsed(List<String> words, CommandContext context) {
        for (var word : words) {
            if (CommandContext.isDamaged(word)) {
                return Failure.say(notUtf8(word), context);
            }
        }
        return new CommandLines(context).forWords(words).execute(words.toArray(String[]::new));
    }

    private static CommandFailed notUtf8(String word) {
        return new CommandFailed(
                ExitCode.WRONG_USAGE,
                "The word '%s' of the command line is not UTF-8".formatted(word),
                "write it in UTF-8: baton reads nothing else, in every locale");
    }

    /** The verb whose name the program was called by, through a link. */
    private static Optional<String> invokedAs(CommandContext context) {
        return context.variable("BATON_INVOKED_AS")
                .map(name -> name.substring(name.lastIndexOf('/') + 1))
                .filter(name -> !name.equals("baton"))
                .filter(name -> Verb.ALL.stream().anyMatch(verb -> verb.isCalled(name)));
    }

    private static CommandContext context() {
        var environment = CallersEnvironment.read();
        return new CommandContext(
                System.out,
                System.err,
                new BufferedReader(new InputStreamReader(System.in, UTF_8)),
                isTerminal(),
                environment,
                folder("baton.install", "baton.root"),
                folder("baton.root", "baton.install"),
                Clock.system(ZoneId.systemDefault()),
                pause());
    }

    /** As the launcher says, which has tools for it that are loaded already. */
    private static boolean isTerminal() {
        var told = System.getProperty("baton.terminal", "");
        if (!told.isEmpty()) {
            return told.equals("true");
        }
        return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    }

    private static Path folder(String property, String other) {
        return Path.of(System.getProperty(property, System.getProperty(other, "")))
                .toAbsolutePath();
    }

    /** A wait that nothing but the end of the process interrupts. */
    private static Pause pause() {
        var never = new CountDownLatch(1);
        return time -> {
            try {
                return !never.await(time.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        };
    }
}
