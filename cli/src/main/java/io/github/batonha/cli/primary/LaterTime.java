package io.github.batonha.cli.primary;

import io.github.batonha.cli.command.CommandFailed;
import io.github.batonha.cli.command.ExitCode;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.regex.Pattern;

/**
 * Reads when something is to be done: {@code +30m}, {@code 22:00}, {@code 22:00:30}, {@code 2026-12-01T02:00} in the zone of this machine, or
 * with a zone of its own. A time of the day is one of today, since an operator who mistypes it must not be taken for one who means tomorrow.
 */
final class LaterTime {

    private static final Pattern AFTER = Pattern.compile("\\+([0-9]{1,6})([smhd])");
    private static final Pattern OF_DAY = Pattern.compile("[0-9]{2}:[0-9]{2}(:[0-9]{2})?");
    private static final Pattern WITH_ZONE = Pattern.compile(".*(Z|[+-][0-9]{2}:[0-9]{2})");

    /** That an agent takes; it looks itself, too. */
    private static final Duration FURTHEST = Duration.ofDays(7);

    private LaterTime() {}

    static Instant read(String text, Clock clock) {
        var now = clock.instant();
        var time = time(text, clock);
        if (!time.isAfter(now)) {
            var tomorrow = OF_DAY.matcher(text).matches()
                    ? "; for tomorrow say --at %sT%s"
                            .formatted(LocalDate.now(clock).plusDays(1), text)
                    : "";
            throw refused("--at %s is in the past".formatted(text), "give a time that is to come" + tomorrow);
        }
        if (time.isAfter(now.plus(FURTHEST))) {
            throw refused(
                    "--at %s is more than %d days ahead".formatted(text, FURTHEST.toDays()),
                    "schedule it when the time is nearer");
        }
        return time;
    }

    private static Instant time(String text, Clock clock) {
        var after = AFTER.matcher(text);
        try {
            if (after.matches()) {
                return clock.instant().plus(span(Long.parseLong(after.group(1)), after.group(2)));
            }
            if (OF_DAY.matcher(text).matches()) {
                return local(LocalDate.now(clock).atTime(LocalTime.parse(text)), text, clock);
            }
            if (text.endsWith("]")) {
                return ZonedDateTime.parse(text).toInstant();
            }
            return WITH_ZONE.matcher(text).matches()
                    ? OffsetDateTime.parse(text).toInstant()
                    : local(LocalDateTime.parse(text), text, clock);
        } catch (DateTimeException e) {
            throw refused(
                    "--at is %s, which is no time".formatted(text),
                    "say it as in --at 22:00, --at 2026-12-01T02:00, --at 2026-12-01T02:00Z or --at +30m");
        }
    }

    private static Duration span(long number, String unit) {
        return switch (unit) {
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }

    /** Where clocks are put forward or back, a local time is none or two. */
    private static Instant local(LocalDateTime time, String text, Clock clock) {
        var offsets = clock.getZone().getRules().getValidOffsets(time);
        if (offsets.size() != 1) {
            throw refused(
                    "--at %s comes %s that day in %s"
                            .formatted(text, offsets.isEmpty() ? "not at all" : "twice", clock.getZone()),
                    "say it with its zone, as in --at %sZ".formatted(time));
        }
        return time.toInstant(offsets.getFirst());
    }

    private static CommandFailed refused(String what, String remedy) {
        return new CommandFailed(ExitCode.WRONG_USAGE, what, remedy);
    }
}
