package io.github.batonha.supervision.run;

import io.github.batonha.supervision.spec.Launching.EnvironmentFile;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** Reads files of {@code NAME=value} lines: empty lines and those that begin with {@code #} are skipped, quotes around a value too. */
public final class EnvironmentText {

    private static final Pattern LINE = Pattern.compile("(?:export\\s+)?([A-Za-z_][A-Za-z0-9_]*)=(.*)");
    private static final String OURS = "BATON_";

    private EnvironmentText() {}

    /** What a file says. */
    public sealed interface Parsed {
        record Variables(Map<String, String> values) implements Parsed {
            public Variables {
                values = Map.copyOf(values);
            }

            /** Values may be secrets. */
            @Override
            public String toString() {
                return "Variables[%d]".formatted(values.size());
            }
        }

        /** The reason names file and line, never a value. */
        record Wrong(String reason) implements Parsed {}
    }

    /** Blocks. */
    public static Parsed read(EnvironmentFile file) {
        try {
            var values = new HashMap<String, String>();
            var number = 0;
            for (var line : Files.readAllLines(file.path())) {
                number++;
                // Some editors put a mark in front of a file.
                var bare = number == 1 && line.startsWith("\uFEFF") ? line.substring(1) : line;
                var text = bare.strip();
                if (text.isEmpty() || text.startsWith("#")) {
                    continue;
                }
                var odd = odd(bare);
                if (odd.isPresent()) {
                    return wrong(file, number, odd.getAsInt() + 1, bare.codePointAt(odd.getAsInt()));
                }
                var parts = LINE.matcher(text);
                if (!parts.matches()) {
                    return wrong(file, number, "the line is not NAME=value: correct it, or put # before it");
                }
                if (parts.group(1).startsWith(OURS)) {
                    return wrong(
                            file, number, "variables beginning with BATON_ are set by the agent: choose another name");
                }
                values.put(parts.group(1), unquoted(parts.group(2)));
            }
            return new Parsed.Variables(values);
        } catch (NoSuchFileException e) {
            return file.mayBeMissing()
                    ? new Parsed.Variables(Map.of())
                    : new Parsed.Wrong(
                            "its environment file %s does not exist: make it, or write -%s where it may be missing"
                                    .formatted(file.path(), file.path()));
        } catch (MalformedInputException e) {
            return new Parsed.Wrong("its environment file %s is not UTF-8: convert it".formatted(file.path()));
        } catch (IOException e) {
            return new Parsed.Wrong("its environment file %s can't be read (%s): let this user read it"
                    .formatted(file.path(), e.getClass().getSimpleName()));
        }
    }

    /** Index of a sign that only looks right: one that nobody sees, but between quotes, or another dash or quote where a value begins. */
    private static OptionalInt odd(String line) {
        var start = line.indexOf('=') + 1;
        var value = line.substring(start);
        if (OddSigns.first(line.substring(0, start)).isPresent()) {
            return OddSigns.first(line);
        }
        var isQuoted = !unquoted(value).equals(value.strip());
        var first = value.isEmpty() ? ' ' : value.codePointAt(0);
        var at = isQuoted
                ? OptionalInt.empty()
                : OddSigns.isDash(first) || OddSigns.isQuote(first)
                        ? OptionalInt.of(0)
                        : OddSigns.firstInvisible(value);
        return at.isPresent() ? OptionalInt.of(start + at.getAsInt()) : at;
    }

    private static Parsed wrong(EnvironmentFile file, int line, int column, int sign) {
        return new Parsed.Wrong("%s:%d:%d: here is %s: %s, or put the value between quotes if it is meant"
                .formatted(file.path(), line, column, OddSigns.name(sign), OddSigns.remedy(sign)));
    }

    private static Parsed wrong(EnvironmentFile file, int line, String why) {
        return new Parsed.Wrong("%s:%d: %s".formatted(file.path(), line, why));
    }

    private static String unquoted(String value) {
        var text = value.strip();
        var isQuoted = text.length() >= 2 && (isBetween(text, "\"") || isBetween(text, "'"));
        return isQuoted ? text.substring(1, text.length() - 1) : text;
    }

    private static boolean isBetween(String text, String quote) {
        return text.startsWith(quote) && text.endsWith(quote);
    }
}
