package io.github.batonha.cli.mon;

import io.github.batonha.actors.api.ProcessDetail;
import io.github.batonha.actors.api.ProcessResources;
import io.github.batonha.cli.agent.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.ToLongFunction;

/** What a process takes, in words. */
final class ResourceLines {

    private static final double MIB = 1024 * 1024;

    private ResourceLines() {}

    /** What all take together, of those that run; nothing if none does. */
    static List<String> total(List<ProcessDetail> details) {
        var taken = taken(details);
        return taken.isEmpty() ? List.of() : of(sum(taken));
    }

    /** The same as a field. */
    static Json json(List<ProcessDetail> details) {
        var sum = sum(taken(details));
        return Json.empty()
                .with("processes", Json.Digits.of(sum.processes()))
                .with("cpuSeconds", new Json.Digits(Double.toString(sum.cpuSeconds())))
                .with("residentBytes", Json.Digits.of(sum.residentBytes()))
                .with("threads", Json.Digits.of(sum.threads()))
                .with("descriptors", Json.Digits.of(sum.descriptors()));
    }

    private static List<ProcessResources> taken(List<ProcessDetail> details) {
        return details.stream()
                .map(ProcessDetail::resources)
                .filter(Objects::nonNull)
                .toList();
    }

    /** A figure that is unknown of one is unknown of all. */
    private static ProcessResources sum(List<ProcessResources> all) {
        return new ProcessResources(
                all.stream().mapToInt(ProcessResources::processes).sum(),
                all.stream().mapToDouble(ProcessResources::cpuSeconds).sum(),
                all.stream().mapToLong(ProcessResources::residentBytes).sum(),
                sum(all, ProcessResources::proportionalBytes),
                all.stream().mapToInt(ProcessResources::threads).sum(),
                sum(all, ProcessResources::descriptors),
                -1,
                null,
                null);
    }

    private static long sum(List<ProcessResources> all, ToLongFunction<ProcessResources> figure) {
        return all.stream().mapToLong(figure).anyMatch(known -> known < 0)
                ? -1
                : all.stream().mapToLong(figure).sum();
    }

    static List<String> of(ProcessResources taken) {
        var lines = new ArrayList<String>();
        lines.add("takes     %s resident%s, %d threads, %s, %d %s, %.1f s of CPU"
                .formatted(
                        mib(taken.residentBytes()),
                        taken.proportionalBytes() < 0
                                ? ""
                                : " (%s its share)".formatted(mib(taken.proportionalBytes())),
                        taken.threads(),
                        files(taken),
                        taken.processes(),
                        taken.processes() == 1 ? "process" : "processes",
                        taken.cpuSeconds()));
        var heap = taken.heap();
        if (heap != null) {
            lines.add("heap      %s used, %s committed, %s at most; %d collections took %.1f s"
                    .formatted(
                            mib(heap.usedBytes()),
                            mib(heap.committedBytes()),
                            mib(heap.maxBytes()),
                            heap.collections(),
                            heap.collectionSeconds()));
        }
        if (taken.limits() != null) {
            var limits = limits(taken.limits());
            if (!limits.isEmpty()) {
                lines.add("limits    " + limits);
            }
        }
        return lines;
    }

    private static String limits(ProcessResources.Limits limits) {
        var parts = new ArrayList<String>();
        if (limits.memoryMaxBytes() >= 0) {
            parts.add("%s of %s memory".formatted(mib(limits.memoryBytes()), mib(limits.memoryMaxBytes())));
        }
        if (limits.tasksMax() >= 0) {
            parts.add("%d of %d tasks".formatted(limits.tasks(), limits.tasksMax())
                    + (limits.refusedTasks() > 0 ? ", refused %d times".formatted(limits.refusedTasks()) : ""));
        }
        if (limits.cpuWeight() >= 0) {
            parts.add("CPU weight " + limits.cpuWeight());
        }
        return String.join("; ", parts);
    }

    private static String files(ProcessResources taken) {
        if (taken.descriptors() < 0) {
            return "open files unknown";
        }
        return taken.descriptorLimit() < 0
                ? "%d open files".formatted(taken.descriptors())
                : "%d of %d open files".formatted(taken.descriptors(), taken.descriptorLimit());
    }

    private static String mib(long bytes) {
        return String.format(Locale.ROOT, "%.0f MiB", bytes / MIB);
    }
}
