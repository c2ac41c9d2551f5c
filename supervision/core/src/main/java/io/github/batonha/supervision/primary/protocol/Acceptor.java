package io.github.batonha.supervision.primary.protocol;

import io.github.batonha.supervision.primary.model.Assignment;
import io.github.batonha.supervision.primary.model.Epoch;
import io.github.batonha.supervision.primary.model.Hosts;
import io.github.batonha.supervision.primary.model.LeaseTimes;
import io.github.batonha.supervision.primary.model.Message;
import io.github.batonha.supervision.primary.model.Promise;
import io.github.batonha.supervision.primary.model.StoreCondition;
import io.github.batonha.supervision.primary.model.Terms;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** A host's part in everybody's proposals, its own included: to promise, to release, to learn who is primary. */
final class Acceptor {

    private final ProtocolStep step;
    private final Proposer proposer;

    Acceptor(ProtocolStep step, Proposer proposer) {
        this.step = step;
        this.proposer = proposer;
    }

    void prepare(String from, Message.Prepare prepare) {
        var record = step.record();
        var answer = answer(prepare);
        if (answer instanceof Message.Promised) {
            if (prepare.epoch().isAbove(record.promise().epoch())) {
                // Hosts add up until an assignment drops them, else a proposer who knows fewer could make us forget
                // some.
                var hosts = Hosts.union(prepare.hosts(), record.hosts());
                var lease = prepare.lease().max(openLease());
                step.promise(new Promise(prepare.epoch(), hosts, !prepare.resume(), lease, terms(prepare)));
                step.noteNumber(prepare.epoch());
                proposer.overtaken(prepare.epoch());
            }
            step.notePursuit();
            answer = promised(prepare.epoch(), record.promise().epoch());
        }
        step.post(from, answer);
    }

    /** Says what it would promise, and promises nothing. */
    void query(String from, Message.Query query) {
        step.post(from, new Message.WouldAnswer(answer(query.prepare())));
    }

    private Message.Answer answer(Message.Prepare prepare) {
        var promised = step.record().promise().epoch();
        if (!step.speaks()) {
            return new Message.Unknown(prepare.epoch(), whySilent(), untilSpeaking());
        }
        if (promised.isAbove(prepare.epoch()) || (prepare.resume() && refusesResumption(prepare))) {
            return new Message.Superseded(prepare.epoch(), hindrance(), isPursued());
        }
        return promised(prepare.epoch(), promised);
    }

    /** Lease times promised to a proposer of whom it is not known whether he became active. */
    private LeaseTimes openLease() {
        var promise = step.record().promise();
        return promise.epoch().isAbove(step.record().assignment().epoch()) ? promise.lease() : LeaseTimes.NONE;
    }

    /** Terms add up as hosts do: an attempt that died may have become active, as far as this host knows. */
    private Set<Terms> terms(Message.Prepare prepare) {
        var all = new HashSet<>(Set.of(prepare.terms()));
        var record = step.record();
        if (record.promise().epoch().isAbove(record.assignment().epoch())) {
            all.addAll(record.promise().terms());
        }
        return all;
    }

    private Message.Promised promised(Epoch epoch, Epoch before) {
        var record = step.record();
        return new Message.Promised(
                epoch,
                before,
                record.assignment(),
                record.active(),
                record.openRelease(),
                Hosts.union(step.settings().hosts(), record.hosts()),
                step.settings().lease().max(record.lease()),
                step.settings().configHash(),
                record.terms(),
                record.granted(),
                grantEnds(),
                heardAges());
    }

    /** An agent that was started since counts from its start: what an earlier one granted ends by then. */
    private Duration grantEnds() {
        return step.record().granted().exists()
                ? step.now()
                        .until(step.grantedNanos() + step.knownLease().total().toNanos())
                : Duration.ZERO;
    }

    private Map<String, Duration> heardAges() {
        var ages = new HashMap<String, Duration>();
        step.heard().forEach((host, nanos) -> ages.put(host, step.now().since(nanos)));
        return ages;
    }

    /** A node that proposes itself gives way to a newer assignment and to what an operator has begun. */
    private boolean refusesResumption(Message.Prepare prepare) {
        var record = step.record();
        var promise = record.promise();
        var isOperatorsUnfinished = promise.byOperator()
                && promise.epoch().isAbove(record.assignment().epoch())
                && promise.epoch().isAbove(prepare.basis());
        return record.assignment().epoch().isAbove(prepare.basis()) || isOperatorsUnfinished;
    }

    private Epoch hindrance() {
        return step.record().promise().epoch();
    }

    boolean isPursued() {
        var lately = step.settings().answerWithin().multipliedBy(2);
        return step.record().promise().byOperator()
                && step.now().since(step.promiseHeardNanos()).compareTo(lately) <= 0;
    }

    private String whySilent() {
        if (step.activity() instanceof Activity.Clearing) {
            return "it has just started and ends what an earlier agent left";
        }
        return switch (step.store()) {
            case StoreCondition.Intact() -> "it has just started";
            case StoreCondition.Fresh() -> "it started without a record of earlier promises";
            case StoreCondition.Damaged(String why) -> "its store is damaged: " + why;
        };
    }

    private Duration untilSpeaking() {
        var left = step.now().until(step.speaksAtNanos());
        return left.isZero() ? step.settings().answerWithin().dividedBy(4) : left;
    }

    void askRelease(String from, Message.AskRelease ask) {
        var record = step.record();
        var epoch = ask.epoch();
        if (!step.speaks()) {
            step.post(from, new Message.NotReleased(epoch, whySilent()));
        } else if (record.promise().epoch().isAbove(epoch)) {
            step.post(from, new Message.Superseded(epoch, hindrance(), isPursued()));
        } else if (record.released().equals(epoch)) {
            step.post(from, new Message.Released(epoch));
        } else if (!record.promise().epoch().equals(epoch) || !record.active().exists()) {
            step.post(from, new Message.NotReleased(epoch, "it is not active any more, without having released"));
        } else {
            step.notePursuit();
            end(Activity.Cause.RELEASE);
            step.post(from, new Message.Releasing(epoch, endingSince()));
        }
    }

    private Duration endingSince() {
        return step.activity() instanceof Activity.Ending ending
                ? step.now().since(ending.sinceNanos())
                : Duration.ZERO;
    }

    /** Ends the processes, or hurries an end under way. What was begun in a hurry never becomes a release. */
    void end(Activity.Cause cause) {
        switch (step.activity()) {
            case Activity.Active(Epoch epoch) -> end(epoch, cause, step.now().nanos());
            case Activity.Ending(Epoch epoch, Activity.Cause former, long since) -> {
                var isWorse = cause.isHurried() && !former.isHurried();
                var isAskedFor = cause == Activity.Cause.RELEASE
                        && (former == Activity.Cause.STOP || former == Activity.Cause.UNRENEWED);
                if (isWorse || isAskedFor) {
                    end(epoch, cause, since);
                }
            }
            case Activity.Clearing _, Activity.Standby _ -> {} // Nothing of ours runs, or it is being ended already.
        }
    }

    private void end(Epoch epoch, Activity.Cause cause, long since) {
        step.beginEnding(epoch, cause, since);
        step.emit(new Effect.EndProcesses(epoch, cause.isHurried()));
    }

    void leaseLost(Epoch epoch) {
        if (step.record().active().equals(epoch)) {
            end(Activity.Cause.LEASE_LOST);
        }
    }

    void processesGone(Epoch epoch) {
        switch (step.activity()) {
            case Activity.Clearing(Epoch stale)
            when stale.equals(epoch) -> {
                step.clearMark();
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
                var to = step.record().promise().epoch();
                step.releaseTo(to);
                step.post(to.host(), new Message.Released(to));
            }
            case STOP, OVERTAKEN -> step.clearMark();
            case LEASE_LOST, UNRENEWED -> {
                step.clearMark();
                step.wantResumption();
            }
        }
        standBy();
    }

    private void standBy() {
        step.standBy();
        if (step.stopping()) {
            step.stopped();
        }
    }

    /** Takes a newer assignment over; an activation below it ends at once, since its successor may be active already. */
    void adopt(Assignment assignment) {
        if (!assignment.isNewerThan(step.record().assignment()) || !step.speaks()) {
            return;
        }
        endIfOvertaken(assignment);
        step.adopt(assignment);
        step.emit(new Effect.AppendHistory(assignment));
        proposer.adopted(assignment);
    }

    void endIfOvertaken(Assignment assignment) {
        var active = step.record().active();
        if (active.exists() && assignment.epoch().isAbove(active)) {
            end(Activity.Cause.OVERTAKEN);
        }
    }

    void tick() {
        switch (step.activity()) {
            case Activity.Clearing(Epoch stale) -> step.emit(new Effect.EndProcesses(stale, true));
            case Activity.Ending(Epoch epoch, Activity.Cause cause, long _) ->
                step.emit(new Effect.EndProcesses(epoch, cause.isHurried()));
            case Activity.Standby _, Activity.Active _ -> {} // Nothing to repeat.
        }
    }
}
