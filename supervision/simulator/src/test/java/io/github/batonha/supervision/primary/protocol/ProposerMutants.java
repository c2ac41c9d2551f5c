package io.github.batonha.supervision.primary.protocol;

import static io.github.batonha.supervision.primary.protocol.Mutant.edit;

import java.util.List;

/** What the node that wants to be primary may not leave out. */
final class ProposerMutants {

    private static final String PROPOSER = "primary/protocol/Proposer";
    private static final String EVALUATOR = "primary/protocol/RoundEvaluator";
    private static final String HANDLER = "primary/protocol/EventHandler";
    private static final String STEP = "primary/protocol/ProtocolStep";

    /** Where a new round does not get a new epoch, more of them only take time. */
    private static final String MOST_ROUNDS = "int MOST_ROUNDS = 100;";

    private static final String FEW_ROUNDS = "int MOST_ROUNDS = 3;";

    private static final String NEXT_EPOCH = "var next = foreseenEpoch();";
    private static final String EPOCH_OF = "var next = new Epoch(%s, self());";

    private static final Mutant.Edit PROMISES_AT_ONCE = edit(
            PROPOSER,
            "var next = open.query(step.nextEpoch(), hosts, step.now());",
            "var next = open.query(step.nextEpoch(), hosts, step.now()).in(new Phase.Asking(step.now().nanos(), hosts));");

    private static final Mutant.Edit QUESTIONS_AS_PREPARES = edit(
            PROPOSER,
            "hosts.forEach(host -> step.post(host, new Message.Query(Questions.prepare(next, step))));",
            "hosts.forEach(host -> step.post(host, Questions.prepare(next, step)));");

    private ProposerMutants() {}

    /** Takes the questions before the promises out. */
    static Mutant withoutQuestions() {
        return Mutant.of(
                        "promises asked for at once",
                        "an order that is refused binds nobody: all are asked what they know first",
                        Profile.LINKS,
                        PROMISES_AT_ONCE,
                        QUESTIONS_AS_PREPARES)
                .seeking(Violation.Kind.REFUSED);
    }

    static List<Mutant> asking() {
        return List.of(
                Mutant.of(
                        "union ignored",
                        "all hosts are asked that anybody who answers knows",
                        Profile.APART,
                        edit(PROPOSER, "if (!open.hosts().containsAll(named)) {", "if (false) {")),
                Mutant.of(
                        "epoch reused",
                        "an epoch is above all known",
                        Profile.CLOCKS,
                        edit(STEP, NEXT_EPOCH, EPOCH_OF.formatted("Math.max(knownNumber, now.wall().toEpochMilli())")),
                        edit(PROPOSER, MOST_ROUNDS, FEW_ROUNDS)),
                Mutant.of(
                        "epoch by the clock alone",
                        "an epoch is above all known",
                        Profile.CLOCKS,
                        edit(STEP, NEXT_EPOCH, EPOCH_OF.formatted("now.wall().toEpochMilli()")),
                        edit(PROPOSER, MOST_ROUNDS, FEW_ROUNDS)),
                Mutant.of(
                        "two hosts with one number",
                        "the number alone is unique",
                        Profile.CLOCKS,
                        edit(
                                PROPOSER,
                                "return other.number() == open.epoch().number() && !other.equals(open.epoch());",
                                "return false;")),
                Mutant.of(
                        "late answers count",
                        "an answer counts only within answer-within, by the target's clock as it is looked at",
                        Profile.NEWCOMERS,
                        edit(
                                HANDLER,
                                "if (!(event instanceof Event.PersistFailed)) {",
                                "if (event instanceof Event.Tick) {")),
                Mutant.of(
                        "first primary without everybody",
                        "the very first SetPrimary needs everyone",
                        Profile.HOSTS,
                        edit(EVALUATOR, "if (!newest.exists() && !silent.isEmpty()) {", "if (false) {")),
                Mutant.of(
                        "newcomer that excludes the only host that knows",
                        "where nobody who answers knows an assignment, nobody can be excluded",
                        Profile.APART,
                        edit(
                                EVALUATOR,
                                "if (!newest.exists() && !silent.isEmpty()) {",
                                "if (!newest.exists() && !open.order().confirmDown().containsAll(silent)) {")),
                Mutant.of(
                        "active host's set grown past it",
                        "who adds a host needs an answer of every host of the old set",
                        Script.ADDED_UNSEEN,
                        edit(
                                EVALUATOR,
                                "if (!added.isEmpty() && !missing.isEmpty() && terms.needEveryone()) {",
                                "if (false) {")),
                Mutant.of(
                        "hosts shrunk",
                        "a host that was removed is asked until it was confirmed down",
                        Script.HALF_REMOVED,
                        edit(
                                "primary/protocol/NewAssignment",
                                "var hosts = Hosts.minus(open.hosts(), Hosts.minus(excluded, settings.hosts()));",
                                "var hosts = settings.hosts();")),
                Mutant.of(
                        "configured host forgotten",
                        "a host that is configured is asked the next time, though it was confirmed down",
                        Profile.HOSTS,
                        edit(
                                "primary/protocol/NewAssignment",
                                "var hosts = Hosts.minus(open.hosts(), Hosts.minus(excluded, settings.hosts()));",
                                "var hosts = Hosts.minus(open.hosts(), excluded);")));
    }

    static List<Mutant> releasing() {
        return List.of(
                Mutant.of(
                        "release skipped",
                        "an active host that answers has to release",
                        Profile.RESTARTS,
                        edit(EVALUATOR, ".filter(host -> !answerOf(host).active().exists())", ".filter(host -> true)")),
                Mutant.of(
                        "commit before release",
                        "commit comes after the last release",
                        Profile.RESTARTS,
                        edit(
                                PROPOSER,
                                "        if (active.isEmpty()) {\n            claim(next);",
                                "        if (open.round() > 0) {\n            claim(next);")),
                Mutant.of(
                        "not active counts as released",
                        "only a release is a release",
                        Profile.HUNG,
                        edit(
                                PROPOSER,
                                "            startRound(open);\n        }\n    }\n\n    private Proposal awaits",
                                "            released(from, new Message.Released(not.epoch()));\n        }\n    }\n\n    private Proposal awaits")),
                Mutant.of(
                        "silent hosts ignored",
                        "silent hosts are ignored only where an active one releases",
                        Profile.LINKS,
                        edit(
                                EVALUATOR,
                                "active.isEmpty() ? silent : Hosts.intersection(silent",
                                "open.round() > 0 ? Set.<String>of() : Hosts.intersection(silent")),
                Mutant.of(
                        "heir ignored",
                        "the target of an earlier release must promise or be excluded",
                        Profile.HUNG,
                        edit(EVALUATOR, "if (heir.exists() && !answered.contains(heir.host())) {", "if (false) {")),
                Mutant.of(
                        "not active counts as released beside an heir",
                        "only a release is a release, also where somebody released to another before",
                        Profile.HUNG,
                        edit(
                                PROPOSER,
                                "            startRound(open);\n        }\n    }\n\n    private Proposal awaits",
                                """
                                            if (open.answers().values().stream()
                                                    .map(Message.Promised::released)
                                                    .anyMatch(heir -> heir.exists() && !open.answers().containsKey(heir.host()))) {
                                                released(from, new Message.Released(not.epoch()));
                                            } else {
                                                startRound(open);
                                            }
                                        }
                                    }

                                    private Proposal awaits""")),
                Mutant.of(
                        "commit without its own promise",
                        "the target commits only if its own promise is still its epoch",
                        Profile.CROWD,
                        edit(PROPOSER, "if (!step.record().promise().epoch().equals(open.epoch())) {", "if (false) {")),
                Mutant.of(
                        "overtaken goes on asking",
                        "a target that promises a higher epoch gives up",
                        Profile.CROWD,
                        edit(PROPOSER, "&& epoch.isAbove(open.epoch())) {", "&& false) {")));
    }

    static List<Mutant> excluding() {
        return List.of(
                Mutant.of(
                        "confirm-down applied to the wrong node",
                        "every silent host is confirmed down by its name",
                        Profile.GIVEN_UP,
                        edit(
                                EVALUATOR,
                                "if (!open.order().excludable().containsAll(required)) {",
                                "if (open.order().excludable().isEmpty() && !required.isEmpty()) {"),
                        edit(
                                EVALUATOR,
                                "var running = Hosts.minus(required, open.order().confirmDown());",
                                "var running = Hosts.minus(required, open.order().fence().isEmpty() ? required : Set.of());")),
                Mutant.of(
                        "alive may be confirmed down",
                        "confirming a host down that answers is refused",
                        Profile.GIVEN_UP,
                        edit(EVALUATOR, "if (!alive.isEmpty()) {", "if (false) {")),
                Mutant.of(
                        "no wait",
                        "processes may outlive their agent by grace + margin",
                        Profile.GIVEN_UP,
                        edit(EVALUATOR, "return from + lease().total().toNanos();", "return from;")),
                Mutant.of(
                        "wait counted from last heard alone",
                        "the wait counts from the confirmation where that is later",
                        Profile.GIVEN_UP,
                        edit(EVALUATOR, "var from = open.orderedNanos();", "var from = step.startedNanos();")),
                Mutant.of(
                        "wait counted from the confirmation alone",
                        "the wait counts from when the host was last heard where that is later",
                        Profile.LINKS,
                        edit(EVALUATOR, "from = own - from > 0 ? own : from;", ""),
                        edit(EVALUATOR, "sighting.nanos() - from > 0", "false")),
                Mutant.of(
                        "others' hearing ignored",
                        "last heard means by any host that answers",
                        Profile.LINKS,
                        edit(EVALUATOR, "sighting.nanos() - from > 0", "false")),
                Mutant.of(
                        "heard elsewhere may be confirmed down",
                        "a host that another one hears since the confirmation is not down",
                        Profile.LINKS,
                        edit(EVALUATOR, "if (!elsewhere.isEmpty()) {", "if (false) {")),
                Mutant.of(
                        "hearing does not cancel",
                        "hearing from an excluded host cancels its exclusion",
                        Profile.LINKS,
                        edit(PROPOSER, "open.excluded().containsKey(from)", "false")),
                Mutant.of(
                        "own lease times alone",
                        "the wait is the longest that anybody who answers knows of",
                        Profile.GIVEN_UP,
                        edit(EVALUATOR, "longest = longest.max(answer.lease());", ""),
                        edit(EVALUATOR, "step.knownLease()", "step.settings().lease()")),
                Mutant.of(
                        "stale answers counted after the wait",
                        "after the wait it is asked again, no earlier answer counts",
                        Profile.LINKS,
                        edit(
                                "primary/protocol/Proposal",
                                "Round.of(current.count() + 1, next, asked)",
                                "new Round(current.count() + 1, next, asked, current.answers(), current.unknown())"),
                        edit(
                                "primary/protocol/Proposal",
                                "Round.of(current.count(), next, current.hosts())",
                                "new Round(current.count(), next, current.hosts(), current.answers(), current.unknown())")),
                Mutant.of(
                        "commit right after the wait",
                        "exclusions come first, then Prepare under a new epoch",
                        Profile.CROWD,
                        edit(
                                PROPOSER,
                                "if (step.now().hasReached(waiting.untilNanos())) {",
                                "if (step.now().hasReached(waiting.untilNanos()) && !open.excluded().isEmpty()) {\n"
                                        + "evaluate(open);\n} else if (step.now().hasReached(waiting.untilNanos())) {")));
    }

    static List<Mutant> resuming() {
        return List.of(
                Mutant.of(
                        "resume without asking",
                        "a node that proposes itself asks under a new epoch",
                        Profile.RESTARTS,
                        edit(
                                PROPOSER,
                                "startRound(Open.of(new SetPrimaryOrder(-1, self, \"resumed\", Set.of()), true, step.now()));",
                                """
                                var again = step.record().assignment();
                                step.activate(again);
                                step.emit(new Effect.StartProcesses(again, step.now().nanos()));
                                """)),
                Mutant.of(
                        "resume past silent hosts",
                        "every host must answer a node that proposes itself",
                        Profile.LINKS,
                        edit(EVALUATOR, "return needed.isEmpty()\n", "return open.round() > 0\n")),
                Mutant.of(
                        "resume beside an active host",
                        "a node that proposes itself takes over from nobody",
                        Profile.LINKS,
                        edit(
                                EVALUATOR,
                                "if (!active.isEmpty()) {\n            return refuse(Reason.Code.HOST_ACTIVE",
                                "if (false) {\n            return refuse(Reason.Code.HOST_ACTIVE")),
                Mutant.of(
                        "resumption goes on",
                        "a newer assignment ends a node's proposal of itself",
                        Profile.LINKS,
                        edit(
                                PROPOSER,
                                "instanceof Open open && open.resume()) {",
                                "instanceof Open open && open.round() < 0) {")),
                Mutant.of(
                        "resume against a newer assignment",
                        "a newer assignment refuses a node that proposes itself",
                        Profile.LINKS,
                        edit(
                                "primary/protocol/Acceptor",
                                "return record.assignment().epoch().isAbove(prepare.basis()) || isOperatorsUnfinished;",
                                "return isOperatorsUnfinished;")),
                Mutant.of(
                        "resume against an operator's promise",
                        "a promise to an operator's unfinished SetPrimary refuses a node that proposes itself",
                        Profile.RESTARTS,
                        edit(
                                "primary/protocol/Acceptor",
                                "return record.assignment().epoch().isAbove(prepare.basis()) || isOperatorsUnfinished;",
                                "return record.assignment().epoch().isAbove(prepare.basis());")));
    }
}
