package io.github.batonha.supervision.logs;

import io.github.batonha.supervision.secrets.Masking;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The newest lines of a log that tell something: without what each JVM writes at its start, without the frames of a stack trace, and
 * of a JVM's report of its own crash what crashed. Secrets are masked. Pure.
 */
public final class LastLines {

    private static final int MOST_CHARACTERS = 200;

    /** What a JVM says of how it was started: it may hold secrets, and never tells why a run ended. */
    private static final Pattern BANNER = Pattern.compile("(NOTE: )?Picked up (_?JAVA_|JDK_JAVA_)\\w*:.*"
            + "|Listening for transport dt_\\w+ at address: .*"
            + "|.* VM warning: (Sharing is only supported for boot loader classes|Options? .* (was|were) deprecated).*"
            + "|WARNING: (Using incubator modules|A Java agent has been loaded dynamically|If a serviceability tool is"
            + " |Dynamic loading of agents will be disallowed|A terminally deprecated method in sun\\.misc\\.Unsafe"
            + "|sun\\.misc\\.Unsafe::|Please consider reporting this to|A restricted method in java\\.lang\\.foreign"
            + "|java\\.lang\\.System::load\\w* has been called|Use --enable-native-access=|Restricted methods will be"
            + " blocked).*");

    private static final Pattern FRAME =
            Pattern.compile("at [\\w.$/@<>-]+\\(.*\\)( ~?\\[.*])?|\\.\\.\\. \\d+ (more|common frames omitted)");

    private static final Pattern CRASH =
            Pattern.compile("# (A fatal error has been detected by the Java Runtime Environment"
                    + "|There is insufficient memory for the Java Runtime Environment).*");
    private static final Pattern CRASHED_BY =
            Pattern.compile("#\\s+(SIG\\w+ \\(0x\\w+\\)|Internal Error \\(.*?\\)|Out of Memory Error \\(.*?\\)"
                    + "|EXCEPTION_\\w+.*?\\)|There is insufficient memory.*|Native memory allocation .*?failed.*)(.*)");

    private LastLines() {}

    /**
     * At most so many, the newest last.
     *
     * @param bytes the end of a log
     * @param unsure of a line that begins before them, so many bytes are left out: they may be half a secret
     * @param secrets values to be masked wherever they stand
     */
    public static List<String> of(byte[] bytes, int unsure, int most, Collection<String> secrets) {
        var from = unsure == 0 ? 0 : behind(bytes, unsure);
        var text = Masking.without(new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8), secrets);
        var all = text.lines()
                .map(line -> line.replaceAll("\\p{Cntrl}+", " ").strip())
                .filter(line -> !line.isEmpty() && !BANNER.matcher(line).matches())
                .toList();
        var telling = withoutReport(all);
        var withoutFrames =
                telling.stream().filter(line -> !FRAME.matcher(line).matches()).toList();
        var lines = withoutFrames.isEmpty() ? telling : withoutFrames;
        return lines.subList(Math.max(0, lines.size() - most), lines.size()).stream()
                .map(line -> cut(Masking.of(cut(line, 4 * MOST_CHARACTERS)), MOST_CHARACTERS))
                .toList();
    }

    /** Behind the first end of a line, or so many bytes, and not within a character. */
    private static int behind(byte[] bytes, int unsure) {
        var at = 0;
        while (at < Math.min(unsure, bytes.length) && bytes[at] != '\n') {
            at++;
        }
        while (at < bytes.length && (bytes[at] & 0xC0) == 0x80) {
            at++;
        }
        return at;
    }

    /** A crash takes a page, of which the last line asks for a bug report: what crashed and where is what counts. */
    private static List<String> withoutReport(List<String> lines) {
        if (lines.stream().noneMatch(line -> CRASH.matcher(line).matches())) {
            return lines;
        }
        var told = new ArrayList<String>();
        var report = new ArrayList<String>();
        for (var line : lines) {
            (line.startsWith("#") ? report : told).add(line);
        }
        crash(report).ifPresent(told::add);
        return told;
    }

    /**
     * What a JVM says of its crash, in its log and at the head of its {@code hs_err} file: what it was, and the problematic frame;
     * empty where it says nothing of that.
     */
    public static Optional<String> crash(List<String> report) {
        var what = report.stream()
                .map(CRASHED_BY::matcher)
                .filter(matcher -> matcher.matches())
                .reduce((first, second) -> second)
                .map(matcher -> matcher.group(1) + matcher.group(2).replaceFirst(", pid=.*", ""));
        var heading = report.indexOf("# Problematic frame:");
        var frame = heading < 0 || heading + 1 >= report.size()
                ? ""
                : report.get(heading + 1).replaceFirst("^#\\s*", "").replaceAll("\\s+", " ");
        return what.map(text -> "the JVM crashed: " + text + (frame.isEmpty() ? "" : "; problematic frame: " + frame));
    }

    private static String cut(String line, int most) {
        return line.length() <= most ? line : line.substring(0, most) + "…";
    }
}
