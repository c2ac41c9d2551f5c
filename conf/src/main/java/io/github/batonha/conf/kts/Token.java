package io.github.batonha.conf.kts;

/**
 * A word of the source.
 *
 * @param text an identifier's or number's letters, a string's value, or the symbol
 * @param line from 1
 * @param column from 1
 */
record Token(Kind kind, String text, int line, int column) {

    enum Kind {
        IDENTIFIER,
        STRING,
        NUMBER,
        SYMBOL,
        END
    }

    boolean isSymbol(String symbol) {
        return kind == Kind.SYMBOL && text.equals(symbol);
    }

    boolean isIdentifier(String name) {
        return kind == Kind.IDENTIFIER && text.equals(name);
    }

    boolean isEnd() {
        return kind == Kind.END;
    }

    /** As messages show it. */
    String shown() {
        return switch (kind) {
            case IDENTIFIER, NUMBER, SYMBOL -> "\"" + text + "\"";
            case STRING -> "this text";
            case END -> "the end of the file";
        };
    }
}
