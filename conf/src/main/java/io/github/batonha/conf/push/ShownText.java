package io.github.batonha.conf.push;

import io.github.batonha.supervision.secrets.Masking;
import io.github.batonha.supervision.secrets.VisibleText;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What people may see of a file of the configuration. Encrypted values stay as they are. Pure. */
final class ShownText {

    /** {@code item(name = "DbPassword", value = "x")}, {@code item("DbPassword", "x")}; an item may stand on several lines. */
    private static final Pattern ITEM = Pattern.compile(
            "(item\\s{0,9}\\(\\s{0,99}(?:name\\s{0,9}=\\s{0,9})?\"([^\"\\n]{1,200})\"\\s{0,99},\\s{0,99}(?:value\\s{0,9}=\\s{0,9})?)"
                    + "\"(?:[^\"\\\\\\n]|\\\\.)*\"(?!\\s{0,99},\\s{0,99}encrypted\\s{0,9}=\\s{0,9}true)");

    private static final String KEY_ITEM = "GenesisKey";
    private static final String MASK = "\"***\"";
    private static final String FILE = "\"file:";

    private ShownText() {}

    static String of(String text) {
        var masked = ITEM.matcher(text).replaceAll(match -> {
            var name = match.group(2);
            var value = match.group().substring(match.group(1).length());
            var isKey = name.equalsIgnoreCase(KEY_ITEM) && !value.startsWith(FILE);
            return Matcher.quoteReplacement(
                    isKey || Masking.isSecretName(name) ? match.group(1) + MASK : match.group());
        });
        return VisibleText.lines(Masking.of(masked));
    }
}
