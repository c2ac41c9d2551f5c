package io.github.batonha.supervision.probe;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;

/**
 * What is known of one run: whether it is ready, whether it works, and until when it has to show that. Pure and immutable; what it
 * said and what looks told come in, and the phase says what follows. A run that has failed or ends itself is not looked at any more.
 *
 * @param stopWithin how long it may take to end once it said that it does
 * @param isAdopted an earlier agent started it, so that what it said meanwhile is lost
 * @param passed good looks in a row, while it starts
 * @param failed bad looks in a row, once it is ready
 * @param dueAt when it must have shown what its phase asks for; {@link Instant#MAX}: never
 * @param why the last bad look, else empty; of a failed run the whole reason
 * @param status what it said last of itself
 */
public record ProbeState(
        Probes probes,
        Duration stopWithin,
        boolean isAdopted,
        Phase phase,
        int passed,
        int failed,
        Instant dueAt,
        String why,
        String status) {

    /** How far it is. */
    public enum Phase {
        STARTING,
        READY,
        /** It said that it ends by itself. */
        ENDING,
        FAILED
    }

    /**
     * Begins with a run that was just started or adopted; times count from now. One that may have become ready while there was no agent,
     * without anybody who can tell, may take as long as it likes: better one that is not ended than a healthy one that is.
     *
     * @param isRecorded whether what was known of it until now is known still
     */
    public static ProbeState begin(
            Probes probes, Duration stopWithin, boolean isAdopted, boolean isRecorded, Instant now) {
        var isUnsure = isAdopted && (!isRecorded || probes.readiness().check() instanceof Check.Notified);
        var isLimited = probes.startWithin().isPositive() && !isUnsure;
        var dueAt = isLimited ? now.plus(probes.startWithin()) : Instant.MAX;
        return new ProbeState(probes, stopWithin, isAdopted, Phase.STARTING, 0, 0, dueAt, "", "");
    }

    /** A look whether it is ready. */
    public ProbeState readiness(Answer answer, Instant now) {
        if (phase != Phase.STARTING) {
            return this;
        }
        return switch (answer) {
            case Answer.Passed() when passed + 1 >= probes.readiness().timing().successThreshold() -> ready(now);
            case Answer.Passed() -> with(Phase.STARTING, passed + 1, 0, dueAt, "");
            case Answer.Failed(var reason) -> with(Phase.STARTING, 0, 0, dueAt, reason);
        };
    }

    /** A look whether it works. */
    public ProbeState liveness(Answer answer) {
        if (phase != Phase.READY) {
            return this;
        }
        return switch (answer) {
            case Answer.Passed() -> with(Phase.READY, 0, 0, dueAt, "");
            case Answer.Failed(var reason) -> {
                var most = probes.liveness().timing().failureThreshold();
                yield failed + 1 < most
                        ? with(Phase.READY, 0, failed + 1, dueAt, reason)
                        : fail("liveness %s failed %s: %s"
                                .formatted(
                                        probes.liveness().check().shown(),
                                        most == 1 ? "once" : most + " times in a row",
                                        reason));
            }
        };
    }

    /** It is known to be ready, by whatever means. */
    public ProbeState ready(Instant now) {
        return phase == Phase.STARTING ? with(Phase.READY, 0, 0, beatBy(now), "") : this;
    }

    /** Another process than the one that may said that it is ready: worth a word, for somebody waits for it. */
    public ProbeState misheard(String reason) {
        return phase == Phase.STARTING && probes.readiness().check() instanceof Check.Notified
                ? with(Phase.STARTING, passed, failed, dueAt, reason)
                : this;
    }

    /** It said something. */
    public ProbeState said(NotifyMessage notice, Instant now) {
        var told = notice.status()
                .map(text -> new ProbeState(probes, stopWithin, isAdopted, phase, passed, failed, dueAt, why, text))
                .orElse(this);
        return switch (phase) {
            case FAILED -> this;
            case STARTING, READY, ENDING -> told.heard(notice, now);
        };
    }

    private ProbeState heard(NotifyMessage notice, Instant now) {
        if (notice.isTrigger()) {
            return fail("it said itself that it does not work (WATCHDOG=trigger)");
        }
        if (notice.isStopping() && phase != Phase.ENDING) {
            return with(Phase.ENDING, 0, 0, now.plus(longer(stopWithin, notice.extension())), "");
        }
        return switch (phase) {
            case STARTING -> saysReady(notice) ? ready(now) : extended(notice, now);
            case READY -> notice.isBeat() ? with(Phase.READY, 0, failed, beatBy(now), why) : this;
            case ENDING -> extended(notice, now);
            case FAILED -> this;
        };
    }

    /** One that beats was ready once: if nobody of us heard it say so, there was no agent at that time. */
    private boolean saysReady(NotifyMessage notice) {
        return probes.readiness().check() instanceof Check.Notified
                && (notice.isReady() || (isAdopted && notice.isBeat()));
    }

    private ProbeState extended(NotifyMessage notice, Instant now) {
        if (notice.extension().isZero() || dueAt.equals(Instant.MAX)) {
            return this;
        }
        var until = now.plus(notice.extension());
        return until.isAfter(dueAt) ? with(phase, passed, failed, until, why) : this;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    /** Time has passed. */
    public ProbeState looked(Instant now) {
        if (now.isBefore(dueAt)) {
            return this;
        }
        return switch (phase) {
            case STARTING ->
                fail("not ready within %s%s".formatted(shown(probes.startWithin()), why.isEmpty() ? "" : ": " + why));
            case READY -> fail("no WATCHDOG=1 for " + shown(probes.watchdog()));
            case ENDING -> fail("it said STOPPING=1, and did not end");
            case FAILED -> this;
        };
    }

    /** What there is to say of it; may be empty. */
    public String message() {
        return switch (phase) {
            case STARTING -> joined(status, why.isEmpty() ? "" : "not ready: " + why);
            case READY ->
                joined(
                        status,
                        why.isEmpty()
                                ? ""
                                : "liveness failed %d of %d times: %s"
                                        .formatted(
                                                failed,
                                                probes.liveness().timing().failureThreshold(),
                                                why));
            case ENDING -> joined("it ends by itself", status);
            case FAILED -> joined(why, status.isEmpty() ? "" : "it last said: " + status);
        };
    }

    private static String joined(String first, String second) {
        return String.join(
                "; ", Stream.of(first, second).filter(text -> !text.isEmpty()).toList());
    }

    private Instant beatBy(Instant now) {
        return probes.hasWatchdog() ? now.plus(probes.watchdog()) : Instant.MAX;
    }

    private ProbeState fail(String reason) {
        return with(Phase.FAILED, 0, 0, Instant.MAX, reason);
    }

    private ProbeState with(Phase next, int nowPassed, int nowFailed, Instant nextDue, String nowWhy) {
        return new ProbeState(probes, stopWithin, isAdopted, next, nowPassed, nowFailed, nextDue, nowWhy, status);
    }

    private static String shown(Duration time) {
        return time.toMillis() % 1000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
    }
}
