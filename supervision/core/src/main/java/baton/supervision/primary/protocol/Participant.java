package baton.supervision.primary.protocol;

import baton.supervision.primary.model.Assignment;
import baton.supervision.primary.model.Epoch;
import baton.supervision.primary.model.Hosts;
import baton.supervision.primary.model.LeaseTimes;
import baton.supervision.primary.model.Message;
import baton.supervision.primary.model.Promise;
import baton.supervision.primary.model.StoreCondition;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** A host's part in everybody's proposals, its own included: to promise, to release, to learn who is primary. */
final class Participant {

    private final Turn turn;

    Participant(Turn turn) {
        this.turn = turn;
    }

    void prepare(String from, Message.Prepare prepare) {
        var record = turn.record;
        var answer = answer(prepare);
        if (answer instanceof Message.Promised) {
            if (prepare.epoch().isAbove(record.promise().epoch())) {
                // Hosts add up until an assignment drops them, else a proposer who knows fewer could make us forget
                // some.
                var hosts = Hosts.union(prepare.hosts(), record.hosts());
                var lease = prepare.lease().max(openLease());
                turn.record = record.withPromise(new Promise(prepare.epoch(), hosts, !prepare.resume(), lease));
                turn.noteNumber(prepare.epoch());
                turn.overtaken(prepare.epoch());
            }
            turn.promiseHeardNanos = turn.now.nanos();
            answer = promised(prepare.epoch(), record.promise().epoch());
        }
        turn.post(from, answer);
    }

    /** Says what it would promise, and promises nothing. */
    void query(String from, Message.Query query) {
        turn.post(from, new Message.WouldAnswer(answer(query.prepare())));
    }

    private Message answer(Message.Prepare prepare) {
        var promised = turn.record.promise().epoch();
        if (!turn.speaks()) {
            return new Message.Unknown(prepare.epoch(), whySilent(), untilSpeaking());
        }
        if (promised.isAbove(prepare.epoch()) || (prepare.resume() && refusesResumption(prepare))) {
            return new Message.Superseded(prepare.epoch(), hindrance(), isPursued());
        }
        return promised(prepare.epoch(), promised);
    }

    /** Lease times promised to a proposer of whom it is not known whether he became active. */
    private LeaseTimes openLease() {
        var promise = turn.record.promise();
        return promise.epoch().isAbove(turn.record.assignment().epoch()) ? promise.lease() : LeaseTimes.NONE;
    }

    private Message.Promised promised(Epoch epoch, Epoch before) {
        var record = turn.record;
        return new Message.Promised(
                epoch,
                before,
                record.assignment(),
                record.active(),
                record.openRelease(),
                Hosts.union(turn.settings.hosts(), record.hosts()),
                turn.settings.lease().max(record.lease()),
                turn.settings.configHash(),
                heardAges());
    }

    private Map<String, Duration> heardAges() {
        var ages = new HashMap<String, Duration>();
        turn.heard().forEach((host, nanos) -> ages.put(host, turn.now.since(nanos)));
        return ages;
    }

    /** A node that proposes itself gives way to a newer assignment and to what an operator has begun. */
    private boolean refusesResumption(Message.Prepare prepare) {
        var record = turn.record;
        var promise = record.promise();
        var isOperatorsUnfinished = promise.byOperator()
                && promise.epoch().isAbove(record.assignment().epoch())
                && promise.epoch().isAbove(prepare.basis());
        return record.assignment().epoch().isAbove(prepare.basis()) || isOperatorsUnfinished;
    }

    private Epoch hindrance() {
        return turn.record.promise().epoch();
    }

    private boolean isPursued() {
        var lately = turn.settings.answerWithin().multipliedBy(2);
        return turn.record.promise().byOperator()
                && turn.now.since(turn.promiseHeardNanos).compareTo(lately) <= 0;
    }

    private String whySilent() {
        if (turn.activity instanceof Activity.Clearing) {
            return "it has just started and ends what an earlier agent left";
        }
        return switch (turn.store) {
            case StoreCondition.Intact() -> "it has just started";
            case StoreCondition.Fresh() -> "it started without a record of earlier promises";
            case StoreCondition.Damaged(String why) -> "its store is damaged: " + why;
        };
    }

    private Duration untilSpeaking() {
        var left = turn.now.until(turn.before().speaksAtNanos());
        return left.isZero() ? turn.settings.answerWithin().dividedBy(4) : left;
    }

    void askRelease(String from, Message.AskRelease ask) {
        var record = turn.record;
        var epoch = ask.epoch();
        if (!turn.speaks()) {
            turn.post(from, new Message.NotReleased(epoch, whySilent()));
        } else if (record.promise().epoch().isAbove(epoch)) {
            turn.post(from, new Message.Superseded(epoch, hindrance(), isPursued()));
        } else if (record.released().equals(epoch)) {
            turn.post(from, new Message.Released(epoch));
        } else if (!record.promise().epoch().equals(epoch) || !record.active().exists()) {
            turn.post(from, new Message.NotReleased(epoch, "it is not active any more, without having released"));
        } else {
            turn.promiseHeardNanos = turn.now.nanos();
            end(Activity.Cause.RELEASE);
            turn.post(from, new Message.Releasing(epoch, endingSince()));
        }
    }

    private Duration endingSince() {
        return turn.activity instanceof Activity.Ending ending ? turn.now.since(ending.sinceNanos()) : Duration.ZERO;
    }

    /** Ends the processes, or hurries an end under way. What was begun in a hurry never becomes a release. */
    void end(Activity.Cause cause) {
        switch (turn.activity) {
            case Activity.Active(Epoch epoch) -> end(epoch, cause, turn.now.nanos());
            case Activity.Ending(Epoch epoch, Activity.Cause former, long since) -> {
                var isWorse = cause.isHurried() && !former.isHurried();
                var isAskedFor = cause == Activity.Cause.RELEASE && former == Activity.Cause.STOP;
                if (isWorse || isAskedFor) {
                    end(epoch, cause, since);
                }
            }
            case Activity.Clearing _, Activity.Standby _ -> {} // Nothing of ours runs, or it is being ended already.
        }
    }

    private void end(Epoch epoch, Activity.Cause cause, long since) {
        turn.activity = new Activity.Ending(epoch, cause, since);
        turn.emit(new Effect.EndProcesses(epoch, cause.isHurried()));
    }

    void leaseLost(Epoch epoch) {
        if (turn.record.active().equals(epoch)) {
            end(Activity.Cause.LEASE_LOST);
        }
    }

    void processesGone(Epoch epoch) {
        switch (turn.activity) {
            case Activity.Clearing(Epoch stale)
            when stale.equals(epoch) -> {
                turn.record = turn.record.cleared();
                standBy();
            }
            case Activity.Ending(Epoch ended, Activity.Cause cause, long _) when ended.equals(epoch) -> gone(cause);
            case Activity.Clearing _, Activity.Ending _, Activity.Standby _, Activity.Active _ -> {
                // Late word of an earlier end.
            }
        }
    }

    private void gone(Activity.Cause cause) {
        switch (cause) {
            case RELEASE -> {
                var to = turn.record.promise().epoch();
                turn.record = turn.record.releasedTo(to);
                turn.post(to.host(), new Message.Released(to));
            }
            case STOP, OVERTAKEN -> turn.record = turn.record.cleared();
            case LEASE_LOST -> {
                turn.record = turn.record.cleared();
                turn.resumeWanted = true;
                turn.resumeAtNanos = turn.now.nanos();
            }
        }
        standBy();
    }

    private void standBy() {
        turn.activity = new Activity.Standby();
        if (turn.stopping) {
            turn.stopped();
        }
    }

    /** Takes a newer assignment over; an activation below it ends at once, since its successor may be active already. */
    void adopt(Assignment assignment) {
        if (!assignment.isNewerThan(turn.record.assignment()) || !turn.speaks()) {
            return;
        }
        endIfOvertaken(assignment);
        turn.record = turn.record.adopt(assignment);
        turn.resumeWanted &= assignment.primary().equals(turn.settings.self());
        turn.emit(new Effect.AppendHistory(assignment));
        turn.adopted(assignment);
    }

    void endIfOvertaken(Assignment assignment) {
        var active = turn.record.active();
        if (active.exists() && assignment.epoch().isAbove(active)) {
            end(Activity.Cause.OVERTAKEN);
        }
    }

    void tick() {
        switch (turn.activity) {
            case Activity.Clearing(Epoch stale) -> turn.emit(new Effect.EndProcesses(stale, true));
            case Activity.Ending(Epoch epoch, Activity.Cause cause, long _) ->
                turn.emit(new Effect.EndProcesses(epoch, cause.isHurried()));
            case Activity.Standby _, Activity.Active _ -> {} // Nothing to repeat.
        }
    }
}
