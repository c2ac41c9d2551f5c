package io.github.batonha.conf.system;

import java.util.Map;
import java.util.Optional;

/** What an item stands for. */
public sealed interface Value {

    /** Written out in the definition; cipher text where the item is encrypted. */
    record Text(String text) implements Value {}

    /** Whatever the environment variable holds when it is needed. */
    record Variable(String name) implements Value {}

    /** The same, and a text for where the variable is not set. One that is set to nothing counts as set. */
    record VariableOr(String name, String otherwise) implements Value {}

    /** Empty if it needs a variable that this environment lacks. */
    default Optional<String> in(Map<String, String> environment) {
        return switch (this) {
            case Text(var text) -> Optional.of(text);
            case Variable(var name) -> Optional.ofNullable(environment.get(name));
            case VariableOr(var name, var otherwise) -> Optional.of(environment.getOrDefault(name, otherwise));
        };
    }

    /** The name of the environment variable that it depends on. */
    default Optional<String> variable() {
        return switch (this) {
            case Text _ -> Optional.empty();
            case Variable(var name) -> Optional.of(name);
            case VariableOr(var name, var _) -> Optional.of(name);
        };
    }

    /** What is written down in clear in the definition itself, if only for where a variable is not set. */
    default Optional<String> written() {
        return switch (this) {
            case Text(var text) -> Optional.of(text);
            case Variable _ -> Optional.empty();
            case VariableOr(var _, var otherwise) -> Optional.of(otherwise);
        };
    }
}
