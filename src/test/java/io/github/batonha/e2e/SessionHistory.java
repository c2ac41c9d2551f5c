package io.github.batonha.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All writes that were made, and what must be true of what is read when all nodes have met again. */
final class SessionHistory {
    /** Stamps are milliseconds: of two writes nearer to each other either may count as the later. */
    private static final long ONE_STAMP_NANOS = 2_000_000;

    private final List<Write> writes = new ArrayList<>();

    private record Place(String id, String name) {}

    private record Write(Place place, String value, long begunNanos, long endedNanos, String how) {
        boolean isAnswered() {
            return !how.equals("UNKNOWN");
        }

        /** Later than the other, by the clock that both hosts share. */
        boolean isSurelyAfter(Write other) {
            return begunNanos > other.endedNanos + ONE_STAMP_NANOS;
        }
    }

    /** Takes the lines of a writer. */
    void add(List<String> lines) {
        for (String line : lines) {
            String[] words = line.split(" ", -1);
            writes.add(new Write(
                    new Place(words[1], words[2]),
                    words[3],
                    Long.parseLong(words[4]),
                    Long.parseLong(words[5]),
                    words[6]));
        }
    }

    long answered(String how) {
        return writes.stream().filter(write -> write.how().equals(how)).count();
    }

    /**
     * Of the sessions named, each place that has an answered write has a value that was written there, and none of an earlier time than an answered write: that one
     * was overwritten, or is there.
     */
    void check(String node, List<String> ids, List<String> readings) {
        var read = new HashMap<Place, String>();
        for (String line : readings) {
            String[] words = line.split(" ", -1);
            if (words[0].equals("is")) {
                read.put(new Place(words[1], words[2]), words[3]);
            }
        }
        Map<Place, List<Write>> byPlace = new HashMap<>();
        writes.stream()
                .filter(write -> ids.contains(write.place().id()))
                .forEach(write -> byPlace.computeIfAbsent(write.place(), place -> new ArrayList<>())
                        .add(write));
        byPlace.forEach((place, here) -> check(node, here, read.getOrDefault(place, "")));
    }

    private static void check(String node, List<Write> here, String value) {
        var found = here.stream().filter(write -> write.value().equals(value)).findAny();
        for (Write write : here) {
            if (!write.isAnswered()) {
                continue;
            }
            assertThat(found)
                    .as("on %s, of %s, there is '%s'", node, write, value)
                    .isPresent();
            assertThat(write.isSurelyAfter(found.orElseThrow()))
                    .as("on %s, %s was answered after %s, which is there", node, write, found)
                    .isFalse();
        }
    }
}
