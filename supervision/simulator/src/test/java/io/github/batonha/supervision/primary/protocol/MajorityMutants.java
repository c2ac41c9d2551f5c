package io.github.batonha.supervision.primary.protocol;

import static io.github.batonha.supervision.primary.protocol.Mutant.edit;

import java.util.List;

/** What guard MAJORITY rests on, at the voters and at the node that holds the lease. */
final class MajorityMutants {

    private static final String ACCEPTOR = "primary/protocol/Acceptor";
    private static final String PROPOSER = "primary/protocol/Proposer";
    private static final String LEASES = "primary/protocol/Leases";
    private static final String CLAIM = "primary/protocol/Claim";
    private static final String TERMS = "primary/protocol/TermsInForce";
    private static final String RECORD = "primary/model/PrimaryRecord";

    private MajorityMutants() {}

    static List<Mutant> granting() {
        return List.of(
                Mutant.of(
                        "grant forgotten after a restart",
                        "a voter that was restarted reports a full lease from its start",
                        Profile.MAJORITY_RESTARTS,
                        edit(
                                "primary/protocol/PrimaryProtocol",
                                "now.nanos(),\n                Tenure.found(",
                                "now.nanos() - LONG_AGO.toNanos(),\n                Tenure.found(")),
                Mutant.of(
                        "voter grants after promising",
                        "a promise to a later epoch is a promise not to renew an earlier one",
                        Profile.MAJORITY,
                        edit(LEASES, "if (promised.isAbove(epoch)) {", "if (false) {"),
                        edit(LEASES, "} else if (promised.equals(epoch)) {", "} else if (!epoch.isAbove(promised)) {")),
                Mutant.of(
                        "drift ignored",
                        "a voter's clock may be faster than that of the node that holds the lease",
                        Profile.MAJORITY_RESTARTS,
                        edit(
                                ACCEPTOR,
                                "step.grantedNanos() + step.knownLease().total().toNanos()",
                                "step.grantedNanos() + step.knownLease().grace().toNanos()")),
                Mutant.of(
                        "lost voter store votes",
                        "a voter without its store is silent for as long as a lease that it may have granted",
                        Profile.MAJORITY_STORES,
                        edit(
                                "primary/model/PrimarySettings",
                                "return guard != Guard.OPERATOR && lease.total().compareTo(asked) > 0 ? lease.total() : asked;",
                                "return asked;")),
                Mutant.of(
                        "half is a majority",
                        "any two majorities have a voter in common",
                        Profile.MAJORITY,
                        edit(
                                "primary/model/Terms",
                                "return voters.size() / 2 + 1;",
                                "return (voters.size() + 1) / 2 - 1;")));
    }

    /** Questions show most of what a promise knew. */
    static Mutant termsForgotten() {
        return Mutant.of(
                "terms of a promise forgotten",
                "an attempt that nobody knows the end of counts with its guard and voters",
                Profile.GUARDS,
                edit(RECORD, "if (promise.epoch().isAbove(assignment.epoch())) {", "if (false) {"));
    }

    static List<Mutant> holding() {
        return List.of(
                Mutant.of(
                        "lease counted from the receipt",
                        "the lease counts from when the renewal was sent",
                        Profile.MAJORITY_HUNG,
                        edit(
                                LEASES,
                                "former.granted(from, granted.sentNanos(),",
                                "former.granted(from, step.now().nanos(),"),
                        edit(CLAIM, "votes.with(from, granted.sentNanos());", "votes.with(from, step.now().nanos());")),
                Mutant.of(
                        "page pushed without a grant",
                        "only a grant makes the page last longer",
                        Profile.MAJORITY,
                        edit(
                                "lease/Lease",
                                "held.push(held.deadlineNanos(), ticker, page.get());",
                                "held.push(ticker.getAsLong() + held.grace().toNanos(), ticker, page.get());")),
                Mutant.of(
                        "grants not waited for",
                        "a lease that was granted to a host which does not answer runs out first",
                        Profile.MAJORITY,
                        edit(CLAIM, "if (longest.isZero()) {", "if (longest.isZero() || open.round() > 0) {")),
                Mutant.of(
                                "active without the first lease",
                                "a proposer is active once a majority has granted its lease",
                                Profile.MAJORITY_CROWD,
                                edit(
                                        PROPOSER,
                                        "} else if (step.settings().terms().isByVotes()) {",
                                        "} else if (step.settings().terms().isByVotes() && open.round() < 0) {"))
                        .seeking(Violation.Kind.OVERLAP),
                Mutant.of(
                        "new guard alone counts",
                        "the guard changes only with everyone's word where it is, or was, that of an operator",
                        Profile.GUARDS,
                        edit(TERMS, "return !all.stream().allMatch(Terms::isByVotes);", "return !next.isByVotes();")),
                Mutant.of(
                        "new voters alone count",
                        "voters change only by a majority of the old and of the new ones",
                        Profile.MAJORITY_HOSTS,
                        edit(
                                TERMS,
                                ".filter(Terms::isByVotes)",
                                ".filter(terms -> terms.isByVotes() && terms.equals(next))")));
    }
}
