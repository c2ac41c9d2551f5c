package io.github.batonha.conf.launch;

import java.util.regex.Pattern;

/** Finds {@code ${NAME}} in a text, with the quotes and backslashes of {@link io.github.batonha.conf.parsing.ShellWords} or without. */
final class PlaceholderText {

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");
    private static final Pattern UNEXPANDED = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final String SPECIAL_IN_QUOTES = "\"\\$`";
    private static final char NO_QUOTE = 0;

    /** Who knows names, and is told of what is wrong. */
    interface Names {
        String value(String name);

        /** Returns what stands in its place. */
        String refused(String reason);

        /** A name behind a bare dollar sign, outside of quotes: within them it may be meant for a shell. */
        void unexpanded(String name);
    }

    private final String text;
    private final Names names;
    private final StringBuilder out = new StringBuilder();
    private int position;
    private char quote = NO_QUOTE;

    private PlaceholderText(String text, Names names) {
        this.text = text;
        this.names = names;
    }

    /** Single quotes and a backslash protect what is behind them; a value is quoted, so that it stays in its word. */
    static String words(String text, Names names) {
        return text.indexOf('$') < 0 ? text : new PlaceholderText(text, names).words();
    }

    /** Without quotes; a second dollar sign in front protects the first. */
    static String plain(String text, Names names) {
        return text.contains("${") ? new PlaceholderText(text, names).plain() : text;
    }

    private String words() {
        while (position < text.length()) {
            var letter = text.charAt(position);
            if (letter == '\\' && quote != '\'' && position + 1 < text.length()) {
                out.append(letter).append(text.charAt(position + 1));
                position += 2;
            } else if (letter == '$' && quote != '\'') {
                dollar();
            } else {
                quote = afterwards(letter);
                out.append(letter);
                position++;
            }
        }
        return out.toString();
    }

    private char afterwards(char letter) {
        if (letter != '\'' && letter != '"') {
            return quote;
        }
        return quote == NO_QUOTE ? letter : quote == letter ? NO_QUOTE : quote;
    }

    private void dollar() {
        if (text.startsWith("${", position)) {
            out.append(quoted(braces()));
            return;
        }
        var name = UNEXPANDED.matcher(text).region(position + 1, text.length());
        if (quote == NO_QUOTE && name.lookingAt()) {
            names.unexpanded(name.group());
        }
        out.append('$');
        position++;
    }

    private String plain() {
        while (position < text.length()) {
            if (text.startsWith("$${", position)) {
                out.append("${");
                position += 3;
            } else if (text.startsWith("${", position)) {
                out.append(braces());
            } else {
                out.append(text.charAt(position++));
            }
        }
        return out.toString();
    }

    /** The value of the name that begins here; goes behind it. */
    private String braces() {
        var end = text.indexOf('}', position);
        if (end < 0) {
            position = text.length();
            return names.refused("a ${ is not closed: add }, or write \\${ for the signs themselves");
        }
        var name = text.substring(position + 2, end);
        position = end + 1;
        return NAME.matcher(name).matches()
                ? names.value(name)
                : names.refused(
                        "${%s} holds no name: write '${%s}' if the process is to get it so".formatted(name, name));
    }

    private String quoted(String value) {
        if (quote == NO_QUOTE) {
            return "'" + value.replace("'", "'\\''") + "'";
        }
        var escaped = new StringBuilder();
        for (var i = 0; i < value.length(); i++) {
            if (SPECIAL_IN_QUOTES.indexOf(value.charAt(i)) >= 0) {
                escaped.append('\\');
            }
            escaped.append(value.charAt(i));
        }
        return escaped.toString();
    }
}
