package io.github.batonha.conf.processes;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The text of a probe: words {@code name=value} in front, which in a file are attributes, then the kind, then what belongs to it. So
 * it can stand in a variable as well.
 *
 * @param options in their order
 * @param rest as it was written, for a regular expression may hold any sign
 */
record ProbeText(List<Option> options, String kind, String rest) {

    private static final Pattern OPTION = Pattern.compile("([A-Za-z][\\w.:-]*)=('[^']*'|\"[^\"]*\"|\\S*)(\\s+|$)");
    private static final Pattern KIND = Pattern.compile("(\\S*)\\s*(.*)", Pattern.DOTALL);

    record Option(String name, String value) {}

    ProbeText {
        options = List.copyOf(options);
    }

    static ProbeText parse(String text) {
        var options = new ArrayList<Option>();
        var left = text.strip();
        for (var option = OPTION.matcher(left); option.lookingAt(); option = OPTION.matcher(left)) {
            options.add(new Option(option.group(1), unquoted(option.group(2))));
            left = left.substring(option.end());
        }
        var parts = KIND.matcher(left);
        return parts.matches()
                ? new ProbeText(options, parts.group(1), parts.group(2))
                : new ProbeText(options, "", left);
    }

    /** The text of a tag with its attributes. */
    static String of(Element tag) {
        var text = new StringBuilder();
        for (var attribute : tag.children()) {
            var quote = attribute.text().contains("'") ? '"' : '\'';
            text.append(attribute.name())
                    .append('=')
                    .append(quote)
                    .append(attribute.text())
                    .append(quote)
                    .append(' ');
        }
        return text.append(tag.text()).toString();
    }

    Optional<String> option(String name) {
        return options.stream()
                .filter(option -> option.name().equals(name))
                .map(Option::value)
                .findFirst();
    }

    /** For people, without the options. */
    String shown() {
        return (kind + " " + rest.strip()).strip();
    }

    private static String unquoted(String value) {
        var isQuoted = value.length() >= 2 && (value.charAt(0) == '\'' || value.charAt(0) == '"');
        return isQuoted ? value.substring(1, value.length() - 1) : value;
    }
}
