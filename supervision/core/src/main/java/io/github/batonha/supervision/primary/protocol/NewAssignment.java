package io.github.batonha.supervision.primary.protocol;

import io.github.batonha.supervision.primary.model.Assignment;
import io.github.batonha.supervision.primary.model.Hosts;
import io.github.batonha.supervision.primary.model.Reason;
import io.github.batonha.supervision.primary.model.SetPrimaryOrder;
import io.github.batonha.supervision.primary.protocol.Proposal.Open;

/** The assignment that a proposal commits. */
final class NewAssignment {

    private NewAssignment() {}

    static Assignment of(Open open, StepView step) {
        var settings = step.settings();
        var terms = settings.terms();
        var excluded = open.excluded().keySet();
        // Only who is neither configured nor able to come back is forgotten; all others must be asked the next time.
        var hosts = Hosts.minus(open.hosts(), Hosts.minus(excluded, settings.hosts()));
        return new Assignment(
                open.epoch(),
                settings.self(),
                step.now().wall(),
                open.order().by(),
                reason(open.order()),
                Hosts.minus(excluded, open.fences().off()),
                Hosts.intersection(excluded, open.fences().off()),
                RoundEvaluator.newest(open, step).primary(),
                hosts,
                terms.isByVotes() ? terms.voters() : hosts,
                terms.guard(),
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
}
