package io.github.batonha.supervision.primary.protocol;

import io.github.batonha.supervision.primary.model.Hosts;
import io.github.batonha.supervision.primary.model.Refusal;
import io.github.batonha.supervision.primary.model.Report;
import io.github.batonha.supervision.primary.protocol.Proposal.Open;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.Set;

/** Tells what a SetPrimary would come to if all hosts answered it as they answered the question, by the very rules that it follows. */
final class DryRun {

    private final StepView step;
    private final QueryReports reports;
    private final StateQuery query;

    DryRun(StepView step, QueryReports reports, StateQuery query) {
        this.step = step;
        this.reports = reports;
        this.query = query;
    }

    void tell() {
        var open = query.open();
        var silent = Hosts.minus(open.hosts(), open.answers().keySet());
        reports.running(
                query,
                Report.Phase.ASK,
                "would ask %s for their promise, at most %s%s"
                        .formatted(
                                Texts.list(open.hosts()),
                                Texts.seconds(step.settings().answerWithin()),
                                silent.isEmpty() ? "" : " because %s does not answer".formatted(Texts.list(silent))));
        follow(open);
    }

    private void follow(Open open) {
        switch (RoundEvaluator.evaluate(open, step)) {
            case RoundDecision.Refuse(Refusal refusal) -> reports.refuse(query, refusal);
            case RoundDecision.AskAgain(Duration pause, String why) -> {
                wouldWait(pause, why);
                reports.done(
                        query,
                        Report.Phase.WAIT,
                        "nothing stands against it yet, but what would be answered after that wait is not known; nothing was changed");
            }
            case RoundDecision.Fence(Set<String> hosts) -> {
                var fences = open.fences();
                for (var host : hosts) {
                    fences = fences.off(host);
                    var atMost = step.settings().fences().getOrDefault(host, Duration.ZERO);
                    say(
                            Report.Phase.FENCE,
                            "would have %s switched off by its fence command, at most %s, then ask again"
                                    .formatted(host, Texts.seconds(atMost)));
                }
                follow(open.withFences(fences));
            }
            case RoundDecision.Exclude(Map<String, Long> until) -> {
                var longest = step.now().nanos();
                for (var end : until.values()) {
                    longest = end - longest > 0 ? end : longest;
                }
                wouldWait(
                        step.now().until(longest),
                        "what ran on %s may outlive its agent so long".formatted(Texts.list(until.keySet())));
                activate(open);
            }
            case RoundDecision.Release _ -> activate(open);
        }
    }

    private void wouldWait(Duration pause, String why) {
        if (!pause.isZero()) {
            say(
                    Report.Phase.WAIT,
                    "would wait %s from the order on (%s), then ask again".formatted(Texts.seconds(pause), why));
        }
    }

    private void activate(Open open) {
        var active = new ArrayList<String>();
        open.answers().forEach((host, answer) -> {
            if (answer.active().exists()) {
                active.add(host);
            }
        });
        var longest = Claim.longestGrant(open);
        if (!longest.isZero()) {
            say(
                    Report.Phase.WAIT,
                    "would wait at most %s, until the lease of the primary before has run out"
                            .formatted(Texts.seconds(longest)));
        }
        if (!active.isEmpty()) {
            say(
                    Report.Phase.RELEASE,
                    "would have %s end its primaryOnly processes, which takes at most about %s, then SIGKILL"
                            .formatted(
                                    Texts.list(active),
                                    Texts.seconds(step.settings().stopWithin())));
        }
        var self = step.self();
        var former = RoundEvaluator.newest(open, step).primary();
        reports.done(
                query,
                Report.Phase.COMMIT,
                "%s would become primary%s by what %s answered just now; nothing was changed"
                        .formatted(
                                self,
                                former.isEmpty() || former.equals(self) ? "" : " in place of " + former,
                                Texts.list(Hosts.copy(open.answers().keySet()))));
    }

    private void say(Report.Phase phase, String text) {
        reports.running(query, phase, text);
    }
}
