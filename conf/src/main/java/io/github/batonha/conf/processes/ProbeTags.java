package io.github.batonha.conf.processes;

import io.github.batonha.conf.parsing.Durations;
import io.github.batonha.conf.parsing.Ports;
import io.github.batonha.conf.parsing.ShellWords;
import io.github.batonha.conf.parsing.WholeNumbers;
import io.github.batonha.conf.report.Findings;
import io.github.batonha.conf.report.Nearest;
import io.github.batonha.conf.report.Place;
import io.github.batonha.supervision.probe.Check;
import io.github.batonha.supervision.probe.Check.Statuses;
import io.github.batonha.supervision.probe.Probe;
import io.github.batonha.supervision.probe.Probes;
import io.github.batonha.supervision.probe.Timing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** The tags that say how a process is found to be ready and to work. */
public final class ProbeTags {

    private static final List<String> READY_KINDS = List.of("tcp", "http", "exec", "log", "notify");
    private static final List<String> LIVE_KINDS = List.of("tcp", "http", "exec");
    private static final String STATUS = "status";
    private static final List<String> ACCESS = List.of("main", "all");
    private static final List<String> TIMES = List.of("initialDelay", "period", "timeout");
    private static final String SUCCESSES = "successThreshold";
    private static final String FAILURES = "failureThreshold";
    private static final String STANDBY = "standby";
    private static final int MOST_TIMES = 1000;
    private static final Duration SELDOM = Duration.ofSeconds(10);
    private static final Duration NOW_AND_THEN = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final Duration SHORTEST = Duration.ofMillis(10);
    /** Less, and a machine that is busy for a moment would end what works. */
    private static final Duration SHORTEST_WATCHDOG = Duration.ofSeconds(1);

    /** As Kubernetes has it. */
    private static final List<Statuses> GOOD = List.of(new Statuses(200, 399));

    private static final Pattern STATUSES = Pattern.compile("([1-5]\\d\\d)(-([1-5]\\d\\d))?");
    private static final Pattern TARGET = Pattern.compile("((\\d+)\\s+)?(/\\S*)");
    private static final Pattern PRINTABLE = Pattern.compile("[!-~]+");

    /** Of a job that is done once. */
    private static final Probe DONE = new Probe(new Check.Ended(), Timing.every(NOW_AND_THEN));

    private ProbeTags() {}

    /**
     * The probes of a process that was checked.
     *
     * @param port of the process, or 0
     * @param findings where a probe needs a port and there is none
     */
    public static Probes probes(ProcessEntry entry, int port, Findings findings) {
        var standard = Probes.standard(port);
        var readiness = RestartTags.isOneshot(entry)
                ? DONE
                : probe(entry, Tag.READINESS, port, findings).orElse(standard.readiness());
        var watchdog = time(entry, Tag.WATCHDOG);
        var needsSocket = readiness.check() instanceof Check.Notified || watchdog.isPositive();
        return new Probes(
                readiness,
                time(entry, Tag.START_WITHIN),
                probe(entry, Tag.LIVENESS, port, findings).orElse(standard.liveness()),
                watchdog,
                needsSocket || entry.isTrue(Tag.NOTIFY, false),
                access(entry));
    }

    private static Probes.Access access(ProcessEntry entry) {
        return entry.text(Tag.NOTIFY_ACCESS).filter("all"::equals).isPresent() ? Probes.Access.ALL : Probes.Access.MAIN;
    }

    private static Duration time(ProcessEntry entry, Tag tag) {
        return entry.text(tag).flatMap(Durations::parse).orElse(Duration.ZERO);
    }

    private static Optional<Probe> probe(ProcessEntry entry, Tag tag, int port, Findings findings) {
        var text = entry.text(tag).map(ProbeText::parse);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        var check = check(text.get(), port);
        if (needsPort(check)) {
            findings.problem(
                    entry.placeOf(tag),
                    "%s of process %s looks at a port, but the process has none: give it one in *-service-definitions.xml, or write %s"
                            .formatted(
                                    tag.shown(),
                                    entry.name(),
                                    text.get().kind().equals("http") ? "http PORT PATH" : "tcp PORT"));
        }
        return check.map(found -> new Probe(found, timing(text.get(), found, tag), isInStandby(text.get())));
    }

    private static boolean isInStandby(ProbeText text) {
        return text.option(STANDBY).filter("true"::equals).isPresent();
    }

    private static boolean needsPort(Optional<Check> check) {
        return check.stream().anyMatch(found -> switch (found) {
            case Check.Tcp(var port) -> port == 0;
            case Check.Http(var port, var _, var _) -> port == 0;
            case Check.Alive _, Check.Exec _, Check.LogLine _, Check.Notified _ -> false;
            case Check.Ended _, Check.Held _, Check.None _ -> false;
        });
    }

    private static Timing timing(ProbeText text, Check check, Tag tag) {
        var usual = Timing.every(tag == Tag.LIVENESS ? SELDOM : period(check));
        return new Timing(
                text.option("initialDelay").flatMap(Durations::parse).orElse(usual.initialDelay()),
                text.option("period").flatMap(Durations::parse).orElse(usual.period()),
                text.option("timeout").flatMap(Durations::parse).orElse(usual.timeout()),
                text.option(SUCCESSES).flatMap(ProbeTags::count).orElse(usual.successThreshold()),
                text.option(FAILURES).flatMap(ProbeTags::count).orElse(usual.failureThreshold()));
    }

    private static Duration period(Check check) {
        return switch (check) {
            case Check.Tcp _, Check.LogLine _ -> Probes.OFTEN;
            case Check.Alive _, Check.Http _, Check.Exec _, Check.Notified _ -> NOW_AND_THEN;
            case Check.Ended _, Check.Held _, Check.None _ -> NOW_AND_THEN;
        };
    }

    /** Empty where it is none. */
    private static Optional<Check> check(ProbeText text, int port) {
        var rest = text.rest().strip();
        return switch (text.kind()) {
            case "tcp" ->
                rest.isEmpty()
                        ? Optional.of(new Check.Tcp(port))
                        : Ports.parse(rest).map(Check.Tcp::new);
            case "http" -> http(text, rest, port);
            case "exec" -> words(rest).<Check>map(Check.Exec::new);
            case "log" ->
                rest.isEmpty() || !wrongRegex(rest).isEmpty() ? Optional.empty() : Optional.of(new Check.LogLine(rest));
            case "notify" -> rest.isEmpty() ? Optional.of(new Check.Notified()) : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static Optional<Check> http(ProbeText text, String rest, int port) {
        var target = TARGET.matcher(rest);
        if (!target.matches() || !PRINTABLE.matcher(target.group(3)).matches()) {
            return Optional.empty();
        }
        var statuses = text.option(STATUS).map(ProbeTags::statuses).orElse(GOOD);
        return portOf(target, port).map(found -> new Check.Http(found, target.group(3), statuses));
    }

    private static Optional<Integer> portOf(Matcher target, int otherwise) {
        var named = target.group(2);
        return named == null ? Optional.of(otherwise) : Ports.parse(named);
    }

    private static Optional<List<String>> words(String text) {
        return ShellWords.split(text) instanceof ShellWords.Split.Words split
                        && !split.words().isEmpty()
                ? Optional.of(split.words())
                : Optional.empty();
    }

    /** Empty where one of them is none. */
    private static List<Statuses> statuses(String text) {
        var all = new ArrayList<Statuses>();
        for (var part : text.split(",", -1)) {
            var range = STATUSES.matcher(part.strip());
            if (!range.matches()) {
                return List.of();
            }
            var from = Integer.parseInt(range.group(1));
            var last = range.group(3);
            all.add(new Statuses(from, last == null ? from : Integer.parseInt(last)));
        }
        return all;
    }

    private static Optional<Integer> count(String text) {
        return WholeNumbers.parse(text, 1, MOST_TIMES);
    }

    private static String wrongRegex(String regex) {
        try {
            return Pattern.compile(regex).pattern().equals(regex) ? "" : regex;
        } catch (PatternSyntaxException e) {
            return "%s near index %d".formatted(e.getDescription(), e.getIndex());
        }
    }

    /** What must hold of the text of one tag. */
    static void check(Tag tag, String written, Place place, Findings findings) {
        if (tag == Tag.METRICS) {
            MetricsTag.check(written, place, findings);
            return;
        }
        if (written.isEmpty()) {
            return;
        }
        if (tag == Tag.NOTIFY_ACCESS) {
            checkAccess(written, place, findings);
            return;
        }
        var text = ProbeText.parse(written);
        var kinds = tag == Tag.LIVENESS ? LIVE_KINDS : READY_KINDS;
        if (!kinds.contains(text.kind())) {
            findings.problem(
                    place,
                    "%s is \"%s\", but must begin with one of %s%s"
                            .formatted(
                                    tag.shown(),
                                    text.shown(),
                                    String.join(", ", kinds),
                                    tag == Tag.LIVENESS && text.kind().equals("notify")
                                            ? ": for signs of life that it sends itself there is <watchdog>"
                                            : Nearest.hint(text.kind(), kinds, "")));
            return;
        }
        if (check(text, 1).isEmpty()) {
            findings.problem(place, "%s is \"%s\", but must be %s".formatted(tag.shown(), text.shown(), form(text)));
        }
        checkOptions(tag, text, place, findings);
    }

    private static void checkAccess(String text, Place place, Findings findings) {
        if (!ACCESS.contains(text)) {
            findings.problem(
                    place,
                    "<notifyAccess> is \"%s\", but must be main (its main process alone may say how it is) or all (its children too)%s"
                            .formatted(text, Nearest.hint(text, ACCESS, "")));
        }
    }

    private static String form(ProbeText text) {
        return switch (text.kind()) {
            case "tcp" -> "tcp, or tcp and a port from 1 to 65535";
            case "http" -> "http and a path, such as http /health, or with a port, such as http 8081 /health";
            case "exec" ->
                ShellWords.split(text.rest()) instanceof ShellWords.Split.Refused(var reason)
                        ? "exec and a command line, and this one " + reason
                        : "exec and a command line, such as exec bin/look.sh";
            case "log" -> {
                var wrong = wrongRegex(text.rest().strip());
                yield wrong.isEmpty()
                        ? "log and a regular expression"
                        : "log and a regular expression, which this is not: " + wrong;
            }
            default -> text.kind() + " alone";
        };
    }

    private static void checkOptions(Tag tag, ProbeText text, Place place, Findings findings) {
        var names = optionsOf(tag, text.kind());
        var seen = new LinkedHashSet<String>();
        for (var option : text.options()) {
            var wrong = !names.contains(option.name())
                    ? unknown(option.name(), names)
                    : seen.add(option.name()) ? wrong(option) : "stands there twice: remove one";
            if (!wrong.isEmpty()) {
                findings.problem(
                        place, "%s: %s=\"%s\" %s".formatted(tag.shown(), option.name(), option.value(), wrong));
            }
        }
    }

    private static Set<String> optionsOf(Tag tag, String kind) {
        var names = new LinkedHashSet<String>();
        if (kind.equals("notify")) {
            return names;
        }
        names.addAll(TIMES);
        if (tag == Tag.LIVENESS) {
            names.add(FAILURES);
        } else if (!kind.equals("log")) {
            names.add(SUCCESSES);
        }
        if (kind.equals("http")) {
            names.add(STATUS);
        }
        if (LIVE_KINDS.contains(kind)) {
            names.add(STANDBY);
        }
        return names;
    }

    /** Those who know Kubernetes expect both thresholds everywhere. */
    private static String unknown(String name, Set<String> names) {
        if (names.isEmpty()) {
            return "has no effect with notify, as nobody looks then: remove it";
        }
        return switch (name) {
            case FAILURES ->
                "is for <liveness> alone: remove it, and say in <startWithin> how long it may take to be ready";
            case SUCCESSES -> "has no effect there, where one good look is enough: remove it";
            case STANDBY ->
                "has no effect there, as a standby says itself that it has come to where it waits: remove it";
            default ->
                "is not known there"
                        + Nearest.hint(name, names, ": there are " + String.join(", ", names) + ", so remove it");
        };
    }

    private static String wrong(ProbeText.Option option) {
        return switch (option.name()) {
            case STATUS ->
                statuses(option.value()).isEmpty() ? "must be HTTP statuses, such as 200 or 200-299,401" : "";
            case STANDBY -> List.of("true", "false").contains(option.value()) ? "" : "must be true or false";
            case SUCCESSES, FAILURES ->
                count(option.value()).isEmpty() ? "must be a whole number from 1 to " + MOST_TIMES : "";
            default -> wrongTime(option);
        };
    }

    private static String wrongTime(ProbeText.Option option) {
        var isDelay = option.name().equals("initialDelay");
        return Durations.parse(option.value()).stream()
                        .anyMatch(time -> time.compareTo(LONGEST) <= 0 && (isDelay || time.compareTo(SHORTEST) >= 0))
                ? ""
                : "must be a time with its unit, from %s to 1 hour".formatted(isDelay ? "0 s" : "10 ms");
    }

    /** Of all tags of a process. */
    static void checkTogether(ProcessEntry entry, Findings findings) {
        checkAtLeast(entry, Tag.WATCHDOG, SHORTEST_WATCHDOG, "1 s", findings);
        checkAtLeast(entry, Tag.START_WITHIN, SHORTEST, "10 ms", findings);
        checkStartWithin(entry, findings);
        checkOneshot(entry, findings);
        checkInStandby(entry, findings);
        var readiness = entry.text(Tag.READINESS).map(ProbeText::parse);
        if (!entry.isTrue(Tag.NOTIFY, true)
                && (entry.text(Tag.WATCHDOG).isPresent()
                        || readiness
                                .filter(text -> text.kind().equals("notify"))
                                .isPresent())) {
            findings.problem(
                    entry.placeOf(Tag.NOTIFY),
                    "process %s can't say anything where <notify> is false: remove that, or <watchdog> and <readiness>notify</readiness>"
                            .formatted(entry.name()));
        }
        if (entry.text(Tag.NOTIFY_ACCESS).isPresent()
                && !entry.isTrue(Tag.NOTIFY, false)
                && entry.text(Tag.WATCHDOG).isEmpty()
                && readiness.filter(text -> text.kind().equals("notify")).isEmpty()) {
            findings.warning(
                    entry.placeOf(Tag.NOTIFY_ACCESS),
                    "<notifyAccess> has no effect on process %s, which says nothing: add <readiness>notify</readiness>, <watchdog> or <notify>true</notify>, or remove it"
                            .formatted(entry.name()));
        }
    }

    private static void checkAtLeast(ProcessEntry entry, Tag tag, Duration least, String shown, Findings findings) {
        if (entry.text(tag).flatMap(Durations::parse).stream().anyMatch(time -> time.compareTo(least) < 0)) {
            findings.problem(
                    entry.placeOf(tag),
                    "%s is \"%s\", but must be at least %s: raise it, or remove the tag"
                            .formatted(tag.shown(), entry.text(tag).orElse(""), shown));
        }
    }

    private static void checkOneshot(ProcessEntry entry, Findings findings) {
        if (!RestartTags.isOneshot(entry)) {
            return;
        }
        for (var tag : List.of(Tag.READINESS, Tag.LIVENESS, Tag.WATCHDOG)) {
            if (entry.text(tag).isPresent()) {
                findings.problem(
                        entry.placeOf(tag),
                        "process %s has %s, but <restart> oneshot, which is ready when it has ended with success: remove %s; <startWithin> limits how long it may take"
                                .formatted(entry.name(), tag.shown(), tag.shown()));
            }
        }
    }

    /** Where the settings alone say that no standby is warm, the definition is good for another home. */
    private static void checkInStandby(ProcessEntry entry, Findings findings) {
        var isWarm = entry.isTrue(Tag.PRIMARY_ONLY, false)
                && !entry.tags().containsKey(Tag.COMMAND)
                && entry.text(Tag.STANDBY).filter("cold"::equals).isEmpty();
        for (var tag : List.of(Tag.READINESS, Tag.LIVENESS)) {
            if (!isWarm
                    && entry.text(tag)
                            .map(ProbeText::parse)
                            .filter(ProbeTags::isInStandby)
                            .isPresent()) {
                findings.warning(
                        entry.placeOf(tag),
                        "standby=\"true\" of %s has no effect on process %s, which has no warm standby: remove it"
                                .formatted(tag.shown(), entry.name()));
            }
        }
    }

    /** In less than the looks take that it needs, no process can become ready. */
    private static void checkStartWithin(ProcessEntry entry, Findings findings) {
        var limit = time(entry, Tag.START_WITHIN);
        var readiness = entry.text(Tag.READINESS).map(ProbeText::parse);
        if (readiness.isEmpty() || limit.compareTo(SHORTEST) < 0) {
            return;
        }
        var text = readiness.get();
        var least = check(text, 1)
                .map(check -> timing(text, check, Tag.READINESS))
                .map(timing -> timing.initialDelay().plus(timing.period().multipliedBy(timing.successThreshold() - 1)))
                .orElse(Duration.ZERO);
        if (limit.compareTo(least) <= 0) {
            findings.problem(
                    entry.placeOf(Tag.START_WITHIN),
                    "<startWithin> is \"%s\", but <readiness> takes at least %d ms by its initialDelay, period and successThreshold: raise <startWithin>, or lower those"
                            .formatted(entry.text(Tag.START_WITHIN).orElse(""), least.toMillis()));
        }
    }
}
