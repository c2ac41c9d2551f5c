package io.github.batonha.cli.agent;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;

/**
 * Reads one JSON value from a text, strictly by RFC 8259; what follows the value is not looked at. By hand: until a parser of a
 * library has set itself up, this has read a {@code mon}.
 */
final class JsonReader {

    /** Deeper than anything that an agent sends, and not so deep that reading it exhausts the stack. */
    private static final int DEPTH_AT_MOST = 200;

    private final String text;
    private int at;
    private int depth;

    private JsonReader(String text) {
        this.text = text;
    }

    /** @throws IOException if the text does not begin with a whole value */
    static Json read(String text) throws IOException {
        return new JsonReader(text).value();
    }

    private Json value() throws IOException {
        skipSpace();
        return switch (peek()) {
            case '{' -> fields();
            case '[' -> items();
            case '"' -> new Json.Text(string());
            case 't' -> word("true", new Json.Flag(true));
            case 'f' -> word("false", new Json.Flag(false));
            case 'n' -> word("null", new Json.Nothing());
            default -> number();
        };
    }

    private Json fields() throws IOException {
        enter();
        var byName = new LinkedHashMap<String, Json>();
        skipSpace();
        if (!accept('}')) {
            do {
                skipSpace();
                var name = string();
                skipSpace();
                expect(':');
                byName.put(name, value());
                skipSpace();
            } while (accept(','));
            expect('}');
        }
        depth--;
        return new Json.Fields(byName);
    }

    private Json items() throws IOException {
        enter();
        var values = new ArrayList<Json>();
        skipSpace();
        if (!accept(']')) {
            do {
                values.add(value());
                skipSpace();
            } while (accept(','));
            expect(']');
        }
        depth--;
        return new Json.Items(values);
    }

    private void enter() throws IOException {
        at++;
        if (++depth > DEPTH_AT_MOST) {
            throw unexpected();
        }
    }

    private String string() throws IOException {
        expect('"');
        var begin = at;
        for (var next = take(); next != '"'; next = take()) {
            if (next == '\\') {
                at--;
                return escapedString(begin);
            }
            refuseControl(next);
        }
        return text.substring(begin, at - 1);
    }

    /** From the first escape on; {@code begin} is where the string begins. */
    private String escapedString(int begin) throws IOException {
        var value = new StringBuilder(text.substring(begin, at));
        for (var next = take(); next != '"'; next = take()) {
            refuseControl(next);
            value.append(next == '\\' ? escaped() : next);
        }
        return value.toString();
    }

    private void refuseControl(char one) throws IOException {
        if (one < ' ') {
            throw unexpected();
        }
    }

    private char escaped() throws IOException {
        var letter = take();
        return switch (letter) {
            case '"', '\\', '/' -> letter;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> hexadecimal();
            default -> throw unexpected();
        };
    }

    private char hexadecimal() throws IOException {
        var value = 0;
        for (var i = 0; i < 4; i++) {
            var letter = take();
            var digit = letter < 128 ? Character.digit(letter, 16) : -1;
            if (digit < 0) {
                throw unexpected();
            }
            value = value * 16 + digit;
        }
        return (char) value;
    }

    private Json number() throws IOException {
        var begin = at;
        accept('-');
        if (!accept('0')) {
            digits();
        }
        if (accept('.')) {
            digits();
        }
        if (accept('e') || accept('E')) {
            if (!accept('+')) {
                accept('-');
            }
            digits();
        }
        return new Json.Digits(text.substring(begin, at));
    }

    private void digits() throws IOException {
        var begin = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        if (at == begin) {
            throw unexpected();
        }
    }

    private Json word(String word, Json value) throws IOException {
        if (!text.startsWith(word, at)) {
            throw unexpected();
        }
        at += word.length();
        return value;
    }

    private void skipSpace() {
        while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private char peek() throws IOException {
        if (at == text.length()) {
            throw new IOException("it ends at character " + at);
        }
        return text.charAt(at);
    }

    private char take() throws IOException {
        var next = peek();
        at++;
        return next;
    }

    private boolean accept(char wanted) {
        if (at < text.length() && text.charAt(at) == wanted) {
            at++;
            return true;
        }
        return false;
    }

    private void expect(char wanted) throws IOException {
        if (!accept(wanted)) {
            throw unexpected();
        }
    }

    private IOException unexpected() {
        return new IOException("character " + at + " is not what it should be");
    }
}
