package io.github.batonha.cli;

import io.github.batonha.cli.command.CommandFailed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The command that somebody meant, whole, so that it works as pasted. */
final class Suggestion {

    private static final Pattern WRONG = Pattern.compile("['\"]([^'\"]+)['\"]");
    private static final Pattern RIGHT = Pattern.compile("did you mean (\\S+)\\?");
    private static final Pattern NEEDS_NO_QUOTES = Pattern.compile("[A-Za-z0-9_./:=@%+,-]+");

    private Suggestion() {}

    /** The command with the word that was meant in the place of the wrong one; empty where that is no word of it. */
    static Optional<String> of(List<String> words, String wrong, String right) {
        for (var i = words.size() - 1; i >= 0; i--) {
            var mended = mended(words.get(i), wrong, right);
            if (mended.isPresent()) {
                var all = new ArrayList<>(words);
                all.set(i, mended.get());
                return Optional.of(line(all));
            }
        }
        return Optional.empty();
    }

    /** From a message and its remedy, where the one quotes the wrong name and the other asks whether the right one was meant. */
    static Optional<String> of(List<String> words, CommandFailed failed) {
        var right = RIGHT.matcher(failed.remedy());
        if (!right.find()) {
            return Optional.empty();
        }
        return WRONG.matcher(failed.what())
                .results()
                .map(found -> of(words, found.group(1), right.group(1)))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> mended(String word, String wrong, String right) {
        if (word.equals(wrong)) {
            return Optional.of(right);
        }
        if (word.startsWith(wrong + "=")) {
            return Optional.of(right + word.substring(wrong.length()));
        }
        return word.startsWith("-") && word.endsWith("=" + wrong)
                ? Optional.of(word.substring(0, word.length() - wrong.length()) + right)
                : Optional.empty();
    }

    private static String line(List<String> words) {
        return "baton "
                + String.join(" ", words.stream().map(Suggestion::quoted).toList());
    }

    private static String quoted(String word) {
        return NEEDS_NO_QUOTES.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
