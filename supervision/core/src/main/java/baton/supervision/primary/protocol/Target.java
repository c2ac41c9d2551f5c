package baton.supervision.primary.protocol;

import baton.supervision.primary.model.Assignment;
import baton.supervision.primary.model.Epoch;
import baton.supervision.primary.model.Guard;
import baton.supervision.primary.model.Hosts;
import baton.supervision.primary.model.Message;
import baton.supervision.primary.model.PrimarySettings;
import baton.supervision.primary.model.Reason;
import baton.supervision.primary.model.Refusal;
import baton.supervision.primary.model.Report;
import baton.supervision.primary.model.SetPrimaryOrder;
import baton.supervision.primary.protocol.Proposal.Open;
import baton.supervision.primary.protocol.Proposal.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The proposer's side of SetPrimary: ask, exclude and wait, have it released, commit. */
final class Target {

    private static final Duration REPORT_EVERY = Duration.ofSeconds(1);
    /** Each start over has a cause that goes away; this ends a quarrel that does not. */
    private static final int MOST_ROUNDS = 100;

    /** A host that is heard so often while it counts as down is not down, whatever was said of it. */
    private static final int MOST_RETURNS = 3;

    private final Turn turn;
    private final Fencing fencing;
    private final OrderChecks checks;

    Target(Turn turn) {
        this.turn = turn;
        this.fencing = new Fencing(turn, this);
        this.checks = new OrderChecks(turn);
    }

    OrderChecks checks() {
        return checks;
    }

    Fencing fencing() {
        return fencing;
    }

    /** Deadlines first: an answer that lay in the queue of a paused agent until now is late all the same. */
    void expire() {
        if (turn.proposal instanceof Open open) {
            switch (open.phase()) {
                case Phase.Querying(long since) -> expire(open, since);
                case Phase.Asking(long since, Set<String> _) -> expire(open, since);
                case Phase.Waiting _, Phase.Fencing _, Phase.Releasing _ -> {} // Counts no answers.
            }
        }
    }

    private void expire(Open open, long since) {
        if (turn.now.since(since).compareTo(turn.settings.answerWithin()) >= 0) {
            evaluate(open);
        }
    }

    void order(SetPrimaryOrder order) {
        var self = turn.settings.self();
        var objection = checks.objection(order);
        if (objection.isPresent()) {
            refuseOrder(order, objection.get());
        } else if (checks.isDone(order)) {
            turn.tell(order.id(), Report.done(Report.Phase.ASK, checks.primaryAlready(), Duration.ZERO));
        } else {
            refuse(
                    Reason.Code.REPLACED,
                    "another SetPrimary of %s was ordered by %s meanwhile".formatted(self, order.by()),
                    "See its result.");
            var open = Open.of(order, false, turn.now);
            if (turn.activity instanceof Activity.Active) {
                report(
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
        if (!turn.speaks()) {
            var pause = turn.now.until(turn.before().speaksAtNanos());
            await(open, atLeastATick(pause), "%s has just started".formatted(turn.settings.self()));
            return;
        }
        if (open.round() >= MOST_ROUNDS) {
            refuse(
                    Reason.Code.UNSTABLE,
                    "the answers kept changing over %d rounds".formatted(open.round()),
                    "Look at the logs, then try again.");
            return;
        }
        var hosts = Hosts.union(turn.before().settings().hosts(), Hosts.union(turn.record.hosts(), open.hosts()));
        var next = open.query(turn.nextEpoch(), hosts, turn.now);
        turn.proposal = next;
        report(
                next,
                Report.Phase.ASK,
                "asking %s what they know; nobody promises anything yet".formatted(Texts.list(hosts)));
        hosts.forEach(host -> turn.post(host, new Message.Query(prepare(next))));
    }

    private void askPromises(Open open) {
        var next = open.ask(turn.nextEpoch(), turn.now);
        turn.proposal = next;
        report(
                next,
                Report.Phase.ASK,
                "asking %s under epoch %d"
                        .formatted(Texts.list(next.hosts()), next.epoch().number()));
        next.hosts().forEach(host -> turn.post(host, prepare(next)));
    }

    /** Of a round of questions. */
    void answered(String from, Message answer) {
        if (!(turn.proposal instanceof Open open) || !(open.phase() instanceof Phase.Querying)) {
            return;
        }
        switch (answer) {
            case Message.Promised would
            when would.epoch().equals(open.epoch()) -> {
                turn.noteNumber(would.before());
                turn.noteNumber(would.assignment().epoch());
                count(open, from, would);
            }
            case Message.Unknown unknown when unknown.epoch().equals(open.epoch()) -> unknown(open, from, unknown);
            case Message.Superseded superseded
            when superseded.epoch().equals(open.epoch()) -> superseded(open, from, superseded);
            case Message.Promised _, Message.Unknown _, Message.Superseded _ -> {} // Of an earlier round.
            case Message.Prepare _,
                    Message.AskRelease _,
                    Message.Releasing _,
                    Message.Released _,
                    Message.NotReleased _,
                    Message.Committed _,
                    Message.Query _,
                    Message.WouldAnswer _,
                    Message.Beat _,
                    Message.Farewell _ -> {} // No answer to a Prepare.
        }
    }

    Message.Prepare prepare(Open open) {
        var basis = turn.record.assignment().epoch();
        return new Message.Prepare(open.epoch(), open.hosts(), open.resume(), basis, turn.settings.lease());
    }

    void promised(String from, Message.Promised promised) {
        if (turn.proposal instanceof Open open && isAsking(open, promised.epoch())) {
            count(open, from, promised);
        }
    }

    private void count(Open open, String from, Message.Promised promised) {
        if (open.answers().containsKey(from)) {
            return;
        }
        var named = Hosts.union(promised.hosts(), turn.record.hosts());
        if (promised.released().exists()) {
            named = Hosts.union(named, Set.of(promised.released().host()));
        }
        var seen = open.withSightings(sightings(open, from, promised));
        if (!open.hosts().containsAll(named)) {
            startRound(seen.withHosts(Hosts.union(open.hosts(), named)));
            return;
        }
        if (sharesNumber(open, promised.assignment().epoch()) || sharesNumber(open, promised.before())) {
            startRound(seen);
            return;
        }
        var answers = new HashMap<>(open.answers());
        answers.put(from, promised);
        turn.proposal = seen.withAnswers(answers);
        evaluateIfComplete();
    }

    /** The number alone is the fencing token, so no two hosts may activate under the same. */
    private static boolean sharesNumber(Open open, Epoch other) {
        return other.number() == open.epoch().number() && !other.equals(open.epoch());
    }

    Map<String, Proposal.Sighting> sightings(Open open, String by, Message.Promised promised) {
        var all = new HashMap<>(open.sightings());
        promised.heard().forEach((host, age) -> {
            var nanos = turn.now.nanos() - age.toNanos();
            var former = all.get(host);
            if (former == null || nanos - former.nanos() > 0) {
                all.put(host, new Proposal.Sighting(nanos, by));
            }
        });
        return all;
    }

    void unknown(String from, Message.Unknown unknown) {
        if (turn.proposal instanceof Open open && isAsking(open, unknown.epoch())) {
            unknown(open, from, unknown);
        }
    }

    private void unknown(Open open, String from, Message.Unknown unknown) {
        if (!open.answers().containsKey(from)) {
            var all = new HashMap<>(open.unknown());
            all.put(from, unknown);
            turn.proposal = open.withUnknown(all);
            evaluateIfComplete();
        }
    }

    private static boolean isAsking(Open open, Epoch epoch) {
        return open.phase() instanceof Phase.Asking && open.epoch().equals(epoch);
    }

    void superseded(String from, Message.Superseded superseded) {
        if (turn.proposal instanceof Open open
                && open.epoch().equals(superseded.epoch())
                && !(open.phase() instanceof Phase.Waiting)) {
            superseded(open, from, superseded);
        }
    }

    private void superseded(Open open, String from, Message.Superseded superseded) {
        turn.noteNumber(superseded.promised());
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
        if (turn.proposal instanceof Open open
                && (open.epoch().exists() || open.resume())
                && epoch.isAbove(open.epoch())) {
            lose(epoch, turn.settings.self());
        }
    }

    /** A newer assignment became known: a node that proposes itself on the strength of an older one gives way, whatever its epoch. */
    void adopted(Assignment assignment) {
        if (turn.proposal instanceof Open open && open.resume()) {
            lose(assignment.epoch(), turn.settings.self());
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
        if (!(turn.proposal instanceof Open open)) {
            return;
        }
        if (open.phase() instanceof Phase.Fencing) {
            turn.proposal = open.withFences(open.fences().heard(from)); // The other commands go on.
        } else if (open.excluded().containsKey(from)) {
            heardAgain(open.hearing(from), from);
        }
    }

    private void heardAgain(Open open, String host) {
        var times = open.returnsOf(host);
        if (times >= MOST_RETURNS && open.order().confirmDown().contains(host)) {
            refuse(Verdict.isNotDown(open, turn, host));
            return;
        }
        report(
                open,
                Report.Phase.ASK,
                "%s was heard just now, so it is not down: asking again (%d of %d)"
                        .formatted(host, times, MOST_RETURNS));
        startRound(open);
    }

    private void evaluateIfComplete() {
        if (turn.proposal instanceof Open open) {
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
        switch (Verdict.of(open, turn)) {
            case Verdict.Refuse(Refusal refusal) -> refuse(refusal);
            case Verdict.AskAgain(Duration pause, String why) -> await(open, atLeastATick(pause), why);
            case Verdict.Fence(Set<String> hosts) -> fencing.begin(open, hosts);
            case Verdict.Exclude(Map<String, Long> until) -> exclude(open.withExcluded(until));
            case Verdict.Release(Set<String> active) -> {
                if (open.phase() instanceof Phase.Querying) {
                    askPromises(open);
                } else {
                    release(open, active);
                }
            }
        }
    }

    private Duration atLeastATick(Duration pause) {
        var least = turn.settings.answerWithin().dividedBy(8);
        return pause.compareTo(least) >= 0 ? pause : least;
    }

    private void exclude(Open open) {
        var until = turn.now.nanos();
        for (var each : open.excluded().values()) {
            until = each - until > 0 ? each : until;
        }
        var hosts = Texts.list(open.excluded().keySet());
        await(
                open,
                turn.now.until(until),
                "what ran on %s may outlive its agent so long, and nobody may start it before".formatted(hosts));
    }

    private void await(Open open, Duration pause, String what) {
        turn.proposal = open.in(new Phase.Waiting(turn.now.after(pause), turn.now.nanos(), what));
        reportWait();
    }

    private void reportWait() {
        if (turn.proposal instanceof Open open
                && open.phase() instanceof Phase.Waiting waiting
                && turn.now.hasReached(waiting.nextReportNanos())) {
            var left = turn.now.until(waiting.untilNanos());
            report(open, Report.Phase.WAIT, "%s: %s to go".formatted(waiting.what(), Texts.seconds(left)));
            turn.proposal =
                    open.in(new Phase.Waiting(waiting.untilNanos(), turn.now.after(REPORT_EVERY), waiting.what()));
        }
    }

    private void release(Open open, Set<String> active) {
        var awaited = new HashMap<String, Long>();
        active.forEach(host -> awaited.put(host, turn.now.nanos()));
        var next = open.in(new Phase.Releasing(turn.now.nanos(), turn.now.after(REPORT_EVERY), awaited));
        turn.proposal = next;
        if (active.isEmpty()) {
            commit(next);
        } else {
            report(next, Report.Phase.RELEASE, "%s ends its primaryOnly processes".formatted(Texts.list(active)));
            active.forEach(host -> turn.post(host, new Message.AskRelease(next.epoch())));
        }
    }

    void releasing(String from, Message.Releasing releasing) {
        if (awaits(from, releasing.epoch()) instanceof Open open && open.phase() instanceof Phase.Releasing phase) {
            var awaited = new HashMap<>(phase.awaited());
            awaited.put(from, turn.now.nanos());
            turn.proposal = open.in(new Phase.Releasing(phase.sinceNanos(), phase.nextReportNanos(), awaited));
        }
    }

    void released(String from, Message.Released released) {
        if (awaits(from, released.epoch()) instanceof Open open && open.phase() instanceof Phase.Releasing phase) {
            var awaited = new HashMap<>(phase.awaited());
            awaited.remove(from);
            var next = open.in(new Phase.Releasing(phase.sinceNanos(), phase.nextReportNanos(), awaited));
            turn.proposal = next;
            report(next, Report.Phase.RELEASE, "%s has released".formatted(from));
            if (awaited.isEmpty()) {
                commit(next);
            }
        }
    }

    void notReleased(String from, Message.NotReleased not) {
        if (awaits(from, not.epoch()) instanceof Open open) {
            report(open, Report.Phase.ASK, "%s did not release (%s): starting over".formatted(from, not.why()));
            startRound(open);
        }
    }

    private Proposal awaits(String from, Epoch epoch) {
        var isAwaited = turn.proposal instanceof Open open
                && open.epoch().equals(epoch)
                && open.phase() instanceof Phase.Releasing phase
                && phase.awaited().containsKey(from);
        return isAwaited ? turn.proposal : new Proposal.None();
    }

    private void commit(Open open) {
        if (!turn.record.promise().epoch().equals(open.epoch())) {
            lose(turn.record.promise().epoch(), turn.settings.self());
            return;
        }
        if (!(turn.activity instanceof Activity.Standby)) {
            refuse(
                    Reason.Code.STILL_ENDING,
                    "%s is still ending processes".formatted(turn.settings.self()),
                    "Order it again in a moment.");
            return;
        }
        var assignment = assignment(open);
        turn.record = turn.record.activate(assignment);
        turn.activity = new Activity.Active(open.epoch());
        turn.resumeWanted = false;
        turn.proposal = new Proposal.None();
        turn.emit(new Effect.StartProcesses(assignment));
        turn.emit(new Effect.AppendHistory(assignment));
        report(
                open,
                Report.Phase.COMMIT,
                "%s is assigned under epoch %d"
                        .formatted(assignment.primary(), open.epoch().number()));
        for (var host : open.hosts()) {
            if (!host.equals(turn.settings.self())) {
                turn.post(host, new Message.Committed(assignment));
            }
        }
        if (!open.resume()) {
            var text = "%s is primary%s".formatted(assignment.primary(), Texts.basis(assignment));
            turn.tell(open.order().id(), Report.done(Report.Phase.START, text, elapsed(open)));
        }
    }

    private Assignment assignment(Open open) {
        var settings = turn.settings;
        var excluded = open.excluded().keySet();
        // Only who is neither configured nor able to come back is forgotten; all others must be asked the next time.
        var hosts = Hosts.minus(open.hosts(), Hosts.minus(excluded, settings.hosts()));
        return new Assignment(
                open.epoch(),
                settings.self(),
                turn.now.wall(),
                open.order().by(),
                reason(open.order()),
                Hosts.minus(excluded, open.fences().off()),
                Hosts.minus(excluded, Hosts.minus(excluded, open.fences().off())),
                Verdict.newest(open, turn).primary(),
                hosts,
                hosts,
                Guard.OPERATOR,
                settings.lease());
    }

    /** What was overridden is to be seen in the history. */
    private static String reason(SetPrimaryOrder order) {
        return order.overridden().isEmpty()
                ? order.reason()
                : "%s (overrode %s)"
                        .formatted(
                                order.reason(),
                                Texts.list(order.overridden().stream()
                                        .map(Reason.Code::label)
                                        .sorted()
                                        .toList()));
    }

    void tick() {
        if (turn.proposal instanceof Open open) {
            switch (open.phase()) {
                case Phase.Querying _ -> {
                    for (var host : Hosts.minus(open.hosts(), open.answers().keySet())) {
                        turn.post(host, new Message.Query(prepare(open)));
                    }
                }
                case Phase.Asking _ -> {
                    for (var host : Hosts.minus(open.hosts(), open.answers().keySet())) {
                        turn.post(host, prepare(open));
                    }
                }
                case Phase.Waiting waiting -> {
                    if (turn.now.hasReached(waiting.untilNanos())) {
                        startRound(open);
                    } else {
                        reportWait();
                    }
                }
                case Phase.Fencing phase -> fencing.tick(open, phase);
                case Phase.Releasing phase -> tickRelease(open, phase);
            }
        } else if (turn.resumeWanted) {
            resume();
        }
    }

    private void tickRelease(Open open, Phase.Releasing phase) {
        var silence = turn.settings.answerWithin().multipliedBy(3);
        var lost = new ArrayList<String>();
        phase.awaited().forEach((host, heard) -> {
            if (turn.now.since(heard).compareTo(silence) > 0) {
                lost.add(host);
            }
        });
        if (!lost.isEmpty()) {
            refuse(LostRelease.refusal(turn, open, phase, lost));
            return;
        }
        if (turn.now.hasReached(phase.nextReportNanos())) {
            var since = Texts.seconds(turn.now.since(phase.sinceNanos()));
            var hosts = Texts.list(phase.awaited().keySet());
            report(open, Report.Phase.RELEASE, "%s ends its primaryOnly processes since %s".formatted(hosts, since));
            turn.proposal =
                    open.in(new Phase.Releasing(phase.sinceNanos(), turn.now.after(REPORT_EVERY), phase.awaited()));
        }
        phase.awaited().keySet().forEach(host -> turn.post(host, new Message.AskRelease(open.epoch())));
    }

    private void resume() {
        var self = turn.settings.self();
        var isMine = turn.record.assignment().primary().equals(self);
        var isFree = turn.activity instanceof Activity.Standby && turn.speaks() && !turn.stopping && !turn.isDamaged();
        if (isMine && isFree && turn.now.hasReached(turn.resumeAtNanos)) {
            turn.resumeAtNanos = turn.now.after(resumeRetry(turn.settings));
            startRound(Open.of(new SetPrimaryOrder(-1, self, "resumed", Set.of()), true, turn.now));
        }
    }

    static Duration resumeRetry(PrimarySettings settings) {
        return settings.answerWithin().multipliedBy(3);
    }

    void refuse(Reason.Code code, String why, String remedy) {
        refuse(Refusal.of(code, why, remedy));
    }

    void refuse(Refusal refusal) {
        if (turn.proposal instanceof Open open) {
            turn.proposal = new Proposal.None();
            var phase = switch (open.phase()) {
                case Phase.Querying _, Phase.Asking _ -> Report.Phase.ASK;
                case Phase.Fencing _ -> Report.Phase.FENCE;
                case Phase.Waiting _ -> Report.Phase.WAIT;
                case Phase.Releasing _ -> Report.Phase.RELEASE;
            };
            if (open.resume()) {
                turn.trouble = "could not resume as primary: " + Reason.texts(refusal.reasons());
            } else {
                turn.tell(open.order().id(), Report.refused(phase, refusal, elapsed(open)));
            }
        }
    }

    void refuseOrder(SetPrimaryOrder order, Reason reason) {
        var named = new Reason(
                reason.code(),
                "%s can't become primary: %s".formatted(turn.settings.self(), reason.text()),
                reason.remedy(),
                reason.hosts());
        turn.tell(order.id(), Report.refused(Report.Phase.ASK, new Refusal(List.of(named), List.of()), Duration.ZERO));
    }

    void report(Open open, Report.Phase phase, String text) {
        if (!open.resume()) {
            turn.tell(open.order().id(), Report.running(phase, text, elapsed(open)));
        }
    }

    private Duration elapsed(Open open) {
        return turn.now.since(open.orderedNanos());
    }
}
