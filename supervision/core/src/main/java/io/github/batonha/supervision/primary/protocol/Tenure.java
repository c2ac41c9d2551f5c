package io.github.batonha.supervision.primary.protocol;

import io.github.batonha.supervision.primary.model.Assignment;
import io.github.batonha.supervision.primary.model.LeaseTimes;

/**
 * The lease that an active node holds from others. Without meaning where it needs nobody's grant.
 *
 * @param untilNanos when it ends unless it is renewed, on our monotonic clock
 * @param nextNanos when the voters are asked again
 */
record Tenure(Votes votes, long untilNanos, long nextNanos) {

    /** As a claim has come to it. */
    static Tenure claimed(Votes votes, Assignment assignment, long sinceNanos, long nowNanos) {
        return new Tenure(votes, sinceNanos + assignment.lease().grace().toNanos(), nowNanos);
    }

    /** Of an activation that goes on: who granted it is not known any more. */
    static Tenure found(long untilNanos, long nowNanos) {
        return new Tenure(Votes.NONE, untilNanos, nowNanos);
    }

    /** As it stands: the votes that came before the one which made it so long do not count. */
    HeldLease held(LeaseTimes times) {
        var since = untilNanos - times.grace().toNanos();
        return new HeldLease(votes.since(since), since, untilNanos);
    }

    Tenure asking(long next) {
        return new Tenure(votes, untilNanos, next);
    }

    /** With one more vote, which may make it longer and never shorter. */
    Tenure granted(String voter, long sentNanos, Assignment assignment) {
        var next = votes.with(voter, sentNanos);
        var since = next.since(assignment.terms());
        var until = since.isPresent()
                ? since.getAsLong() + assignment.lease().grace().toNanos()
                : untilNanos;
        return new Tenure(next, until - untilNanos > 0 ? until : untilNanos, nextNanos);
    }
}
