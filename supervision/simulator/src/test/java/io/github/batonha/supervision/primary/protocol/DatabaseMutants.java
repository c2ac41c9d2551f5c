package io.github.batonha.supervision.primary.protocol;

import static io.github.batonha.supervision.primary.protocol.Mutant.edit;

import java.util.List;

/** What guard DATABASE rests on, besides what all guards with votes do: the row, and how a host looks at it. */
final class DatabaseMutants {

    private static final String VOTER = "primary/protocol/RowVoter";

    private DatabaseMutants() {}

    static List<Mutant> all() {
        return List.of(
                Mutant.of(
                        "renewal without a trace",
                        "each grant changes the row, so that all hosts see it",
                        Profile.DATABASE,
                        edit(VOTER, "seen.renewals() + (isGrant ? 1 : 0)", "seen.renewals()")),
                Mutant.of(
                        "lease counted from an old sight",
                        "a lease counts from when its newest renewal was first seen",
                        Profile.DATABASE,
                        edit(VOTER, "isKnown ? since : now", "since")),
                Mutant.of(
                        "sight counted from before a freeze",
                        "the row counts as seen when the host has read it, not when it asked for it or before",
                        Profile.DATABASE_HUNG,
                        edit(
                                VOTER,
                                "isKnown ? since : now",
                                "isKnown || now.nanos() - since.nanos() < settings.lease().grace().toNanos() ? since : now")),
                Mutant.of(
                        "row written without a look",
                        "a row is written only where nobody else has written since it was read",
                        Profile.DATABASE_CROWD,
                        edit(VOTER, "seen.version() + 1", "Math.max(1, seen.version())")),
                Mutant.of(
                        "drift of the database's hosts ignored",
                        "the clock of a host that waits may be faster than that of the host that holds the lease",
                        Profile.DATABASE,
                        edit(
                                "primary/protocol/Acceptor",
                                "step.grantedNanos() + step.knownLease().total().toNanos()",
                                "step.grantedNanos() + step.knownLease().grace().toNanos()")));
    }
}
