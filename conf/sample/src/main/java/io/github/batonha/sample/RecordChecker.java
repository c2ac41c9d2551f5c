package io.github.batonha.sample;

import io.github.batonha.sample.RecordLine.Event;
import io.github.batonha.sample.RecordLine.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the consolidator's record and proves that no two runs of it were alive at once. Run as a program it prints each run and
 * the verdict: {@code RecordChecker FILE}, exit status 0 if all is in order, 1 if not, 64 for wrong usage. All lines must be of
 * one boot of one machine.
 */
public final class RecordChecker {

    private static final int EXIT_USAGE = 64;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneOffset.UTC);

    private RecordChecker() {}

    /**
     * From a run's first line to its last.
     *
     * @param stoppedInOrder false for a run that was killed, or is still at it
     */
    public record Interval(
            String node,
            long pid,
            long epoch,
            Instant from,
            Instant to,
            long fromMonotonicNanos,
            long toMonotonicNanos,
            long lines,
            boolean stoppedInOrder) {

        @Override
        public String toString() {
            return "%s pid %d epoch %d: %s to %s UTC, %d lines, %s"
                    .formatted(
                            node,
                            pid,
                            epoch,
                            TIME.format(from),
                            TIME.format(to),
                            lines,
                            stoppedInOrder ? "stopped" : "no STOP");
        }
    }

    /**
     * What the record shows.
     *
     * @param intervals in the order in which they began
     * @param faults overlaps, and lines that are none; empty if all is in order
     */
    public record Verdict(List<Interval> intervals, List<String> faults) {
        public Verdict {
            intervals = List.copyOf(intervals);
            faults = List.copyOf(faults);
        }

        public boolean isGood() {
            return faults.isEmpty();
        }
    }

    /** Reads the file as it stands; a run that is still at it may add to it meanwhile. */
    public static Verdict check(Path record) throws IOException {
        return check(Files.readAllLines(record));
    }

    static Verdict check(List<String> lines) {
        List<String> faults = new ArrayList<>();
        Map<Run, Interval> byRun = new LinkedHashMap<>();
        for (int number = 1; number <= lines.size(); number++) {
            var line = RecordLine.parse(lines.get(number - 1));
            if (line.isEmpty()) {
                faults.add("line %d is none of a record: '%s'".formatted(number, lines.get(number - 1)));
            }
            line.ifPresent(known -> byRun.merge(known.run(), first(known), (soFar, one) -> joined(soFar, one)));
        }
        var intervals = byRun.values().stream()
                .sorted(Comparator.comparingLong(Interval::fromMonotonicNanos))
                .toList();
        faults.addAll(overlaps(intervals));
        return new Verdict(intervals, faults);
    }

    private static List<String> overlaps(List<Interval> inOrder) {
        List<String> overlaps = new ArrayList<>();
        for (int later = 1; later < inOrder.size(); later++) {
            for (Interval earlier : inOrder.subList(0, later)) {
                if (inOrder.get(later).fromMonotonicNanos() <= earlier.toMonotonicNanos()) {
                    overlaps.add("two at once: %s and %s".formatted(earlier, inOrder.get(later)));
                }
            }
        }
        return overlaps;
    }

    private static Interval first(RecordLine line) {
        return new Interval(
                line.run().node(),
                line.run().pid(),
                line.run().epoch(),
                line.wall(),
                line.wall(),
                line.monotonicNanos(),
                line.monotonicNanos(),
                1,
                line.event() == Event.STOP);
    }

    private static Interval joined(Interval soFar, Interval line) {
        return new Interval(
                soFar.node(),
                soFar.pid(),
                soFar.epoch(),
                soFar.from(),
                line.to(),
                Math.min(soFar.fromMonotonicNanos(), line.fromMonotonicNanos()),
                Math.max(soFar.toMonotonicNanos(), line.toMonotonicNanos()),
                soFar.lines() + 1,
                soFar.stoppedInOrder() || line.stoppedInOrder());
    }

    /** Ends the JVM with the status that the class comment names. */
    public static void main(String[] args) throws IOException {
        if (args.length != 1) {
            System.err.println("usage: java io.github.batonha.sample.RecordChecker FILE");
            System.exit(EXIT_USAGE);
        }
        Path record = Path.of(args[0]);
        if (!Files.isReadable(record)) {
            System.err.println("there is no record at %s: the consolidator has not run yet".formatted(record));
            System.exit(1);
        }
        var verdict = check(record);
        verdict.intervals().forEach(System.out::println);
        verdict.faults().forEach(System.out::println);
        System.out.println(
                verdict.isGood()
                        ? "%d runs, never two at once"
                                .formatted(verdict.intervals().size())
                        : "NOT in order, faults: %d".formatted(verdict.faults().size()));
        System.exit(verdict.isGood() ? 0 : 1);
    }
}
