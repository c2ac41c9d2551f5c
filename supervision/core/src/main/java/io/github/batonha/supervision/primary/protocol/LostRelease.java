package io.github.batonha.supervision.primary.protocol;

import io.github.batonha.supervision.primary.model.Hosts;
import io.github.batonha.supervision.primary.model.NextOrder;
import io.github.batonha.supervision.primary.model.Reason;
import io.github.batonha.supervision.primary.model.Refusal;
import io.github.batonha.supervision.primary.model.Silence;
import io.github.batonha.supervision.primary.protocol.Proposal.Open;
import io.github.batonha.supervision.primary.protocol.Proposal.Phase;
import java.util.List;

/** Hosts that were asked to release and are not heard any more: nobody knows whether their processes have ended. */
final class LostRelease {

    private LostRelease() {}

    static Refusal refusal(StepView step, Open open, Phase.Releasing phase, List<String> lost) {
        return new Refusal(
                lost.stream().map(host -> reason(step, open, phase, host)).toList(),
                lost.stream().map(host -> silence(step, phase, host)).toList());
    }

    private static Reason reason(StepView step, Open open, Phase.Releasing phase, String host) {
        var self = step.self();
        var again = NextOrder.of(self, open.order());
        return new Reason(
                Reason.Code.RELEASE_LOST,
                "%s was asked to release and was last heard %s ago by %s: whether its primaryOnly processes still run is not known"
                        .formatted(host, Texts.seconds(step.now().since(heard(phase, host))), self),
                "Nobody is primary now. When %1$s answers again, order it again. If %1$s is down, confirm it down. Down means: %2$s."
                        .formatted(host, Texts.DOWN),
                Hosts.copy(List.of(host)),
                List.of(again, again.confirmingDown(List.of(host))));
    }

    private static Silence silence(StepView step, Phase.Releasing phase, String host) {
        return new Silence(
                host,
                step.self(),
                step.now().since(heard(phase, host)),
                step.farewells().containsKey(host),
                step.knownLease().total(),
                step.settings().fences().containsKey(host));
    }

    private static long heard(Phase.Releasing phase, String host) {
        return phase.awaited().getOrDefault(host, phase.sinceNanos());
    }
}
