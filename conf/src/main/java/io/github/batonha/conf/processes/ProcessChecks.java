package io.github.batonha.conf.processes;

import io.github.batonha.conf.parsing.Durations;
import io.github.batonha.conf.parsing.ShellWords;
import io.github.batonha.conf.parsing.ShellWords.Split;
import io.github.batonha.conf.report.Findings;
import io.github.batonha.conf.report.Nearest;
import io.github.batonha.conf.report.Place;
import io.github.batonha.supervision.run.OddSigns;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What must hold of the merged processes, whatever lies in {@code lib}. */
public final class ProcessChecks {

    private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z0-9_$][A-Za-z0-9_$.-]*");
    private static final Set<Tag> ONLY_FOR_JVMS = Set.of(Tag.OPTIONS, Tag.CLASSPATH, Tag.MAIN_CLASS, Tag.JAVA);

    private static final int MOST_SHOWN_OF_CYCLE = 12;

    private final Map<String, ProcessEntry> entries;
    private final boolean hasBootstrapClass;
    private final Findings findings;

    private ProcessChecks(List<ProcessEntry> entries, boolean hasBootstrapClass, Findings findings) {
        this.entries = entries.stream()
                .collect(Collectors.toMap(
                        ProcessEntry::name, Function.identity(), (first, second) -> first, LinkedHashMap::new));
        this.hasBootstrapClass = hasBootstrapClass;
        this.findings = findings;
    }

    /**
     * Reports; changes nothing.
     *
     * @param hasBootstrapClass the item BootstrapClass runs what names no main class, and needs to know its package
     */
    public static void check(List<ProcessEntry> entries, boolean hasBootstrapClass, Findings findings) {
        var checks = new ProcessChecks(entries, hasBootstrapClass, findings);
        Instances.withoutRepetitions(List.copyOf(checks.entries.values())).forEach(checks::checkEntry);
        checks.checkCycles();
        RestartTags.check(entries, findings);
    }

    private void checkEntry(ProcessEntry entry) {
        entry.tags().forEach((tag, tagged) -> checkKind(tag, tagged.text(), tagged.place()));
        ProbeTags.checkTogether(entry, findings);
        LaunchTags.checkStandby(entry, findings);
        LaunchTags.checkCache(entry, findings);
        checkProgram(entry);
        checkDependencies(entry);
    }

    private void checkKind(Tag tag, String text, Place place) {
        if (text.indexOf('\0') >= 0) {
            findings.problem(place, "%s holds a NUL character: remove it".formatted(tag.shown()));
        }
        Sizes.checkArgument(tag.shown(), text, place, findings);
        switch (tag.kind()) {
            case TRUTH -> checkTruth(tag, text, place);
            case WORDS -> checkWords(tag, text, place);
            case DURATION -> checkDuration(tag, text, place);
            case NAME -> checkName(tag, text, place);
            case NAMES -> checkNames(tag, text, place);
            case COUNT, EXITS, RESTART_POLICY, GROUP_STRATEGY -> RestartTags.check(tag, text, place, findings);
            case USER, NICE, UMASK, LIMITS, CONTROL, SECRETS, STANDBY, AOT_CACHE ->
                LaunchTags.check(tag, text, place, findings);
            case PROBE -> ProbeTags.check(tag, text, place, findings);
            case INSTANCES -> {
                // Checked where it was read.
            }
            // What a list names is checked where it is used.
            case TEXT, LIST -> checkSigns(tag, text, place);
        }
    }

    /** A description is for people, who see what is meant. */
    private void checkSigns(Tag tag, String text, Place place) {
        if (tag == Tag.DESCRIPTION) {
            return;
        }
        var shown = "%s is \"%s\"".formatted(tag.shown(), text);
        if (OddSigns.firstInvisible(text).isPresent()) {
            findings.problem(place, shown + ", with a sign that nobody sees");
        } else if (OddSigns.first(text).isPresent()) {
            findings.warning(place, shown + ", with a sign that only looks like another, unless it is meant");
        }
    }

    private void checkTruth(Tag tag, String text, Place place) {
        if (!text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false")) {
            findings.problem(
                    place,
                    "%s is \"%s\", but must be true or false%s"
                            .formatted(tag.shown(), text, Nearest.hint(text, List.of("true", "false"), "")));
        }
    }

    private void checkWords(Tag tag, String text, Place place) {
        switch (ShellWords.split(text)) {
            case Split.Words split -> {
                if (tag == Tag.COMMAND && split.words().isEmpty()) {
                    findings.problem(place, "<command> is empty: name a program, or remove it");
                }
            }
            case Split.Refused refused -> findings.problem(place, "%s %s".formatted(tag.shown(), refused.reason()));
        }
    }

    private void checkDuration(Tag tag, String text, Place place) {
        var duration = Durations.parse(text);
        if (duration.isEmpty()) {
            findings.problem(
                    place, "%s is \"%s\", but must be a time with its unit, such as 10 s".formatted(tag.shown(), text));
        } else if (duration.get().compareTo(Duration.ofHours(1)) > 0) {
            findings.problem(place, "%s is \"%s\", but must not be longer than 1 hour".formatted(tag.shown(), text));
        }
    }

    private void checkName(Tag tag, String text, Place place) {
        if (!text.isEmpty() && !PLAIN_NAME.matcher(text).matches()) {
            findings.problem(
                    place,
                    "%s is \"%s\", but must be one name of letters, digits, dots, dashes and underscores"
                            .formatted(tag.shown(), text));
        }
    }

    private void checkNames(Tag tag, String text, Place place) {
        for (var name : text.split(",", -1)) {
            if (name.isBlank() && !text.isEmpty()) {
                findings.problem(
                        place, "%s is \"%s\", with nothing beside a comma: remove it".formatted(tag.shown(), text));
            }
            checkName(tag, name.strip(), place);
        }
    }

    private void checkProgram(ProcessEntry entry) {
        if (entry.tags().containsKey(Tag.COMMAND)) {
            checkOnlyCommand(entry);
        } else if (entry.text(Tag.JAR).isPresent()) {
            exclude(entry, Tag.JAR, Tag.MODULE);
        } else if (entry.text(Tag.MAIN_CLASS).isEmpty()) {
            mandatory(entry, Tag.MODULE);
            if (hasBootstrapClass && entry.text(Tag.MODULE).isPresent()) {
                mandatory(entry, Tag.PACKAGE);
            }
        }
    }

    private boolean exclude(ProcessEntry entry, Tag one, Tag other) {
        var isBoth = entry.text(other).isPresent();
        if (isBoth) {
            findings.problem(
                    entry.placeOf(other),
                    "process %s has both %s and %s: remove one".formatted(entry.name(), one.shown(), other.shown()));
        }
        return isBoth;
    }

    private void checkOnlyCommand(ProcessEntry entry) {
        if (exclude(entry, Tag.COMMAND, Tag.MAIN_CLASS) || exclude(entry, Tag.COMMAND, Tag.JAR)) {
            return;
        }
        for (var tag : ONLY_FOR_JVMS) {
            if (entry.text(tag).isPresent()) {
                findings.warning(
                        entry.placeOf(tag),
                        "%s has no effect on process %s, which runs a <command>: remove it"
                                .formatted(tag.shown(), entry.name()));
            }
        }
    }

    private void mandatory(ProcessEntry entry, Tag tag) {
        if (entry.text(tag).isEmpty()) {
            findings.problem(
                    entry.placeOf(tag),
                    tag == Tag.PACKAGE
                            ? "process %s has no <package>, which the BootstrapClass needs: add it, or say what to run in <jar>, <mainClass> or <command>"
                                    .formatted(entry.name())
                            : "process %s says nothing of what to run: add <module>, <jar>, <mainClass> or <command>"
                                    .formatted(entry.name()));
        }
    }

    private void checkDependencies(ProcessEntry entry) {
        var place = entry.placeOf(Tag.DEPENDENCY);
        for (var name : entry.list(Tag.DEPENDENCY)) {
            var dependency = entries.get(name);
            if (dependency == null) {
                findings.problem(
                        place,
                        "process %s depends on %s, which is not defined%s"
                                .formatted(
                                        entry.name(),
                                        name,
                                        Nearest.hint(name, others(entry), ": define it, or remove the dependency")));
            } else if (entry.isTrue(Tag.START, true) && !dependency.isTrue(Tag.START, true)) {
                findings.warning(
                        place,
                        "process %s waits for %s, which is not started by itself (<start> is false)"
                                .formatted(entry.name(), name));
            }
        }
    }

    /** A process can't have meant itself. */
    private List<String> others(ProcessEntry entry) {
        return entries.keySet().stream()
                .filter(name -> !name.equals(entry.name()))
                .toList();
    }

    private void checkCycles() {
        Map<String, List<String>> dependencies = new LinkedHashMap<>();
        entries.forEach((name, entry) -> dependencies.put(
                name,
                entry.list(Tag.DEPENDENCY).stream().filter(entries::containsKey).toList()));
        for (var cycle : DependencyCycles.in(dependencies)) {
            var first = entries.get(cycle.getFirst());
            if (first != null) {
                findings.problem(
                        first.placeOf(Tag.DEPENDENCY),
                        "dependency cycle %s, so none of them could ever start: remove one of these dependencies"
                                .formatted(shown(cycle)));
            }
        }
    }

    private static String shown(List<String> cycle) {
        var left = cycle.size() - MOST_SHOWN_OF_CYCLE;
        return left <= 1
                ? String.join(" -> ", cycle)
                : "%s -> … %d more … -> %s"
                        .formatted(
                                String.join(" -> ", cycle.subList(0, MOST_SHOWN_OF_CYCLE - 1)), left, cycle.getLast());
    }
}
