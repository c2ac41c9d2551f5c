package io.github.batonha.supervision.primary.protocol;

import io.github.batonha.supervision.primary.model.Assignment;
import io.github.batonha.supervision.primary.model.Guard;
import io.github.batonha.supervision.primary.model.Hosts;
import io.github.batonha.supervision.primary.model.LeaseTimes;
import io.github.batonha.supervision.primary.model.Message;
import io.github.batonha.supervision.primary.model.NextOrder;
import io.github.batonha.supervision.primary.model.Reason;
import io.github.batonha.supervision.primary.model.Refusal;
import io.github.batonha.supervision.primary.model.Silence;
import io.github.batonha.supervision.primary.model.Terms;
import io.github.batonha.supervision.primary.protocol.Proposal.Open;
import io.github.batonha.supervision.primary.protocol.Proposal.Sighting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Judges the answers of a round, rule by rule in order; a dry run and a real order alike. */
final class RoundEvaluator {

    /** A host that is heard after so many runs of its fence command is not fenced by it. */
    private static final int MOST_FENCES = 3;

    private final Open open;
    private final StepView step;
    private final Assignment newest;
    private final Set<String> answered;
    private final Set<String> active;
    private final TermsInForce terms;

    private RoundEvaluator(Open open, StepView step) {
        this.open = open;
        this.step = step;
        this.newest = newest(open, step);
        this.answered = Hosts.copy(open.answers().keySet());
        this.active = Hosts.minus(
                answered,
                answered.stream()
                        .filter(host -> !answerOf(host).active().exists())
                        .toList());
        this.terms = TermsInForce.of(open, step);
    }

    static RoundDecision evaluate(Open open, StepView step) {
        return new RoundEvaluator(open, step).judge();
    }

    /** The newest assignment that anybody who answered knows. */
    static Assignment newest(Open open, StepView step) {
        var newest = step.record().assignment();
        for (var answer : open.answers().values()) {
            newest = answer.assignment().isNewerThan(newest) ? answer.assignment() : newest;
        }
        return newest;
    }

    private Message.Promised answerOf(String host) {
        var answer = open.answers().get(host);
        if (answer == null) {
            throw new IllegalStateException("no answer of " + host);
        }
        return answer;
    }

    private RoundDecision judge() {
        var decided = decide();
        var overridable = open.resume() ? List.<Reason>of() : OverridableChecks.of(open, step, newest);
        return switch (decided) {
            case RoundDecision.Refuse(Refusal refusal) -> {
                var all = new ArrayList<>(refusal.reasons());
                all.addAll(overridable);
                yield new RoundDecision.Refuse(new Refusal(all, refusal.silences()));
            }
            case RoundDecision.AskAgain again -> again;
            case RoundDecision.Fence _, RoundDecision.Exclude _, RoundDecision.Release _ ->
                overridable.isEmpty() ? decided : new RoundDecision.Refuse(new Refusal(overridable, List.of()));
        };
    }

    private RoundDecision decide() {
        var unasked = Hosts.minus(open.order().excludable(), open.hosts());
        if (!unasked.isEmpty()) {
            return refuse(
                    Reason.Code.UNKNOWN_HOST,
                    "%s is not a host of this cluster, and no node that answers knows it"
                            .formatted(Texts.list(unasked)),
                    "Its hosts are %s. Order it again without %s."
                            .formatted(Texts.list(open.hosts()), Texts.list(unasked)),
                    unasked,
                    again().without(unasked));
        }
        var unarmed = Hosts.minus(open.order().fence(), step.settings().fences().keySet());
        if (!unarmed.isEmpty()) {
            return refuse(
                    Reason.Code.NO_FENCE_COMMAND,
                    "%s has no fence command".formatted(Texts.list(unarmed)),
                    "Give it the item FenceCommand in the system definition; or switch it off by hand, then confirm it down.",
                    unarmed,
                    again().confirmingDown(unarmed));
        }
        var there = Hosts.union(answered, open.unknown().keySet());
        var alive = Hosts.intersection(there, open.order().excludable());
        if (!alive.isEmpty()) {
            return refuse(
                    Reason.Code.HOST_ANSWERS,
                    "%s answers, so it is not down".formatted(Texts.list(alive)),
                    "Order it again without giving %s up.".formatted(Texts.list(alive)),
                    alive,
                    again().without(alive));
        }
        var silent = Hosts.minus(open.hosts(), answered);
        if (!newest.exists() && !silent.isEmpty()) {
            return waitFor(silent, firstNeedsAll(silent));
        }
        var unmet = terms.withoutQuorum(answered);
        if (!unmet.isEmpty()) {
            // Those that will be able to answer may make the difference.
            var coming = terms.withoutQuorum(there).isEmpty() ? open.unknown().keySet() : Set.<String>of();
            return coming.isEmpty() ? noMajority(unmet) : waitFor(coming, noMajority(unmet));
        }
        // One that is configured no more and given up is not added: known by a promise alone, it is dropped.
        var added = Hosts.minus(Hosts.minus(open.hosts(), newest.hosts()), givenUp());
        var missing = Hosts.minus(newest.hosts(), answered);
        if (!added.isEmpty() && !missing.isEmpty() && terms.needEveryone()) {
            return waitFor(missing, growthNeedsOld(added, missing));
        }
        return open.resume() ? resumption(silent) : exclusions(silent);
    }

    /** The same order once more. */
    private NextOrder again() {
        return NextOrder.of(self(), open.order());
    }

    private String self() {
        return step.self();
    }

    private static RoundDecision.Refuse refuse(
            Reason.Code code, String why, String remedy, Set<String> hosts, NextOrder... next) {
        return new RoundDecision.Refuse(
                new Refusal(List.of(new Reason(code, why, remedy, hosts, List.of(next))), List.of()));
    }

    private RoundDecision resumption(Set<String> silent) {
        if (!active.isEmpty()) {
            return refuse(Reason.Code.HOST_ACTIVE, "%s is active".formatted(Texts.list(active)), "", active);
        }
        var needed = terms.needEveryone() ? silent : Set.<String>of();
        return needed.isEmpty()
                ? new RoundDecision.Release(Set.of())
                : refuse(Reason.Code.HOST_SILENT, "%s does not answer".formatted(Texts.list(needed)), "", needed);
    }

    private RoundDecision exclusions(Set<String> silent) {
        var required =
                Hosts.minus(mustSpeakOrBeExcluded(silent), open.excluded().keySet());
        var undecided = Hosts.intersection(required, open.unknown().keySet());
        if (!undecided.isEmpty()) {
            return waitFor(undecided, silence(required));
        }
        if (!open.order().excludable().containsAll(required)) {
            return silence(Hosts.minus(required, open.order().excludable()));
        }
        var elsewhere = heardSinceTheOrder(Hosts.union(required, open.excluded().keySet()));
        if (!elsewhere.isEmpty()) {
            return new RoundDecision.Refuse(
                    new Refusal(elsewhere.stream().map(this::heardElsewhere).toList(), List.of()));
        }
        var running = Hosts.minus(required, open.order().confirmDown());
        running = Hosts.minus(running, open.fences().off());
        if (!running.isEmpty()) {
            return toFence(running);
        }
        var until = new HashMap<String, Long>();
        var isOver = true;
        for (var host : Hosts.union(required, open.excluded().keySet())) {
            var end = endOfWait(host);
            until.put(host, end);
            isOver &= step.now().hasReached(end);
        }
        // A host becomes excluded by a round that was begun after the wait.
        return required.isEmpty() && isOver ? new RoundDecision.Release(active) : new RoundDecision.Exclude(until);
    }

    private RoundDecision toFence(Set<String> hosts) {
        var reasons = new ArrayList<Reason>();
        for (var host : hosts) {
            var broken = open.order().facts().brokenFences().get(host);
            if (broken != null) {
                reasons.add(new Reason(
                        Reason.Code.FENCE_FAILED,
                        "the fence command of %s can't be executed: %s".formatted(host, broken),
                        "Correct the item FenceCommand and install again. %s".formatted(ifDown(Set.of(host))),
                        Set.of(host),
                        List.of(again().confirmingDown(Set.of(host)))));
            } else if (open.fences().runsOf(host) >= MOST_FENCES) {
                reasons.add(new Reason(
                        Reason.Code.FENCE_FAILED,
                        "%s was heard again each time after its fence command had said that it is off".formatted(host),
                        "Correct the command: it may exit with 0 only when the host is off and stays off. %s"
                                .formatted(ifDown(Set.of(host))),
                        Set.of(host),
                        List.of(again().confirmingDown(Set.of(host)))));
            }
        }
        return reasons.isEmpty()
                ? new RoundDecision.Fence(hosts)
                : new RoundDecision.Refuse(new Refusal(reasons, List.of()));
    }

    /**
     * Silent hosts may be ignored where an active host hands over to us: it does that once, so nobody else can have it.
     * The target of an earlier such hand-over must have promised, else it may be active.
     */
    private Set<String> mustSpeakOrBeExcluded(Set<String> silent) {
        if (!terms.needEveryone()) {
            return Hosts.intersection(silent, givenUp());
        }
        // An unconfigured host that the operator gives up is excluded although it might be ignored: only so it is
        // dropped.
        var required = active.isEmpty() ? silent : Hosts.intersection(silent, givenUp());
        for (var answer : open.answers().values()) {
            var heir = answer.released();
            if (heir.exists() && !answered.contains(heir.host())) {
                required = Hosts.union(required, Set.of(heir.host()));
            }
        }
        return required;
    }

    private Set<String> givenUp() {
        return Hosts.minus(open.order().confirmDown(), step.settings().hosts());
    }

    /** From the later of the confirmation and when the host was last heard by anyone who answers. */
    private long endOfWait(String host) {
        var from = open.orderedNanos();
        if (open.fences().off().contains(host)) {
            return from; // Nothing runs on a machine that is off.
        }
        var own = step.heard().getOrDefault(host, step.startedNanos());
        from = own - from > 0 ? own : from;
        var sighting = open.sightings().get(host);
        if (sighting != null && sighting.nanos() - from > 0) {
            from = sighting.nanos();
        }
        return from + lease().total().toNanos();
    }

    private LeaseTimes lease() {
        var longest = step.knownLease();
        for (var answer : open.answers().values()) {
            longest = longest.max(answer.lease());
        }
        return longest;
    }

    /** Hosts that have said that they will be able to answer are waited for, all else is refused. */
    private RoundDecision waitFor(Set<String> hosts, RoundDecision.Refuse otherwise) {
        var pause = Duration.ZERO;
        var why = "";
        for (var host : hosts) {
            var unknown = open.unknown().get(host);
            if (unknown == null) {
                if (!open.order().excludable().contains(host) || !newest.exists()) {
                    return otherwise;
                }
            } else if (unknown.remaining().compareTo(pause) >= 0) {
                pause = unknown.remaining();
                why = "%s can't answer yet: %s".formatted(host, unknown.why());
            }
        }
        return why.isEmpty() ? otherwise : new RoundDecision.AskAgain(pause, why);
    }

    private RoundDecision.Refuse noMajority(List<Terms> unmet) {
        var all = new TreeSet<String>();
        var needed = new ArrayList<String>();
        for (var each : unmet) {
            all.addAll(Hosts.minus(each.voters(), answered));
            needed.add(
                    each.guard() == Guard.DATABASE
                            ? "the database"
                            : "%d of the voters %s".formatted(each.quorum(), Texts.list(each.voters())));
        }
        return refuse(
                Reason.Code.NO_MAJORITY,
                "%s must answer, and %s".formatted(String.join(", and ", needed), describe(all)),
                Texts.toReach(all) + " No confirmation stands for a vote.",
                all);
    }

    private RoundDecision.Refuse firstNeedsAll(Set<String> silent) {
        return refuse(
                Reason.Code.FIRST_NEEDS_ALL,
                "nobody who answers knows of any primary, so every host must answer, and %s"
                        .formatted(describe(silent)),
                silent.equals(Set.of(Terms.DATABASE))
                        ? Texts.toReach(silent)
                        : "Start the agent of %s, or remove the host from the system definition and install it everywhere."
                                .formatted(Texts.list(silent)),
                silent);
    }

    private RoundDecision.Refuse growthNeedsOld(Set<String> added, Set<String> missing) {
        return refuse(
                Reason.Code.GROWTH_NEEDS_ALL,
                "%s would be added to the cluster, which every host of it must know, and %s"
                        .formatted(Texts.list(added), describe(missing)),
                "Start the agent of %s; or take %s out of the system definition again until that is done."
                        .formatted(Texts.list(missing), Texts.list(added)),
                missing);
    }

    private RoundDecision.Refuse silence(Set<String> silent) {
        var elsewhere =
                Hosts.copy(silent.stream().filter(this::isHeardElsewhere).toList());
        var lost = Hosts.minus(silent, elsewhere);
        var reasons =
                new ArrayList<>(elsewhere.stream().map(this::heardElsewhere).toList());
        if (!lost.isEmpty()) {
            reasons.add(lostReason(lost));
        }
        // Nobody is asked whether a host is down while another one can't be said to be.
        var asked = elsewhere.isEmpty() ? lost : Set.<String>of();
        return new RoundDecision.Refuse(
                new Refusal(reasons, asked.stream().map(this::silenceOf).toList()));
    }

    private Reason lostReason(Set<String> lost) {
        var fenceable = Hosts.intersection(lost, step.settings().fences().keySet());
        var remedy = ifDown(lost);
        var next = new ArrayList<NextOrder>();
        if (!fenceable.isEmpty()) {
            remedy = "Its fence command can switch off %s. %s".formatted(Texts.list(fenceable), remedy);
            next.add(again().fencing(fenceable));
        }
        next.add(again().confirmingDown(lost));
        var removed = Hosts.minus(lost, step.settings().hosts());
        return new Reason(
                Reason.Code.HOST_SILENT,
                "no active primary answers, and %s".formatted(describe(lost)),
                removed.isEmpty() ? remedy : remedy + " " + forgotten(removed),
                lost,
                next);
    }

    /** Another host hears it now, so it runs; of those that an operator says to be down also where that was since he said so. */
    private boolean isHeardElsewhere(String host) {
        var best = lastHeard(host);
        return best != null
                && !best.by().equals(self())
                && step.now().since(best.nanos()).compareTo(lately()) < 0;
    }

    private Set<String> heardSinceTheOrder(Set<String> hosts) {
        return Hosts.copy(hosts.stream()
                .filter(open.order().confirmDown()::contains)
                .filter(this::isHeardElsewhere)
                .filter(host -> {
                    var best = lastHeard(host);
                    return best != null && best.nanos() - open.orderedNanos() > 0;
                })
                .toList());
    }

    /** Longer than a few lost beats, and longer than the others take to answer. */
    private Duration lately() {
        return step.settings().answerWithin().multipliedBy(2);
    }

    private Reason heardElsewhere(String host) {
        var best = lastHeard(host);
        var by = best == null ? "" : best.by();
        var ago = best == null ? Duration.ZERO : step.now().since(best.nanos());
        return new Reason(
                Reason.Code.HOST_SILENT,
                "%s does not answer %s, last heard %s ago by %s: its agent runs"
                        .formatted(host, self(), Texts.seconds(ago), by),
                "Do not confirm %1$s down. Repair the network between %2$s and %1$s, then order it again. Or make %3$s primary, which hears it."
                        .formatted(host, self(), by),
                Set.of(host),
                List.of(
                        again().without(Set.of(host)),
                        NextOrder.of(by, open.order()).without(Set.of(host, by))));
    }

    private String ifDown(Set<String> hosts) {
        return ("If %1$s is down, confirm it down. Down means: its machine is off, or its agent and all its primaryOnly processes have ended. "
                        + "Nobody may start it until this SetPrimary has ended: it waits %2$s or longer.")
                .formatted(Texts.list(hosts), Texts.seconds(lease().total()));
    }

    private Silence silenceOf(String host) {
        var best = lastHeard(host);
        return new Silence(
                host,
                best == null ? "" : best.by(),
                step.now().since(best == null ? step.startedNanos() : best.nanos()),
                step.farewells().containsKey(host),
                lease().total(),
                step.settings().fences().containsKey(host));
    }

    private @Nullable Sighting lastHeard(String host) {
        var own = step.heard().get(host);
        var best = own == null ? null : new Sighting(own, step.self());
        var sighting = open.sightings().get(host);
        return sighting != null && (best == null || sighting.nanos() - best.nanos() > 0) ? sighting : best;
    }

    private static String forgotten(Set<String> removed) {
        return "%s is not configured any more and is forgotten then: should it ever come back, delete its primary.store before its agent starts."
                .formatted(Texts.list(removed));
    }

    private String describe(Collection<String> hosts) {
        return String.join("; ", hosts.stream().map(this::describe).toList());
    }

    private String describe(String host) {
        var self = step.self();
        var best = lastHeard(host);
        var text = best == null
                ? "%s does not answer and was never heard since the agent of %s started %s ago"
                        .formatted(host, self, Texts.seconds(step.now().since(step.startedNanos())))
                : "%s does not answer, last heard %s ago by %s"
                        .formatted(host, Texts.seconds(step.now().since(best.nanos())), best.by());
        var farewell = step.farewells().get(host);
        return text + (farewell == null ? "" : " (when it said that its agent ends in good order)") + origin(host);
    }

    private String origin(String host) {
        if (step.settings().hosts().contains(host)) {
            return "";
        }
        return newest.hosts().contains(host)
                ? " (no longer configured)"
                : " (not configured here, and never part of a cluster with a primary: only an unfinished set-primary named it)";
    }
}
