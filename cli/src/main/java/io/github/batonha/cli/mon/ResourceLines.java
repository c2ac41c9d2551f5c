package io.github.batonha.cli.mon;

import io.github.batonha.actors.api.ProcessResources;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a process takes, in words. */
final class ResourceLines {

    private static final double MIB = 1024 * 1024;

    private ResourceLines() {}

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
        return lines;
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
