package io.github.batonha.supervision.probe;

import io.github.batonha.supervision.probe.ProbeState.Phase;
import java.time.Duration;
import java.time.Instant;

/**
 * A time that has passed counts only when what was said before it had time to be heard: whoever keeps the time may have been held up
 * himself, and then finds it passed and signs of life unread at once. So every {@link ProbeState#dueAt()} is given a grace of its own. Pure
 * and immutable.
 *
 * @param graceFor the due time that it was given for; {@link Instant#MIN}: none yet
 * @param until when it is over
 */
public record Grace(Instant graceFor, Instant until) {

    public static final Grace NONE = new Grace(Instant.MIN, Instant.MIN);
    public static final Duration HEAR_WITHIN = Duration.ofSeconds(1);

    /** When to look at the time next; {@link Instant#MAX}: never. */
    public Instant lookAt(ProbeState vitals) {
        return isFor(vitals) && until.isAfter(vitals.dueAt()) ? until : vitals.dueAt();
    }

    /** Whether the vitals may be told that their time is over. */
    public boolean isOver(ProbeState vitals, Instant now) {
        return isFor(vitals) && !now.isBefore(until);
    }

    /** Begins where a time has passed for which none was given. Of a start nothing waits to be heard but looks: that is given the time we missed. */
    public Grace looked(ProbeState vitals, Instant now) {
        if (isFor(vitals) || now.isBefore(vitals.dueAt())) {
            return this;
        }
        var late = Duration.between(vitals.dueAt(), now);
        var isLonger = vitals.phase() == Phase.STARTING && late.compareTo(HEAR_WITHIN) > 0;
        return new Grace(vitals.dueAt(), now.plus(isLonger ? late : HEAR_WITHIN));
    }

    private boolean isFor(ProbeState vitals) {
        return graceFor.equals(vitals.dueAt());
    }
}
