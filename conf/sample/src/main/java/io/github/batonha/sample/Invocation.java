package io.github.batonha.sample;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The arguments of a bootstrap class: options that each have a value, then whatever the entry's {@code <arguments>} say.
 *
 * @param options by their names, without the dash
 * @param arguments what follows the options
 */
record Invocation(Map<String, String> options, List<String> arguments) {

    Invocation {
        options = Map.copyOf(options);
        arguments = List.copyOf(arguments);
    }

    static Invocation parse(String[] args) {
        Map<String, String> options = new LinkedHashMap<>();
        int at = 0;
        while (at + 1 < args.length && args[at].startsWith("-")) {
            options.put(args[at].substring(1), args[at + 1]);
            at += 2;
        }
        return new Invocation(options, Arrays.asList(args).subList(at, args.length));
    }

    Optional<String> option(String name) {
        return Optional.ofNullable(options.get(name));
    }
}
