package baton.conf.words;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits a text into words as a shell does: at white space, with '…', "…" and \ to protect it. Nothing is expanded: a dollar
 * sign, a star and a tilde stand for themselves.
 */
public final class ShellWords {

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

        /** Says what is not closed. */
        record Unbalanced(String reason) implements Split {}
    }

    public static Split split(String text) {
        return new ShellWords(text).split();
    }

    private Split split() {
        while (position < text.length()) {
            var letter = text.charAt(position++);
            if (Character.isWhitespace(letter)) {
                endWord();
                continue;
            }
            inWord = true;
            if (letter == '\\' && position == text.length()) {
                return new Split.Unbalanced("ends with a backslash that protects nothing: write \\\\ for a backslash");
            } else if (letter == '\\') {
                word.append(text.charAt(position++));
            } else if (letter == '\'' || letter == '"') {
                if (!quoted(letter)) {
                    return new Split.Unbalanced(
                            "has a quote %s that is not closed: add another, or write \\%s for the sign itself"
                                    .formatted(letter, letter));
                }
            } else {
                word.append(letter);
            }
        }
        endWord();
        return new Split.Words(words);
    }

    private boolean quoted(char quote) {
        while (position < text.length()) {
            var letter = text.charAt(position++);
            if (letter == quote) {
                return true;
            }
            // Between double quotes a backslash protects only what is special there.
            if (letter == '\\'
                    && quote == '"'
                    && position < text.length()
                    && "\"\\$`".indexOf(text.charAt(position)) >= 0) {
                letter = text.charAt(position++);
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
