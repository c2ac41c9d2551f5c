package io.github.batonha.supervision.primary.protocol;

import io.github.batonha.supervision.primary.model.Refusal;
import io.github.batonha.supervision.primary.model.Report;

/** Tells the operator of a dry run or a repair how it gets on, and ends it. */
final class QueryReports {

    private final ProtocolStep step;

    QueryReports(ProtocolStep step) {
        this.step = step;
    }

    void running(StateQuery query, Report.Phase phase, String text) {
        step.tell(query.open().order().id(), Report.running(phase, text, query.elapsed(step.now())));
    }

    void refuse(StateQuery query, Refusal refusal) {
        var phase = switch (query.purpose()) {
            case StateQuery.Purpose.DryRun _ -> Report.Phase.ASK;
            case StateQuery.Purpose.Repair _ -> Report.Phase.REPAIR;
        };
        end(query, Report.refused(phase, refusal, query.elapsed(step.now())));
    }

    void done(StateQuery query, Report.Phase phase, String text) {
        end(query, Report.done(phase, text, query.elapsed(step.now())));
    }

    private void end(StateQuery query, Report last) {
        step.drop(query);
        step.tell(query.open().order().id(), last);
    }
}
