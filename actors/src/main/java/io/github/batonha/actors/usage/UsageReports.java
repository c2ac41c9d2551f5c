package io.github.batonha.actors.usage;

import io.github.batonha.actors.api.Mon;
import io.github.batonha.actors.api.ProcessStatus;
import io.github.batonha.actors.api.UsageQuery;
import io.github.batonha.actors.api.UsageReport;
import io.github.batonha.supervision.usage.NumbersFile;
import io.github.batonha.supervision.usage.Trend;
import io.github.batonha.supervision.usage.UsageFile;
import io.github.batonha.supervision.usage.UsageRecord;
import io.github.batonha.supervision.usage.UsageSummary;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Makes reports of the records of a node. */
final class UsageReports {

    /** So many rows fit into a message between nodes, without the parts of the time. */
    static final int MOST_ROWS = 200;

    private static final int SECONDS_OF_A_MINUTE = 60;
    private static final double SECONDS_OF_A_DAY = 24 * 60 * 60;

    private final Path folder;
    private final int cores;
    private final long memory;
    private final String machine;

    UsageReports(Path folder, int cores, long memory, String machine) {
        this.folder = folder;
        this.cores = cores;
        this.memory = memory;
        this.machine = machine;
    }

    /** Of the processes that the node has now. Blocks: some hundred kilobytes are read for each. */
    UsageReport report(UsageQuery query, Mon mon, Instant now) throws IOException {
        var to = now.getEpochSecond() / SECONDS_OF_A_MINUTE;
        var from = Math.min(to, query.since().getEpochSecond() / SECONDS_OF_A_MINUTE);
        var isOfMetrics = query.by() == UsageQuery.By.METRIC;
        var rows = isOfMetrics ? List.<UsageReport.Row>of() : rows(query, mon, from, to, now);
        var metrics = isOfMetrics ? metrics(query, mon, from, to) : List.<UsageReport.Metric>of();
        var most = query.brief() ? MOST_ROWS : Integer.MAX_VALUE;
        return new UsageReport(
                mon.node(),
                mon.system(),
                Instant.ofEpochSecond(from * SECONDS_OF_A_MINUTE),
                now,
                isOfMetrics ? NumbersFile.step(from, to) : UsageFile.step(from, to),
                cores,
                memory,
                machine,
                rows.stream().limit(most).toList(),
                metrics.stream().limit(most).toList(),
                Math.max(0, rows.size() + metrics.size() - most));
    }

    private List<UsageReport.Metric> metrics(UsageQuery query, Mon mon, long from, long to) throws IOException {
        var metrics = new ArrayList<UsageReport.Metric>();
        for (var process : asked(query, mon)) {
            for (var series : UsageFolder.numbers(folder, process.name()).read(from, to)) {
                metrics.add(new UsageReport.Metric(
                        process.name(),
                        process.group(),
                        series.name(),
                        series.isRate(),
                        series.values().size(),
                        figures(UsageSummary.of(series, from, to), query.brief())));
            }
        }
        return metrics;
    }

    private static List<ProcessStatus> asked(UsageQuery query, Mon mon) {
        return mon.processes().stream()
                .filter(process -> query.process() == null || process.name().equals(query.process()))
                .toList();
    }

    private List<UsageReport.Row> rows(UsageQuery query, Mon mon, long from, long to, Instant now) throws IOException {
        var records = new LinkedHashMap<ProcessStatus, List<UsageRecord>>();
        for (var process : asked(query, mon)) {
            records.put(process, UsageFolder.file(folder, process.name()).read(from, to));
        }
        var rows = new ArrayList<UsageReport.Row>();
        switch (query.by()) {
            case METRIC -> throw new IllegalStateException("metrics are no rows");
            case PROCESS ->
                records.forEach((process, own) -> UsageSummary.of(own, from, to)
                        .ifPresent(summary -> rows.add(row(
                                process.name(),
                                process.group(),
                                summary,
                                ofHeap(summary, now),
                                query.brief() && query.process() == null))));
            case GROUP -> {
                var groups = new TreeMap<String, Collection<List<UsageRecord>>>();
                records.forEach((process, own) -> groups.computeIfAbsent(process.group(), _ -> new ArrayList<>())
                        .add(own));
                groups.forEach((group, all) -> UsageSummary.together(all, from, to)
                        .ifPresent(summary -> rows.add(row(group, "", summary, null, query.brief()))));
            }
            case NODE ->
                UsageSummary.together(records.values(), from, to)
                        .ifPresent(summary -> rows.add(row(mon.node(), "", summary, ofMemory(summary, now), false)));
        }
        return rows;
    }

    private static UsageReport.Row row(
            String name, String group, UsageSummary summary, UsageReport.@Nullable Limit limit, boolean brief) {
        var isOfJvm = summary.heapMax() > 0;
        return new UsageReport.Row(
                name,
                group,
                summary.samples(),
                figures(summary.cpu(), brief),
                figures(summary.memory(), brief),
                isOfJvm ? figures(summary.heap(), brief) : null,
                summary.heapMax(),
                summary.threads(),
                summary.restarts(),
                limit);
    }

    private static UsageReport.Figures figures(UsageSummary.Figures figures, boolean brief) {
        var parts = new ArrayList<@Nullable Double>();
        if (!brief) {
            figures.parts().forEach(part -> parts.add(Double.isNaN(part) ? null : part));
        }
        return new UsageReport.Figures(
                figures.mean(),
                figures.p95(),
                figures.peak(),
                figures.trend().map(Trend::perDay).orElse(null),
                figures.trend().filter(Trend::isSure).isPresent(),
                parts);
    }

    private static UsageReport.@Nullable Limit ofHeap(UsageSummary summary, Instant now) {
        return limit("heap", summary.heap(), summary.heapMax(), now);
    }

    private UsageReport.@Nullable Limit ofMemory(UsageSummary summary, Instant now) {
        return limit("memory", summary.memory(), memory, now);
    }

    private static UsageReport.@Nullable Limit limit(
            String what, UsageSummary.Figures figures, long bytes, Instant now) {
        return figures.trend()
                .flatMap(trend -> trend.crossing((double) bytes))
                .map(crossing -> new UsageReport.Limit(
                        what,
                        bytes,
                        after(now, crossing.days()),
                        after(now, crossing.earliest()),
                        crossing.latest().isPresent()
                                ? after(now, crossing.latest().getAsDouble())
                                : null))
                .orElse(null);
    }

    private static Instant after(Instant now, double days) {
        return now.plus(Duration.ofSeconds((long) (days * SECONDS_OF_A_DAY)));
    }
}
