package io.github.batonha.client.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What a series may be called, by the conventions of Prometheus. Pure. */
final class SeriesName {

    static final int NAME_LENGTH = 80;
    static final int LABELS = 8;
    static final int LABEL_NAME_LENGTH = 40;
    static final int LABEL_VALUE_LENGTH = 120;

    private static final Pattern NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

    /** The agent adds the first three, a form of metrics the others. */
    private static final Set<String> RESERVED_LABELS = Set.of("process", "node", "group", "le", "quantile");

    /** What the forms of metrics put behind the names themselves. */
    private static final List<String> RESERVED_ENDS =
            List.of("_total", "_created", "_bucket", "_count", "_sum", "_info", "_max");

    private SeriesName() {}

    /** The name and the labels in the order of their names: two that say the same in another order are one series. */
    static List<String> canonical(String name, List<String> labels) {
        Map<String, String> sorted = new TreeMap<>();
        for (int i = 0; i < labels.size(); i += 2) {
            sorted.put(labels.get(i), labels.get(i + 1));
        }
        List<String> words = new ArrayList<>();
        words.add(name);
        sorted.forEach((label, value) -> {
            words.add(label);
            words.add(value);
        });
        return words;
    }

    /** Why it is refused; empty where it is good. */
    static Optional<String> fault(String name, List<String> labels) {
        if (!isWord(name, NAME_LENGTH)) {
            return Optional.of("a name has letters, digits and _, begins with no digit, and has at most %d characters"
                    .formatted(NAME_LENGTH));
        }
        if (name.startsWith("baton_") || name.startsWith("__")) {
            return Optional.of("names that begin with baton_ or __ are reserved");
        }
        for (String end : RESERVED_ENDS) {
            if (name.endsWith(end)) {
                return Optional.of("a name must not end in %s, which is added where it belongs".formatted(end));
            }
        }
        return labels(labels);
    }

    private static Optional<String> labels(List<String> labels) {
        if (labels.size() % 2 != 0) {
            return Optional.of("labels come in pairs, a name and a value");
        }
        if (labels.size() > 2 * LABELS) {
            return Optional.of("it has more than %d labels".formatted(LABELS));
        }
        for (int i = 0; i < labels.size(); i += 2) {
            String label = labels.get(i);
            if (!isWord(label, LABEL_NAME_LENGTH) || label.startsWith("__") || RESERVED_LABELS.contains(label)) {
                return Optional.of("it can't have a label '%s'".formatted(shortened(label)));
            }
            for (int j = 0; j < i; j += 2) {
                if (labels.get(j).equals(label)) {
                    return Optional.of("it has the label '%s' twice".formatted(label));
                }
            }
            String value = labels.get(i + 1);
            if (value.length() > LABEL_VALUE_LENGTH || value.indexOf('\0') >= 0) {
                return Optional.of("the value of its label '%s' has more than %d characters, or a NUL"
                        .formatted(label, LABEL_VALUE_LENGTH));
            }
        }
        return Optional.empty();
    }

    static String shortened(String word) {
        return word.length() <= NAME_LENGTH ? word : word.substring(0, NAME_LENGTH) + "…";
    }

    private static boolean isWord(String word, int length) {
        return word.length() <= length && NAME.matcher(word).matches();
    }
}
