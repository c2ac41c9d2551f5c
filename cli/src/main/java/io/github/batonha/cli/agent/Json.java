package io.github.batonha.cli.agent;

import io.github.batonha.cli.command.CommandFailed;
import io.github.batonha.cli.command.ExitCode;
import io.github.batonha.supervision.secrets.VisibleText;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A JSON value as an agent sent it; fields keep their order, numbers their digits. Immutable. */
public sealed interface Json {

    record Fields(Map<String, Json> byName) implements Json {
        public Fields {
            byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
        }
    }

    record Items(List<Json> values) implements Json {
        public Items {
            values = List.copyOf(values);
        }
    }

    record Text(String value) implements Json {}

    /** A number, as it is written. */
    record Digits(String value) implements Json {
        public static Digits of(long number) {
            return new Digits(Long.toString(number));
        }

        /** Without its fraction. */
        long toLong() {
            return new BigDecimal(value).longValue();
        }

        double toDouble() {
            return Double.parseDouble(value);
        }
    }

    record Flag(boolean value) implements Json {}

    record Nothing() implements Json {}

    /** An object without fields, to begin one with. */
    static Json empty() {
        return new Fields(Map.of());
    }

    /**
     * Reads one value.
     *
     * @throws CommandFailed if the text is not JSON
     */
    static Json parse(String text) {
        return JsonText.parse(text);
    }

    /** The field's value; empty where it is missing or null. */
    default Optional<Json> find(String field) {
        return this instanceof Fields fields
                ? Optional.ofNullable(fields.byName().get(field)).filter(value -> !(value instanceof Nothing))
                : Optional.empty();
    }

    default Json get(String field) {
        return find(field).orElseThrow(() -> unexpected(field));
    }

    /** As it may be shown: nothing in it acts on a terminal. */
    default String text(String field) {
        return get(field).text().orElseThrow(() -> unexpected(field));
    }

    /** A number as it is written. */
    default String digits(String field) {
        return asDigits(field).value();
    }

    /** As {@link #digits}; empty where it is missing or null. */
    default Optional<String> findDigits(String field) {
        return find(field).map(number -> digits(field));
    }

    default long number(String field) {
        return asDigits(field).toLong();
    }

    default double decimal(String field) {
        return asDigits(field).toDouble();
    }

    default boolean flag(String field) {
        if (get(field) instanceof Flag flag) {
            return flag.value();
        }
        throw unexpected(field);
    }

    default List<Json> items(String field) {
        return get(field).items();
    }

    default List<String> texts(String field) {
        return items(field).stream()
                .map(item -> item.text().orElseThrow(() -> unexpected(field)))
                .toList();
    }

    default List<Json> items() {
        if (this instanceof Items items) {
            return items.values();
        }
        throw unexpected("[]");
    }

    /** Only the named fields, in that order; one that is missing becomes null. */
    default Json only(String... names) {
        var chosen = new LinkedHashMap<String, Json>();
        for (var name : names) {
            chosen.put(name, find(name).orElse(new Nothing()));
        }
        return new Fields(chosen);
    }

    /** The same value with the field set. */
    default Json with(String field, Json value) {
        var fields = new LinkedHashMap<String, Json>();
        if (this instanceof Fields old) {
            fields.putAll(old.byName());
        }
        fields.put(field, value);
        return new Fields(fields);
    }

    /** As text on one line. */
    default String toLine() {
        return JsonText.write(this);
    }

    private Optional<String> text() {
        return this instanceof Text text ? Optional.of(VisibleText.of(text.value())) : Optional.empty();
    }

    private Digits asDigits(String field) {
        if (get(field) instanceof Digits number) {
            return number;
        }
        throw unexpected(field);
    }

    private static CommandFailed unexpected(String field) {
        return new CommandFailed(
                ExitCode.FAILED,
                "The agent's answer has no usable field '" + field + "'",
                "are the agent and this command of the same version? Compare `baton --version` on both");
    }
}
