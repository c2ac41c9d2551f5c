package io.github.batonha.supervision.primary.protocol;

import io.github.batonha.supervision.primary.model.Assignment;
import io.github.batonha.supervision.primary.model.Epoch;
import io.github.batonha.supervision.primary.model.Hosts;
import io.github.batonha.supervision.primary.model.Message;
import io.github.batonha.supervision.primary.model.PrimarySettings;
import io.github.batonha.supervision.primary.model.Reason;
import io.github.batonha.supervision.primary.model.Refusal;
import io.github.batonha.supervision.primary.model.Report;
import io.github.batonha.supervision.primary.model.SetPrimaryOrder;
import io.github.batonha.supervision.primary.protocol.Proposal.Open;
import io.github.batonha.supervision.primary.protocol.Proposal.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The proposer's side of SetPrimary: ask, exclude and wait, have it released, commit. */
final class Proposer {

    /** Each start over has a cause that goes away; this ends a quarrel that does not. */
    private static final int MOST_ROUNDS = 100;

    /** A host that is heard so often while it counts as down is not down, whatever was said of it. */
    private static final int MOST_RETURNS = 3;

    private final ProtocolStep step;
    private final ProposalReports reports;
    private final Fencing fencing;
    private final OrderChecks checks;
    private final Claim claim;

    Proposer(ProtocolStep step) {
        this.step = step;
        this.reports = new ProposalReports(step);
        this.fencing = new Fencing(step, reports);
        this.checks = new OrderChecks(step);
        this.claim = new Claim(step, reports);
    }

    void fenceEnded(Event.FenceEnded ended) {
        fencing.ended(ended).ifPresent(this::startRound);
    }

    /** Deadlines first: an answer that lay in the queue of a paused agent until now is late all the same. */
    void expire() {
        if (step.proposal() instanceof Open open) {
            switch (open.phase()) {
                case Phase.Querying(long since) -> expire(open, since);
                case Phase.Asking(long since, Set<String> _) -> expire(open, since);
                case Phase.Waiting _, Phase.Fencing _, Phase.Expiring _, Phase.Releasing _, Phase.Claiming _ -> {
                    // Counts no answers.
                }
            }
        }
    }

    private void expire(Open open, long since) {
        if (step.now().since(since).compareTo(step.settings().answerWithin()) >= 0) {
            evaluate(open);
        }
    }

    void order(SetPrimaryOrder order) {
        var self = step.self();
        var objection = checks.objection(order);
        if (objection.isPresent()) {
            reports.refuse(order, objection.get());
        } else if (checks.isDone(order)) {
            step.tell(order.id(), Report.done(Report.Phase.ASK, checks.primaryAlready(), Duration.ZERO));
        } else {
            refuse(
                    Reason.Code.REPLACED,
                    "another SetPrimary of %s was ordered by %s meanwhile".formatted(self, order.by()),
                    "See its result.");
            var open = Open.of(order, false, step.now());
            if (step.activity() instanceof Activity.Active) {
                reports.running(
                        open,
                        Report.Phase.ASK,
                        "%s is primary; the cluster gets other hosts, so its primaryOnly processes are started anew"
                                .formatted(self));
            }
            startRound(open);
        }
    }

    /** Asks what everybody would answer first: an order that is refused then has changed nothing anywhere. */
    void startRound(Open open) {
        if (!step.speaks()) {
            var pause = step.now().until(step.speaksAtNanos());
            await(open, atLeastATick(pause), "%s has just started".formatted(step.self()));
            return;
        }
        if (open.round() >= MOST_ROUNDS) {
            refuse(
                    Reason.Code.UNSTABLE,
                    "the answers kept changing over %d rounds".formatted(open.round()),
                    "Look at the logs, then try again.");
            return;
        }
        var hosts =
                Hosts.union(step.settings().hosts(), Hosts.union(step.record().hosts(), open.hosts()));
        var next = open.query(step.nextEpoch(), hosts, step.now());
        step.propose(next);
        reports.running(
                next,
                Report.Phase.ASK,
                "asking %s what they know; nobody promises anything yet".formatted(Texts.list(hosts)));
        hosts.forEach(host -> step.post(host, new Message.Query(Questions.prepare(next, step))));
    }

    private void askPromises(Open open) {
        var next = open.ask(step.nextEpoch(), step.now());
        step.propose(next);
        reports.running(
                next,
                Report.Phase.ASK,
                "asking %s under epoch %d"
                        .formatted(Texts.list(next.hosts()), next.epoch().number()));
        next.hosts().forEach(host -> step.post(host, Questions.prepare(next, step)));
    }

    /** Of a round of questions. */
    void answered(String from, Message.Answer answer) {
        if (!(step.proposal() instanceof Open open) || !(open.phase() instanceof Phase.Querying)) {
            return;
        }
        switch (answer) {
            case Message.Promised would
            when would.epoch().equals(open.epoch()) -> {
                step.noteNumber(would.before());
                step.noteNumber(would.assignment().epoch());
                count(open, from, would);
            }
            case Message.Unknown unknown when unknown.epoch().equals(open.epoch()) -> unknown(open, from, unknown);
            case Message.Superseded superseded
            when superseded.epoch().equals(open.epoch()) -> superseded(open, from, superseded);
            case Message.Promised _, Message.Unknown _, Message.Superseded _ -> {} // Of an earlier round.
        }
    }

    void promised(String from, Message.Promised promised) {
        if (step.proposal() instanceof Open open && isAsking(open, promised.epoch())) {
            count(open, from, promised);
        }
    }

    private void count(Open open, String from, Message.Promised promised) {
        if (open.answers().containsKey(from)) {
            return;
        }
        var named = Hosts.union(Questions.named(promised), step.record().hosts());
        var seen = open.withSightings(Questions.sightings(open, from, promised, step));
        if (!open.hosts().containsAll(named)) {
            startRound(seen.withHosts(Hosts.union(open.hosts(), named)));
            return;
        }
        if (sharesNumber(open, promised.assignment().epoch()) || sharesNumber(open, promised.before())) {
            startRound(seen);
            return;
        }
        step.propose(seen.withAnswer(from, promised));
        evaluateIfComplete();
    }

    /** The number alone is the fencing token, so no two hosts may activate under the same. */
    private static boolean sharesNumber(Open open, Epoch other) {
        return other.number() == open.epoch().number() && !other.equals(open.epoch());
    }

    void unknown(String from, Message.Unknown unknown) {
        if (step.proposal() instanceof Open open && isAsking(open, unknown.epoch())) {
            unknown(open, from, unknown);
        }
    }

    private void unknown(Open open, String from, Message.Unknown unknown) {
        if (!open.answers().containsKey(from)) {
            step.propose(open.withUnknown(from, unknown));
            evaluateIfComplete();
        }
    }

    private static boolean isAsking(Open open, Epoch epoch) {
        return open.phase() instanceof Phase.Asking && open.epoch().equals(epoch);
    }

    void superseded(String from, Message.Superseded superseded) {
        if (step.proposal() instanceof Open open
                && open.epoch().equals(superseded.epoch())
                && !(open.phase() instanceof Phase.Waiting)) {
            superseded(open, from, superseded);
        }
    }

    private void superseded(Open open, String from, Message.Superseded superseded) {
        step.noteNumber(superseded.promised());
        var isRound = open.phase() instanceof Phase.Querying || open.phase() instanceof Phase.Asking;
        if (isRound && !superseded.live() && !open.resume()) {
            startRound(open); // Some earlier attempt came to nothing: go above it.
        } else {
            lose(superseded.promised(), from);
        }
    }

    /**
     * This host has promised a higher epoch itself, or learned of a higher assignment. An order that still waits for its first
     * epoch can't be overtaken: what it hears of now was there before, and the operator's later word counts.
     */
    void overtaken(Epoch epoch) {
        if (step.proposal() instanceof Open open
                && (open.epoch().exists() || open.resume())
                && epoch.isAbove(open.epoch())) {
            lose(epoch, step.self());
        }
    }

    /** A newer assignment became known: a node that proposes itself on the strength of an older one gives way, whatever its epoch. */
    void adopted(Assignment assignment) {
        if (step.proposal() instanceof Open open && open.resume()) {
            lose(assignment.epoch(), step.self());
        } else {
            overtaken(assignment.epoch());
        }
    }

    private void lose(Epoch to, String where) {
        refuse(
                Reason.Code.OVERTAKEN,
                "SetPrimary of %s overtook it: epoch %d is promised on %s".formatted(to.host(), to.number(), where),
                "See with mon-cluster who is primary; order it again if that is not what you want.");
    }

    /** An excluded host that speaks is not down. */
    void hear(String from) {
        if (!(step.proposal() instanceof Open open)) {
            return;
        }
        if (open.phase() instanceof Phase.Fencing) {
            step.propose(open.withFences(open.fences().heard(from))); // The other commands go on.
        } else if (open.excluded().containsKey(from)) {
            heardAgain(open.hearing(from), from);
        }
    }

    private void heardAgain(Open open, String host) {
        var times = open.returnsOf(host);
        if (times >= MOST_RETURNS && open.order().confirmDown().contains(host)) {
            reports.refuseAsNotDown(open, host);
            return;
        }
        reports.running(
                open,
                Report.Phase.ASK,
                "%s was heard just now, so it is not down: asking again (%d of %d)"
                        .formatted(host, times, MOST_RETURNS));
        startRound(open);
    }

    private void evaluateIfComplete() {
        if (step.proposal() instanceof Open open) {
            // Who did not answer the question is not waited for a second time; what it answers in time counts all the
            // same.
            var awaited = open.phase() instanceof Phase.Asking asking ? asking.expected() : open.hosts();
            var missing = Hosts.minus(awaited, open.answers().keySet());
            missing = Hosts.minus(missing, open.unknown().keySet());
            if (Hosts.minus(missing, open.excluded().keySet()).isEmpty()) {
                evaluate(open);
            }
        }
    }

    private void evaluate(Open open) {
        switch (RoundEvaluator.evaluate(open, step)) {
            case RoundDecision.Refuse(Refusal refusal) -> reports.refuse(refusal);
            case RoundDecision.AskAgain(Duration pause, String why) -> await(open, atLeastATick(pause), why);
            case RoundDecision.Fence(Set<String> hosts) -> fencing.begin(open, hosts);
            case RoundDecision.Exclude(Map<String, Long> until) -> exclude(open.withExcluded(until));
            case RoundDecision.Release(Set<String> active) -> {
                if (open.phase() instanceof Phase.Querying) {
                    askPromises(open);
                } else if (!claim.awaitsGrants(open, active)) {
                    release(open, active);
                }
            }
        }
    }

    private Duration atLeastATick(Duration pause) {
        var least = step.settings().answerWithin().dividedBy(8);
        return pause.compareTo(least) >= 0 ? pause : least;
    }

    private void exclude(Open open) {
        var until = step.now().nanos();
        for (var each : open.excluded().values()) {
            until = each - until > 0 ? each : until;
        }
        var hosts = Texts.list(open.excluded().keySet());
        await(
                open,
                step.now().until(until),
                "what ran on %s may outlive its agent so long, and nobody may start it before".formatted(hosts));
    }

    private void await(Open open, Duration pause, String what) {
        step.propose(
                open.in(new Phase.Waiting(step.now().after(pause), step.now().nanos(), what)));
        reportWait();
    }

    private void reportWait() {
        if (step.proposal() instanceof Open open
                && open.phase() instanceof Phase.Waiting waiting
                && step.now().hasReached(waiting.nextReportNanos())) {
            var left = step.now().until(waiting.untilNanos());
            reports.running(open, Report.Phase.WAIT, "%s: %s to go".formatted(waiting.what(), Texts.seconds(left)));
            step.propose(open.in(
                    new Phase.Waiting(waiting.untilNanos(), step.now().after(ProposalReports.EVERY), waiting.what())));
        }
    }

    private void release(Open open, Set<String> active) {
        var awaited = new HashMap<String, Long>();
        active.forEach(host -> awaited.put(host, step.now().nanos()));
        var next = open.in(new Phase.Releasing(step.now().nanos(), step.now().after(ProposalReports.EVERY), awaited));
        step.propose(next);
        if (active.isEmpty()) {
            claim(next);
        } else {
            reports.running(
                    next, Report.Phase.RELEASE, "%s ends its primaryOnly processes".formatted(Texts.list(active)));
            active.forEach(host -> step.post(host, new Message.AskRelease(next.epoch())));
        }
    }

    void releasing(String from, Message.Releasing releasing) {
        if (awaits(from, releasing.epoch()) instanceof Open open && open.phase() instanceof Phase.Releasing phase) {
            var awaited = new HashMap<>(phase.awaited());
            awaited.put(from, step.now().nanos());
            step.propose(open.in(new Phase.Releasing(phase.sinceNanos(), phase.nextReportNanos(), awaited)));
        }
    }

    void released(String from, Message.Released released) {
        if (awaits(from, released.epoch()) instanceof Open open && open.phase() instanceof Phase.Releasing phase) {
            var awaited = new HashMap<>(phase.awaited());
            awaited.remove(from);
            var next = open.in(new Phase.Releasing(phase.sinceNanos(), phase.nextReportNanos(), awaited));
            step.propose(next);
            reports.running(next, Report.Phase.RELEASE, "%s has released".formatted(from));
            if (awaited.isEmpty()) {
                claim(next);
            }
        }
    }

    void notReleased(String from, Message.NotReleased not) {
        if (awaits(from, not.epoch()) instanceof Open open) {
            reports.running(
                    open, Report.Phase.ASK, "%s did not release (%s): starting over".formatted(from, not.why()));
            startRound(open);
        }
    }

    private Proposal awaits(String from, Epoch epoch) {
        var isAwaited = step.proposal() instanceof Open open
                && open.epoch().equals(epoch)
                && open.phase() instanceof Phase.Releasing phase
                && phase.awaited().containsKey(from);
        return isAwaited ? step.proposal() : new Proposal.None();
    }

    /** Nothing runs elsewhere any more. */
    private void claim(Open open) {
        if (!step.record().promise().epoch().equals(open.epoch())) {
            lose(step.record().promise().epoch(), step.self());
        } else if (!(step.activity() instanceof Activity.Standby)) {
            refuse(
                    Reason.Code.STILL_ENDING,
                    "%s is still ending processes".formatted(step.self()),
                    "Order it again in a moment.");
        } else if (step.settings().terms().isByVotes()) {
            claim.begin(open);
        } else {
            commit(open, step.now().nanos());
        }
    }

    void granted(String from, Message.Granted granted) {
        var since = claim.granted(from, granted);
        if (since.isPresent() && step.proposal() instanceof Open open) {
            commit(open, since.getAsLong());
        }
    }

    private void commit(Open open, long leaseSince) {
        var assignment = NewAssignment.of(open, step);
        step.activate(assignment);
        if (open.phase() instanceof Phase.Claiming(long _, Votes votes)) {
            step.tenure(Tenure.claimed(votes, assignment, leaseSince, step.now().nanos()));
        }
        step.emit(new Effect.StartProcesses(assignment, leaseSince));
        step.emit(new Effect.AppendHistory(assignment));
        reports.running(
                open,
                Report.Phase.COMMIT,
                "%s is assigned under epoch %d"
                        .formatted(assignment.primary(), open.epoch().number()));
        for (var host : open.hosts()) {
            if (!host.equals(step.self())) {
                step.post(host, new Message.Committed(assignment));
            }
        }
        reports.done(
                open, Report.Phase.START, "%s is primary%s".formatted(assignment.primary(), Texts.basis(assignment)));
    }

    void tick() {
        if (step.proposal() instanceof Open open) {
            switch (open.phase()) {
                case Phase.Querying _ -> {
                    for (var host : Hosts.minus(open.hosts(), open.answers().keySet())) {
                        step.post(host, new Message.Query(Questions.prepare(open, step)));
                    }
                }
                case Phase.Asking _ -> {
                    for (var host : Hosts.minus(open.hosts(), open.answers().keySet())) {
                        step.post(host, Questions.prepare(open, step));
                    }
                }
                case Phase.Waiting waiting -> {
                    if (step.now().hasReached(waiting.untilNanos())) {
                        startRound(open);
                    } else {
                        reportWait();
                    }
                }
                case Phase.Fencing phase -> fencing.tick(open, phase);
                case Phase.Releasing phase -> tickRelease(open, phase);
                case Phase.Expiring phase -> {
                    if (claim.isOver(open, phase)) {
                        release(open, phase.active());
                    }
                }
                case Phase.Claiming phase -> claim.tick(open, phase).ifPresent(reports::refuse);
            }
        } else if (step.resumeWanted()) {
            resume();
        }
    }

    private void tickRelease(Open open, Phase.Releasing phase) {
        var silence = step.settings().answerWithin().multipliedBy(3);
        var lost = new ArrayList<String>();
        phase.awaited().forEach((host, heard) -> {
            if (step.now().since(heard).compareTo(silence) > 0) {
                lost.add(host);
            }
        });
        if (!lost.isEmpty()) {
            reports.refuse(LostRelease.refusal(step, open, phase, lost));
            return;
        }
        if (step.now().hasReached(phase.nextReportNanos())) {
            var since = Texts.seconds(step.now().since(phase.sinceNanos()));
            var hosts = Texts.list(phase.awaited().keySet());
            reports.running(
                    open, Report.Phase.RELEASE, "%s ends its primaryOnly processes since %s".formatted(hosts, since));
            step.propose(open.in(
                    new Phase.Releasing(phase.sinceNanos(), step.now().after(ProposalReports.EVERY), phase.awaited())));
        }
        phase.awaited().keySet().forEach(host -> step.post(host, new Message.AskRelease(open.epoch())));
    }

    private void resume() {
        var self = step.self();
        var isMine = step.record().assignment().primary().equals(self);
        var isFree =
                step.activity() instanceof Activity.Standby && step.speaks() && !step.stopping() && !step.isDamaged();
        if (isMine && isFree && step.now().hasReached(step.resumeAtNanos())) {
            step.postponeResumption(step.now().after(resumeRetry(step.settings())));
            startRound(Open.of(new SetPrimaryOrder(-1, self, "resumed", Set.of()), true, step.now()));
        }
    }

    static Duration resumeRetry(PrimarySettings settings) {
        return settings.answerWithin().multipliedBy(3);
    }

    void refuse(Reason.Code code, String why, String remedy) {
        reports.refuse(Refusal.of(code, why, remedy));
    }
}
