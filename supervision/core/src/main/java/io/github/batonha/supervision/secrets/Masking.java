package io.github.batonha.supervision.secrets;

import java.util.Collection;
import java.util.regex.Pattern;

/** Takes secrets out of what is quoted from a log or a command line. Pure. A log itself is left as it was written. */
public final class Masking {

    private static final String MASK = "***";
    /** A shorter value stands in too many places that are no secret. */
    private static final int SHORTEST = 4;

    private static final String NAME =
            "passw(?:or)?d|passwd|passphrase|pwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credentials?";
    private static final String VALUE = "\"[^\"]*\"?|'[^']*'?|[^\\s,;&\"')\\]}]+";

    /** {@code db.password=x}, {@code -Dpw=x}, {@code DB_TOKEN='x y'}. */
    private static final Pattern ASSIGNED = Pattern.compile("(?i)((?:" + NAME
            + "|(?:\\b|(?<=-D))pw|(?:\\b|(?<=-D))pass)[\\w.-]{0,40}[\"']?\\s{0,4}=\\s{0,4})(?:" + VALUE + ")");

    /** {@code db_password: x}, {@code "token": "x"}; "token" before a colon alone may begin a sentence, {@code auth_token} does not. */
    private static final Pattern AFTER_COLON = Pattern.compile(
            "(?i)((?:passw(?:or)?d|passwd|passphrase|\\bpwd|[_.-]pwd|secret(?:[_-]?key)?|(?:api|access|private)[_-]?key|[_.-]token|(?:"
                    + NAME + ")[\\w.-]{0,40}[\"'])\\s{0,4}:\\s{0,4})(?:" + VALUE + ")");

    /** {@code --password x}. */
    private static final Pattern OPTION = Pattern.compile(
            "(?i)((?<!\\S)--?[\\w.-]{0,40}?(?:" + NAME + ")[\\w.-]{0,40}\\s{1,4})(?!-)(?:" + VALUE + ")");

    private static final Pattern HEADER =
            Pattern.compile("(?i)(\\b(?:Bearer|Basic|Authorization:\\s{0,4}\\w{1,20})\\s{1,4})[\\w.~+/=-]{6,}");

    /** {@code jdbc:postgresql://user:x@host/db}. */
    private static final Pattern IN_URL = Pattern.compile("(://[^\\s/:@]{0,100}:)[^\\s/@]{1,200}@");

    /** Whether a variable of this name holds a secret by what it is called. */
    private static final Pattern SECRET_NAME = Pattern.compile("(?i).*(?:" + NAME + ").*");

    private Masking() {}

    public static boolean isSecretName(String variable) {
        return SECRET_NAME.matcher(variable).matches();
    }

    /** Without what looks like a secret by its form. */
    public static String of(String text) {
        var masked = ASSIGNED.matcher(text).replaceAll("$1" + MASK);
        masked = AFTER_COLON.matcher(masked).replaceAll("$1" + MASK);
        masked = OPTION.matcher(masked).replaceAll("$1" + MASK);
        masked = HEADER.matcher(masked).replaceAll("$1" + MASK);
        return IN_URL.matcher(masked).replaceAll("$1" + MASK + "@");
    }

    /** Without these values, wherever they stand. */
    public static String without(String text, Collection<String> secrets) {
        var masked = text;
        for (var secret : secrets) {
            if (secret.length() >= SHORTEST) {
                masked = masked.replace(secret, MASK);
            }
        }
        return masked;
    }
}
