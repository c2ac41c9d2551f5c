package io.github.batonha.supervision.primary.protocol;

import io.github.batonha.supervision.primary.model.Assignment;
import io.github.batonha.supervision.primary.model.NextOrder;
import io.github.batonha.supervision.primary.model.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What speaks against a target although it would be safe: an operator may override each by its name. */
final class OverridableChecks {

    private OverridableChecks() {}

    /** Those that the operator has not overridden. */
    static List<Reason> of(Proposal.Open open, StepView step, Assignment newest) {
        var self = step.self();
        var again = NextOrder.of(self, open.order());
        var facts = open.order().facts();
        var all = new ArrayList<Reason>();
        if (facts.draining()) {
            all.add(reason(
                    again,
                    Reason.Code.TARGET_DRAINING,
                    "%s is draining: users are being led away from it".formatted(self),
                    "End its draining first",
                    self));
        }
        for (var failed : facts.failedChecks()) {
            all.add(reason(
                    again,
                    Reason.Code.TARGET_FAILS_CHECKS,
                    "primaryOnly processes would not run on %s: %s".formatted(self, failed),
                    "Correct that first",
                    self));
        }
        differing(open, step, newest, again, all);
        all.removeIf(reason -> open.order().overridden().contains(reason.code()));
        return all;
    }

    private static void differing(
            Proposal.Open open, StepView step, Assignment newest, NextOrder again, List<Reason> all) {
        var primary = open.answers().get(newest.primary());
        var own = step.settings().configHash();
        if (primary != null
                && !own.isEmpty()
                && !primary.configHash().isEmpty()
                && !primary.configHash().equals(own)) {
            all.add(reason(
                    again,
                    Reason.Code.CONFIG_DIFFERS,
                    "%s runs another configuration (%s) than the primary %s (%s)"
                            .formatted(step.self(), brief(own), newest.primary(), brief(primary.configHash())),
                    "Install the same on both, then say baton apply on each",
                    newest.primary()));
        }
    }

    private static Reason reason(NextOrder again, Reason.Code code, String text, String remedy, String host) {
        return new Reason(
                code,
                text,
                "%s, or override %s and give a reason.".formatted(remedy, code.label()),
                Set.of(host),
                List.of(again.overriding(code)));
    }

    private static String brief(String hash) {
        return hash.substring(0, Math.min(hash.length(), 12));
    }
}
