package io.github.batonha.supervision.primary.protocol;

import io.github.batonha.supervision.primary.model.NextOrder;
import io.github.batonha.supervision.primary.model.Reason;
import io.github.batonha.supervision.primary.model.Refusal;
import io.github.batonha.supervision.primary.model.Report;
import io.github.batonha.supervision.primary.model.SetPrimaryOrder;
import io.github.batonha.supervision.primary.protocol.Proposal.Open;
import io.github.batonha.supervision.primary.protocol.Proposal.Phase;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Tells the operator of an order how its proposal gets on, and ends a proposal that is refused. */
final class ProposalReports {

    static final Duration EVERY = Duration.ofSeconds(1);

    private final ProtocolStep step;

    ProposalReports(ProtocolStep step) {
        this.step = step;
    }

    void running(Open open, Report.Phase phase, String text) {
        if (!open.resume()) {
            step.tell(open.order().id(), Report.running(phase, text, elapsed(open)));
        }
    }

    void done(Open open, Report.Phase phase, String text) {
        if (!open.resume()) {
            step.tell(open.order().id(), Report.done(phase, text, elapsed(open)));
        }
    }

    void refuse(Refusal refusal) {
        if (step.proposal() instanceof Open open) {
            step.endProposal();
            if (open.resume()) {
                step.trouble("could not resume as primary: " + Reason.texts(refusal.reasons()));
            } else {
                step.tell(open.order().id(), Report.refused(phase(open), refusal, elapsed(open)));
            }
        }
    }

    /** A host was heard again and again while it counted as down. */
    void refuseAsNotDown(Open open, String host) {
        var self = step.self();
        refuse(new Refusal(
                List.of(new Reason(
                        Reason.Code.HOST_ANSWERS,
                        "%s was heard by %s %d times while it counted as down, the last time just now: its agent runs"
                                .formatted(host, self, open.returnsOf(host)),
                        "If %1$s does not answer the next order either, repair the network from %2$s to %1$s or stop the agent of %1$s. Then order it again without giving %1$s up."
                                .formatted(host, self),
                        Set.of(host),
                        List.of(NextOrder.of(self, open.order()).without(Set.of(host))))),
                List.of()));
    }

    private static Report.Phase phase(Open open) {
        return switch (open.phase()) {
            case Phase.Querying _, Phase.Asking _ -> Report.Phase.ASK;
            case Phase.Fencing _ -> Report.Phase.FENCE;
            case Phase.Waiting _, Phase.Expiring _ -> Report.Phase.WAIT;
            case Phase.Releasing _ -> Report.Phase.RELEASE;
            case Phase.Claiming _ -> Report.Phase.COMMIT;
        };
    }

    /** Refuses an order before anybody is asked. */
    void refuse(SetPrimaryOrder order, Reason reason) {
        var named = new Reason(
                reason.code(),
                "%s can't become primary: %s".formatted(step.self(), reason.text()),
                reason.remedy(),
                reason.hosts());
        step.tell(order.id(), Report.refused(Report.Phase.ASK, new Refusal(List.of(named), List.of()), Duration.ZERO));
    }

    private Duration elapsed(Open open) {
        return step.now().since(open.orderedNanos());
    }
}
