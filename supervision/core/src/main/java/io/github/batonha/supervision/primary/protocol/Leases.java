package io.github.batonha.supervision.primary.protocol;

import io.github.batonha.supervision.primary.model.Epoch;
import io.github.batonha.supervision.primary.model.Message;
import java.time.Duration;

/**
 * The lease under guard MAJORITY, on both sides: a voter grants it, the active node has it renewed and ends its processes in time where it
 * can't. As in Gray and Cheriton's leases, it counts from the request at whoever holds it, and from the receipt at whoever granted it.
 */
final class Leases {

    private final ProtocolStep step;
    private final Acceptor acceptor;

    Leases(ProtocolStep step, Acceptor acceptor) {
        this.step = step;
        this.acceptor = acceptor;
    }

    /** As a voter. A promise to a later epoch is a promise not to renew this one. */
    void renew(String from, Message.Renew renew) {
        var promised = step.record().promise().epoch();
        var epoch = renew.epoch();
        if (!step.speaks() || !epoch.host().equals(from)) {
            return;
        }
        if (promised.isAbove(epoch)) {
            step.post(from, new Message.Superseded(epoch, promised, acceptor.isPursued()));
        } else if (promised.equals(epoch)) {
            step.grant(epoch);
            step.post(from, new Message.Granted(epoch, renew.sentNanos()));
        }
        // A host that does not know of the epoch yet learns of it first.
    }

    /** As the active node. */
    void granted(String from, Message.Granted granted) {
        if (!isHolder(granted.epoch())) {
            return;
        }
        var former = step.tenure();
        var next = former.granted(from, granted.sentNanos(), step.record().assignment());
        step.tenure(next);
        if (next.untilNanos() - former.untilNanos() > 0) {
            step.emit(new Effect.ExtendLease(granted.epoch(), next.untilNanos()));
        }
    }

    void tick() {
        var epoch = step.record().active();
        if (!isHolder(epoch)) {
            return;
        }
        if (step.activity() instanceof Activity.Active
                && step.now().hasReached(step.tenure().untilNanos() - toStop().toNanos())) {
            acceptor.end(Activity.Cause.UNRENEWED);
        } else if (step.now().hasReached(step.tenure().nextNanos())) {
            step.tenure(step.tenure().asking(step.now().after(step.settings().beatEvery())));
            request(step, epoch);
        }
    }

    /** Asks every voter for the lease of an epoch, self among them. */
    static void request(ProtocolStep step, Epoch epoch) {
        var voters = step.record().active().equals(epoch)
                ? step.record().assignment().voters()
                : step.settings().terms().voters();
        voters.forEach(
                voter -> step.post(voter, new Message.Renew(epoch, step.now().nanos())));
    }

    /** Whether this host may have processes of that epoch, and needs the grant of others for it. */
    private boolean isHolder(Epoch epoch) {
        return switch (step.activity()) {
            case Activity.Active(Epoch active) -> active.equals(epoch) && isByVotes();
            case Activity.Ending(Epoch ending, Activity.Cause cause, long _) ->
                ending.equals(epoch) && isByVotes() && !cause.isHurried();
            case Activity.Clearing _, Activity.Standby _ -> false;
        };
    }

    private boolean isByVotes() {
        return step.record().assignment().epoch().equals(step.record().active())
                && step.record().assignment().terms().isByVotes();
    }

    /** How long before the end of the lease the processes are told to end, so that the last is killed before. */
    private Duration toStop() {
        var beat = step.settings().beatEvery();
        var most = step.record().assignment().lease().longestStop(beat);
        var stop = step.settings().stopWithin().plus(beat);
        return stop.compareTo(most) < 0 ? stop : most;
    }
}
