package io.github.batonha.conf.kts;

import io.github.batonha.conf.files.ConfFile;
import io.github.batonha.conf.report.Findings;
import java.util.List;

/** Walks over the words of one source, and reports what is wrong with them. */
final class Words {

    private final ConfFile file;
    private final Findings findings;
    private final List<Token> tokens;
    private int index;

    Words(ConfFile file, String text, Findings findings) {
        this.file = file;
        this.findings = findings;
        this.tokens =
                KtsLexer.tokens(text, (line, column, message) -> findings.problem(file.at(line, column), message));
    }

    void problem(Token at, String message) {
        findings.problem(file.at(at.line(), at.column()), message);
    }

    Token peek() {
        return tokens.get(index);
    }

    Token peekSecond() {
        return tokens.get(Math.min(index + 1, tokens.size() - 1));
    }

    /** Never goes beyond the end. */
    Token next() {
        var token = peek();
        if (!token.isEnd()) {
            index++;
        }
        return token;
    }

    boolean accept(String symbol) {
        if (peek().isSymbol(symbol)) {
            next();
            return true;
        }
        return false;
    }

    Token expect(String symbol, String where) throws Unsupported {
        if (!peek().isSymbol(symbol)) {
            throw new Unsupported(
                    peek(), "%s stands where \"%s\" was expected, %s".formatted(peek().shown(), symbol, where));
        }
        return next();
    }

    int mark() {
        return index;
    }

    /**
     * Goes from a mark to behind the statement that begins there: to a new line, semicolon or closing brace outside its
     * brackets. A brace that closes the block around it ends it even if a parenthesis was never closed.
     */
    void skipStatement(int mark) {
        index = mark;
        var braces = 0;
        var others = 0;
        do {
            var token = next();
            braces += nesting(token, "{", "}");
            others = Math.max(0, others + nesting(token, "(", ")") + nesting(token, "[", "]"));
        } while (!peek().isEnd() && !isBehindStatement(braces, others));
    }

    private boolean isBehindStatement(int braces, int others) {
        if (braces > 0) {
            return false;
        }
        var last = tokens.get(index - 1);
        var isStop = peek().line() > last.line() || peek().isSymbol(";");
        return peek().isSymbol("}") || (others == 0 && isStop);
    }

    /** Goes to the comma or parenthesis that ends an argument. */
    void skipArgument() {
        var depth = 0;
        while (!peek().isEnd() && (depth > 0 || !(peek().isSymbol(",") || peek().isSymbol(")")))) {
            if (depth == 0 && (peek().isSymbol("{") || peek().isSymbol("}"))) {
                return;
            }
            var token = next();
            depth += nesting(token, "(", ")") + nesting(token, "{", "}") + nesting(token, "[", "]");
        }
    }

    void skipLine() {
        var line = peek().line();
        while (!peek().isEnd() && peek().line() == line && !peek().isSymbol(";")) {
            next();
        }
    }

    private static int nesting(Token token, String opening, String closing) {
        if (token.isSymbol(opening)) {
            return 1;
        }
        return token.isSymbol(closing) ? -1 : 0;
    }
}
