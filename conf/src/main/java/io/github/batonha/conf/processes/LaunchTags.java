package io.github.batonha.conf.processes;

import io.github.batonha.conf.parsing.ShellWords;
import io.github.batonha.conf.parsing.WholeNumbers;
import io.github.batonha.conf.report.Findings;
import io.github.batonha.conf.report.Nearest;
import io.github.batonha.conf.report.Place;
import io.github.batonha.supervision.run.EnvironmentText;
import io.github.batonha.supervision.run.EnvironmentText.Parsed;
import io.github.batonha.supervision.spec.AotMode;
import io.github.batonha.supervision.spec.Launching;
import io.github.batonha.supervision.spec.Launching.EnvironmentFile;
import io.github.batonha.supervision.spec.StandbyMode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The tags that say how a process is launched beside its command line. */
public final class LaunchTags {

    private static final Pattern USER = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*(:[A-Za-z0-9_][A-Za-z0-9_.-]*)?");
    private static final Pattern UMASK = Pattern.compile("0?[0-7]{3}");
    private static final Pattern LIMIT = Pattern.compile("([a-z]+)=(\\d{1,18}|unlimited)(:(\\d{1,18}|unlimited))?");
    private static final List<String> LIMITS = List.of(
            "as",
            "core",
            "cpu",
            "data",
            "fsize",
            "locks",
            "memlock",
            "msgqueue",
            "nice",
            "nofile",
            "nproc",
            "rss",
            "rtprio",
            "sigpending",
            "stack");
    private static final String WARM = "warm";
    private static final List<String> CACHES =
            Stream.of(AotMode.values()).map(AotMode::word).toList();
    private static final int LEAST_NICE = -20;
    private static final int MOST_NICE = 19;

    private LaunchTags() {}

    /** What the tags of a process that was checked say; paths are relative to the home. */
    public static Launching launching(ProcessEntry entry, Path home, StandbyMode standard, AotMode caches) {
        return new Launching(
                entry.text(Tag.USER).orElse(""),
                entry.text(Tag.NICE).flatMap(LaunchTags::nice).orElse(0),
                entry.text(Tag.UMASK).orElse(""),
                entry.list(Tag.LIMITS),
                entry.list(Tag.ENVIRONMENT_FILE).stream()
                        .map(text -> environmentFile(text, home))
                        .toList(),
                entry.text(Tag.SECRETS).filter("file"::equals).isPresent(),
                entry.text(Tag.PRE_STOP)
                        .map(text -> ShellWords.split(text) instanceof ShellWords.Split.Words split
                                ? split.words()
                                : List.<String>of())
                        .orElse(List.of()),
                standby(entry, standard),
                entry.text(Tag.AOT_CACHE)
                        .filter(CACHES::contains)
                        .map(AotMode::of)
                        .orElse(caches),
                ControlTags.control(entry));
    }

    /** A program that is no JVM has no launcher that could hold it. */
    private static StandbyMode standby(ProcessEntry entry, StandbyMode standard) {
        return entry.tags().containsKey(Tag.COMMAND)
                ? StandbyMode.COLD
                : entry.text(Tag.STANDBY)
                        .map(text -> text.equals(WARM) ? StandbyMode.WARM : StandbyMode.COLD)
                        .orElse(standard);
    }

    /** A standby belongs to a JVM that is primaryOnly. */
    static void checkStandby(ProcessEntry entry, Findings findings) {
        if (entry.text(Tag.STANDBY).isEmpty()) {
            return;
        }
        var place = entry.placeOf(Tag.STANDBY);
        if (!entry.isTrue(Tag.PRIMARY_ONLY, false)) {
            findings.warning(
                    place,
                    "<standby> has no effect on process %s, which is not primaryOnly: remove it"
                            .formatted(entry.name()));
        } else if (entry.tags().containsKey(Tag.COMMAND)
                && entry.text(Tag.STANDBY).filter(WARM::equals).isPresent()) {
            findings.problem(
                    place,
                    "process %s runs a <command>, and only a JVM can be a warm standby: remove <standby>"
                            .formatted(entry.name()));
        }
    }

    /** Only a JVM has a cache, and a recording must not delay the release of one that is primaryOnly. */
    static void checkCache(ProcessEntry entry, Findings findings) {
        var text = entry.text(Tag.AOT_CACHE).orElse("");
        var place = entry.placeOf(Tag.AOT_CACHE);
        if (!text.isEmpty() && entry.tags().containsKey(Tag.COMMAND)) {
            findings.warning(
                    place,
                    "<aotCache> has no effect on process %s, which runs a <command>: remove it"
                            .formatted(entry.name()));
        } else if (text.equals(AotMode.TRAIN.word()) && entry.isTrue(Tag.PRIMARY_ONLY, false)) {
            findings.warning(
                    place,
                    "process %s is primaryOnly and records no cache, as its release would wait for that: write use"
                            .formatted(entry.name()));
        }
    }

    private static EnvironmentFile environmentFile(String text, Path home) {
        var mayBeMissing = text.startsWith("-");
        var path = mayBeMissing ? text.substring(1) : text;
        return new EnvironmentFile(home.resolve(path).normalize(), mayBeMissing);
    }

    /** What is wrong with the environment files now. They may change before a start, and are read then. */
    public static void checkFiles(ProcessEntry entry, Launching launching, Findings findings) {
        for (var file : launching.environmentFiles()) {
            if (EnvironmentText.read(file) instanceof Parsed.Wrong(var reason)) {
                findings.problem(entry.placeOf(Tag.ENVIRONMENT_FILE), "process %s: %s".formatted(entry.name(), reason));
            }
        }
    }

    /** What must hold of the text of one tag. */
    static void check(Tag tag, String text, Place place, Findings findings) {
        if (text.isEmpty()) {
            return;
        }
        var wrong = wrong(tag, text);
        if (!wrong.isEmpty()) {
            findings.problem(place, "%s is \"%s\", but must be %s".formatted(tag.shown(), text, wrong));
        }
    }

    private static String wrong(Tag tag, String text) {
        return switch (tag.kind()) {
            case AOT_CACHE -> CACHES.contains(text) ? "" : "off, use or train";
            case STANDBY -> text.equals(WARM) || text.equals("cold") ? "" : "warm or cold";
            case USER -> USER.matcher(text).matches() ? "" : "a user, or user:group";
            case UMASK -> UMASK.matcher(text).matches() ? "" : "three octal digits, such as 027";
            case NICE -> nice(text).isPresent() ? "" : "a whole number from %d to %d".formatted(LEAST_NICE, MOST_NICE);
            case LIMITS ->
                Stream.of(text.split(",", -1))
                        .map(String::strip)
                        .filter(limit -> !limit.isEmpty())
                        .map(LaunchTags::wrongLimit)
                        .filter(why -> !why.isEmpty())
                        .findFirst()
                        .orElse("");
            case CONTROL -> ControlTags.wrong(tag, text);
            case SECRETS -> text.equals("environment") || text.equals("file") ? "" : "environment or file";
            case TEXT,
                    NAME,
                    NAMES,
                    TRUTH,
                    WORDS,
                    LIST,
                    DURATION,
                    COUNT,
                    EXITS,
                    RESTART_POLICY,
                    GROUP_STRATEGY,
                    PROBE,
                    INSTANCES -> "";
        };
    }

    private static String wrongLimit(String text) {
        var limit = LIMIT.matcher(text);
        if (!limit.matches()) {
            return "limits as nofile=65536 or core=0:unlimited, separated by commas";
        }
        return LIMITS.contains(limit.group(1))
                ? ""
                : "of the limits %s%s".formatted(String.join(", ", LIMITS), Nearest.hint(limit.group(1), LIMITS, ""));
    }

    private static Optional<Integer> nice(String text) {
        return WholeNumbers.parse(text, LEAST_NICE, MOST_NICE);
    }
}
