package io.github.batonha.supervision.run;

import java.util.Locale;
import java.util.OptionalInt;

/**
 * Signs that look like a blank, a hyphen or a quote, or like nothing. A text that was copied from a document or a chat holds them, and
 * nobody sees why it does not work.
 */
public final class OddSigns {

    private static final String DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\uFE58\uFE63\uFF0D";
    private static final String QUOTES =
            "\u2018\u2019\u201A\u201B\u201C\u201D\u201E\u201F\u2032\u2033\u00B4\uFF02\uFF07";
    /** Letters and symbols by their kind, that show nothing. */
    private static final String BLANKS = "\u115F\u1160\u2800\u3164\uFFA0";

    private static final String ORDINARY = " \t\n\f\r\u000B";

    private OddSigns() {}

    /** Index of the first one of any kind. */
    public static OptionalInt first(String text) {
        return first(text, false);
    }

    /** Index of the first one that shows nothing, or a blank. */
    public static OptionalInt firstInvisible(String text) {
        return first(text, true);
    }

    private static OptionalInt first(String text, boolean onlyInvisible) {
        for (var at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
            var sign = text.codePointAt(at);
            if (isInvisible(sign) || (!onlyInvisible && (isDash(sign) || isQuote(sign)))) {
                return OptionalInt.of(at);
            }
        }
        return OptionalInt.empty();
    }

    /** Index of one that a text can't be meant to begin or end with: one that shows nothing, or a quote. */
    public static OptionalInt atAnEnd(String text) {
        if (text.isEmpty()) {
            return OptionalInt.empty();
        }
        var last = text.codePointBefore(text.length());
        if (isQuote(text.codePointAt(0)) || isInvisible(text.codePointAt(0))) {
            return OptionalInt.of(0);
        }
        return isQuote(last) || isInvisible(last)
                ? OptionalInt.of(text.length() - Character.charCount(last))
                : OptionalInt.empty();
    }

    /** A blank that is none, a sign without width, or a control character; not those that part words everywhere. */
    public static boolean isInvisible(int sign) {
        return switch (Character.getType(sign)) {
            case Character.SPACE_SEPARATOR, Character.CONTROL -> ORDINARY.indexOf(sign) < 0;
            case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.FORMAT -> true;
            default -> BLANKS.indexOf(sign) >= 0;
        };
    }

    /** Looks like a hyphen and is none. */
    public static boolean isDash(int sign) {
        return DASHES.indexOf(sign) >= 0;
    }

    /** Looks like a quote and is none. */
    public static boolean isQuote(int sign) {
        return QUOTES.indexOf(sign) >= 0;
    }

    /** Whether it is of those pairs that nobody uses within a word, as an apostrophe is. */
    public static boolean isDoubleQuote(int sign) {
        return "\u201C\u201D\u201E\u201F\u2033\uFF02".indexOf(sign) >= 0;
    }

    /** {@code U+2013 (en dash)}. */
    public static String name(int sign) {
        var name = Character.getName(sign);
        return "U+%04X (%s)".formatted(sign, name == null ? "no character" : name.toLowerCase(Locale.ROOT));
    }

    /** What to write instead. */
    public static String remedy(int sign) {
        if (isDash(sign)) {
            return "write - for a hyphen";
        }
        return isQuote(sign) ? "write \" or ' for a quote" : "remove it, or write a blank";
    }
}
