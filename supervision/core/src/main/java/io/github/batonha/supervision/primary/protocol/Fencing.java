package io.github.batonha.supervision.primary.protocol;

import io.github.batonha.supervision.primary.model.FenceResult;
import io.github.batonha.supervision.primary.model.Hosts;
import io.github.batonha.supervision.primary.model.NextOrder;
import io.github.batonha.supervision.primary.model.Reason;
import io.github.batonha.supervision.primary.model.Refusal;
import io.github.batonha.supervision.primary.model.Report;
import io.github.batonha.supervision.primary.protocol.Proposal.Open;
import io.github.batonha.supervision.primary.protocol.Proposal.Phase;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The proposer's part that has silent hosts switched off. Nobody has promised anything by then that counts afterwards. */
final class Fencing {

    private final ProtocolStep step;
    private final ProposalReports reports;

    Fencing(ProtocolStep step, ProposalReports reports) {
        this.step = step;
        this.reports = reports;
    }

    void begin(Open open, Set<String> hosts) {
        var fences = open.fences();
        for (var host : hosts) {
            fences = fences.begun(host);
            step.emit(new Effect.Fence(
                    host, open.epoch(), open.order().by(), open.order().reason()));
        }
        var next = open.withFences(fences)
                .in(new Phase.Fencing(step.now().nanos(), step.now().after(ProposalReports.EVERY), hosts, Map.of()));
        step.propose(next);
        for (var host : hosts) {
            var atMost = step.settings().fences().getOrDefault(host, Duration.ZERO);
            reports.running(
                    next,
                    Report.Phase.FENCE,
                    "%s is being switched off by its fence command, within %s".formatted(host, Texts.seconds(atMost)));
        }
    }

    /** Takes the end of a command; the last one's success gives the proposal that is to be asked for anew. */
    Optional<Open> ended(Event.FenceEnded ended) {
        if (!(step.proposal() instanceof Open open)
                || !open.epoch().equals(ended.epoch())
                || !(open.phase() instanceof Phase.Fencing phase)
                || !phase.awaited().contains(ended.host())) {
            return Optional.empty(); // The order is over, or another round of it has begun.
        }
        var host = ended.host();
        var failed = new HashMap<>(phase.failed());
        switch (ended.result()) {
            case FenceResult.Off(Duration took) -> {
                open = open.withFences(open.fences().off(host));
                reports.running(
                        open, Report.Phase.FENCE, "%s was switched off in %s".formatted(host, Texts.seconds(took)));
            }
            case FenceResult.Failed failure -> {
                failed.put(host, failure);
                reports.running(open, Report.Phase.FENCE, text(host, failure));
            }
        }
        var awaited = Hosts.minus(phase.awaited(), Set.of(host));
        step.propose(open.in(new Phase.Fencing(phase.sinceNanos(), phase.nextReportNanos(), awaited, failed)));
        return awaited.isEmpty() ? conclude(open, failed) : Optional.empty();
    }

    private Optional<Open> conclude(Open open, Map<String, FenceResult.Failed> failed) {
        if (failed.isEmpty()) {
            var excluded = new HashMap<>(open.excluded());
            open.fences().off().forEach(host -> excluded.put(host, step.now().nanos()));
            return Optional.of(open.withExcluded(excluded));
        }
        var again = NextOrder.of(step.self(), open.order());
        var reasons = new TreeMap<>(failed)
                .entrySet().stream()
                        .map(each -> reason(each.getKey(), each.getValue(), again))
                        .toList();
        reports.refuse(new Refusal(reasons, List.of()));
        return Optional.empty();
    }

    private static Reason reason(String host, FenceResult.Failed failure, NextOrder again) {
        return new Reason(
                Reason.Code.FENCE_FAILED,
                text(host, failure),
                "Nothing was changed but what the command did. See to it that %1$s is off, then confirm it down."
                        .formatted(host),
                Set.of(host),
                List.of(again.confirmingDown(Set.of(host))));
    }

    private static String text(String host, FenceResult.Failed failure) {
        var output = failure.output().isBlank()
                ? "it printed nothing"
                : "it printed: " + failure.output().strip();
        return "the fence command of %s failed, so %s may be running: %s; %s"
                .formatted(host, host, failure.why(), output);
    }

    void tick(Open open, Phase.Fencing phase) {
        if (step.now().hasReached(phase.nextReportNanos())) {
            var since = Texts.seconds(step.now().since(phase.sinceNanos()));
            reports.running(
                    open,
                    Report.Phase.FENCE,
                    "%s is being switched off since %s".formatted(Texts.list(phase.awaited()), since));
            step.propose(open.in(new Phase.Fencing(
                    phase.sinceNanos(), step.now().after(ProposalReports.EVERY), phase.awaited(), phase.failed())));
        }
    }
}
