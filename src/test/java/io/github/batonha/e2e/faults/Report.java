package io.github.batonha.e2e.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The outcome of all worlds, in Markdown. */
final class Report {
    private final List<String> lines = new ArrayList<>();

    /** What a world went through. */
    record Entry(World world, long seed, Duration took, Journal journal, Testimony testimony, List<String> faults) {}

    synchronized void add(Entry entry) {
        var journal = entry.journal();
        lines.add("## World %s: %d hosts, seed %d%n"
                .formatted(entry.world().name(), entry.world().hosts().size(), entry.seed()));
        lines.add("| | |%n|---|---|".formatted());
        row("time", seconds(entry.took()));
        row("orders of SetPrimary under faults", journal.orders().toString());
        row("activations (epochs with a process)", entry.testimony().activations());
        row("runs of primaryOnly processes", entry.testimony().runs().size());
        row("longest time without a primaryOnly JVM", seconds(entry.testimony().longestOutage(FaultHome.JVM)));
        row("healed, then a primary that works", journal.recoveries().size() + " times");
        row("by the first SetPrimary of them", journal.byFirstOrder() + " times");
        row(
                "slowest of those",
                seconds(journal.recoveries().stream().max(Duration::compareTo).orElse(Duration.ZERO)));
        row("**overlaps and other faults**", "**%d**".formatted(entry.faults().size()));
        lines.add("%n| fault | times |%n|---|---|".formatted());
        journal.kinds().forEach((kind, times) -> row(kind.toString(), times));
        lines.add("");
        entry.faults().forEach(fault -> lines.add("- " + fault));
    }

    private void row(String name, Object value) {
        lines.add("| %s | %s |".formatted(name, value));
    }

    private static String seconds(Duration time) {
        return "%.1f s".formatted(time.toMillis() / 1000.0);
    }

    synchronized void write(Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, "# Fault schedules on real nodes%n%n".formatted() + this + "\n");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public synchronized String toString() {
        return String.join("\n", lines);
    }
}
