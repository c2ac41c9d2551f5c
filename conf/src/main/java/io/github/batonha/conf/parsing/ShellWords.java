package io.github.batonha.conf.parsing;

import io.github.batonha.supervision.run.OddSigns;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Splits a text into words as a shell does: at white space, with '…', "…" and \ to protect it, and lines that a backslash at their end
 * joins. Nothing is expanded: a dollar sign, a star and a tilde stand for themselves. Outside of quotes, signs that only look like a
 * blank, a hyphen or a quote are refused.
 */
public final class ShellWords {

    /** No sign below is odd but control characters, and those are refused by the kernel or harmless. */
    private static final int FIRST_ODD = 0x80;

    private static final int MOST_SHOWN = 40;
    private static final Pattern BLANKS_BEFORE_LINE_END = Pattern.compile("[ \\t]+\\r?\\n");

    private final String text;
    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean inWord;
    private int position;

    private ShellWords(String text) {
        this.text = text;
    }

    /** What became of an attempt to split. */
    public sealed interface Split {

        record Words(List<String> words) implements Split {
            public Words {
                words = List.copyOf(words);
            }
        }

        /** Says what is not closed or what it can't hold, to follow the name of the text. */
        record Refused(String reason) implements Split {}
    }

    public static Split split(String text) {
        return new ShellWords(text).split();
    }

    private Split split() {
        while (position < text.length()) {
            var refusal = next();
            if (!refusal.isEmpty()) {
                return new Split.Refused(refusal);
            }
        }
        endWord();
        return new Split.Words(words);
    }

    /** Takes one letter, or what belongs together. Returns what is wrong with it, or nothing. */
    private String next() {
        var letter = text.charAt(position);
        var odd = letter < FIRST_ODD ? "" : odd(text.codePointAt(position));
        position++;
        if (!odd.isEmpty()) {
            return odd;
        }
        if (isBlank(letter)) {
            endWord();
            return "";
        }
        if (letter == '\\') {
            return escaped();
        }
        inWord = true;
        if ((letter == '\'' || letter == '"') && !quoted(letter)) {
            return "has a quote %s that is not closed: add another, or write \\%s for the sign itself"
                    .formatted(letter, letter);
        }
        if (letter != '\'' && letter != '"') {
            word.append(letter);
        }
        return "";
    }

    private String escaped() {
        if (position == text.length()) {
            // Alone on its way to a next line that is not there: the text came without its last line's end.
            return !inWord
                    ? ""
                    : "ends with a backslash that protects nothing: remove it, or write \\\\ for a backslash";
        }
        if (skipLineEnd()) {
            return "";
        }
        if (BLANKS_BEFORE_LINE_END.matcher(text).region(position, text.length()).lookingAt()) {
            return "has a backslash and blanks at the end of a line: remove the blanks, so that the backslash joins the next line";
        }
        inWord = true;
        word.append(text.charAt(position++));
        return "";
    }

    private boolean skipLineEnd() {
        var length = text.startsWith("\r\n", position) ? 2 : text.startsWith("\n", position) ? 1 : 0;
        position += length;
        return length > 0;
    }

    private static boolean isBlank(char letter) {
        return letter < FIRST_ODD && Character.isWhitespace(letter);
    }

    /** What stands for something else than it looks like. What may be meant, such as a dash within a text, is let through. */
    private String odd(int sign) {
        var start = word.toString();
        var isStart = start.isEmpty() || start.endsWith("=");
        var isOption = start.startsWith("-") && !start.contains("=");
        var isRefused = OddSigns.isInvisible(sign)
                || OddSigns.isDoubleQuote(sign)
                || (OddSigns.isQuote(sign) && isStart)
                || (OddSigns.isDash(sign) && (start.isEmpty() || isOption));
        return isRefused
                ? "has \"%s\", which holds %s: %s, or put it between '…' if it is meant"
                        .formatted(surroundings(), OddSigns.name(sign), OddSigns.remedy(sign))
                : "";
    }

    /** What stands around the position up to the next blanks. */
    private String surroundings() {
        var from = position;
        while (from > 0 && !isBlank(text.charAt(from - 1))) {
            from--;
        }
        var to = position;
        while (to < text.length() && !isBlank(text.charAt(to))) {
            to++;
        }
        return text.substring(Math.max(from, position - MOST_SHOWN), Math.min(to, position + MOST_SHOWN));
    }

    private boolean quoted(char quote) {
        while (position < text.length()) {
            var letter = text.charAt(position++);
            if (letter == quote) {
                return true;
            }
            // Between double quotes a backslash protects only what is special there.
            if (letter == '\\' && quote == '"' && position < text.length()) {
                if (skipLineEnd()) {
                    continue;
                }
                letter = "\"\\$`".indexOf(text.charAt(position)) >= 0 ? text.charAt(position++) : letter;
            }
            word.append(letter);
        }
        return false;
    }

    private void endWord() {
        if (inWord) {
            words.add(word.toString());
            word.setLength(0);
            inWord = false;
        }
    }
}
