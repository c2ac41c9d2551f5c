package io.github.batonha.cli.primary;

import static io.github.batonha.cli.output.Columns.decimals;
import static io.github.batonha.cli.output.Columns.left;
import static io.github.batonha.cli.output.Columns.right;

import io.github.batonha.actors.api.HistoryEntry;
import io.github.batonha.cli.output.Times;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** The history as people read it. */
final class HistoryTable {

    private static final int NUMBER = 8;

    /** Phases that follow each other; {@code stop} is a part of {@code release}. */
    private static final List<String> IN_A_ROW = List.of("ask", "fence", "wait", "release", "commit", "spawn", "ready");

    private final List<HistoryEntry> entries;
    private final Clock clock;

    HistoryTable(List<HistoryEntry> entries, Clock clock) {
        this.entries = entries;
        this.clock = clock;
    }

    private String orNothing(String table) {
        return entries.isEmpty() ? "No node has been primary yet: say `baton set-primary NODE`.\n" : table;
    }

    String people() {
        var text = new StringBuilder(
                row("When", "Outcome", "From", "To", "By", "Left out", "Took", "Gap", "Epoch", "Reason"));
        for (var entry : entries) {
            text.append(row(
                    Times.local(entry.at(), clock),
                    entry.outcome().toString(),
                    orDash(entry.from() == null ? "" : entry.from()),
                    entry.to(),
                    orDash(entry.by()),
                    orDash(leftOut(entry)),
                    took(entry),
                    gap(entry),
                    entry.epoch() == 0 ? "-" : Long.toString(entry.epoch()),
                    reason(entry)));
        }
        return orNothing(text.toString());
    }

    private static String row(
            String when,
            String outcome,
            String from,
            String to,
            String by,
            String out,
            String took,
            String gap,
            String epoch,
            String reason) {
        var row = left(when, 19) + "  " + left(outcome, 10) + "  " + left(from, 10) + "  " + left(to, 10) + "  "
                + left(by, 10) + "  " + left(out, 20) + "  " + right(took, NUMBER) + "  " + right(gap, NUMBER)
                + "  " + left(epoch, 15) + "  "
                + reason;
        return row.stripTrailing() + "\n";
    }

    private static String leftOut(HistoryEntry entry) {
        var hosts = new ArrayList<String>();
        for (var each : entry.excluded()) {
            var how = each.how() == HistoryEntry.Exclusion.How.CONFIRMED ? "confirmed down" : "fenced";
            hosts.add(each.host() + " " + how);
        }
        return String.join(", ", hosts);
    }

    private static String took(HistoryEntry entry) {
        var millis = 0.0;
        for (var phase : IN_A_ROW) {
            millis += entry.millis(phase);
        }
        return millis == 0 ? "-" : decimals(millis / 1000, 2) + " s";
    }

    private static String gap(HistoryEntry entry) {
        var millis = entry.gapMillis();
        return millis == null ? "-" : decimals(millis / 1000, 2) + " s";
    }

    private static String reason(HistoryEntry entry) {
        var parts = new ArrayList<String>();
        if (!entry.reason().isEmpty()) {
            parts.add(entry.reason());
        }
        switch (entry.outcome()) {
            case REFUSED -> {
                if (!entry.why().isEmpty()) {
                    parts.add("refused: " + entry.why());
                }
            }
            case UNFINISHED ->
                parts.add("given up by " + orDash(entry.from() == null ? "" : entry.from()) + ", never taken over");
            case SCHEDULED, CANCELLED, MISSED -> parts.add(entry.why());
            case DONE -> {}
        }
        return String.join("; ", parts);
    }

    private static String orDash(String text) {
        return text.isEmpty() ? "-" : text;
    }

    String times() {
        var text = new StringBuilder(left("When", 19) + "  " + left("Outcome", 10) + "  " + left("To", 10));
        for (var column :
                List.of("Ask", "Fence", "Wait", "Release", "(Stop)", "Commit", "Spawn", "Ready", "Own", "Gap")) {
            text.append(right(column, NUMBER + 1));
        }
        text.append("\n");
        for (var entry : entries) {
            text.append(left(Times.local(entry.at(), clock), 19))
                    .append("  ")
                    .append(left(entry.outcome().toString(), 10))
                    .append("  ")
                    .append(left(entry.to(), 10));
            for (var phase : List.of("ask", "fence", "wait", "release", "stop", "commit", "spawn", "ready")) {
                text.append(right(number(entry.millis(phase)), NUMBER + 1));
            }
            var own = entry.millis("ask")
                    + entry.millis("release")
                    - entry.millis("stop")
                    + entry.millis("commit")
                    + entry.millis("spawn");
            var gap = entry.gapMillis();
            text.append(right(number(Math.max(0, own)), NUMBER + 1))
                    .append(right(gap == null ? "-" : decimals(gap, 1), NUMBER + 1))
                    .append("\n");
        }
        return orNothing(text.toString());
    }

    private static String number(double millis) {
        return millis == 0 ? "-" : decimals(millis, 1);
    }
}
