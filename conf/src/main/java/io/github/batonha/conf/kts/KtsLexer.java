package io.github.batonha.conf.kts;

import io.github.batonha.conf.kts.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/** Cuts the source into words, dropping white space and comments. Reports what no word can be, and goes on behind it. */
final class KtsLexer {

    private static final char END = '\0';

    /** Takes a message with the place that it is about. */
    @FunctionalInterface
    interface Complaints {
        void at(int line, int column, String message);
    }

    private final String source;
    private final Complaints complaints;
    private final List<Token> tokens = new ArrayList<>();
    private int position;
    private int line = 1;
    private int column = 1;

    private KtsLexer(String source, Complaints complaints) {
        this.source = source;
        this.complaints = complaints;
    }

    /** Always ends with one END. */
    static List<Token> tokens(String source, Complaints complaints) {
        var lexer = new KtsLexer(source, complaints);
        while (lexer.skipBlanks() != END) {
            lexer.token();
        }
        if (lexer.position < source.length()) {
            complaints.at(lexer.line, lexer.column, "what follows this NUL character is not read: remove it");
        }
        lexer.tokens.add(new Token(Kind.END, "", lexer.line, lexer.column));
        return lexer.tokens;
    }

    private char skipBlanks() {
        while (true) {
            if (startsWith("//")) {
                while (peek() != END && peek() != '\n') {
                    next();
                }
            } else if (startsWith("/*")) {
                blockComment();
            } else if (Character.isWhitespace(peek()) || peek() == '\uFEFF') {
                next();
            } else {
                return peek();
            }
        }
    }

    /** Kotlin's block comments nest. */
    private void blockComment() {
        var startLine = line;
        var startColumn = column;
        var depth = 0;
        do {
            if (startsWith("/*")) {
                depth++;
                skip(2);
            } else if (startsWith("*/")) {
                depth--;
                skip(2);
            } else if (peek() == END) {
                complaints.at(startLine, startColumn, "this comment is not closed: end it with */");
                return;
            } else {
                next();
            }
        } while (depth > 0);
    }

    private void token() {
        var startLine = line;
        var startColumn = column;
        var first = peek();
        if (first == '"') {
            tokens.add(new Token(Kind.STRING, string(startLine, startColumn), startLine, startColumn));
        } else if (Character.isJavaIdentifierStart(first) && first != '$') {
            tokens.add(new Token(Kind.IDENTIFIER, run(), startLine, startColumn));
        } else if (isDigit(first)) {
            tokens.add(new Token(Kind.NUMBER, number(), startLine, startColumn));
        } else {
            tokens.add(new Token(Kind.SYMBOL, symbol(), startLine, startColumn));
        }
    }

    private String run() {
        var text = new StringBuilder();
        while (Character.isJavaIdentifierPart(peek()) && peek() != END && peek() != '$') {
            text.append(next());
        }
        return text.toString();
    }

    private String number() {
        var text = new StringBuilder();
        while (isDigit(peek()) || peek() == '_' || (peek() == '.' && isDigit(peekAt(1)))) {
            text.append(next());
        }
        if (peek() == 'L') {
            next();
        }
        return text.toString().replace("_", "");
    }

    private String symbol() {
        for (var pair : List.of("?:", "->", "::", "?.", "==", "!=", "&&", "||")) {
            if (startsWith(pair)) {
                skip(pair.length());
                return pair;
            }
        }
        var codePoint = source.codePointAt(position);
        skip(Character.charCount(codePoint));
        return Character.toString(codePoint);
    }

    private String string(int startLine, int startColumn) {
        if (startsWith("\"\"\"")) {
            return rawString(startLine, startColumn);
        }
        next();
        var inside = position;
        var insideColumn = column;
        var text = new StringBuilder();
        while (peek() != '"') {
            if (peek() == END || peek() == '\n') {
                complaints.at(startLine, startColumn, "this text is not closed: end it with \" on the same line");
                return backToFirstStop(inside, insideColumn);
            }
            text.append(stringPart());
        }
        next();
        return text.toString();
    }

    /** The forgotten quote was probably meant in front of the next comma or parenthesis: what follows is read from there. */
    private String backToFirstStop(int inside, int insideColumn) {
        var stop = inside;
        while (stop < position && source.charAt(stop) != ',' && source.charAt(stop) != ')') {
            stop++;
        }
        column = insideColumn + stop - inside;
        position = stop;
        return source.substring(inside, stop);
    }

    private String stringPart() {
        if (peek() == '\\') {
            return escape();
        }
        complainOfTemplate();
        return String.valueOf(next());
    }

    private void complainOfTemplate() {
        if (peek() == '$' && (peekAt(1) == '{' || Character.isJavaIdentifierStart(peekAt(1)))) {
            complaints.at(
                    line,
                    column,
                    "templates in texts are not supported, because nothing is executed: write the value out, \\$ (in \"…\") for a dollar sign, or System.getenv(\"NAME\") as the whole value");
        }
    }

    private String escape() {
        var escapeLine = line;
        var escapeColumn = column;
        next();
        var letter = next();
        return switch (letter) {
            case 't' -> "\t";
            case 'b' -> "\b";
            case 'n' -> "\n";
            case 'r' -> "\r";
            case '\'', '"', '\\', '$' -> String.valueOf(letter);
            case 'u' -> unicode(escapeLine, escapeColumn);
            default -> {
                complaints.at(
                        escapeLine,
                        escapeColumn,
                        "\"\\%s\" is no escape of Kotlin: use \\\\ for a backslash; the others are \\t \\b \\n \\r \\' \\\" \\$ and \\uXXXX"
                                .formatted(letter));
                yield String.valueOf(letter);
            }
        };
    }

    private String unicode(int escapeLine, int escapeColumn) {
        var digits = new StringBuilder();
        while (digits.length() < 4 && Character.digit(peek(), 16) >= 0) {
            digits.append(next());
        }
        if (digits.length() < 4) {
            complaints.at(escapeLine, escapeColumn, "\\u needs four hexadecimal digits");
            return "";
        }
        return String.valueOf((char) Integer.parseInt(digits.toString(), 16));
    }

    private String rawString(int startLine, int startColumn) {
        skip(3);
        var end = source.indexOf("\"\"\"", position);
        if (end < 0) {
            complaints.at(startLine, startColumn, "this text is not closed: end it with \"\"\"");
            end = source.length();
        }
        // Quotes in front of the closing ones belong to the text.
        while (source.startsWith("\"\"\"\"", end)) {
            end++;
        }
        var text = new StringBuilder();
        while (position < end) {
            complainOfTemplate();
            text.append(next());
        }
        skip(3);
        return text.toString();
    }

    private boolean startsWith(String text) {
        return source.startsWith(text, position);
    }

    private char peek() {
        return peekAt(0);
    }

    private char peekAt(int ahead) {
        return position + ahead < source.length() ? source.charAt(position + ahead) : END;
    }

    private char next() {
        if (position >= source.length()) {
            return END;
        }
        var letter = source.charAt(position++);
        if (letter == '\n') {
            line++;
            column = 1;
        } else {
            column++;
        }
        return letter;
    }

    private void skip(int letters) {
        for (var i = 0; i < letters; i++) {
            next();
        }
    }

    private static boolean isDigit(char letter) {
        return letter >= '0' && letter <= '9';
    }
}
