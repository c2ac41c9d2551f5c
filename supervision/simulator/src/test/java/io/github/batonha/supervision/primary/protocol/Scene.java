package io.github.batonha.supervision.primary.protocol;

import io.github.batonha.supervision.primary.model.Epoch;
import io.github.batonha.supervision.primary.model.PrimaryRecord;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** What a {@link Script} may do: to hosts, links and operators of one simulated world. */
final class Scene {

    private static final int LONG_MILLIS = 15_000;
    private static final int SETTLE_MILLIS = 2_000;

    private final SimWorld world;

    Scene(SimWorld world) {
        this.world = world;
    }

    SimNode node(String host) {
        return world.node(host);
    }

    PrimaryRecord record(String host) {
        var record = node(host).disk;
        return record == null ? PrimaryRecord.EMPTY : record;
    }

    Epoch promised(String host) {
        return record(host).promise().epoch();
    }

    /** All of them are defined on each of them. */
    void start(String... hosts) {
        world.watchLeases();
        for (var host : hosts) {
            node(host).installed = Set.of(hosts);
            node(host).startAgent();
        }
        run(SETTLE_MILLIS);
    }

    void install(String host, String... hosts) {
        node(host).installed = Set.of(hosts);
        world.definition = Set.of(hosts);
        node(host).killAgent("restarted with another definition");
        on(host);
    }

    void off(String host) {
        node(host).killHost();
    }

    void on(String host) {
        node(host).hostUp = true;
        node(host).startAgent();
        run(SETTLE_MILLIS);
    }

    void reboot(String host) {
        off(host);
        on(host);
    }

    void loseStore(String host) {
        node(host).killAgent("about to lose its store");
        node(host).loseStore();
        on(host);
    }

    void cutOff(String host) {
        for (var other : world.nodes) {
            world.cuts.add(host + other.name);
            world.cuts.add(other.name + host);
        }
        world.trace(host, "cut off");
    }

    long ask(String target, String... confirmDown) {
        return world.order(target, Set.of(confirmDown), Set.of());
    }

    /** Until there is an answer, and what it begins has begun. */
    void order(String target, String... confirmDown) {
        var id = ask(target, confirmDown);
        until(() -> world.result(id).result != null);
        run(100);
    }

    /** An operator who was told that the host is silent, and sees to it that it stays down until this is over. */
    void giveUp(String target, String down) {
        order(target);
        order(target, down);
    }

    /** Whether its order waits for what excluded hosts may still run. */
    boolean isWaiting(String host) {
        return node(host).proposal() instanceof Proposal.Open open && open.phase() instanceof Proposal.Phase.Waiting;
    }

    void run(int millis) {
        world.runUntil(world.time + SimWorld.millis(millis));
    }

    void until(BooleanSupplier condition) {
        for (var millis = 0; millis < LONG_MILLIS && !condition.getAsBoolean(); millis++) {
            run(1);
        }
        world.checks.check(condition.getAsBoolean(), Violation.Kind.CONTRACT, "the script does not get on");
    }

    void untilLive(String host) {
        until(() -> node(host).hasLiveProcess());
    }

    Epoch untilPromised(String host, Epoch former) {
        until(() -> !promised(host).equals(former));
        return promised(host);
    }
}
