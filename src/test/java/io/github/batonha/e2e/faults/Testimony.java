package io.github.batonha.e2e.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What the witnesses of all hosts wrote down, and what it proves. All hosts have one kernel and so one monotonic clock. */
record Testimony(List<Run> runs) {
    private static final Pattern FORM = Pattern.compile(
            "node=(\\S+) process=(\\S+) pid=(\\d+) epoch=(\\d+) start=(-?\\d+) alive=(\\S*)\\n(-?\\d+) *\\n",
            Pattern.DOTALL);
    private static final Duration BEAT_IS_OVERDUE = Duration.ofSeconds(1);
    /** After a pause a leash ends its JVM within 100 ms of CPU time. On a busy machine that takes longer by the clock. */
    private static final Duration GOES_ON = Duration.ofMillis(500);

    /**
     * A node whose agent and processes stood still as one, so that nothing on it could end them.
     *
     * @param until when they were let go on, as of {@link System#nanoTime()}
     */
    record Pause(String node, long from, long until) {
        private boolean isBefore(long time) {
            return until + GOES_ON.toNanos() - time < 0;
        }

        private boolean holds(String other, long time) {
            return node.equals(other) && from - time <= 0 && !isBefore(time);
        }
    }

    /**
     * One life of one process.
     *
     * @param start before it did anything, as of {@link System#nanoTime()}
     * @param lastBeat it was alive then; its end came at most one heartbeat later, or whenever it was frozen first
     * @param alive the others that the kernel said were alive at its start
     */
    record Run(String node, String process, long pid, long epoch, long start, long lastBeat, List<String> alive) {
        Run {
            alive = List.copyOf(alive);
        }

        /** Whether they must not live at the same time. */
        boolean isRivalOf(Run other) {
            return !node.equals(other.node) || process.equals(other.process);
        }

        boolean isBeating() {
            return System.nanoTime() - lastBeat < BEAT_IS_OVERDUE.toNanos();
        }
    }

    Testimony {
        runs = runs.stream().sorted(Comparator.comparingLong(Run::start)).toList();
    }

    static Testimony read(Path folder) {
        return read(folder, "*");
    }

    /** Of one activation alone. */
    static Testimony read(Path folder, String node, long epoch) {
        return read(folder, "%s-*-%d-*".formatted(node, epoch));
    }

    private static Testimony read(Path folder, String names) {
        try (var files = Files.newDirectoryStream(folder, names + ".run")) {
            var runs = new ArrayList<Run>();
            for (Path file : files) {
                parse(text(file)).ifPresent(runs::add);
            }
            return new Testimony(runs);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String text(Path file) throws IOException {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            return "";
        }
    }

    /** Empty for a run that was killed before it had written anything whole. */
    static Optional<Run> parse(String text) {
        var matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String alive = matcher.group(6);
        return Optional.of(new Run(
                matcher.group(1),
                matcher.group(2),
                Long.parseLong(matcher.group(3)),
                Long.parseLong(matcher.group(4)),
                Long.parseLong(matcher.group(5)),
                Long.parseLong(matcher.group(7)),
                alive.isEmpty() ? List.of() : List.of(alive.split(","))));
    }

    /** Everything that breaks the promise: two nodes at once, two runs of one process at once, epochs that don't grow. */
    List<String> faults() {
        return faults(List.of());
    }

    /** The same, where a lease that ran out stands for a node that was paused: the limit of the promise in docs/promise.md. */
    List<String> faults(List<Pause> pauses) {
        var faults = new ArrayList<String>();
        var living = new ArrayList<Run>();
        long newest = 0;
        String holder = "";
        for (var run : runs) {
            var alive = run.alive().stream()
                    .filter(name -> pauses.stream()
                            .noneMatch(pause -> pause.holds(name.substring(0, name.indexOf('/')), run.start())))
                    .toList();
            if (!alive.isEmpty()) {
                faults.add("at the start of %s these were alive: %s".formatted(run, alive));
            }
            living.removeIf(earlier -> earlier.lastBeat() - run.start() < 0);
            living.stream()
                    .filter(run::isRivalOf)
                    .filter(earlier -> pauses.stream()
                            .noneMatch(pause ->
                                    pause.holds(earlier.node(), run.start()) && !pause.isBefore(earlier.lastBeat())))
                    .forEach(earlier -> faults.add("two at once: %s and %s".formatted(earlier, run)));
            living.add(run);
            if (run.epoch() < newest) {
                faults.add("the token went back: %s after epoch %d".formatted(run, newest));
            } else if (run.epoch() == newest && !run.node().equals(holder)) {
                faults.add("two nodes under one token: %s and %s".formatted(holder, run));
            }
            holder = run.epoch() >= newest ? run.node() : holder;
            newest = Math.max(newest, run.epoch());
        }
        return faults;
    }

    /** How many epochs had a run. */
    long activations() {
        return runs.stream().mapToLong(Run::epoch).distinct().count();
    }

    /** The longest time in which no run of the process was alive, from its first start to its last beat. */
    Duration longestOutage(String process) {
        long longest = 0;
        long until = Long.MIN_VALUE;
        for (var run : runs) {
            if (run.process().equals(process)) {
                longest = until == Long.MIN_VALUE ? 0 : Math.max(longest, run.start() - until);
                until = Math.max(until, run.lastBeat());
            }
        }
        return Duration.ofNanos(longest);
    }
}
