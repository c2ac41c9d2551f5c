package io.github.batonha.conf.processes;

import io.github.batonha.conf.model.RestartSettings;
import io.github.batonha.conf.parsing.Durations;
import io.github.batonha.conf.parsing.WholeNumbers;
import io.github.batonha.conf.report.Findings;
import io.github.batonha.conf.report.Nearest;
import io.github.batonha.conf.report.Place;
import io.github.batonha.supervision.spec.GroupStrategy;
import io.github.batonha.supervision.spec.RestartPolicy;
import io.github.batonha.supervision.spec.RestartRules;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The tags that say what follows an end that nobody asked for. */
public final class RestartTags {

    private static final int MOST_RESTARTS = 1_000_000;
    private static final List<String> POLICIES = names(RestartPolicy.values());
    private static final List<String> STRATEGIES = names(GroupStrategy.values());

    private RestartTags() {}

    /** The rules of a process that was checked. */
    public static RestartRules rules(ProcessEntry entry, RestartSettings settings) {
        return new RestartRules(
                policy(entry),
                entry.text(Tag.MAX_RESTARTS).flatMap(RestartTags::count).orElse(settings.maxRestarts()),
                time(entry, Tag.RESTART_PERIOD, settings.period()),
                time(entry, Tag.BACKOFF, settings.backoff()),
                time(entry, Tag.MAX_BACKOFF, settings.maxBackoff()),
                time(entry, Tag.STABLE_AFTER, settings.stableAfter()),
                exits(entry));
    }

    private static RestartPolicy policy(ProcessEntry entry) {
        return entry.text(Tag.RESTART)
                .flatMap(text -> constant(RestartPolicy.values(), text))
                .orElse(entry.isTrue(Tag.SCHEDULE_RESTART, false) ? RestartPolicy.PERMANENT : RestartPolicy.TEMPORARY);
    }

    static boolean isOneshot(ProcessEntry entry) {
        return policy(entry) == RestartPolicy.ONESHOT;
    }

    private static Duration time(ProcessEntry entry, Tag tag, Duration otherwise) {
        return entry.text(tag).flatMap(Durations::parse).orElse(otherwise);
    }

    private static Set<Integer> exits(ProcessEntry entry) {
        var exits = entry.list(Tag.SUCCESS_EXITS);
        return exits.isEmpty()
                ? Set.of(0)
                : exits.stream().flatMap(text -> exit(text).stream()).collect(Collectors.toSet());
    }

    /** By group: what any of its members says of it. */
    public static Map<String, GroupStrategy> strategies(List<ProcessEntry> all) {
        var strategies = new HashMap<String, GroupStrategy>();
        for (var entry : all) {
            entry.text(Tag.GROUP_STRATEGY)
                    .flatMap(text -> constant(GroupStrategy.values(), text))
                    .ifPresent(strategy -> strategies.putIfAbsent(group(entry), strategy));
        }
        return strategies;
    }

    /** What must hold of the text of one tag. */
    static void check(Tag tag, String text, Place place, Findings findings) {
        switch (tag.kind()) {
            case COUNT -> {
                if (count(text).isEmpty()) {
                    findings.problem(
                            place,
                            "%s is \"%s\", but must be a whole number from 0 to %d"
                                    .formatted(tag.shown(), text, MOST_RESTARTS));
                }
            }
            case EXITS -> {
                if (Stream.of(text.split(",", -1)).anyMatch(exit -> exit(exit).isEmpty())) {
                    findings.problem(
                            place,
                            "%s is \"%s\", but must be exit statuses from 0 to 255, separated by commas"
                                    .formatted(tag.shown(), text));
                }
            }
            case RESTART_POLICY -> oneOf(tag, text, POLICIES, place, findings);
            case GROUP_STRATEGY -> oneOf(tag, text, STRATEGIES, place, findings);
            case TEXT,
                    NAME,
                    NAMES,
                    TRUTH,
                    WORDS,
                    LIST,
                    DURATION,
                    USER,
                    NICE,
                    UMASK,
                    LIMITS,
                    CONTROL,
                    SECRETS,
                    STANDBY,
                    INSTANCES,
                    AOT_CACHE,
                    PROBE -> {
                // Not ours.
            }
        }
    }

    private static void oneOf(Tag tag, String text, List<String> words, Place place, Findings findings) {
        if (!words.contains(text)) {
            findings.problem(
                    place,
                    "%s is \"%s\", but must be one of %s%s"
                            .formatted(tag.shown(), text, String.join(", ", words), Nearest.hint(text, words, "")));
        }
    }

    /** What must hold between the tags of a process, and between those of a group. */
    static void check(List<ProcessEntry> entries, Findings findings) {
        for (var entry : entries) {
            checkPolicies(entry, findings);
            checkBackoff(entry, findings);
        }
        checkGroups(entries, findings);
    }

    private static void checkPolicies(ProcessEntry entry, Findings findings) {
        var schedule = entry.text(Tag.SCHEDULE_RESTART);
        var policy = entry.text(Tag.RESTART).flatMap(text -> constant(RestartPolicy.values(), text));
        if (schedule.isEmpty() || policy.isEmpty()) {
            return;
        }
        var meant = entry.isTrue(Tag.SCHEDULE_RESTART, false) ? RestartPolicy.PERMANENT : RestartPolicy.TEMPORARY;
        if (policy.get() != meant) {
            findings.problem(
                    entry.placeOf(Tag.RESTART),
                    "process %s has both <restart> %s and <scheduleRestart> %s, which means %s: remove one"
                            .formatted(entry.name(), word(policy.get()), schedule.get(), word(meant)));
        }
    }

    private static void checkBackoff(ProcessEntry entry, Findings findings) {
        var least = entry.text(Tag.BACKOFF).flatMap(Durations::parse);
        var most = entry.text(Tag.MAX_BACKOFF).flatMap(Durations::parse);
        if (least.isPresent() && most.isPresent() && least.get().compareTo(most.get()) > 0) {
            findings.problem(
                    entry.placeOf(Tag.BACKOFF),
                    "<backoff> is %s, but must not exceed <maxBackoff>, which is %s: lower one or raise the other"
                            .formatted(
                                    entry.text(Tag.BACKOFF).orElse(""),
                                    entry.text(Tag.MAX_BACKOFF).orElse("")));
        }
    }

    private static void checkGroups(List<ProcessEntry> entries, Findings findings) {
        Map<String, ProcessEntry> saying = new HashMap<>();
        for (var entry : entries) {
            var text = entry.text(Tag.GROUP_STRATEGY);
            var first = text.isEmpty() ? null : saying.putIfAbsent(group(entry), entry);
            if (first != null && !first.text(Tag.GROUP_STRATEGY).equals(text)) {
                findings.problem(
                        entry.placeOf(Tag.GROUP_STRATEGY),
                        "group %s already has the strategy %s, at %s: say it once"
                                .formatted(
                                        group(entry),
                                        first.text(Tag.GROUP_STRATEGY).orElse(""),
                                        first.placeOf(Tag.GROUP_STRATEGY)));
            }
        }
        saying.forEach((group, entry) -> {
            var ofGroup =
                    entries.stream().filter(other -> group(other).equals(group)).toList();
            var onPrimary = ofGroup.stream()
                    .filter(other -> other.isTrue(Tag.PRIMARY_ONLY, false))
                    .count();
            var isAlone = entry.text(Tag.GROUP_STRATEGY).equals(Optional.of(word(GroupStrategy.ONE_FOR_ONE)));
            if (!isAlone && onPrimary != 0 && onPrimary != ofGroup.size()) {
                findings.problem(
                        entry.placeOf(Tag.GROUP_STRATEGY),
                        "group %s has a strategy, but only some of its processes are primaryOnly, which start and stop by themselves: give these a group of their own"
                                .formatted(group));
            }
        });
    }

    private static String group(ProcessEntry entry) {
        return entry.text(Tag.GROUP_ID).orElse("");
    }

    private static Optional<Integer> count(String text) {
        return WholeNumbers.parse(text, 0, MOST_RESTARTS);
    }

    private static Optional<Integer> exit(String text) {
        return WholeNumbers.parse(text, 0, 255);
    }

    private static <E extends Enum<E>> Optional<E> constant(E[] constants, String text) {
        return Arrays.stream(constants)
                .filter(constant -> word(constant).equals(text))
                .findFirst();
    }

    private static List<String> names(Enum<?>[] constants) {
        return Arrays.stream(constants).map(RestartTags::word).toList();
    }

    /** As it stands in files. */
    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
