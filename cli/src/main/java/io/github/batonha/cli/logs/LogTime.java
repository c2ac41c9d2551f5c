package io.github.batonha.cli.logs;

import io.github.batonha.cli.command.CommandFailed;
import io.github.batonha.cli.command.ExitCode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;

/** A time as people say it: so long ago, or at a time of the clock. */
public final class LogTime {

    private static final Pattern AGO = Pattern.compile("(\\d{1,6})([smhd])");

    private LogTime() {}

    /** {@code 10m} (ago), {@code 06:15}, {@code 2026-07-28T06:15} (both of this machine's zone), or with a zone or {@code Z}. */
    public static Instant parse(String option, String text, Instant now, ZoneId zone) {
        var ago = AGO.matcher(text);
        if (ago.matches()) {
            return now.minus(unit(ago.group(2)).multipliedBy(Long.parseLong(ago.group(1))));
        }
        try {
            if (!text.contains("T")) {
                return LocalTime.parse(text)
                        .atDate(LocalDate.ofInstant(now, zone))
                        .atZone(zone)
                        .toInstant();
            }
            return text.matches(".*(Z|[+-]\\d\\d:?\\d\\d)")
                    ? Instant.parse(text)
                    : LocalDateTime.parse(text).atZone(zone).toInstant();
        } catch (DateTimeParseException e) {
            throw new CommandFailed(
                    ExitCode.WRONG_USAGE,
                    "%s is '%s', which is no time".formatted(option, text),
                    "write 10m or 2h (ago), 06:15 (today), 2026-07-28T06:15, or 2026-07-28T06:15:00Z",
                    e);
        }
    }

    private static Duration unit(String letter) {
        return switch (letter) {
            case "s" -> Duration.ofSeconds(1);
            case "m" -> Duration.ofMinutes(1);
            case "h" -> Duration.ofHours(1);
            default -> Duration.ofDays(1);
        };
    }
}
