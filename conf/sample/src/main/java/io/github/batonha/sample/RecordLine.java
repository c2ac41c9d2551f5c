package io.github.batonha.sample;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A line of the consolidator's record.
 *
 * @param wall for people
 * @param monotonicNanos {@link System#nanoTime()}: comparable between the processes of one boot of one machine
 */
record RecordLine(Event event, Run run, Instant wall, long monotonicNanos) {

    private static final Pattern FORM = Pattern.compile(
            "(START|TICK|STOP) node=(\\S+) pid=(\\d+) epoch=(\\d+) run=(\\S+) wall=(\\S+) monotonic=(-?\\d+)");

    enum Event {
        START,
        TICK,
        STOP
    }

    /** Whose line it is. */
    record Run(String node, long pid, long epoch, String id) {}

    /** Empty if the text is no such line. */
    static Optional<RecordLine> parse(String text) {
        var matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            var run = new Run(
                    matcher.group(2),
                    Long.parseLong(matcher.group(3)),
                    Long.parseLong(matcher.group(4)),
                    matcher.group(5));
            return Optional.of(new RecordLine(
                    Event.valueOf(matcher.group(1)),
                    run,
                    Instant.parse(matcher.group(6)),
                    Long.parseLong(matcher.group(7))));
        } catch (DateTimeException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** As it stands in the file, without the end of the line. */
    String text() {
        return "%s node=%s pid=%d epoch=%d run=%s wall=%s monotonic=%d"
                .formatted(event, run.node(), run.pid(), run.epoch(), run.id(), wall, monotonicNanos);
    }
}
