package io.github.batonha.conf.hocon;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * How large a text becomes when its substitutions are put in, before that is done: ten lines that each name the one before ten times
 * make ten thousand million of the first. Counts rather too much than too little.
 */
final class HoconSize {

    static final int MOST = 1_000_000;
    /** Parts looked at: more of them stand in a text only where each leads to many others. */
    private static final int MOST_STEPS = 5_000_000;

    private static final int NO_CYCLE = Integer.MAX_VALUE;

    /** What one key has. */
    static final class Part {
        private final List<String> owner;
        private final int line;
        private long own;
        private final List<List<String>> references = new ArrayList<>();

        Part(List<String> owner, int line) {
            this.owner = List.copyOf(owner);
            this.line = line;
        }

        void grow(int characters) {
            own += characters;
        }

        void refer(List<String> to) {
            references.add(List.copyOf(to));
        }
    }

    /** A path whose size is being counted. */
    private static final class Running {
        private final int depth;
        private long size;

        Running(int depth) {
            this.depth = depth;
        }
    }

    private final Map<List<String>, List<Part>> byPrefix = new HashMap<>();
    private final Map<List<String>, List<Part>> byOwner = new HashMap<>();
    private final Map<List<String>, Long> known = new HashMap<>();
    private final Map<List<String>, Running> running = new HashMap<>();
    private final long most;
    private int steps;
    private int cycleFrom = NO_CYCLE;

    private HoconSize(List<Part> parts, long most) {
        this.most = most;
        for (var part : parts) {
            byOwner.computeIfAbsent(part.owner, _ -> new ArrayList<>()).add(part);
            for (var length = 0; length <= part.owner.size(); length++) {
                byPrefix.computeIfAbsent(part.owner.subList(0, length), _ -> new ArrayList<>())
                        .add(part);
            }
        }
    }

    /** The line at which the text, of so many characters, goes beyond what is taken. */
    static OptionalInt tooLarge(List<Part> parts, int characters) {
        if (parts.stream().allMatch(part -> part.references.isEmpty())) {
            return OptionalInt.empty();
        }
        var size = new HoconSize(parts, (long) MOST + characters);
        var total = 0L;
        for (var part : parts) {
            total += size.of(part);
            if (total > size.most) {
                return OptionalInt.of(part.line);
            }
        }
        return OptionalInt.empty();
    }

    private long of(Part part) {
        var size = part.own;
        for (var reference : part.references) {
            size = Math.min(size + of(reference), most + 1);
        }
        return size;
    }

    private long of(List<String> path) {
        var before = known.get(path);
        if (before != null) {
            return before;
        }
        var again = running.get(path);
        if (again != null) {
            // It refers to itself: to what it was before.
            cycleFrom = Math.min(cycleFrom, again.depth);
            return again.size;
        }
        var own = new Running(running.size());
        running.put(path, own);
        byPrefix.getOrDefault(path, List.of()).forEach(part -> add(part, own));
        for (var length = 1; length < path.size(); length++) {
            // It may be a part of what such a one refers to.
            byOwner.getOrDefault(path.subList(0, length), List.of()).stream()
                    .filter(part -> !part.references.isEmpty())
                    .forEach(part -> add(part, own));
        }
        running.remove(path);
        if (cycleFrom >= own.depth) {
            cycleFrom = NO_CYCLE;
            known.put(path, own.size);
        }
        return own.size;
    }

    private void add(Part part, Running to) {
        to.size = Math.min(to.size + part.own, most + 1);
        for (var reference : part.references) {
            if (++steps > MOST_STEPS) {
                to.size = most + 1;
            }
            if (to.size > most) {
                return;
            }
            to.size = Math.min(to.size + of(reference), most + 1);
        }
    }
}
