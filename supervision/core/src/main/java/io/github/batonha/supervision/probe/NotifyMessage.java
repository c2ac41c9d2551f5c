package io.github.batonha.supervision.probe;

import io.github.batonha.supervision.secrets.Masking;
import java.time.Duration;
import java.util.Optional;

/**
 * What a process says by the protocol of systemd's {@code sd_notify}: lines {@code KEY=value}. Keys that are not listed here are
 * ignored, as the protocol wants.
 *
 * @param status text for people, where it said one; may be empty to take an earlier one back
 * @param isBeat {@code WATCHDOG=1}
 * @param isTrigger {@code WATCHDOG=trigger}: it knows itself that it does not work
 * @param extension {@code EXTEND_TIMEOUT_USEC}: how much longer it needs; zero where it said nothing
 */
public record NotifyMessage(
        boolean isReady,
        Optional<String> status,
        boolean isBeat,
        boolean isTrigger,
        boolean isStopping,
        Duration extension) {

    private static final int MOST_CHARACTERS = 200;
    private static final long MOST_MICROS = 3_600_000_000L;
    private static final NotifyMessage NOTHING =
            new NotifyMessage(false, Optional.empty(), false, false, false, Duration.ZERO);

    /** Never fails: what can't be read is not there. */
    public static NotifyMessage parse(String text) {
        return text.lines().map(NotifyMessage::line).reduce(NOTHING, NotifyMessage::and);
    }

    /** Both, the later one where they differ. */
    public NotifyMessage and(NotifyMessage later) {
        return new NotifyMessage(
                isReady || later.isReady,
                later.status.isPresent() ? later.status : status,
                isBeat || later.isBeat,
                isTrigger || later.isTrigger,
                isStopping || later.isStopping,
                later.extension.isZero() ? extension : later.extension);
    }

    /** Without what only the main process can say of itself. */
    public NotifyMessage ofAnother() {
        return new NotifyMessage(isReady, status, isBeat, isTrigger, false, extension);
    }

    private static NotifyMessage line(String line) {
        var equals = line.indexOf('=');
        if (equals < 0) {
            return NOTHING;
        }
        var value = line.substring(equals + 1);
        return switch (line.substring(0, equals)) {
            case "READY" -> new NotifyMessage(value.equals("1"), Optional.empty(), false, false, false, Duration.ZERO);
            case "STATUS" -> new NotifyMessage(false, Optional.of(shown(value)), false, false, false, Duration.ZERO);
            case "WATCHDOG" ->
                new NotifyMessage(
                        false, Optional.empty(), value.equals("1"), value.equals("trigger"), false, Duration.ZERO);
            case "STOPPING" ->
                new NotifyMessage(false, Optional.empty(), false, false, value.equals("1"), Duration.ZERO);
            case "EXTEND_TIMEOUT_USEC" ->
                new NotifyMessage(false, Optional.empty(), false, false, false, micros(value));
            default -> NOTHING;
        };
    }

    private static String shown(String value) {
        var line = Masking.of(value.replaceAll("\\p{Cntrl}+", " ").strip());
        return line.length() <= MOST_CHARACTERS ? line : line.substring(0, MOST_CHARACTERS) + "…";
    }

    private static Duration micros(String value) {
        try {
            var micros = Math.clamp(Long.parseLong(value.strip()), 0, MOST_MICROS);
            return Duration.ofNanos(micros * 1000);
        } catch (NumberFormatException e) {
            return Duration.ZERO;
        }
    }
}
