package io.github.batonha.supervision.primary.protocol;

import static io.github.batonha.supervision.primary.protocol.Mutant.edit;

import java.util.List;
import java.util.Set;

/**
 * What a host's shell may not forget of its warm standbys. The shell stands in the simulator, so it is there that these take something out.
 * The process's own look at the lease page covers most of it.
 */
final class StandbyMutants {

    private static final String STANDBYS = "primary/protocol/SimStandbys";
    private static final String NODE = "primary/protocol/SimNode";

    private static final Mutant WITHOUT_LEASE = Mutant.of(
            "standby promoted without a lease",
            "a process looks at the lease page before it works",
            Profile.HUNG,
            edit(STANDBYS, "if (node.pageHolds(orders[standby.slot])) {", "if (orders[standby.slot] != 0) {"));

    private static final Mutant COUNTS_AS_ENDED = Mutant.of(
            "released while a held process counts as ended",
            "a release ends all that a record gives to the epoch, held or not",
            Profile.RESTARTS,
            edit(
                    NODE,
                    "processes.removeIf(process -> !process.isStandby());",
                    "processes.removeIf(process -> !process.isHeld());"));

    private static final Mutant REPLAYED = Mutant.of(
            "promotion replayed",
            "each standby has a page of its own, without an order",
            Profile.RESTARTS,
            edit(STANDBYS, "orders[slot] = 0;", ""));

    private static final Mutant ADOPTED = Mutant.of(
            "held process adopted as active",
            "an agent that goes on orders what was recorded, and no standby",
            Profile.RESTARTS,
            edit(STANDBYS, "process.recorded == epoch && process.isHeld()", "process.isHeld()"),
            edit(
                    NODE,
                    "if (keeper.isHeld(record.active().number())) {\n            standbys.adopt(record.active().number());",
                    "{\n            standbys.adopt(record.assignment().epoch().number());"));

    private StandbyMutants() {}

    /** Not found by themselves. */
    static Set<String> covered() {
        return Set.of(COUNTS_AS_ENDED.name(), REPLAYED.name(), ADOPTED.name());
    }

    static List<Mutant> all() {
        return List.of(
                WITHOUT_LEASE,
                Mutant.of(
                        "promotion ordered before it is recorded",
                        "the record says the epoch before the order is written",
                        Profile.RESTARTS,
                        edit(
                                STANDBYS,
                                "record(standby, epoch);\n                if",
                                "order(standby, epoch);\n                if"),
                        edit(
                                STANDBYS,
                                "    order(standby, epoch);\n                }",
                                "    record(standby, epoch);\n                }")),
                COUNTS_AS_ENDED,
                COUNTS_AS_ENDED.and(WITHOUT_LEASE, Profile.RESTARTS),
                REPLAYED,
                REPLAYED.and(WITHOUT_LEASE, Profile.RESTARTS),
                ADOPTED,
                ADOPTED.and(WITHOUT_LEASE, Profile.RESTARTS),
                Mutant.of(
                        "two promotions acknowledged",
                        "a standby starts when nothing is left of the last one",
                        Profile.RESTARTS,
                        edit(STANDBYS, "if (isFree(slot)) {", "if (slot >= 0) {")));
    }
}
