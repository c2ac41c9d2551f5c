package io.github.batonha.conf.kts;

import io.github.batonha.conf.report.Nearest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The arguments of one call, by position or by name. A bad one is reported and left out; the others are still read. */
final class Arguments {

    private final Words words;
    private final Token call;
    private final List<String> parameters;
    private final Map<String, Argument> given = new HashMap<>();
    private boolean damaged;

    private Arguments(Words words, Token call, List<String> parameters) {
        this.words = words;
        this.call = call;
        this.parameters = parameters;
    }

    /** Reads from the opening to the closing parenthesis. */
    static Arguments read(Words words, Token call, String... parameters) throws Unsupported {
        var arguments = new Arguments(words, call, List.of(parameters));
        words.expect("(", "after " + call.text());
        for (var position = 0; !words.accept(")"); position++) {
            arguments.readOne(position);
            if (!words.accept(",") && !words.peek().isSymbol(")")) {
                throw new Unsupported(call, "the parenthesis behind %s is not closed".formatted(call.text()));
            }
        }
        return arguments;
    }

    private void readOne(int position) {
        try {
            var at = words.peek();
            var name = name(position);
            var value = new Expression(words).value();
            if (given.putIfAbsent(name, value) != null) {
                throw new Unsupported(at, "%s gets %s twice".formatted(call.text(), name));
            }
        } catch (Unsupported e) {
            damaged = true;
            words.problem(e.at(), String.valueOf(e.getMessage()));
            words.skipArgument();
        }
    }

    private String name(int position) throws Unsupported {
        if (words.peek().kind() == Token.Kind.IDENTIFIER && words.peekSecond().isSymbol("=")) {
            var name = words.next();
            words.next();
            if (!parameters.contains(name.text())) {
                throw new Unsupported(
                        name,
                        "%s has no argument %s%s"
                                .formatted(
                                        call.text(),
                                        name.text(),
                                        Nearest.hint(
                                                name.text(),
                                                parameters,
                                                ": it takes " + String.join(", ", parameters))));
            }
            return name.text();
        }
        if (position >= parameters.size()) {
            throw new Unsupported(
                    words.peek(), "%s takes no more than %s".formatted(call.text(), String.join(", ", parameters)));
        }
        return parameters.get(position);
    }

    /**
     * The argument in the type that is needed; empty, and reported, if it is missing or of another type.
     *
     * @param needed what to write, for the message
     */
    <T> Optional<T> required(String name, Function<Argument, Optional<T>> conversion, String needed) {
        if (!given.containsKey(name)) {
            if (!damaged) {
                words.problem(call, "%s has no %s: write %s".formatted(call.text(), name, needed));
            }
            return Optional.empty();
        }
        return optional(name, conversion, needed);
    }

    /** Empty if it is missing, and empty and reported if it is of another type. */
    <T> Optional<T> optional(String name, Function<Argument, Optional<T>> conversion, String needed) {
        var argument = given.get(name);
        if (argument == null) {
            return Optional.empty();
        }
        var converted = conversion.apply(argument);
        if (converted.isEmpty()) {
            words.problem(
                    argument.at(),
                    "%s of %s can't be %s: write %s"
                            .formatted(name, call.text(), argument.at().shown(), needed));
        }
        return converted;
    }
}
