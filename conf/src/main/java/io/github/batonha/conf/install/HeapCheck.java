package io.github.batonha.conf.install;

import io.github.batonha.conf.report.Findings;
import io.github.batonha.conf.report.Place;
import io.github.batonha.supervision.os.Host;
import io.github.batonha.supervision.spec.ChildSpec;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Warns where the JVMs of a node may together grow beyond the memory of this host. */
final class HeapCheck {

    private static final Pattern MOST = Pattern.compile("(?:-Xmx|-XX:MaxHeapSize=)(\\d{1,15})([kKmMgGtT]?)");
    private static final double GIB = 1024.0 * 1024 * 1024;

    private HeapCheck() {}

    static void check(List<ChildSpec> processes, Findings findings) {
        check(processes, Host.memory(), findings);
    }

    static void check(List<ChildSpec> processes, long memory, Findings findings) {
        var heaps = processes.stream()
                .map(ChildSpec::argv)
                .map(HeapCheck::heap)
                .flatMapToLong(OptionalLong::stream)
                .toArray();
        var total = 0L;
        for (var heap : heaps) {
            total += heap;
        }
        if (total > memory) {
            findings.warning(
                    Place.of("conf"),
                    "the heaps (-Xmx) of %d processes add up to %.1f GiB, but this host has %.1f GiB of memory: lower some, or run fewer here"
                            .formatted(heaps.length, total / GIB, memory / GIB));
        }
    }

    /** The last one counts, as for the JVM. */
    static OptionalLong heap(List<String> argv) {
        return argv.stream()
                .map(MOST::matcher)
                .filter(Matcher::matches)
                .mapToLong(found -> Long.parseLong(found.group(1)) * unit(found.group(2)))
                .reduce((first, second) -> second);
    }

    private static long unit(String letter) {
        return switch (letter) {
            case "k", "K" -> 1L << 10;
            case "m", "M" -> 1L << 20;
            case "g", "G" -> 1L << 30;
            case "t", "T" -> 1L << 40;
            default -> 1;
        };
    }
}
