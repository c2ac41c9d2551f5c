package io.github.batonha.supervision.secrets;

/**
 * Text from outside, as it may be logged or shown on a terminal. A character that does something there instead of being seen stands as its
 * code: line breaks and escapes, which forge lines and move the cursor, and the ones that turn or hide the text around them. The codes are those of JSON. Pure.
 */
public final class VisibleText {

    private VisibleText() {}

    /** On one line. */
    public static String of(String text) {
        return escaped(text, false);
    }

    /** With its line breaks and tabs, for a message of our own that quotes something. */
    public static String lines(String text) {
        return escaped(text, true);
    }

    /** Whether the character does something instead of being seen. */
    public static boolean isUnseen(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> true;
            default -> false;
        };
    }

    private static String escaped(String text, boolean keepsLines) {
        for (var i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            if (isEscaped(text.codePointAt(i), keepsLines)) {
                return escapedFrom(i, text, keepsLines);
            }
        }
        return text;
    }

    private static String escapedFrom(int first, String text, boolean keepsLines) {
        var visible = new StringBuilder(text.length() + 16).append(text, 0, first);
        text.substring(first).codePoints().forEach(character -> {
            if (isEscaped(character, keepsLines)) {
                visible.append(code(character));
            } else {
                visible.appendCodePoint(character);
            }
        });
        return visible.toString();
    }

    private static boolean isEscaped(int character, boolean keepsLines) {
        return isUnseen(character) && !(keepsLines && (character == '\n' || character == '\t'));
    }

    private static String code(int character) {
        return switch (character) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> {
                var units = Character.toChars(character);
                yield units.length == 1
                        ? "\\u%04x".formatted((int) units[0])
                        : "\\u%04x\\u%04x".formatted((int) units[0], (int) units[1]);
            }
        };
    }
}
