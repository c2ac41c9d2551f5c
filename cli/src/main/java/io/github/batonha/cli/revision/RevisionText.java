package io.github.batonha.cli.revision;

import io.github.batonha.cli.agent.Json;
import io.github.batonha.cli.output.Columns;
import io.github.batonha.cli.output.Times;
import io.github.batonha.conf.install.Revision;
import io.github.batonha.conf.install.RevisionDifference;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Revisions and their differences, as screens and scripts have them. Pure. */
public final class RevisionText {

    private static final int MOST_LETTERS = 200;

    private RevisionText() {}

    /** A line each, the newest first. */
    static String table(List<Revision> revisions, Clock clock) {
        var lines = new ArrayList<List<String>>();
        lines.add(List.of("", "NUMBER", "REVISION", "INSTALLED", "BY", "REASON"));
        revisions.forEach(revision -> lines.add(List.of(
                revision.isInstalled() ? "*" : "",
                Long.toString(revision.number()),
                revision.shownHash(),
                when(revision, clock),
                revision.author().by().isEmpty() ? "-" : revision.author().by(),
                revision.author().reason())));
        return Columns.table(lines, column -> column != 1);
    }

    private static String when(Revision revision, Clock clock) {
        var at = revision.author().at();
        return at.equals(Instant.EPOCH) ? "-" : Times.local(at, clock);
    }

    /** {@code revision 3 (5f2a90c1d7be, 2026-01-02 03:04:05 by ops)}. */
    public static String name(Revision revision, Clock clock) {
        var by = revision.author().by().isEmpty()
                ? ""
                : ", %s by %s"
                        .formatted(when(revision, clock), revision.author().by());
        return "revision %d (%s%s)".formatted(revision.number(), revision.shownHash(), by);
    }

    /** Lines that begin with {@code +}, {@code -} or {@code ~}. */
    public static String differences(List<RevisionDifference> differences) {
        return differences.isEmpty()
                ? "They do not differ.\n"
                : differences.stream().map(RevisionText::line).collect(Collectors.joining());
    }

    private static String line(RevisionDifference one) {
        return switch (one.kind()) {
            case ADDED -> "+ %s%s%n".formatted(one.what(), value(one.after()));
            case REMOVED -> "- %s%s%n".formatted(one.what(), value(one.before()));
            case CHANGED -> "~ %s: %s -> %s%n".formatted(one.what(), brief(one.before()), brief(one.after()));
        };
    }

    private static String value(String text) {
        return text.isEmpty() ? "" : ": " + brief(text);
    }

    private static String brief(String text) {
        var line = text.isEmpty() ? "\"\"" : text.replaceAll("\\s+", " ");
        return line.length() <= MOST_LETTERS ? line : line.substring(0, MOST_LETTERS) + "…";
    }

    static Json json(Revision revision) {
        return Json.empty()
                .with("number", Json.Digits.of(revision.number()))
                .with("revision", new Json.Text(revision.hash()))
                .with(
                        "installedAt",
                        revision.author().at().equals(Instant.EPOCH)
                                ? new Json.Nothing()
                                : new Json.Text(revision.author().at().toString()))
                .with("by", new Json.Text(revision.author().by()))
                .with("reason", new Json.Text(revision.author().reason()))
                .with("installed", new Json.Flag(revision.isInstalled()));
    }

    static Json json(Revision from, Revision to, List<RevisionDifference> differences) {
        return Json.empty()
                .with("from", json(from))
                .with("to", json(to))
                .with(
                        "differences",
                        new Json.Items(differences.stream()
                                .<Json>map(one -> Json.empty()
                                        .with("what", new Json.Text(one.what()))
                                        .with("kind", new Json.Text(one.kind().name()))
                                        .with("before", new Json.Text(one.before()))
                                        .with("after", new Json.Text(one.after())))
                                .toList()));
    }
}
