package io.github.batonha.actors.primary;

import io.github.batonha.actors.api.HistoryEntry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * The newest attempts, each once, put together from what any node knows of it. Whatever the order in which two nodes learn the
 * same things, and however often, they come to the same book. Pure; used by one thread at a time.
 */
final class HistoryBook {

    /** How many attempts are kept. */
    static final int KEPT = 500;

    /** In the order in which they come to pass; others stand behind. */
    private static final List<String> PHASES =
            List.of("ask", "fence", "wait", "release", "stop", "ending", "commit", "takeover", "spawn", "ready");

    private static final Comparator<HistoryEntry.Phase> BY_PHASE = Comparator.<HistoryEntry.Phase>comparingInt(
                    phase -> PHASES.contains(phase.name()) ? PHASES.indexOf(phase.name()) : PHASES.size())
            .thenComparing(HistoryEntry.Phase::name)
            .thenComparing(HistoryEntry.Phase::host);

    /** An epoch is of one node and never used again. What had none is known by its time, which epochs are made of, too. */
    private record Key(long number, String to, boolean hasEpoch) implements Comparable<Key> {
        private static final Comparator<Key> ORDER =
                Comparator.comparingLong(Key::number).thenComparing(Key::to).thenComparing(Key::hasEpoch);

        static Key of(HistoryEntry entry) {
            return entry.epoch() == 0
                    ? new Key(entry.at().toEpochMilli(), entry.to(), false)
                    : new Key(entry.epoch(), entry.to(), true);
        }

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    private final TreeMap<Key, HistoryEntry> entries = new TreeMap<>();

    /** Takes in what somebody knows; gives the entry as it stands then if that was news, and it is among the newest. */
    Optional<HistoryEntry> add(HistoryEntry said) {
        // As it comes back from the file and from others: else the same thing would be two.
        var entry = HistoryJson.read(HistoryJson.write(said)).orElse(said);
        var key = Key.of(entry);
        var known = entries.get(key);
        var merged = known == null ? merge(entry, entry) : merge(known, entry);
        if (merged.equals(known)) {
            return Optional.empty();
        }
        entries.put(key, merged);
        while (entries.size() > KEPT) {
            entries.pollFirstEntry();
        }
        return Optional.ofNullable(entries.get(key));
    }

    /** Oldest first. */
    List<HistoryEntry> entries() {
        return List.copyOf(entries.values());
    }

    /** Alike for books that hold the same. */
    long digest() {
        var crc = new CRC32C();
        entries.values().forEach(entry -> crc.update(HistoryJson.write(entry).getBytes(StandardCharsets.UTF_8)));
        return (crc.getValue() << 32) | entries.size();
    }

    private static HistoryEntry merge(HistoryEntry one, HistoryEntry other) {
        var certain = CERTAINTY.compare(one, other) >= 0 ? one : other;
        return new HistoryEntry(
                certain.epoch(),
                certain.from(),
                certain.to(),
                certain.by(),
                certain.reason(),
                certain.at(),
                certain.confirmedDown(),
                certain.outcome(),
                certain.why(),
                certain.excluded(),
                phases(one.phases(), other.phases()));
    }

    /** Any order will do between two that say the same of the outcome, if it is the same everywhere. */
    private static final Comparator<HistoryEntry> CERTAINTY =
            Comparator.comparing(HistoryEntry::outcome).thenComparing(entry -> HistoryJson.write(withoutPhases(entry)));

    private static HistoryEntry withoutPhases(HistoryEntry entry) {
        return new HistoryEntry(
                entry.epoch(),
                entry.from(),
                entry.to(),
                entry.by(),
                entry.reason(),
                entry.at(),
                entry.confirmedDown(),
                entry.outcome(),
                entry.why(),
                entry.excluded(),
                List.of());
    }

    private static List<HistoryEntry.Phase> phases(List<HistoryEntry.Phase> one, List<HistoryEntry.Phase> other) {
        var all = new ArrayList<>(one);
        for (var phase : other) {
            var same = all.stream()
                    .filter(each ->
                            each.name().equals(phase.name()) && each.host().equals(phase.host()))
                    .findFirst();
            if (same.isEmpty()) {
                all.add(phase);
            } else if (same.get().millis() < phase.millis()) {
                all.set(all.indexOf(same.get()), phase);
            }
        }
        all.sort(BY_PHASE);
        return all;
    }
}
