package io.github.batonha.supervision.primary.protocol;

import io.github.batonha.supervision.primary.model.Hosts;
import io.github.batonha.supervision.primary.model.Message;
import io.github.batonha.supervision.primary.model.Reason;
import io.github.batonha.supervision.primary.model.Refusal;
import io.github.batonha.supervision.primary.model.Report;
import io.github.batonha.supervision.primary.protocol.Proposal.Open;
import io.github.batonha.supervision.primary.protocol.Proposal.Phase;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What guard MAJORITY adds between the promises and the commit: leases that voters have granted to others run out, and the first lease of
 * one's own is granted. Without that lease a proposer that was overtaken while it waited could become active beside the next.
 */
final class Claim {

    private final ProtocolStep step;
    private final ProposalReports reports;

    Claim(ProtocolStep step, ProposalReports reports) {
        this.step = step;
        this.reports = reports;
    }

    /**
     * The longest that a lease granted to a host which does not answer may last, from now. One that answers has ended what it ran, or is
     * asked to release it.
     */
    static Duration longestGrant(Open open) {
        var answered = open.answers().keySet();
        return open.answers().values().stream()
                .filter(answer -> answer.granted().exists())
                .filter(answer -> !answered.contains(answer.granted().host()))
                .map(Message.Promised::grantEnds)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    /** Waits for leases of others, if there are any. */
    boolean awaitsGrants(Open open, Set<String> active) {
        var longest = longestGrant(open);
        if (longest.isZero()) {
            return false;
        }
        report(open, new Phase.Expiring(step.now().after(longest), step.now().nanos(), active));
        return true;
    }

    /** Whether the wait is over. */
    boolean isOver(Open open, Phase.Expiring phase) {
        if (step.now().hasReached(phase.untilNanos())) {
            return true;
        }
        if (step.now().hasReached(phase.nextReportNanos())) {
            report(open, phase);
        }
        return false;
    }

    private void report(Open open, Phase.Expiring phase) {
        reports.running(
                open,
                Report.Phase.WAIT,
                "the lease of the primary before runs out: %s to go"
                        .formatted(Texts.seconds(step.now().until(phase.untilNanos()))));
        step.propose(open.in(
                new Phase.Expiring(phase.untilNanos(), step.now().after(ProposalReports.EVERY), phase.active())));
    }

    void begin(Open open) {
        var voters = step.settings().terms().voters();
        step.propose(open.in(new Phase.Claiming(step.now().nanos(), Votes.NONE)));
        reports.running(open, Report.Phase.COMMIT, "asking %s for the lease".formatted(Texts.list(voters)));
        Leases.request(step, open.epoch());
    }

    /** Notes the vote; with a quorum, when the lease counts from. */
    OptionalLong granted(String from, Message.Granted granted) {
        if (step.proposal() instanceof Open open
                && open.phase() instanceof Phase.Claiming(long since, Votes votes)
                && open.epoch().equals(granted.epoch())) {
            var next = votes.with(from, granted.sentNanos());
            step.propose(open.in(new Phase.Claiming(since, next)));
            return next.since(step.settings().terms());
        }
        return OptionalLong.empty();
    }

    /** Asks again, or gives up. */
    Optional<Refusal> tick(Open open, Phase.Claiming phase) {
        var terms = step.settings().terms();
        if (step.now()
                        .since(phase.sinceNanos())
                        .compareTo(step.settings().answerWithin().multipliedBy(3))
                > 0) {
            var missing = Hosts.minus(terms.voters(), phase.votes().sentNanos().keySet());
            return Optional.of(Refusal.of(
                    Reason.Code.NO_MAJORITY,
                    "%s granted no lease, and %d of the %d voters must"
                            .formatted(
                                    Texts.list(missing),
                                    terms.quorum(),
                                    terms.voters().size()),
                    "Nobody is primary now. Order it again when more of them answer."));
        }
        Leases.request(step, open.epoch());
        return Optional.empty();
    }
}
