package io.github.batonha.cli.usage;

import static io.github.batonha.cli.output.Columns.decimals;

import io.github.batonha.cli.output.Columns;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** The rows as text for people, and as CSV. Pure. */
final class UsageTable {

    private static final String BARS = "▁▂▃▄▅▆▇█";
    private static final int PICTURE = 16;
    private static final double MIB = 1 << 20;
    private static final int PERCENT = 100;

    private final ZoneId zone;
    private final boolean withPicture;
    private final boolean withHeadroom;

    /**
     * @param withPicture whether the course of the CPU is drawn, as for a terminal
     * @param withHeadroom whether the rows are hosts, which have limits
     */
    UsageTable(ZoneId zone, boolean withPicture, boolean withHeadroom) {
        this.zone = zone;
        this.withPicture = withPicture;
        this.withHeadroom = withHeadroom;
    }

    String of(List<UsageRow> rows) {
        var lines = new ArrayList<List<String>>();
        lines.add(List.of(
                "NODE",
                "NAME",
                "CPU%",
                "P95",
                "PEAK",
                "MEM MiB",
                "P95",
                "PEAK",
                "PER DAY",
                "HEAP MiB",
                "OF",
                "THREADS",
                "RESTARTS",
                withPicture ? "CPU" : ""));
        rows.forEach(row -> lines.add(cells(row)));
        var last = lines.getFirst().size() - 1;
        var text = new StringBuilder(Columns.table(lines, column -> column < 2 || column == last));
        rows.forEach(row -> notes(row).forEach(note -> text.append(note).append('\n')));
        return text.toString();
    }

    private List<String> cells(UsageRow row) {
        return List.of(
                row.node(),
                row.name(),
                decimals(row.cpu().mean(), 1),
                decimals(row.cpu().p95(), 1),
                decimals(row.cpu().peak(), 1),
                mib(row.memory().mean()),
                mib(row.memory().p95()),
                mib(row.memory().peak()),
                row.memory().perDay().map(UsageTable::signed).orElse("-"),
                row.heap().map(heap -> mib(heap.peak())).orElse("-"),
                row.heapMax() == 0 ? "-" : mib(row.heapMax()),
                Long.toString(row.threads()),
                Long.toString(row.restarts()),
                withPicture ? picture(row.cpu().parts()) : "");
    }

    /** One character for some parts of the time, from the least to the greatest; a blank where there was nothing. */
    static String picture(List<Double> parts) {
        var known = parts.stream().filter(part -> !Double.isNaN(part)).toList();
        if (known.isEmpty()) {
            return "";
        }
        var least = Collections.min(known);
        var span = Collections.max(known) - least;
        var picture = new StringBuilder();
        var each = Math.max(1, parts.size() / PICTURE);
        for (var from = 0; from < parts.size(); from += each) {
            var mean = parts.subList(from, Math.min(parts.size(), from + each)).stream()
                    .filter(part -> !Double.isNaN(part))
                    .mapToDouble(Double::doubleValue)
                    .average();
            var height = (BARS.length() - 1) * (mean.orElse(least) - least) / (span == 0 ? 1 : span);
            picture.append(mean.isEmpty() ? ' ' : BARS.charAt((int) Math.round(height)));
        }
        return picture.toString();
    }

    private List<String> notes(UsageRow row) {
        var notes = new ArrayList<String>();
        if (withHeadroom) {
            notes.add(
                    "%s: CPU peak %s of %d cores; memory peak %s of %s MiB (%s %%); promised to JVMs by -Xmx %s MiB (%s %%)"
                            .formatted(
                                    row.name(),
                                    decimals(row.cpu().peak() / PERCENT, 2),
                                    row.cores(),
                                    mib(row.memory().peak()),
                                    mib(row.hostMemory()),
                                    percent(row.memory().peak(), (double) row.hostMemory()),
                                    mib(row.heapMax()),
                                    percent((double) row.heapMax(), (double) row.hostMemory())));
        }
        row.limit()
                .ifPresent(limit -> notes.add(
                        "%s: if its trend goes on, its %s reaches %s MiB about %s (in 95 of 100 cases between %s and %s)"
                                .formatted(
                                        row.name(),
                                        limit.of(),
                                        mib(limit.bytes()),
                                        day(limit.at()),
                                        day(limit.earliest()),
                                        limit.latest().map(this::day).orElse("never"))));
        return notes;
    }

    private String day(Instant at) {
        return LocalDate.ofInstant(at, zone).toString();
    }

    private static String percent(double part, double whole) {
        return decimals(PERCENT * part / whole, 0);
    }

    private static String mib(long bytes) {
        return mib((double) bytes);
    }

    private static String mib(double bytes) {
        return decimals(bytes / MIB, 0);
    }

    private static String signed(double bytes) {
        return (bytes > 0 ? "+" : "") + decimals(bytes / MIB, 1);
    }

    /** By RFC 4180, with bytes and percent as numbers. */
    static String csv(List<UsageRow> rows) {
        var text = new StringBuilder("node,name,group,records,cpu_mean_percent,cpu_p95_percent,cpu_peak_percent,"
                + "memory_mean_bytes,memory_p95_bytes,memory_peak_bytes,memory_bytes_per_day,heap_peak_bytes,"
                + "heap_max_bytes,threads,restarts,limit_of,limit_bytes,limit_at,limit_earliest,limit_latest\n");
        for (var row : rows) {
            var limit = row.limit();
            text.append(String.join(
                            ",",
                            quoted(row.node()),
                            quoted(row.name()),
                            quoted(row.group()),
                            Long.toString(row.records()),
                            decimals(row.cpu().mean(), 2),
                            decimals(row.cpu().p95(), 2),
                            decimals(row.cpu().peak(), 2),
                            decimals(row.memory().mean(), 0),
                            decimals(row.memory().p95(), 0),
                            decimals(row.memory().peak(), 0),
                            row.memory().perDay().map(day -> decimals(day, 0)).orElse(""),
                            row.heap().map(heap -> decimals(heap.peak(), 0)).orElse(""),
                            Long.toString(row.heapMax()),
                            Long.toString(row.threads()),
                            Long.toString(row.restarts()),
                            limit.map(UsageRow.Limit::of).orElse(""),
                            limit.map(each -> Long.toString(each.bytes())).orElse(""),
                            time(limit.map(UsageRow.Limit::at)),
                            time(limit.map(UsageRow.Limit::earliest)),
                            time(limit.flatMap(UsageRow.Limit::latest))))
                    .append('\n');
        }
        return text.toString();
    }

    private static String time(Optional<Instant> at) {
        return at.map(Instant::toString).orElse("");
    }

    static String quoted(String text) {
        return text.matches("[^\",\\r\\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
