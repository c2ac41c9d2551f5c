package io.github.batonha.supervision.primary.protocol;

import io.github.batonha.supervision.primary.model.Epoch;
import io.github.batonha.supervision.primary.model.Hosts;
import io.github.batonha.supervision.primary.model.Message;
import io.github.batonha.supervision.primary.model.PrimaryRecord;
import io.github.batonha.supervision.primary.model.Promise;
import io.github.batonha.supervision.primary.model.Reason;
import io.github.batonha.supervision.primary.model.Refusal;
import io.github.batonha.supervision.primary.model.RepairOrder;
import io.github.batonha.supervision.primary.model.Report;
import io.github.batonha.supervision.primary.model.Silence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Writes the store of a host anew that lost its own, from what all others know.
 *
 * <p>What the host forgot can have been a promise, a release or an activation. The activation is over: the agent ended everything
 * primaryOnly before it spoke. The promise or release went to a proposer that remembers the epoch, and it answers or is down; so
 * a promise above everything that is known breaks neither. Until the repair the host answers from memory and is never active.
 */
final class Repair {

    private final ProtocolStep step;
    private final QueryReports reports;
    private final StateQuery query;
    private final RepairOrder order;

    Repair(ProtocolStep step, QueryReports reports, StateQuery query, RepairOrder order) {
        this.step = step;
        this.reports = reports;
        this.query = query;
        this.order = order;
    }

    void carryOut() {
        var open = query.open();
        var reasons = reasons();
        open.answers().forEach((host, answer) -> reports.running(query, Report.Phase.REPAIR, told(host, answer)));
        if (!reasons.isEmpty()) {
            reports.refuse(query, new Refusal(reasons, silences()));
            return;
        }
        var record = record();
        if (order.dryRun()) {
            reports.done(query, Report.Phase.REPAIR, "would write: %s; nothing was changed".formatted(text(record)));
            return;
        }
        step.noteNumber(record.promise().epoch());
        step.repair(record);
        step.emit(new Effect.AppendRepair(
                record.promise().epoch(), record.assignment().primary(), order.by(), order.reason()));
        reports.done(
                query,
                Report.Phase.REPAIR,
                "the store of %s was written anew: %s".formatted(step.self(), text(record)));
    }

    private List<Reason> reasons() {
        var open = query.open();
        var reasons = new ArrayList<Reason>();
        var unasked = Hosts.minus(order.confirmDown(), open.hosts());
        if (!unasked.isEmpty()) {
            reasons.add(new Reason(
                    Reason.Code.UNKNOWN_HOST,
                    "%s is not a host of this cluster".formatted(Texts.list(unasked)),
                    "Its hosts are %s.".formatted(Texts.list(open.hosts())),
                    unasked));
        }
        var there = Hosts.union(open.answers().keySet(), open.unknown().keySet());
        var alive = Hosts.intersection(there, order.confirmDown());
        if (!alive.isEmpty()) {
            reasons.add(new Reason(
                    Reason.Code.HOST_ANSWERS,
                    "%s answers, so it is not down".formatted(Texts.list(alive)),
                    "Order it again without confirming %s down.".formatted(Texts.list(alive)),
                    alive));
        }
        open.unknown()
                .forEach((host, unknown) -> reasons.add(new Reason(
                        Reason.Code.HOST_SILENT,
                        "%s can't say yet what it knows: %s".formatted(host, unknown.why()),
                        "Try again in %s.".formatted(Texts.seconds(unknown.remaining())),
                        Set.of(host))));
        var silent = silent();
        if (!silent.isEmpty()) {
            reasons.add(new Reason(
                    Reason.Code.HOST_SILENT,
                    "every other host must say what it knows, and %s does not answer".formatted(Texts.list(silent)),
                    "Start the agent of %s; or if it is down, order the repair again and confirm it down."
                            .formatted(Texts.list(silent)),
                    silent));
        }
        return reasons;
    }

    private Set<String> silent() {
        var open = query.open();
        var there = Hosts.union(open.answers().keySet(), open.unknown().keySet());
        return Hosts.minus(Hosts.minus(open.hosts(), there), order.confirmDown());
    }

    private List<Silence> silences() {
        return silent().stream()
                .map(host -> {
                    var heard = step.heard().get(host);
                    return new Silence(
                            host,
                            heard == null ? "" : step.self(),
                            step.now().since(heard == null ? step.startedNanos() : heard),
                            step.farewells().containsKey(host),
                            Duration.ZERO,
                            false);
                })
                .toList();
    }

    /** Its own memory is among the answers. */
    private PrimaryRecord record() {
        var hosts = Hosts.union(step.settings().hosts(), query.open().hosts());
        var lease = step.settings().lease();
        var terms = new HashSet<>(Set.of(step.settings().terms()));
        for (var answer : query.open().answers().values()) {
            hosts = Hosts.union(hosts, answer.hosts());
            lease = lease.max(answer.lease());
            terms.addAll(answer.terms());
            step.noteNumber(answer.before());
            step.noteNumber(answer.assignment().epoch());
            step.noteNumber(answer.active());
            step.noteNumber(answer.released());
        }
        var promise = new Promise(step.foreseenEpoch(), hosts, false, lease, terms);
        return new PrimaryRecord(
                promise, RoundEvaluator.newest(query.open(), step), Epoch.NONE, Epoch.NONE, Epoch.NONE);
    }

    private String text(PrimaryRecord record) {
        var assignment = record.assignment();
        var primary = assignment.exists()
                ? "the primary is %s under epoch %d, since %s by %s"
                        .formatted(assignment.primary(), assignment.epoch().number(), assignment.at(), assignment.by())
                : "no node has been primary yet";
        return "%s; hosts %s; promises nothing below epoch %d"
                .formatted(
                        primary,
                        Texts.list(record.promise().hosts()),
                        record.promise().epoch().number());
    }

    private String told(String host, Message.Promised answer) {
        var assignment = answer.assignment();
        var who = host.equals(step.self()) ? host + " (from memory, since its start)" : host;
        return "%s knows %s, has promised %s%s"
                .formatted(
                        who,
                        assignment.exists()
                                ? "%s as primary under epoch %d"
                                        .formatted(
                                                assignment.primary(),
                                                assignment.epoch().number())
                                : "of no primary",
                        answer.before().exists() ? "epoch " + answer.before().number() : "nothing",
                        answer.active().exists() ? ", is active" : "");
    }
}
