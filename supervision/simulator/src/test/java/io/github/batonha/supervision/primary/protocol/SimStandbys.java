package io.github.batonha.supervision.primary.protocol;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The warm standbys of a host, with what its shell does to promote them (decision 11): the record of the run says the new epoch before the
 * order is written, and the process looks at the lease page before it does anything.
 */
final class SimStandbys {

    private static final int SLOTS = SimNode.PROCESSES;
    private static final long ACKNOWLEDGED_WITHIN = SimWorld.seconds(3);
    private static final int CRASHES_ONE_IN = 40;

    private final SimNode node;
    private final SimWorld world;

    /** What stands in the page of each slot: the epoch of the order, 0 for none. */
    private final long[] orders = new long[SLOTS];

    SimStandbys(SimNode node, SimWorld world) {
        this.node = node;
        this.world = world;
    }

    /** An agent that is not the primary starts one now and then, until there is one for each slot. */
    void keep() {
        if (!world.hasStandbys || node.isActive() || node.isEnding() || world.random.nextInt(4) != 0) {
            return;
        }
        for (var slot = 0; slot < SLOTS; slot++) {
            if (isFree(slot)) {
                orders[slot] = 0; // A page of its own.
                var standby = SimProcess.standby(slot);
                node.processes.add(standby);
                world.trace(node.name, "a standby in slot %d", slot);
                wakeSoon(standby);
                return;
            }
        }
    }

    /** A slot of which nothing is left; negative where there is none. */
    int freeSlot() {
        return IntStream.range(0, SLOTS).filter(this::isFree).findFirst().orElse(-1);
    }

    private boolean isFree(int slot) {
        return node.processes.stream().noneMatch(process -> process.slot == slot);
    }

    boolean areThere() {
        return node.processes.stream().anyMatch(SimProcess::isStandby);
    }

    /** One of them, instead of a start from nothing; false where there is none. */
    boolean promote(long epoch) {
        for (var standby : List.copyOf(node.processes)) {
            if (standby.isStandby()) {
                world.trace(node.name, "promotes slot %d to epoch %d", standby.slot, epoch);
                world.checks.tally.promotions++;
                record(standby, epoch);
                if (node.agentUp) {
                    order(standby, epoch);
                }
                return true;
            }
        }
        return false;
    }

    private void record(SimProcess standby, long epoch) {
        standby.recorded = epoch;
        mayCrash("between record and order");
    }

    private void order(SimProcess standby, long epoch) {
        orders[standby.slot] = epoch;
        wakeSoon(standby);
        awaitAcknowledgement(standby, epoch);
        mayCrash("behind an order");
    }

    private void mayCrash(String where) {
        if (world.hasCrashes() && world.random.nextInt(CRASHES_ONE_IN) == 0) {
            node.killAgent(where);
        }
    }

    /** What an earlier agent recorded and may not have ordered is ordered again. */
    void adopt(long epoch) {
        for (var process : List.copyOf(node.processes)) {
            if (process.recorded == epoch && process.isHeld() && node.agentUp) {
                order(process, epoch);
            }
        }
    }

    /** A process that is short of CPU gets its turn late. */
    private void wakeSoon(SimProcess standby) {
        var isLate = world.hasFaults() && world.random.nextInt(6) == 0;
        var delay = SimWorld.millis(isLate ? world.random.nextLong(50, 12_000) : world.random.nextLong(1, 20));
        world.in(delay, () -> wake(standby));
    }

    private void wake(SimProcess standby) {
        if (!node.processes.contains(standby) || !standby.isHeld() || orders[standby.slot] == 0) {
            return;
        }
        if (standby.isStopped) {
            world.in(SimWorld.millis(30), () -> wake(standby));
            return;
        }
        if (node.pageHolds(orders[standby.slot])) {
            standby.work(orders[standby.slot]);
            world.trace(node.name, "slot %d works under epoch %d", standby.slot, standby.epoch());
        } else {
            world.trace(node.name, "slot %d refuses epoch %d", standby.slot, orders[standby.slot]);
            node.ended(standby);
        }
    }

    /** One that does not answer is killed, and its process starts from nothing. */
    private void awaitAcknowledgement(SimProcess standby, long epoch) {
        var of = node.life;
        world.in(ACKNOWLEDGED_WITHIN, () -> {
            if (node.life == of && !node.standsStill() && standby.isHeld() && node.processes.contains(standby)) {
                world.trace(node.name, "slot %d does not acknowledge epoch %d", standby.slot, epoch);
                node.ended(standby);
            }
        });
    }
}
