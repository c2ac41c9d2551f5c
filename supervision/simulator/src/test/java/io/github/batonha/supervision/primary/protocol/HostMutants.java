package io.github.batonha.supervision.primary.protocol;

import static io.github.batonha.supervision.primary.protocol.Mutant.edit;

import java.util.List;

/** What every host may not forget, and what a start may not believe. */
final class HostMutants {

    private static final String ACCEPTOR = "primary/protocol/Acceptor";
    private static final String STEP = "primary/protocol/ProtocolStep";
    private static final String RECORD = "primary/model/PrimaryRecord";
    private static final String START = "primary/protocol/PrimaryProtocol";
    private static final String PERSIST_FIRST = "effects.addFirst(new Effect.Persist(record));";

    private HostMutants() {}

    static List<Mutant> promising() {
        return List.of(
                Mutant.of(
                        "promise not persisted",
                        "a promise is durable",
                        Profile.CROWD,
                        edit(
                                STEP,
                                "!record.equals(before.record());",
                                "!record.withPromise(before.record().promise()).equals(before.record());")),
                Mutant.of(
                        "promise sent before it is durable",
                        "a promise is durable before it is given",
                        Profile.DISKS,
                        edit(
                                STEP,
                                PERSIST_FIRST,
                                "if (activity.equals(before.activity())) {\n"
                                        + "effects.add(new Effect.Persist(record));\n} else {\n" + PERSIST_FIRST
                                        + "\n}")),
                Mutant.of(
                        "smaller epoch promised",
                        "no promise under a smaller epoch",
                        Profile.CROWD,
                        edit(ACCEPTOR, "if (promised.isAbove(prepare.epoch()) || (", "if ((")),
                Mutant.of(
                        "promise forgets hosts",
                        "hosts of an earlier promise count until an assignment drops them",
                        Script.ADDED_UNHEARD,
                        edit(
                                ACCEPTOR,
                                "var hosts = Hosts.union(prepare.hosts(), record.hosts());",
                                "var hosts = prepare.hosts();")),
                Mutant.of(
                        "promise without hosts",
                        "the host set of a Prepare is stored with the promise",
                        Script.ADDED_UNHEARD,
                        edit(
                                RECORD,
                                "return Hosts.union(assignment.hosts(), promise.hosts());",
                                "return assignment.hosts();")),
                Mutant.of(
                        "overtaken stays active",
                        "who learns of a higher assignment ends at once",
                        Profile.GIVEN_UP,
                        edit(
                                ACCEPTOR,
                                "if (active.exists() && assignment.epoch().isAbove(active)) {",
                                "if (false) {")));
    }

    static List<Mutant> releasing() {
        return List.of(
                Mutant.of(
                        "release given twice",
                        "a release goes to one epoch, others are told superseded",
                        Profile.CROWD,
                        edit(ACCEPTOR, "} else if (record.promise().epoch().isAbove(epoch)) {", """
                                } else if (record.released().exists()) {
                                step.post(from, new Message.Released(epoch));
                                } else if (record.promise().epoch().isAbove(epoch)) {""")),
                Mutant.of(
                        "released before the last exit",
                        "a release is given when the last process has exited",
                        Profile.RESTARTS,
                        edit(
                                ACCEPTOR,
                                "step.post(from, new Message.Releasing(epoch, endingSince()));",
                                "step.post(from, new Message.Released(epoch));")),
                Mutant.of(
                        "release not persisted",
                        "a release is fsynced before it is answered",
                        Profile.DISKS,
                        edit(
                                RECORD,
                                "return new PrimaryRecord(promise, assignment, Epoch.NONE, epoch, granted);",
                                "return new PrimaryRecord(promise, assignment, active, released, granted);")),
                Mutant.of(
                        "mark cleared before the last exit",
                        "the active mark is cleared after the last exit",
                        Profile.RESTARTS,
                        edit(
                                ACCEPTOR,
                                "step.beginEnding(epoch, cause, since);",
                                "step.clearMark();\n" + "step.beginEnding(epoch, cause, since);")),
                Mutant.of(
                        "lost lease as release",
                        "a lost lease is no release",
                        Profile.HUNG,
                        edit(
                                ACCEPTOR,
                                "case LEASE_LOST, UNRENEWED -> {\n                step.clearMark();",
                                "case LEASE_LOST, UNRENEWED -> {\n                step.releaseTo(step.record().promise().epoch());")),
                Mutant.of(
                        "release goes on when the lease is lost",
                        "a lease lost while a release is under way is no release",
                        Profile.HUNG,
                        edit(
                                ACCEPTOR,
                                "var isWorse = cause.isHurried() && !former.isHurried();",
                                "var isWorse = false;")),
                Mutant.of(
                        "orderly stop as release",
                        "an orderly stop is a fact for the operator, not an answer",
                        Profile.HUNG,
                        edit(
                                ACCEPTOR,
                                "case STOP, OVERTAKEN -> step.clearMark();",
                                "case OVERTAKEN -> step.clearMark();\n"
                                        + "case STOP -> step.releaseTo(step.record().promise().epoch());")),
                Mutant.of(
                        "stop goes on when the lease is lost",
                        "a lost lease hurries an orderly stop",
                        Profile.HUNG,
                        edit(
                                ACCEPTOR,
                                "var isWorse = cause.isHurried() && !former.isHurried();",
                                "var isWorse = cause.isHurried() && !former.isHurried() && former != Activity.Cause.STOP;")));
    }

    static List<Mutant> starting() {
        return List.of(
                Mutant.of(
                        "active mark after the spawn",
                        "the active mark is fsynced before the first spawn",
                        Profile.DISKS,
                        edit(
                                STEP,
                                PERSIST_FIRST,
                                "if (record.active().exists() && !before.record().active().exists()) {\n"
                                        + "effects.add(new Effect.Persist(record));\n} else {\n" + PERSIST_FIRST
                                        + "\n}")),
                Mutant.of(
                        "continuing by the mark alone",
                        "only an unexpired page lets an agent continue",
                        Profile.RESTARTS,
                        edit(START, "var goesOn = continuing.isPresent() && record", "var goesOn = record")),
                Mutant.of(
                        "clearing speaks",
                        "nothing is answered before an earlier life's processes are gone",
                        Profile.RESTARTS,
                        edit(
                                "primary/protocol/StepView",
                                "return !(activity() instanceof Activity.Clearing) && now().hasReached(speaksAtNanos());",
                                "return now().hasReached(speaksAtNanos());")),
                Mutant.of(
                        "stale mark cleared at once",
                        "a stale mark is cleared after its processes are gone",
                        Profile.RESTARTS,
                        edit(
                                "primary/protocol/EventHandler",
                                "step.emit(new Effect.EndProcesses(clearing.stale(), true));",
                                "{\nstep.clearMark();\nstep.emit(new Effect.EndProcesses(clearing.stale(), true));\n}")),
                Mutant.of(
                        "clearing as release",
                        "clearing a stale mark is no release",
                        Profile.HUNG,
                        edit(
                                ACCEPTOR,
                                "step.clearMark();\n                standBy();",
                                "step.releaseTo(step.record().promise().epoch());\n                standBy();")),
                Mutant.of(
                        "damaged goes active",
                        "a host with a damaged store never goes active",
                        Profile.STORES,
                        edit(
                                "primary/protocol/OrderChecks",
                                "if (step.store() instanceof StoreCondition.Damaged(String why)) {",
                                "if (step.stopping() && step.store() instanceof StoreCondition.Damaged(String why)) {")),
                Mutant.of(
                        "damaged speaks at once",
                        "a host with a damaged store answers unknown until grace + margin after its start",
                        Profile.STORES,
                        edit(
                                START,
                                "-> longer(settings.lease().total(), settings.newcomerSilence());",
                                "-> Duration.ZERO;")),
                Mutant.of(
                        "newcomer speaks at once",
                        "a host without a store keeps silent for twice answer-within",
                        Profile.NEWCOMERS,
                        edit(START, "-> settings.newcomerSilence();", "-> Duration.ZERO;")),
                Mutant.of(
                        "silent host stores what it hears",
                        "a host that keeps silent stores nothing",
                        Profile.STORES,
                        edit(
                                ACCEPTOR,
                                "if (!assignment.isNewerThan(step.record().assignment()) || !step.speaks()) {",
                                "if (!assignment.isNewerThan(step.record().assignment())) {")));
    }

    static List<Mutant> leasing() {
        return List.of(
                Mutant.of(
                        "page revived by a thawed agent",
                        "the clock is read before the check of the old deadline",
                        Profile.PAUSES,
                        edit(
                                "lease/Lease",
                                ": new Step(new Held(epoch, grace, next, isByOthers), true, epoch, next);",
                                ": new Step(new Held(epoch, grace, ticker.getAsLong() + grace.toNanos(), isByOthers), true, epoch, ticker.getAsLong() + grace.toNanos());")),
                Mutant.of(
                        "expired page pushed",
                        "a page past its deadline is never pushed again",
                        Profile.PAUSES,
                        edit(
                                "lease/Lease",
                                "deadlineNanos - ticker.getAsLong() > 0 && Pages.isHeld(page, epoch, ticker.getAsLong());",
                                "page.epoch() == epoch;")),
                Mutant.of(
                        "revoking forgets a loss",
                        "a lease that ran out before it was revoked is lost",
                        Script.HUNG_IN_ITS_RELEASE,
                        edit(
                                "lease/Lease",
                                "push(ticker, page).next() instanceof Lost lost ? lost : new None();",
                                "new None();")),
                Mutant.of(
                        "begins by the clock of its start",
                        "an activation begins by the clock reading of the step that decided it",
                        Profile.HUNG,
                        edit(
                                "lease/Lease",
                                "var deadline = sinceNanos + grace.toNanos();",
                                "var deadline = ticker.getAsLong() + grace.toNanos();")),
                Mutant.of(
                        "continuing on an expired page",
                        "only an unexpired page lets an agent continue",
                        Profile.HUNG,
                        edit("lease/Pages", "&& reading.deadlineNanos() - nowNanos > 0", ""),
                        edit("lease/ResumeDecision", "page.deadlineNanos() - nowNanos <= 0", "false"),
                        edit(
                                "lease/Lease",
                                "new Held(epoch, grace, page.deadlineNanos(), isByOthers)",
                                "new Held(epoch, grace, ticker.getAsLong() + grace.toNanos(), isByOthers)")),
                Mutant.of(
                        "continuing on a page of another boot",
                        "only a page of this boot lets an agent continue",
                        Profile.RESTARTS,
                        edit("lease/Pages", "&& reading.ofThisBoot()", ""),
                        edit(
                                "lease/ResumeDecision",
                                "if (!page.intact() || !page.ofThisBoot()) {",
                                "if (!page.intact()) {")),
                Mutant.of(
                        "continuing with nothing to adopt",
                        "an agent that continues finds a live process",
                        Profile.RESTARTS,
                        edit("lease/ResumeDecision", "return hasLiveRun ?", "return page.intact() ?")));
    }
}
