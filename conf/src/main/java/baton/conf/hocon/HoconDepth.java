package baton.conf.hocon;

import java.util.OptionalInt;

/** How deep braces and brackets are nested, told before a parser that works by recursion sees them. */
final class HoconDepth {

    static final int MOST = 100;

    private final String text;
    private int position;
    private int line = 1;

    private HoconDepth(String text) {
        this.text = text;
    }

    /** Where the nesting first goes beyond {@link #MOST}. Quotes and comments don't count. */
    static OptionalInt firstLineBeyond(String text) {
        return new HoconDepth(text).search();
    }

    private OptionalInt search() {
        var depth = 0;
        while (position < text.length()) {
            if (at("\"\"\"")) {
                skipTo("\"\"\"", 3);
            } else if (at("#") || at("//")) {
                skipTo("\n", 0);
            } else if (at("\"")) {
                skipString();
            } else {
                var sign = next();
                depth += sign == '{' || sign == '[' ? 1 : 0;
                depth -= sign == '}' || sign == ']' ? 1 : 0;
                if (depth > MOST) {
                    return OptionalInt.of(line);
                }
            }
        }
        return OptionalInt.empty();
    }

    private boolean at(String wanted) {
        return text.startsWith(wanted, position);
    }

    private char next() {
        var sign = text.charAt(position++);
        line += sign == '\n' ? 1 : 0;
        return sign;
    }

    private void skipTo(String end, int behind) {
        position = Math.min(text.length(), position + Math.max(1, behind));
        while (position < text.length() && !at(end)) {
            next();
        }
        position = Math.min(text.length(), position + behind);
    }

    /** Ends with its line: a text that is not closed is told by the parser. */
    private void skipString() {
        next();
        while (position < text.length() && !at("\"") && !at("\n")) {
            if (next() == '\\' && position < text.length()) {
                next();
            }
        }
        if (at("\"")) {
            next();
        }
    }
}
