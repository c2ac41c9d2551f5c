package baton.supervision.primary.protocol;

import baton.supervision.primary.model.Hosts;
import baton.supervision.primary.model.Message;
import baton.supervision.primary.model.Reason;
import baton.supervision.primary.model.Refusal;
import baton.supervision.primary.model.RepairOrder;
import baton.supervision.primary.model.Report;
import baton.supervision.primary.model.SetPrimaryOrder;
import baton.supervision.primary.protocol.Proposal.Open;
import baton.supervision.primary.protocol.Proposal.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/** Asks every host what it knows and concludes from the answers; nothing of it is written, nor counted by anybody. */
final class Inquirer {

    private static final Duration REPORT_EVERY = Duration.ofSeconds(1);

    private final Turn turn;
    private final Target target;

    Inquirer(Turn turn, Target target) {
        this.turn = turn;
        this.target = target;
    }

    /** Tells what a SetPrimary would come to. */
    void rehearse(SetPrimaryOrder order) {
        var objection = target.checks().objection(order);
        if (objection.isPresent()) {
            target.refuseOrder(order, objection.get());
        } else if (target.checks().isDone(order)) {
            var text = target.checks().primaryAlready() + ": nothing would be done";
            turn.tell(order.id(), Report.done(Report.Phase.ASK, text, Duration.ZERO));
        } else {
            begin(Inquiry.rehearsal(order, turn.now));
        }
    }

    /** Has the store of this host written anew from what all others know. */
    void repair(RepairOrder order) {
        var self = turn.settings.self();
        if (!turn.isDamaged()) {
            nothingToRepair(Inquiry.repair(order, turn.now));
        } else if (order.confirmDown().contains(self)) {
            refuse(
                    Inquiry.repair(order, turn.now),
                    Refusal.of(Reason.Code.WRONG_ORDER, "%s can't be down itself".formatted(self), ""));
        } else {
            begin(Inquiry.repair(order, turn.now));
        }
    }

    private void nothingToRepair(Inquiry inquiry) {
        done(
                inquiry,
                Report.Phase.REPAIR,
                "the store of %s is intact: there is nothing to repair".formatted(turn.settings.self()));
    }

    private void begin(Inquiry inquiry) {
        if (turn.speaks()) {
            ask(inquiry);
            return;
        }
        var pause = turn.now.until(turn.before().speaksAtNanos());
        var least = turn.settings.answerWithin().dividedBy(8);
        var what = "%s has just started and knows too little".formatted(turn.settings.self());
        keep(inquiry.with(inquiry.open()
                .in(new Phase.Waiting(
                        turn.now.after(pause.compareTo(least) >= 0 ? pause : least), turn.now.nanos(), what))));
    }

    private void ask(Inquiry inquiry) {
        var open = inquiry.open();
        var hosts = Hosts.union(turn.settings.hosts(), Hosts.union(turn.record.hosts(), open.hosts()));
        var next = inquiry.with(open.query(turn.foreseenEpoch(), hosts, turn.now));
        keep(next);
        report(
                next,
                Report.Phase.ASK,
                "asking %s what they know; nobody promises anything".formatted(Texts.list(hosts)));
        hosts.forEach(host -> query(host, next.open()));
    }

    private void query(String host, Open open) {
        turn.post(host, new Message.Query(target.prepare(open)));
    }

    void answered(String from, Message answer) {
        for (var inquiry : List.copyOf(turn.inquiries)) {
            if (inquiry.open().phase() instanceof Phase.Querying) {
                answered(inquiry, from, answer);
            }
        }
    }

    private void answered(Inquiry inquiry, String from, Message answer) {
        var open = inquiry.open();
        switch (answer) {
            case Message.Promised promised when promised.epoch().equals(open.epoch()) -> knows(inquiry, from, promised);
            case Message.Unknown unknown
            when unknown.epoch().equals(open.epoch()) -> {
                var all = new HashMap<>(open.unknown());
                all.put(from, unknown);
                keep(inquiry.with(open.withUnknown(all)));
                concludeIfComplete(inquiry.with(open.withUnknown(all)));
            }
            case Message.Superseded superseded
            when superseded.epoch().equals(open.epoch()) -> superseded(inquiry, from, superseded);
            default -> {} // Of an earlier round, or no answer to a Prepare.
        }
    }

    private void knows(Inquiry inquiry, String from, Message.Promised promised) {
        var open = inquiry.open().withSightings(target.sightings(inquiry.open(), from, promised));
        var named = Hosts.union(promised.hosts(), open.hosts());
        if (promised.released().exists()) {
            named = Hosts.union(named, Hosts.copy(List.of(promised.released().host())));
        }
        if (!open.hosts().containsAll(named)) {
            ask(inquiry.with(open.withHosts(named)));
            return;
        }
        var answers = new HashMap<>(open.answers());
        answers.put(from, promised);
        var next = inquiry.with(open.withAnswers(answers));
        keep(next);
        concludeIfComplete(next);
    }

    private void superseded(Inquiry inquiry, String from, Message.Superseded superseded) {
        turn.noteNumber(superseded.promised());
        if (superseded.live() && inquiry.purpose() instanceof Inquiry.Purpose.Rehearsal) {
            refuse(
                    inquiry,
                    Refusal.of(
                            Reason.Code.OVERTAKEN,
                            "SetPrimary of %s goes on at this moment, known to %s"
                                    .formatted(superseded.promised().host(), from),
                            "See its result first."));
        } else {
            ask(inquiry);
        }
    }

    private void concludeIfComplete(Inquiry inquiry) {
        var open = inquiry.open();
        var missing = Hosts.minus(open.hosts(), open.answers().keySet());
        if (Hosts.minus(missing, open.unknown().keySet()).isEmpty()) {
            conclude(inquiry);
        }
    }

    private void conclude(Inquiry inquiry) {
        switch (inquiry.purpose()) {
            case Inquiry.Purpose.Rehearsal _ -> new Rehearsal(turn, this, inquiry).tell();
            // Another repair may have ended meanwhile, and what it wrote may be in use.
            case Inquiry.Purpose.Repair _ when !turn.isDamaged() -> nothingToRepair(inquiry);
            case Inquiry.Purpose.Repair(RepairOrder order) -> new Repair(turn, this, inquiry, order).carryOut();
        }
    }

    void tick() {
        for (var inquiry : List.copyOf(turn.inquiries)) {
            switch (inquiry.open().phase()) {
                case Phase.Waiting waiting -> tick(inquiry, waiting);
                case Phase.Querying querying -> tick(inquiry, querying);
                case Phase.Asking _, Phase.Fencing _, Phase.Releasing _ -> {} // Never while nothing is done.
            }
        }
    }

    private void tick(Inquiry inquiry, Phase.Waiting waiting) {
        if (turn.now.hasReached(waiting.untilNanos())) {
            begin(inquiry);
        } else if (turn.now.hasReached(waiting.nextReportNanos())) {
            var left = turn.now.until(waiting.untilNanos());
            report(inquiry, Report.Phase.WAIT, "%s: %s to go".formatted(waiting.what(), Texts.seconds(left)));
            keep(inquiry.with(inquiry.open()
                    .in(new Phase.Waiting(waiting.untilNanos(), turn.now.after(REPORT_EVERY), waiting.what()))));
        }
    }

    private void tick(Inquiry inquiry, Phase.Querying querying) {
        var open = inquiry.open();
        if (turn.now.since(querying.sinceNanos()).compareTo(turn.settings.answerWithin()) >= 0) {
            conclude(inquiry);
        } else {
            Hosts.minus(open.hosts(), open.answers().keySet()).forEach(host -> query(host, open));
        }
    }

    private void keep(Inquiry inquiry) {
        var next = new ArrayList<>(turn.inquiries);
        next.removeIf(inquiry::is);
        next.add(inquiry);
        turn.inquiries = next;
    }

    void report(Inquiry inquiry, Report.Phase phase, String text) {
        turn.tell(inquiry.open().order().id(), Report.running(phase, text, inquiry.elapsed(turn.now)));
    }

    void refuse(Inquiry inquiry, Refusal refusal) {
        var phase = inquiry.purpose() instanceof Inquiry.Purpose.Rehearsal ? Report.Phase.ASK : Report.Phase.REPAIR;
        end(inquiry, Report.refused(phase, refusal, inquiry.elapsed(turn.now)));
    }

    void done(Inquiry inquiry, Report.Phase phase, String text) {
        end(inquiry, Report.done(phase, text, inquiry.elapsed(turn.now)));
    }

    private void end(Inquiry inquiry, Report last) {
        var next = new ArrayList<>(turn.inquiries);
        next.removeIf(inquiry::is);
        turn.inquiries = next;
        turn.tell(inquiry.open().order().id(), last);
    }

    /** The record of a repair could not be written, by the step that had the last answer. */
    void writeFailed(String why) {
        for (var inquiry : List.copyOf(turn.inquiries)) {
            if (inquiry.purpose() instanceof Inquiry.Purpose.Repair) {
                repairFailed(inquiry, why);
            }
        }
    }

    void repairFailed(RepairOrder order, String why) {
        repairFailed(Inquiry.repair(order, turn.now), why);
    }

    private void repairFailed(Inquiry inquiry, String why) {
        refuse(inquiry, Refusal.of(Reason.Code.STORE_UNWRITABLE, why, "Repair the disk, then order it again."));
    }
}
