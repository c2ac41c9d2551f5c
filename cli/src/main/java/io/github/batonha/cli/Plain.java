package io.github.batonha.cli;

import io.github.batonha.cli.check.CheckCommand;
import io.github.batonha.cli.command.CommandContext;
import io.github.batonha.cli.command.GlobalOptions;
import io.github.batonha.cli.command.Subcommand;
import io.github.batonha.cli.mon.MonCommand;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Commands that need no parser: to build one takes longer than all the rest of a {@code mon}. They are {@code mon} without options, and
 * {@code check} with options of its own. What they do is the same.
 */
final class Plain {

    private static final Set<String> CHECK = Set.of("check", "check_baton");

    private Plain() {}

    /** The exit code; empty where the words are for the parser. */
    static OptionalInt run(List<String> words, CommandContext context) {
        var command = command(words, context);
        if (command.isEmpty()) {
            return OptionalInt.empty();
        }
        try {
            return OptionalInt.of(command.get().call());
        } catch (RuntimeException problem) {
            return OptionalInt.of(Failure.say(problem, context));
        }
    }

    private static Optional<? extends Subcommand> command(List<String> words, CommandContext context) {
        if (words.equals(List.of("mon"))) {
            return Optional.of(new MonCommand(context, new GlobalOptions()));
        }
        var isCheck = words.size() > 1
                && CHECK.contains(words.getFirst())
                && words.stream().noneMatch(CommandContext::isDamaged);
        return isCheck
                ? CheckCommand.of(words.subList(1, words.size()), context, new GlobalOptions())
                : Optional.empty();
    }
}
