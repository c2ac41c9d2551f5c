package io.github.batonha.cli;

import io.github.batonha.cli.command.CommandContext;
import io.github.batonha.cli.command.GlobalOptions;
import io.github.batonha.cli.mon.MonCommand;
import java.util.List;
import java.util.OptionalInt;

/**
 * Commands that are given without a single option: they need no parser, and to build one takes longer than all the rest of a {@code
 * mon}. What they do is the same.
 */
final class Plain {

    private Plain() {}

    /** The exit code; empty where the words are for the parser. */
    static OptionalInt run(List<String> words, CommandContext context) {
        if (!words.equals(List.of("mon"))) {
            return OptionalInt.empty();
        }
        try {
            return OptionalInt.of(new MonCommand(context, new GlobalOptions()).call());
        } catch (RuntimeException problem) {
            return OptionalInt.of(Failure.say(problem, context));
        }
    }
}
