package io.github.batonha.conf.system;

import io.github.batonha.conf.report.Findings;
import io.github.batonha.conf.report.Nearest;
import io.github.batonha.conf.secrets.SecretKeys;
import io.github.batonha.conf.secrets.Secrets;
import io.github.batonha.supervision.run.OddSigns;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.regex.Pattern;

/** What must hold for the items of one level. Messages never quote values: they may be secrets. */
final class ItemChecks {

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");
    /** The agent tells its processes about themselves in variables of this prefix. */
    private static final String RESERVED = "BATON_";

    /** MAX_ARG_STRLEN of Linux, without the zero at its end. */
    private static final int MOST_BYTES = 128 * 1024 - 1;

    private static final int MOST_LETTERS = 128;

    private ItemChecks() {}

    static void check(List<Item> items, Findings findings) {
        var seen = new HashMap<String, Item>();
        for (var item : items) {
            checkName(item, findings);
            checkEncryption(item, findings);
            checkSigns(item, findings);
            var earlier = seen.putIfAbsent(item.name(), item);
            if (earlier != null && isSameElsewhere(item, earlier)) {
                findings.warning(
                        item.place(),
                        "item \"%s\" has the same value at %s: remove one".formatted(item.name(), earlier.place()));
            } else if (earlier != null) {
                findings.problem(
                        item.place(),
                        "item \"%s\" already stands at %s on the same level: remove one"
                                .formatted(item.name(), earlier.place()));
            }
        }
    }

    /** Definitions of several products may share an item, as long as they agree. */
    private static boolean isSameElsewhere(Item item, Item other) {
        return item.value().equals(other.value())
                && item.encrypted() == other.encrypted()
                && !item.place().source().equals(other.place().source());
    }

    private static void checkName(Item item, Findings findings) {
        var name = item.name();
        if (!NAME.matcher(name).matches()) {
            findings.problem(
                    item.place(),
                    "\"%s\" can't be the name of an item, because processes get it as an environment variable: use letters, digits and underscores"
                            .formatted(name));
        } else if (name.length() > MOST_LETTERS) {
            findings.problem(
                    item.place(),
                    "the name of an item has %d letters, but may have no more than %d: shorten %s…"
                            .formatted(name.length(), MOST_LETTERS, name.substring(0, 40)));
        } else if (name.startsWith(RESERVED)) {
            findings.problem(
                    item.place(),
                    "item \"%s\": names beginning with %s are baton's own: choose another".formatted(name, RESERVED));
        } else if (!KnownItem.names().contains(name)) {
            Nearest.to(name, KnownItem.names())
                    .ifPresent(known -> findings.warning(
                            item.place(),
                            "item \"%s\" means nothing to baton: did you mean %s?".formatted(name, known)));
        }
    }

    /** Quotes one sign alone: the value may be a secret. */
    private static void checkSigns(Item item, Findings findings) {
        item.value()
                .written()
                .ifPresent(text -> OddSigns.atAnEnd(text)
                        .ifPresent(at -> findings.warning(
                                item.place(),
                                "the value of item \"%s\" %s with \"%s\", which processes get as a part of it"
                                        .formatted(
                                                item.name(),
                                                at == 0 ? "begins" : "ends",
                                                Character.toString(text.codePointAt(at))))));
    }

    private static void checkEncryption(Item item, Findings findings) {
        var known = KnownItem.names().contains(item.name());
        if (item.encrypted() && known) {
            findings.problem(
                    item.place(),
                    "item \"%s\" can't be encrypted, because baton itself needs it in clear: remove encrypted"
                            .formatted(item.name()));
        } else {
            item.value().written().ifPresent(text -> checkText(item, text, findings));
        }
    }

    private static void checkText(Item item, String text, Findings findings) {
        if (item.encrypted()) {
            Secrets.formatProblem(text)
                    .ifPresent(problem -> findings.problem(
                            item.place(), "the value of the encrypted item \"%s\" %s".formatted(item.name(), problem)));
        } else if (item.name().equals(KnownItem.GENESIS_KEY.itemName()) && !SecretKeys.namesPlace(text)) {
            findings.problem(
                    item.place(),
                    "item \"GenesisKey\" holds the key itself, in clear: give an environment variable, file:/path of a file that only its owner may read, or command:… of a command that prints it");
        } else if (item.name().length() + 1L + utf8(text) > MOST_BYTES) {
            findings.problem(
                    item.place(),
                    "item \"%s\" has %d KiB, but every process gets it as an environment variable, and Linux starts none with one of more than 128 KiB: put it into a file, and name that"
                            .formatted(item.name(), utf8(text) / 1024));
        } else if (text.indexOf('\0') >= 0) {
            findings.problem(
                    item.place(), "the value of item \"%s\" holds a NUL character: remove it".formatted(item.name()));
        }
    }

    private static long utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
