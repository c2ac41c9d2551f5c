package io.github.batonha.supervision.run;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a run was started from, as digests that tell whether a next start would differ, and nothing else: no value can be read
 * from them.
 *
 * @param command of the program with its arguments, and how it is launched
 * @param environment of what the definition gives
 * @param files of what it reads at its start
 */
public record LaunchDigest(String command, String environment, String files) {

    /** Of a run of which that is not known, such as one that an earlier release of baton started. */
    public static final LaunchDigest UNKNOWN = new LaunchDigest("", "", "");

    /** Of what is put into the digests, and how. A release that does that otherwise has another one: what it can't compare is unknown. */
    private static final String EDITION = "2";

    private static final int DIGITS = 16;

    public static LaunchDigest of(List<String> command, Map<String, String> environment, List<String> files) {
        var variables = new ArrayList<String>();
        new TreeMap<>(environment).forEach((name, value) -> variables.addAll(List.of(name, value)));
        return new LaunchDigest(digest(command), digest(variables), digest(files));
    }

    public boolean isKnown() {
        return !equals(UNKNOWN);
    }

    /** What differs, in words for a sentence; none where nothing does, or where that is not known. */
    public List<String> differences(LaunchDigest other) {
        var differences = new ArrayList<String>();
        if (isKnown() && other.isKnown()) {
            note(command, other.command, "its command line", differences);
            note(environment, other.environment, "its environment", differences);
            note(files, other.files, "its jars or files", differences);
        }
        return differences;
    }

    private static void note(String one, String other, String what, List<String> differences) {
        if (!one.equals(other)) {
            differences.add(what);
        }
    }

    /** One word, for a record. */
    String text() {
        return isKnown() ? String.join(",", EDITION, command, environment, files) : "";
    }

    /** What {@link #text()} gave; unknown where it is anything else. */
    static LaunchDigest parse(String text) {
        var parts = text.split(",", -1);
        return parts.length == 4 && parts[0].equals(EDITION) ? new LaunchDigest(parts[1], parts[2], parts[3]) : UNKNOWN;
    }

    /** With the length of each word, so that no two lists become one text. */
    private static String digest(Collection<String> words) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (var word : words) {
                var bytes = word.getBytes(StandardCharsets.UTF_8);
                digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
                digest.update(bytes);
            }
            return HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime can't compute SHA-256", e);
        }
    }
}
