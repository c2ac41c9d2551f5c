package io.github.batonha.conf.report;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the valid name that somebody probably meant. */
public final class Nearest {

    private Nearest() {}

    /** The candidate with the fewest typing slips between it and the word; empty if even that one is too far off to be meant. */
    public static Optional<String> to(String word, Collection<String> candidates) {
        var nearest = candidates.stream()
                .filter(candidate -> isNear(word, candidate))
                .min(Comparator.comparingInt((String candidate) -> slips(word, candidate))
                        .thenComparing(Comparator.naturalOrder()));
        return nearest.filter(found -> !isOneOfARow(word, found, candidates));
    }

    /** As {@link #to}, but by typing slips alone: for names that also begin many that are somebody else's. */
    public static Optional<String> misspelt(String word, Collection<String> candidates) {
        return to(
                word,
                candidates.stream()
                        .filter(candidate -> isMisspelt(word, candidate))
                        .toList());
    }

    /** {@code : did you mean X?} or, with nothing near, the alternative text. */
    public static String hint(String word, Collection<String> candidates, String otherwise) {
        return to(word, candidates).map(": did you mean %s?"::formatted).orElse(otherwise);
    }

    /** NodeX is as near to NodeA as to NodeB: the letter that tells those apart is the wrong one, so each would be a guess. */
    private static boolean isOneOfARow(String word, String found, Collection<String> candidates) {
        return !word.equalsIgnoreCase(found)
                && candidates.stream()
                        .anyMatch(other -> !other.equalsIgnoreCase(found)
                                && other.length() == word.length()
                                && found.length() == word.length()
                                && slips(word, other) == 1
                                && slips(word, found) == 1
                                && slips(found, other) == 1);
    }

    private static boolean isNear(String word, String candidate) {
        return isMisspelt(word, candidate) || isAbbreviation(word, candidate);
    }

    private static boolean isMisspelt(String word, String candidate) {
        var shorter = Math.min(word.length(), candidate.length());
        // Two names of one or two letters differ by more than a slip: nothing of the one would be left in the other.
        var tolerated = shorter < 3 ? 0 : Math.max(1, shorter / 4);
        return slips(word, candidate) <= tolerated;
    }

    private static boolean isAbbreviation(String word, String candidate) {
        return word.length() >= 3 && candidate.toLowerCase(Locale.ROOT).startsWith(word.toLowerCase(Locale.ROOT));
    }

    /** Damerau-Levenshtein distance (insertions, deletions, changes, swapped neighbours), letter case ignored. */
    static int slips(String left, String right) {
        var a = left.toLowerCase(Locale.ROOT);
        var b = right.toLowerCase(Locale.ROOT);
        var table = new int[a.length() + 1][b.length() + 1];
        for (var i = 0; i <= a.length(); i++) {
            for (var j = 0; j <= b.length(); j++) {
                table[i][j] = cell(table, a, b, i, j);
            }
        }
        return table[a.length()][b.length()];
    }

    private static int cell(int[][] table, String a, String b, int i, int j) {
        if (i == 0 || j == 0) {
            return i + j;
        }
        var change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        var best = Math.min(table[i - 1][j - 1] + change, Math.min(table[i - 1][j], table[i][j - 1]) + 1);
        var swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(best, table[i - 2][j - 2] + 1) : best;
    }
}
