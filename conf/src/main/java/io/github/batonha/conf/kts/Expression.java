package io.github.batonha.conf.kts;

/**
 * Reads a value: what is written out, and a reference to an environment variable, which may have a default. Every other form of Kotlin
 * is refused with what to write instead, because nothing is executed.
 */
final class Expression {

    private static final String SUPPORTED =
            "values are texts in \"…\" (joined by +), numbers, true, false, LOCAL_HOST, System.getenv(\"NAME\") and System.getenv(\"NAME\") ?: \"default\", because nothing is executed";
    private static final String ONE_VARIABLE =
            "a variable must be the whole value: put the whole text into one variable, and write System.getenv(\"NAME\") or System.getenv(\"NAME\") ?: \"default\"";

    private static final int MOST_PARENTHESES = 100;

    private final Words words;
    private int parentheses;

    Expression(Words words) {
        this.words = words;
    }

    /** Ends in front of the comma or parenthesis behind the value. */
    Argument value() throws Unsupported {
        parentheses = 0;
        var first = sum();
        if (!words.peek().isSymbol("?:")) {
            checkEnd();
            return first;
        }
        var elvis = words.next();
        if (first.kind() != Argument.Kind.VARIABLE) {
            throw new Unsupported(
                    elvis,
                    first.isLiteral()
                            ? "\"?:\" has no effect behind a value that is written out: remove it and what follows"
                            : "\"?:\" can stand behind System.getenv(\"NAME\") alone: write System.getenv(\"NAME\") ?: \"default\"");
        }
        var both = withDefault(first, sum(), "System.getenv(\"%s\") ?: \"default\"");
        checkEnd();
        return both;
    }

    private void checkEnd() throws Unsupported {
        var token = words.peek();
        if (!token.isSymbol(",") && !token.isSymbol(")")) {
            throw new Unsupported(token, "%s is not supported after a value: %s".formatted(token.shown(), SUPPORTED));
        }
    }

    /** Literals that are joined: the first one must be a text, for numbers would be added. */
    private Argument sum() throws Unsupported {
        var first = operand();
        if (!words.peek().isSymbol("+")) {
            return first;
        }
        var text = new StringBuilder(first.text());
        while (words.peek().isSymbol("+")) {
            var plus = words.next();
            var next = operand();
            if (!first.isLiteral() || !next.isLiteral()) {
                throw new Unsupported(plus, "\"+\" joins only texts that are written out: " + ONE_VARIABLE);
            }
            if (first.kind() != Argument.Kind.TEXT) {
                throw new Unsupported(plus, "nothing is calculated: write the result instead of \"+\"");
            }
            text.append(next.text());
        }
        return new Argument(Argument.Kind.TEXT, text.toString(), first.at());
    }

    private Argument operand() throws Unsupported {
        var token = words.next();
        return switch (token.kind()) {
            case STRING -> new Argument(Argument.Kind.TEXT, token.text(), token);
            case NUMBER -> new Argument(Argument.Kind.NUMBER, token.text(), token);
            case IDENTIFIER -> named(token);
            case SYMBOL -> symbol(token);
            case END -> throw unsupported(token);
        };
    }

    private Argument named(Token token) throws Unsupported {
        return switch (token.text()) {
            case "true", "false" -> new Argument(Argument.Kind.TRUTH, token.text(), token);
            case "LOCAL_HOST" -> new Argument(Argument.Kind.LOCAL_HOST, token.text(), token);
            case "System" -> system(token);
            case "env" -> environment(token);
            default -> throw unsupported(token);
        };
    }

    private Argument symbol(Token token) throws Unsupported {
        if (token.isSymbol("-") && words.peek().kind() == Token.Kind.NUMBER) {
            return new Argument(Argument.Kind.NUMBER, "-" + words.next().text(), token);
        }
        if (token.isSymbol("(")) {
            if (++parentheses > MOST_PARENTHESES) {
                throw new Unsupported(
                        token, "a value stands in more than %d parentheses: remove them".formatted(MOST_PARENTHESES));
            }
            var inside = sum();
            words.expect(")", "behind the value in parentheses");
            parentheses--;
            return inside;
        }
        throw unsupported(token);
    }

    private Argument system(Token system) throws Unsupported {
        var fits = words.accept(".")
                && words.next().isIdentifier("getenv")
                && words.accept("(")
                && words.peek().kind() == Token.Kind.STRING;
        if (!fits) {
            throw new Unsupported(
                    system,
                    "of \"System\" only System.getenv(\"NAME\") is supported, because nothing is executed: write that, or write the value out");
        }
        var name = words.next();
        words.expect(")", "after System.getenv(\"" + name.text());
        return variable(system, name);
    }

    /** {@code env["NAME"]} and {@code env["NAME", "default"]}. */
    private Argument environment(Token env) throws Unsupported {
        if (!words.accept("[") || words.peek().kind() != Token.Kind.STRING) {
            throw new Unsupported(
                    env,
                    "of \"env\" only env[\"NAME\"] and env[\"NAME\", \"default\"] are supported: write one of them");
        }
        var name = words.next();
        var variable = variable(env, name);
        if (words.accept(",") && !words.peek().isSymbol("]")) {
            variable = withDefault(variable, sum(), "env[\"%s\", \"default\"]");
            words.accept(",");
        }
        words.expect("]", "after env[\"" + name.text());
        return variable;
    }

    private static Argument withDefault(Argument variable, Argument otherwise, String form) throws Unsupported {
        if (!otherwise.isLiteral()) {
            throw new Unsupported(
                    otherwise.at(),
                    "the default of a variable must be written out: write " + form.formatted(variable.text()));
        }
        return new Argument(Argument.Kind.VARIABLE_OR, variable.text(), otherwise.text(), variable.at());
    }

    private static Argument variable(Token at, Token name) throws Unsupported {
        if (name.text().isEmpty() || name.text().contains("=")) {
            throw new Unsupported(name, "\"%s\" can't be the name of an environment variable".formatted(name.text()));
        }
        return new Argument(Argument.Kind.VARIABLE, name.text(), at);
    }

    private static Unsupported unsupported(Token token) {
        return new Unsupported(
                token,
                "%s is not supported as a value: %s. Write the value out, or put it into an environment variable"
                        .formatted(token.shown(), SUPPORTED));
    }
}
