package io.github.batonha.supervision.primary.protocol;

import io.github.batonha.supervision.primary.model.Hosts;
import io.github.batonha.supervision.primary.model.Message;
import io.github.batonha.supervision.primary.model.Reason;
import io.github.batonha.supervision.primary.model.Refusal;
import io.github.batonha.supervision.primary.model.RepairOrder;
import io.github.batonha.supervision.primary.model.Report;
import io.github.batonha.supervision.primary.model.SetPrimaryOrder;
import io.github.batonha.supervision.primary.protocol.Proposal.Open;
import io.github.batonha.supervision.primary.protocol.Proposal.Phase;
import java.time.Duration;
import java.util.List;

/** Asks every host what it knows and concludes from the answers; nothing of it is written, nor counted by anybody. */
final class StateQueries {

    private final ProtocolStep step;
    private final OrderChecks checks;
    private final QueryReports reports;

    StateQueries(ProtocolStep step) {
        this.step = step;
        this.checks = new OrderChecks(step);
        this.reports = new QueryReports(step);
    }

    /** Tells what a SetPrimary would come to. */
    void dryRun(SetPrimaryOrder order) {
        var objection = checks.objection(order);
        if (objection.isPresent()) {
            new ProposalReports(step).refuse(order, objection.get());
        } else if (checks.isDone(order)) {
            var text = checks.primaryAlready() + ": nothing would be done";
            step.tell(order.id(), Report.done(Report.Phase.ASK, text, Duration.ZERO));
        } else {
            begin(StateQuery.dryRun(order, step.now()));
        }
    }

    /** Has the store of this host written anew from what all others know. */
    void repair(RepairOrder order) {
        var self = step.self();
        if (!step.isDamaged()) {
            nothingToRepair(StateQuery.repair(order, step.now()));
        } else if (order.confirmDown().contains(self)) {
            reports.refuse(
                    StateQuery.repair(order, step.now()),
                    Refusal.of(Reason.Code.WRONG_ORDER, "%s can't be down itself".formatted(self), ""));
        } else {
            begin(StateQuery.repair(order, step.now()));
        }
    }

    private void nothingToRepair(StateQuery query) {
        reports.done(
                query,
                Report.Phase.REPAIR,
                "the store of %s is intact: there is nothing to repair".formatted(step.self()));
    }

    private void begin(StateQuery query) {
        if (step.speaks()) {
            ask(query);
            return;
        }
        var pause = step.now().until(step.speaksAtNanos());
        var least = step.settings().answerWithin().dividedBy(8);
        var what = "%s has just started and knows too little".formatted(step.self());
        step.keep(query.with(query.open()
                .in(new Phase.Waiting(
                        step.now().after(pause.compareTo(least) >= 0 ? pause : least),
                        step.now().nanos(),
                        what))));
    }

    private void ask(StateQuery query) {
        var open = query.open();
        var hosts =
                Hosts.union(step.settings().hosts(), Hosts.union(step.record().hosts(), open.hosts()));
        var next = query.with(open.query(step.foreseenEpoch(), hosts, step.now()));
        step.keep(next);
        reports.running(
                next,
                Report.Phase.ASK,
                "asking %s what they know; nobody promises anything".formatted(Texts.list(hosts)));
        hosts.forEach(host -> query(host, next.open()));
    }

    private void query(String host, Open open) {
        step.post(host, new Message.Query(Questions.prepare(open, step)));
    }

    void answered(String from, Message.Answer answer) {
        for (var query : List.copyOf(step.queries())) {
            if (query.open().phase() instanceof Phase.Querying) {
                answered(query, from, answer);
            }
        }
    }

    private void answered(StateQuery query, String from, Message.Answer answer) {
        var open = query.open();
        switch (answer) {
            case Message.Promised promised when promised.epoch().equals(open.epoch()) -> knows(query, from, promised);
            case Message.Unknown unknown
            when unknown.epoch().equals(open.epoch()) -> {
                var next = query.with(open.withUnknown(from, unknown));
                step.keep(next);
                concludeIfComplete(next);
            }
            case Message.Superseded superseded
            when superseded.epoch().equals(open.epoch()) -> superseded(query, from, superseded);
            case Message.Promised _, Message.Unknown _, Message.Superseded _ -> {} // Of an earlier round.
        }
    }

    private void knows(StateQuery query, String from, Message.Promised promised) {
        var open = query.open().withSightings(Questions.sightings(query.open(), from, promised, step));
        var named = Hosts.union(Questions.named(promised), open.hosts());
        if (!open.hosts().containsAll(named)) {
            ask(query.with(open.withHosts(named)));
            return;
        }
        var next = query.with(open.withAnswer(from, promised));
        step.keep(next);
        concludeIfComplete(next);
    }

    private void superseded(StateQuery query, String from, Message.Superseded superseded) {
        step.noteNumber(superseded.promised());
        if (superseded.live() && query.purpose() instanceof StateQuery.Purpose.DryRun) {
            reports.refuse(
                    query,
                    Refusal.of(
                            Reason.Code.OVERTAKEN,
                            "SetPrimary of %s goes on at this moment, known to %s"
                                    .formatted(superseded.promised().host(), from),
                            "See its result first."));
        } else {
            ask(query);
        }
    }

    private void concludeIfComplete(StateQuery query) {
        var open = query.open();
        var missing = Hosts.minus(open.hosts(), open.answers().keySet());
        if (Hosts.minus(missing, open.unknown().keySet()).isEmpty()) {
            conclude(query);
        }
    }

    private void conclude(StateQuery query) {
        switch (query.purpose()) {
            case StateQuery.Purpose.DryRun _ -> new DryRun(step, reports, query).tell();
            // Another repair may have ended meanwhile, and what it wrote may be in use.
            case StateQuery.Purpose.Repair _ when !step.isDamaged() -> nothingToRepair(query);
            case StateQuery.Purpose.Repair(RepairOrder order) -> new Repair(step, reports, query, order).carryOut();
        }
    }

    void tick() {
        for (var query : List.copyOf(step.queries())) {
            switch (query.open().phase()) {
                case Phase.Waiting waiting -> tick(query, waiting);
                case Phase.Querying querying -> tick(query, querying);
                case Phase.Asking _, Phase.Fencing _, Phase.Expiring _, Phase.Releasing _, Phase.Claiming _ -> {
                    // Never while nothing is done.
                }
            }
        }
    }

    private void tick(StateQuery query, Phase.Waiting waiting) {
        if (step.now().hasReached(waiting.untilNanos())) {
            begin(query);
        } else if (step.now().hasReached(waiting.nextReportNanos())) {
            var left = step.now().until(waiting.untilNanos());
            reports.running(query, Report.Phase.WAIT, "%s: %s to go".formatted(waiting.what(), Texts.seconds(left)));
            step.keep(query.with(query.open()
                    .in(new Phase.Waiting(
                            waiting.untilNanos(), step.now().after(ProposalReports.EVERY), waiting.what()))));
        }
    }

    private void tick(StateQuery query, Phase.Querying querying) {
        var open = query.open();
        if (step.now().since(querying.sinceNanos()).compareTo(step.settings().answerWithin()) >= 0) {
            conclude(query);
        } else {
            Hosts.minus(open.hosts(), open.answers().keySet()).forEach(host -> query(host, open));
        }
    }

    /** The record of a repair could not be written, by the step that had the last answer. */
    void writeFailed(String why) {
        for (var query : List.copyOf(step.queries())) {
            if (query.purpose() instanceof StateQuery.Purpose.Repair) {
                repairFailed(query, why);
            }
        }
    }

    void repairFailed(RepairOrder order, String why) {
        repairFailed(StateQuery.repair(order, step.now()), why);
    }

    private void repairFailed(StateQuery query, String why) {
        reports.refuse(query, Refusal.of(Reason.Code.STORE_UNWRITABLE, why, "Repair the disk, then order it again."));
    }
}
